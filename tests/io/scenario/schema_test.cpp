#include "io/scenario/schema.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/causal/law.hpp"
#include "io/scenario/keys.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

TEST(ScenarioSchema, HasEveryKeyOfTheTableAndEveryKind) {
  const std::string schema = scenario_schema();
  const auto json = nlohmann::json::parse(schema);
  EXPECT_EQ(json["$schema"], "http://json-schema.org/draft-04/schema#");
  EXPECT_EQ(json["additionalProperties"], false);
  for (const auto& facts : key_table()) {
    EXPECT_TRUE(facts.key == "*" || schema.find('"' + facts.key + "\": {") != std::string::npos) << facts.key;
    EXPECT_NE(schema.find(nlohmann::json(facts.description).dump()), std::string::npos) << facts.description;
  }
  for (const auto& kind : intervention_registry()) {
    EXPECT_NE(schema.find('"' + kind.name + '"'), std::string::npos) << kind.name;
  }
  for (const auto& law : law_registry())
    EXPECT_NE(schema.find('"' + law.name + "\": {"), std::string::npos) << law.name;
}

TEST(KeyTable, EverySectionIsDescribedAndEveryDefaultIsToml) {
  for (const auto& facts : key_table()) {
    bool is_described = false;
    for (const auto& section : section_table()) is_described = is_described || section.path == facts.section;
    EXPECT_TRUE(is_described) << facts.section;
    EXPECT_FALSE(facts.description.empty()) << facts.key;
    EXPECT_TRUE(facts.default_text.empty() || !facts.is_required) << facts.key;
  }
}

/// With DOSDE_UPDATE=1 in the environment this writes the file instead.
TEST(KeyReference, OfTheManualIsUpToDate) {
  const std::string path = DOSDE_SOURCE_DIR "/docs/scenario_keys.md";
  if (std::getenv("DOSDE_UPDATE") != nullptr) std::ofstream(path) << scenario_key_reference();
  std::ostringstream written;
  written << std::ifstream(path).rdbuf();
  EXPECT_EQ(written.str(), scenario_key_reference()) << "run this test with DOSDE_UPDATE=1 to write " << path;
}

TEST(ScenarioTemplate, RunsAsItStandsAndShowsEveryKey) {
  const std::string text = scenario_template("my \"first\" run");
  const ReadScenario read = read_scenario_text(text, "first.toml");
  EXPECT_TRUE(read.warnings.empty());
  EXPECT_EQ(read.experiment.title, "my \"first\" run");
  EXPECT_EQ(read.experiment.scenarios.size(), 2U);
  for (const auto& facts : key_table()) {
    if (facts.key == "*") continue;
    if (facts.key == "crc32c") continue;  // nobody writes it by hand: it comes with resolved scenarios
    EXPECT_NE(text.find(facts.key), std::string::npos) << facts.key;
  }
}

}  // namespace
}  // namespace dosde
