#include "io/scenario/apply_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>

#include "engine/ensemble/sweep_target.hpp"
#include "io/scenario/overrides.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

/// Where the value of a point was written.
Place place_of_value(const AxisReading& reading, const Sweep& sweep, std::int64_t point, double value) {
  if (reading.places.empty()) return reading.place;
  std::size_t position = static_cast<std::size_t>(point);
  if (sweep.design == SweepDesign::grid) {
    const auto& listed = reading.axis.listed;
    position = static_cast<std::size_t>(std::find(listed.begin(), listed.end(), value) - listed.begin());
  }
  return reading.places.at(position);
}

Value make_value(const SweepAxis& axis, double number, const Place& place) {
  Value value;
  value.id = next_value_id();
  value.place = place;
  if (!axis.words.empty()) {
    value.type = Value::Type::text;
    value.text = axis.words[static_cast<std::size_t>(number)];
  } else {
    value.type = axis.is_whole ? Value::Type::whole_number : Value::Type::number;
    value.whole = axis.is_whole ? static_cast<std::int64_t>(number) : 0;
    value.number = number;
  }
  return value;
}

/// a.b.c = value as a document.
Value make_change(const std::vector<std::string>& parts, Value value, const Place& place) {
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    Value table;
    table.id = next_value_id();
    table.place = place;
    table.entries.push_back({*part, place, std::move(value)});
    value = std::move(table);
  }
  return value;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos;
}

std::size_t to_index(const std::string& text) { return std::strtoul(text.c_str(), nullptr, 10); }

/// The scenario that a part of a key means: its name, else its number, as --set has it.
std::size_t find_scenario(const std::vector<Scenario>& scenarios, const std::string& part) {
  const auto named =
      std::find_if(scenarios.begin(), scenarios.end(), [&](const Scenario& one) { return one.name == part; });
  return named == scenarios.end() && is_number(part) ? to_index(part)
                                                     : static_cast<std::size_t>(named - scenarios.begin());
}

/// The target of the parts of a key that name a value; what is left of them (a law and the number of its argument)
/// begins at `rest`.
SweepTarget find_whole(const std::vector<std::string>& parts, const Experiment& experiment, std::size_t& rest) {
  SweepTarget target;
  if (parts[0] == "model" && parts[1] == "parameters") {
    const ParameterId id = experiment.model.find_parameter(parts[2]);
    if (!id.is_valid()) return {};
    target.kind = SweepTarget::Kind::parameter;
    target.index = id.index();
    rest = parts.size() > 3 && parts[3] == "value" ? 4 : 3;
  } else if (parts[0] == "model" && parts[1] == "variables" && parts[3] == "initial") {
    const VariableId id = experiment.model.find_variable(parts[2]);
    if (!id.is_valid()) return {};
    target.kind = SweepTarget::Kind::initial;
    target.index = id.index();
    rest = 4;
  } else if (parts[0] == "scenario" && is_number(parts[3])) {
    target.scenario = find_scenario(experiment.scenarios, parts[1]);
    target.index = to_index(parts[3]);
    if (target.scenario >= experiment.scenarios.size() ||
        target.index >= experiment.scenarios[target.scenario].interventions.size())
      return {};
    target.kind = SweepTarget::Kind::intervention;
    target.key = parts[4];
    rest = 5;
  }
  return target;
}

SweepTarget find_target(const AxisReading& reading, Experiment& experiment) {
  const auto& parts = reading.parts;
  std::size_t rest = 0;
  SweepTarget target = reading.axis.words.empty() ? find_whole(parts, experiment, rest) : SweepTarget{};
  if (parts.size() == rest + 2 && is_number(parts[rest + 1])) {
    target.law_argument = static_cast<std::int32_t>(to_index(parts[rest + 1]));
  } else if (parts.size() != rest) {
    return {};
  }
  return find_number(experiment, target) == nullptr || may_become_exponent(experiment, target) ? SweepTarget{} : target;
}

bool is_same(const SweepTarget& a, const SweepTarget& b) {
  return a.is_lane_input() && a.kind == b.kind && a.scenario == b.scenario && a.index == b.index && a.key == b.key &&
         a.law_argument == b.law_argument;
}

}  // namespace

void apply_point(Value& document, const SweepReading& reading, const Sweep& sweep, std::int64_t point,
                 Findings& findings) {
  for (std::size_t i = 0; i < reading.axes.size(); ++i) {
    const AxisReading& axis = reading.axes[i];
    const double number = sweep.value(point, i);
    const Place place = place_of_value(axis, sweep, point, number);
    apply_change(document, make_change(axis.parts, make_value(axis.axis, number, place), place), findings);
  }
}

void find_targets(const SweepReading& reading, Sweep& sweep, Experiment& experiment, Findings& findings) {
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    sweep.axes[i].target = find_target(reading.axes[i], experiment);
    for (std::size_t earlier = 0; earlier < i; ++earlier)
      if (is_same(sweep.axes[earlier].target, sweep.axes[i].target))
        findings.error("E018", reading.axes[i].place,
                       "the axes '" + sweep.axes[earlier].name + "' and '" + sweep.axes[i].name + "' are one number",
                       "each would set it", "take one of them out");
  }
}

std::vector<std::vector<std::int64_t>> group_points(const Sweep& sweep) {
  std::map<std::vector<double>, std::size_t> known;
  std::vector<std::vector<std::int64_t>> groups;
  std::vector<double> settings;
  for (std::int64_t point = 0; point < sweep.point_count; ++point) {
    settings.clear();
    for (std::size_t i = 0; i < sweep.axes.size(); ++i)
      if (!sweep.axes[i].target.is_lane_input()) settings.push_back(sweep.value(point, i));
    const auto place = known.emplace(settings, groups.size()).first->second;
    if (place == groups.size()) groups.emplace_back();
    groups[place].push_back(point);
  }
  return groups;
}

std::string describe_settings(const Sweep& sweep, std::int64_t point) {
  std::string text;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    if (sweep.axes[i].target.is_lane_input()) continue;
    text +=
        (text.empty() ? "" : ", ") + sweep.axes[i].name + " = " + axis_value_text(sweep.axes[i], sweep.value(point, i));
  }
  return text;
}

void warn_of_other_worlds(const Sweep& sweep, const Value& document, const SweepReading& reading, Findings& findings) {
  const Value* noise = document.find("noise");
  bool has_cell = noise != nullptr && noise->find("cell") != nullptr;
  for (const auto& axis : sweep.axes) has_cell = has_cell || axis.name == "noise.cell";
  for (const auto& axis : reading.axes)
    if (axis.axis.name == "time.step" && !has_cell)
      findings.warning("W005", axis.place, "every step size of the sweep meets a noise of its own",
                       "noise is defined on cells, by default the step",
                       "set noise.cell to a multiple or a divisor of every step, and all meet one path");
}

std::string find_difference(const Experiment& first, const Experiment& other) {
  const auto names = [](const auto& things) {
    std::vector<std::string> found;
    for (const auto& thing : things) found.push_back(thing.name);
    return found;
  };
  if (names(first.model.variables) != names(other.model.variables)) return "variables";
  if (names(first.model.parameters) != names(other.model.parameters)) return "parameters";
  if (first.saves.times.size() != other.saves.times.size()) return "save times";
  for (std::size_t i = 0; i < first.saves.times.size(); ++i) {
    const double time = first.saves.times[i];
    if (std::abs(time - other.saves.times[i]) > 1e-9 * std::max(1.0, std::abs(time))) return "save times";
  }
  return "";
}

}  // namespace dosde
