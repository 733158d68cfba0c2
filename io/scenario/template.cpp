#include "io/scenario/keys.hpp"
#include "io/scenario/schema.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

/// What the template fills in: a feedback loop of two variables, watched and clamped. All other keys appear as
/// comments.
struct Filled {
  const char* section;
  const char* key;
  const char* text;
};

constexpr Filled filled_keys[] = {
    {"", "format", "1"},
    {"time", "start", "0.0"},
    {"time", "stop", "40.0"},
    {"time", "step", "0.01"},
    {"time", "save_every", "0.2"},
    {"solver", "scheme", "\"auto\""},
    {"ensemble", "trajectories", "1000"},
    {"ensemble", "seed", "42"},
};

constexpr const char* model_text = R"([model.parameters]
a = 0.5     # how y drives x
b = -1.0    # how x drives y: the loop is negative
s = 1.0     # strength of the noise

[model.variables.x]
drift = "-x + a*y"
noise = "s"
initial = 0.0

[model.variables.y]
drift = "b*x - y"
noise = "s"
initial = { normal = [0.0, 1.0] }
)";

constexpr const char* scenario_text = R"([[scenario]]
name = "observed"

[[scenario]]
name = "clamped"

[[scenario.intervention]]
kind = "clamp"
target = "x"
value = 2.0
from = 10.0
until = 30.0
)";

std::string find_filled(const std::string& section, const std::string& key) {
  for (const auto& filled : filled_keys) {
    if (section == filled.section && key == filled.key) return filled.text;
  }
  return "";
}

/// One key: its meaning as a comment, then the key, itself a comment unless it is filled in.
std::string key_text(const KeyFacts& facts, const std::string& filled) {
  std::string text = "# " + facts.description + '\n';
  if (!filled.empty()) return text + facts.key + " = " + filled + '\n';
  const std::string& shown = facts.example.empty() ? facts.default_text : facts.example;
  const std::string key = facts.key == "*" ? "name" : facts.key;
  return text + "# " + key + " = " + (shown.empty() ? "\"\"" : shown) + '\n';
}

bool is_table(Shape shape) { return shape == Shape::section || shape == Shape::sections; }

/// A section with its keys.
std::string section_text(const std::string& section, const std::string& header, const std::string& title) {
  std::string text = header.empty() ? "" : header + '\n';
  for (const auto* facts : keys_of_section(section)) {
    if (is_table(facts->shape)) continue;
    const std::string filled = facts->key == "title" ? title : find_filled(section, facts->key);
    text += key_text(*facts, filled);
  }
  return text;
}

/// Keys of a section as comments only.
std::string commented_section(const std::string& section, const std::string& header) {
  std::string text = "# " + header + '\n';
  for (const auto* facts : keys_of_section(section)) {
    if (!is_table(facts->shape)) text += key_text(*facts, "");
  }
  return text;
}

std::string kinds_text() {
  std::string text =
      "# The kinds of intervention (each but stop has target; most have from, until, every, when, ends_when):\n";
  for (const auto& kind : intervention_registry()) {
    text += "#   " + kind.name;
    for (const auto& argument : kind.arguments)
      text += (&argument == &kind.arguments.front() ? ": " : ", ") + argument.key;
    text += ". " + kind.description + '\n';
  }
  return text;
}

}  // namespace

std::string scenario_template(const std::string& name) {
  std::string text = section_text("", "", toml_string(name)) + '\n';
  text += section_text("model", "[model]", "") + '\n' + model_text;
  text += "\n# What else a variable may have:\n" + commented_section("model.variables.*", "[model.variables.name]");
  text += "\n# An input is a function of time given by a table:\n" +
          commented_section("model.inputs.*", "[model.inputs.name]");
  text += "\n# A source of jumps, on which rows load as on noise, noise = { shock = \"mark\" }:\n" +
          commented_section("model.jumps.*", "[model.jumps.shock]");
  text += "\n# What happens when a condition becomes true:\n" +
          commented_section("model.events.*", "[model.events.name]") + "# set = { x = 0.0 }\n";
  for (const char* section : {"time", "solver", "ensemble", "noise"}) {
    text += '\n' + section_text(section, "[" + std::string(section) + "]", "");
    if (std::string(section) == "solver")
      text += commented_section("solver.absolute_tolerances", "[solver.absolute_tolerances]") +
              commented_section("solver.relative_tolerances", "[solver.relative_tolerances]");
  }
  text += '\n' + kinds_text() + '\n' + scenario_text + '\n';
  text += "# What interventions of a scenario may name instead of the state itself:\n" +
          commented_section("scenario.measurement", "[[scenario.measurement]]") + '\n';
  text += section_text("output", "[output]", "");
  text += '\n' + section_text("output.observables", "[output.observables]", "");
  text += "\n# A sweep runs every scenario at many points:\n" + commented_section("sweep", "[sweep]");
  return text + "# [sweep.axes]\n# \"model.parameters.a\" = [0.0, 0.5, 1.0]\n" +
         "# \"model.parameters.s\" = { log = [0.1, 10.0], n = 3 }\n"
         "# \"scenario.clamped.intervention.0.value\" = { linear = [0.0, 2.0], n = 5 }\n";
}

}  // namespace dosde
