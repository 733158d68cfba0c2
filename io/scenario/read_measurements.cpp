#include "io/scenario/read_measurements.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/causal/names.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/name.hpp"
#include "io/scenario/read_formula.hpp"
#include "io/scenario/section.hpp"

namespace dosde {
namespace {

bool is_taken(const Model& model, const std::string& name) {
  const NameMeaning meaning = meaning_of(model, name);
  return meaning != NameMeaning::unknown && meaning != NameMeaning::time;
}

/// The measurement; nothing where a part of it is wrong.
std::optional<Measurement> read_measurement(const Value& table, const Model& model, Findings& findings) {
  const std::size_t before = findings.error_count();
  const Section section(&table, "scenario.measurement", findings);
  if (!section.has("name") || !section.has("of") || !section.has("every")) return std::nullopt;  // told already
  Measurement measurement;
  measurement.name = section.text("name");
  measurement.location = to_location(table.place);
  measurement.every = section.number("every");
  measurement.delay = section.number("delay");
  if (const Value* of = section.find("of"))
    if (const auto formula = read_formula(*of, findings)) measurement.of = *formula;
  if (const Value* noise = section.find("noise")) measurement.noise = read_quantity(*noise, findings);
  if (!is_name(measurement.name))
    findings.error("E005", section.place_of("name"), "'" + measurement.name + "' cannot name a measurement",
                   "a name is a letter or underscore, then letters, digits and underscores", "");
  else if (is_taken(model, measurement.name))
    findings.error("E007", section.place_of("name"), "the measurement '" + measurement.name + "' has the model's name",
                   "formulas would not know which is meant", "give it a name of its own");
  if (measurement.delay > most_samples_under_way * measurement.every)
    findings.error("E005", section.place_of("delay"),
                   "the delay of '" + measurement.name + "' is more than a thousand of its periods",
                   "each sample that is under way is a variable", "sample less often");
  if (findings.error_count() > before) return std::nullopt;
  return measurement;
}

/// The names in the formulas of an intervention.
std::set<std::string> names_in(const Intervention& intervention) {
  std::set<std::string> names;
  for (const auto& [key, argument] : intervention.arguments) {
    if (const auto* quantity = std::get_if<Quantity>(&argument)) {
      if (const auto* formula = std::get_if<Expression>(quantity)) names.merge(symbols_of(*formula));
    } else if (const auto* noise = std::get_if<std::vector<NoiseTerm>>(&argument)) {
      for (const auto& term : *noise) names.merge(symbols_of(term.loading));
    }
  }
  return names;
}

}  // namespace

ReadMeasurements read_measurements(const Value* scenarios, const Model& model, Findings& findings) {
  ReadMeasurements read;
  if (scenarios == nullptr || findings.is_bad(*scenarios)) return read;
  for (const auto& scenario : scenarios->items) {
    const Value* tables = scenario.is(Value::Type::table) ? scenario.find("measurement") : nullptr;
    if (tables == nullptr || !tables->is(Value::Type::array)) continue;
    std::set<std::string> names;
    for (const auto& table : tables->items) {
      if (findings.is_bad(table)) continue;
      auto measurement = read_measurement(table, model, findings);
      if (!measurement) continue;
      if (!names.insert(measurement->name).second)
        findings.error("E007", table.place, "there are two measurements '" + measurement->name + "' in one scenario",
                       "formulas would not know which is meant", "rename one of them");
      read[&scenario].push_back(std::move(*measurement));
    }
  }
  return read;
}

void add_sampling(const ReadMeasurements& measurements, const TimeGrid& grid, std::vector<ScenarioReading>& scenarios,
                  Findings& findings) {
  std::set<std::string> all;
  for (const auto& [table, list] : measurements)
    for (const auto& measurement : list) all.insert(measurement.name);
  for (auto& [scenario, table] : scenarios) {
    const auto own = measurements.find(table);
    const std::vector<Measurement> none;
    const auto& list = own == measurements.end() ? none : own->second;
    for (const auto& intervention : scenario.interventions) {
      for (const auto& name : names_in(intervention)) {
        const bool is_own = std::any_of(list.begin(), list.end(), [&](const Measurement& m) { return m.name == name; });
        if (all.contains(name) && !is_own)
          findings.error("E016", table == nullptr ? Place{} : table->place,
                         "an intervention of '" + scenario.name + "' names the measurement '" + name + "'",
                         "it is another scenario's: nobody measures here",
                         "give this scenario a [[scenario.measurement]] of that name");
      }
    }
    for (const auto& measurement : list)
      for (auto& intervention : sampling_of(measurement, grid.start, grid.stop()))
        scenario.interventions.push_back(std::move(intervention));
  }
}

}  // namespace dosde
