#include "engine/ensemble/storm_cause.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/number_text.hpp"
#include "engine/ensemble/lane_walk.hpp"

namespace dosde {
namespace {

/// Half of what the points of a cell are made for: they are looked at up to twice the rate (lane_walk.hpp).
constexpr double most_jumps_a_cell = 0.5 * kMostJumpsPerCell;

bool has_numbers(const Model& model, const Point& look) {
  return std::all_of(model.variables.begin(), model.variables.end(),
                     [&](const Variable& variable) { return std::isfinite(look.values.at(variable.name)); });
}

/// What is wrong with a rate at a place; empty: nothing.
std::string fault_of_rate(const CompiledRun& run, const std::string& source, const Expression& rate,
                          const Point& look) {
  const double value = evaluate_scalar(rate, look);
  const double jumps = value * run.cell;
  if (!std::isfinite(value)) return "the rate of '" + source + "' is no number there: " + find_fault(rate, look).cause;
  if (jumps < most_jumps_a_cell) return "";
  return "the rate of '" + source + "' is " + number_text(value, 6) + " there, " + number_text(jumps, 6) +
         " jumps a noise cell, and " + number_text(most_jumps_a_cell, 6) +
         " are too many: noise.cell (by default the step) must be shorter";
}

}  // namespace

std::string explain_storm(const CompiledRun& run, std::size_t scenario, std::size_t mechanisms,
                          const std::vector<Point>& looks) {
  const Timeline& timeline = run.timelines[scenario];
  for (const auto& look : looks) {
    if (!has_numbers(run.model, look)) continue;  // at the start, where the storm has ended it already
    for (const auto& source : run.jumps) {
      const auto number = static_cast<std::size_t>(run.model.find_jump(source) - run.model.jumps.data());
      const std::string fault = fault_of_rate(run, source, timeline.happening_sets[mechanisms].rates[number], look);
      if (!fault.empty()) return fault;
    }
  }
  const std::string count = "more than " + std::to_string(kMostHappeningsPerStep) + " ";
  if (run.jumps.empty())
    return count + "events in one step: one that brings itself about again, or some that do so in turn";
  const std::string between = "; or a rate that is no number, or above " + number_text(most_jumps_a_cell, 6) +
                              " jumps a noise cell, after what happened inside the step";
  return timeline.happenings.empty()
             ? count + "jumps in one step, which must be shorter" + between
             : count +
                   "events and jumps in one step: an event that brings itself about again, or rates that are too "
                   "high for the step" +
                   between;
}

}  // namespace dosde
