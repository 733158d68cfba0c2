#include "io/run_request.hpp"

#include <limits>

#include "engine/expression/parse.hpp"
#include "engine/random/stream_key.hpp"
#include "io/scenario/write_scenario.hpp"

namespace dosde {
namespace {

/// The one number of an intervention, NaN where it has none or several.
double single_number(const Intervention& intervention) {
  double found = std::numeric_limits<double>::quiet_NaN();
  int count = 0;
  for (const auto& [key, argument] : intervention.arguments) {
    const auto* quantity = std::get_if<Quantity>(&argument);
    const auto* formula = quantity != nullptr ? std::get_if<Expression>(quantity) : nullptr;
    if (formula == nullptr || !formula->is_constant()) continue;
    found = formula->value();
    ++count;
  }
  return count == 1 ? found : std::numeric_limits<double>::quiet_NaN();
}

std::vector<InterventionRow> tabulate(const std::vector<Scenario>& scenarios) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<InterventionRow> rows;
  for (std::size_t s = 0; s < scenarios.size(); ++s)
    for (const auto& intervention : scenarios[s].interventions)
      for (const auto& target : intervention.targets)
        rows.push_back({static_cast<std::int32_t>(s), intervention.kind, target, intervention.window.from.value_or(-infinity),
                        intervention.window.until.value_or(infinity),
                        intervention.window.every.value_or(std::numeric_limits<double>::quiet_NaN()), single_number(intervention),
                        arguments_text(intervention)});
  return rows;
}

void describe_columns(ResultFileRequest& request, const CompiledRun& run) {
  for (const auto row : run.saved_rows) {
    const Variable& variable = run.model.variables[static_cast<std::size_t>(row)];
    request.column_units.push_back(variable.unit);
    request.column_descriptions.push_back(variable.description);
  }
  for (const auto& observable : run.experiment.output.observables) {
    request.column_units.emplace_back("1");
    request.column_descriptions.push_back("observable: " + to_text(observable.value));
  }
}

}  // namespace

ResultFileRequest make_result_request(const CompiledRun& run, const ReadScenario& read, const std::string& command_line) {
  ResultFileRequest request;
  request.shape = run.shape;
  request.output = run.experiment.output;
  request.title = run.experiment.title;
  describe_columns(request, run);
  request.interventions = tabulate(run.experiment.scenarios);

  Provenance& provenance = request.provenance;
  provenance.scenario_text = read.text;
  provenance.scenario_resolved = read.resolved;
  provenance.command_line = command_line;
  provenance.seed = run.experiment.seed;
  provenance.scheme = run.scheme.scheme->name;
  provenance.scheme_reason = run.scheme.reason;
  provenance.noise_version = noise_version;
  provenance.pairing = run.experiment.pairing == Pairing::shared ? "shared" : "independent";
  provenance.noise_cell = run.cell;
  provenance.step = run.experiment.time.step;
  return request;
}

}  // namespace dosde
