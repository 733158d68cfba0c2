#include <algorithm>
#include <map>
#include <utility>

#include "engine/core/error.hpp"
#include "io/scenario/check_keys.hpp"
#include "io/scenario/section.hpp"
#include "io/scenario/sweep_reading.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

constexpr std::int64_t most_points = 10'000'000;

const std::map<std::string, SweepDesign>& designs() {
  static const std::map<std::string, SweepDesign> known = {{"grid", SweepDesign::grid},
                                                           {"zip", SweepDesign::zip},
                                                           {"table", SweepDesign::table},
                                                           {"lhs", SweepDesign::lhs},
                                                           {"sobol", SweepDesign::sobol}};
  return known;
}

bool is_random(SweepDesign design) { return design == SweepDesign::lhs || design == SweepDesign::sobol; }

/// What may differ from point to point; the file's axes (times, variables, scenarios, trajectories) may not.
bool may_be_swept(const std::vector<std::string>& parts) {
  const auto begins_with = [&](const std::vector<std::string>& start) {
    return parts.size() > start.size() && std::equal(start.begin(), start.end(), parts.begin());
  };
  if (begins_with({"model", "parameters"}) || begins_with({"model", "inputs"})) return true;
  if (begins_with({"model", "variables"})) {
    const std::vector<std::string> keys = {"drift", "noise", "initial", "lower", "upper"};
    return parts.size() > 3 && std::find(keys.begin(), keys.end(), parts[3]) != keys.end();
  }
  if (begins_with({"scenario"})) return parts.size() > 4 && parts[2] == "intervention";
  const std::vector<std::vector<std::string>> settings = {{"model", "calculus"},
                                                          {"solver", "scheme"},
                                                          {"solver", "relative_tolerance"},
                                                          {"solver", "absolute_tolerance"},
                                                          {"time", "step"},
                                                          {"noise", "cell"},
                                                          {"ensemble", "seed"}};
  return std::find(settings.begin(), settings.end(), parts) != settings.end();
}

/// The parts of a dotted key; empty where it is none.
std::vector<std::string> parse_key(const std::string& key) {
  std::vector<std::string> parts;
  try {
    const SourceText source("an axis", key + " = 0");
    Value document = parse_toml(source);
    const Value* level = &document;
    while (level->is(Value::Type::table) && level->entries.size() == 1) {
      parts.push_back(level->entries.front().key);
      level = &level->entries.front().value;
    }
    if (!level->is(Value::Type::whole_number)) parts.clear();
  } catch (const Error&) {
    parts.clear();
  }
  return parts;
}

/// Values written out: numbers, or texts.
void read_list(const Value& list, AxisReading& reading) {
  SweepAxis& axis = reading.axis;
  axis.is_whole = std::all_of(list.items.begin(), list.items.end(),
                              [](const Value& item) { return item.is(Value::Type::whole_number); });
  for (const auto& item : list.items) {
    reading.places.push_back(item.place);
    if (item.is_numeric()) {
      axis.listed.push_back(item.number);
      continue;
    }
    list_word(axis, item.text);
  }
}

/// { linear = [lo, hi], n = 5 } or { log = … }; lhs and sobol have no n.
void read_range(const Value& table, SweepDesign design, AxisReading& reading, Findings& findings) {
  const Section section(&table, "sweep.axes.*", findings);
  SweepAxis& axis = reading.axis;
  const std::string who = "the axis '" + axis.name + "'";
  const auto is_bad = [&](const char* key) { return table.find(key) != nullptr && !section.has(key); };
  if (is_bad("linear") || is_bad("log") || is_bad("n")) return;
  if (section.has("linear") == section.has("log")) {
    findings.error("E018", table.place, who + " needs either linear or log", "a range is divided in one way",
                   "for example { linear = [0.0, 2.0], n = 5 }");
    return;
  }
  const std::string key = section.has("linear") ? "linear" : "log";
  const std::vector<double> ends = section.numbers(key);
  axis.scale = key == "linear" ? SweepAxis::Scale::linear : SweepAxis::Scale::log;
  if (ends.size() != 2 || !(ends[0] < ends[1])) {
    findings.error("E018", section.place_of(key), key + " must be [low, high] with low below high", "", "");
    return;
  }
  axis.low = ends[0];
  axis.high = ends[1];
  if (is_random(design) && section.has("n")) {
    findings.error("E018", section.place_of("n"), who + " has an n beside a random design",
                   "samples says how many points there are", "take n out");
  } else if (!is_random(design) && !section.has("n")) {
    findings.error("E018", table.place, who + " does not say how many values it has", "", "add n, for example n = 5");
  }
  if (section.has("n")) axis.count = section.whole_number("n");
}

void read_axis(const Entry& entry, SweepDesign design, std::vector<AxisReading>& axes, Findings& findings) {
  if (findings.is_bad(entry.value)) return;
  auto reading = make_axis(entry.key, entry.key_place, findings);
  if (!reading) return;
  if (entry.value.is(Value::Type::table)) {
    read_range(entry.value, design, *reading, findings);
  } else if (is_random(design)) {
    findings.error("E018", entry.value.place, "the axis '" + entry.key + "' has a list beside a random design",
                   "lhs and sobol take their values from a range", "for example { linear = [0.0, 2.0] }");
  } else {
    read_list(entry.value, *reading);
  }
  axes.push_back(std::move(*reading));
}

/// Keys that belong to another design than the one that is asked for.
void refuse_idle_keys(const Section& section, SweepDesign design, Findings& findings) {
  const auto refuse = [&](const char* key, bool is_idle, const char* whose) {
    if (is_idle && section.has(key))
      findings.error("E014", section.place_of(key), std::string(key) + " cannot stand beside this design",
                     std::string("it belongs to ") + whose, "take it out");
  };
  refuse("samples", !is_random(design), "lhs and sobol");
  refuse("scramble", design != SweepDesign::sobol, "sobol");
  refuse("table", design != SweepDesign::table, "table");
  refuse("axes", design == SweepDesign::table, "the other designs: a table's header names its axes");
}

void require_points(const SweepReading& reading, Findings& findings) {
  Sweep counted = reading.sweep;
  for (const auto& axis : reading.axes) counted.axes.push_back(axis.axis);
  const std::int64_t count = count_points(counted);
  if (count < 0 && reading.sweep.design == SweepDesign::zip) {
    findings.error("E018", reading.place, "the axes of a zip have different numbers of values",
                   "their n-th values make the n-th point", "use design = \"grid\" for all combinations");
  } else if (count < 0 || count > most_points) {
    findings.error("E018", reading.place, "the sweep has more than 10 million points", "", "use fewer values");
  }
}

void warn_of_lost_balance(const Section& section, const Sweep& sweep, Findings& findings) {
  const auto samples = static_cast<std::uint64_t>(sweep.samples);
  if (sweep.design != SweepDesign::sobol || (samples & (samples - 1)) == 0) return;
  std::uint64_t below = 1;
  while (2 * below < samples) below *= 2;
  findings.warning("W004", section.place_of("samples"),
                   "a Sobol' design of " + std::to_string(samples) + " points is not balanced",
                   "only the first 2^m points fill every part of the range evenly",
                   "use " + std::to_string(below) + " or " + std::to_string(2 * below));
}

}  // namespace

void list_word(SweepAxis& axis, const std::string& word) {
  const auto known = std::find(axis.words.begin(), axis.words.end(), word);
  axis.listed.push_back(static_cast<double>(known - axis.words.begin()));
  if (known == axis.words.end()) axis.words.push_back(word);
}

std::optional<AxisReading> make_axis(const std::string& key, const Place& place, Findings& findings) {
  AxisReading reading;
  reading.axis.name = key;
  reading.parts = parse_key(key);
  reading.place = place;
  if (reading.parts.empty()) {
    findings.error("E018", place, "the axis '" + key + "' is no key of a scenario file", "",
                   "write it as --set has it, for example \"model.parameters.a\"");
    return std::nullopt;
  }
  if (!may_be_swept(reading.parts)) {
    findings.error("E018", place, "'" + key + "' cannot be swept",
                   "an axis is a parameter, input, formula or initial value of the model, a value of an intervention, "
                   "model.calculus, solver.scheme, solver.relative_tolerance, solver.absolute_tolerance, time.step, "
                   "noise.cell or ensemble.seed: all else is one for the "
                   "result file",
                   reading.parts.size() == 1 ? "put the whole key in quotes, \"model.parameters.a\"" : "");
    return std::nullopt;
  }
  return reading;
}

std::optional<SweepReading> read_sweep(const Value& table, ReadContext& context) {
  Findings& findings = context.findings;
  const std::size_t before = findings.error_count();
  check_sweep_keys(table, findings);
  const Section section(&table, "sweep", findings);
  if (findings.is_bad(table) || !section.has("design")) {
    if (const Value* axes = section.find("axes"); axes != nullptr && axes->is(Value::Type::table))
      for (const auto& entry : axes->entries) make_axis(entry.key, entry.key_place, findings);
    return std::nullopt;
  }
  SweepReading reading;
  reading.place = table.place;
  Sweep& sweep = reading.sweep;
  sweep.design = designs().at(section.text("design"));
  refuse_idle_keys(section, sweep.design, findings);
  sweep.is_scrambled = section.flag("scramble");
  if (is_random(sweep.design) && !section.has("samples")) {
    findings.error("E003", table.place, "the key 'samples' is missing in [sweep]", "lhs and sobol need to know it",
                   "for example samples = 64");
  } else if (is_random(sweep.design)) {
    sweep.samples = section.whole_number("samples");
    warn_of_lost_balance(section, sweep, findings);
  }
  if (sweep.design == SweepDesign::table) {
    if (const Value* path = section.find("table")) {
      if (auto axes = read_sweep_table(*path, context)) reading.axes = std::move(*axes);
    } else {
      findings.error("E003", table.place, "the key 'table' is missing in [sweep]", "its rows are the points",
                     "for example table = \"points.csv\"");
    }
  } else if (const Value* axes = section.find("axes"); axes != nullptr && axes->is(Value::Type::table)) {
    for (const auto& entry : axes->entries) read_axis(entry, sweep.design, reading.axes, findings);
  }
  if (findings.error_count() == before && reading.axes.empty())
    findings.error("E018", table.place, "the sweep has no axes", "there is nothing to vary",
                   "name one under [sweep.axes]");
  if (findings.error_count() == before) require_points(reading, findings);
  return findings.error_count() == before ? std::optional<SweepReading>(std::move(reading)) : std::nullopt;
}

}  // namespace dosde
