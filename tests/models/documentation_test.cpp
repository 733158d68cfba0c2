// A zoo model is documented for people and machines: the test holds every file to the list of models/README.md.

#include <gtest/gtest.h>

#include "io/scenario/read_scenario.hpp"
#include "models/zoo.hpp"

namespace dosde {
namespace {

class ZooModel : public testing::TestWithParam<std::string> {};

TEST_P(ZooModel, IsDocumented) {
  const std::string text(find_zoo_model(GetParam()).value());
  for (const char* word : {"\n# Graph", "\n# Exact", "\n# do ", "\n# Advice", "\n# Reference", "doi:10."}) {
    EXPECT_NE(text.find(word), std::string::npos) << "the head of the file says nothing under '" << word + 1 << "'";
  }
  const std::string scenario = "format = 1\n[model]\nuse = \"" + GetParam() + "\"\n[time]\nstop = 1.0\nstep = 0.01\n";
  const Model model = read_scenario_text(scenario, "documentation_test.toml").experiment.model;
  EXPECT_EQ(model.name, GetParam());
  EXPECT_FALSE(model.description.empty());
  for (const Variable& variable : model.variables) EXPECT_FALSE(variable.description.empty()) << variable.name;
  for (const Parameter& parameter : model.parameters) {
    EXPECT_FALSE(parameter.description.empty()) << parameter.name;
    EXPECT_FALSE(parameter.unit.empty()) << parameter.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Zoo, ZooModel, testing::ValuesIn(zoo_model_names()),
                         [](const testing::TestParamInfo<std::string>& model) { return model.param; });

}  // namespace
}  // namespace dosde
