#include "engine/analysis/abduction/seen_state.hpp"

#include <algorithm>
#include <cmath>

namespace dosde {
namespace {

bool has(const std::vector<Eigen::Index>& variables, Eigen::Index variable) {
  return std::find(variables.begin(), variables.end(), variable) != variables.end();
}

}  // namespace

SeenStates::SeenStates(const ObservedRun& observed) : observed_(observed), overwrites_(find_overwrites(observed.run)) {
  for (const auto& formulas : list_step_formulas(observed.run).rows) {
    Rows rows;
    for (std::size_t k = 0; k < formulas.clamps.variables.size(); ++k)
      rows.clamps.push_back(
          {formulas.clamps.variables[k], named_variables(formulas.clamps.values[k], observed.run.model)});
    for (std::size_t k = 0; k < formulas.free.size(); ++k) {
      const bool is_silent = std::none_of(formulas.places.begin(), formulas.places.end(),
                                          [&](const auto& place) { return place.first == formulas.free[k]; });
      if (is_silent) rows.silent.push_back({formulas.free[k], named_variables(formulas.drifts[k], observed.run.model)});
    }
    rows_.push_back(std::move(rows));
  }
}

/// Is the state of a variable at a tick set by a clamp or an impulse?
bool SeenStates::is_set(Eigen::Index variable, std::int64_t tick) const {
  const auto is_held = [&](const Rows& rows) {
    return std::any_of(rows.clamps.begin(), rows.clamps.end(),
                       [&](const Value& clamp) { return clamp.variable == variable; });
  };
  return is_held(rows_at(tick)) || (tick > 0 && is_held(rows_at(tick - 1))) ||
         std::any_of(overwrites_.begin(), overwrites_.end(), [&](const Overwrite& overwrite) {
           return overwrite.tick == tick && overwrite.variable == variable && !overwrite.added;
         });
}

SeenState SeenStates::at(std::int64_t trajectory, std::int64_t tick) const {
  SeenState seen{observed_.state(trajectory, tick), {}, {}};
  for (Eigen::Index i = 0; i < seen.values.size(); ++i) {
    if (std::isnan(seen.values[i]) || is_set(i, tick)) continue;
    (observed_.deviations[i] > 0.0 ? seen.noisy : seen.exact).push_back(i);
  }
  return seen;
}

void SeenStates::refuse_hidden(std::int64_t trajectory, std::int64_t tick) const {
  const SeenState after = at(trajectory, tick);
  const Eigen::VectorXd before = observed_.state(trajectory, tick - 1);
  const auto name = [&](Eigen::Index i) {
    return "'" + observed_.run.model.variables[static_cast<std::size_t>(i)].name + "'";
  };
  const std::string when = " at time " + time_text(observed_.run.experiment.time.time(tick));
  const auto is_known = [&](const Eigen::VectorXd& state, Eigen::Index i) {
    return !std::isnan(state[i]) && observed_.deviations[i] == 0.0;
  };
  for (const auto& row : rows_at(tick - 1).silent)
    for (const auto named : row.named)
      if (has(after.exact, row.variable) && !is_known(before, named))
        throw Error(ErrorKind::usage,
                    name(row.variable) + " was seen without noise" + when + ", has none of its own, and depends on " +
                        name(named) + ", which was not seen a step before",
                    "only few states of " + name(named) + " lead there, and no draw meets one of them",
                    "say how exact it is: --observation-noise NAME=S");
  const auto refuse_value = [&](Eigen::Index variable, Eigen::Index named, const std::string& what) {
    throw Error(ErrorKind::usage,
                name(variable) + " was seen" + when + ", where " + what + " sets it by " + name(named) +
                    ", which was not seen there",
                "what that tells of " + name(named) + " cannot guide a draw", "leave that state out, as a gap");
  };
  const auto is_seen = [&](Eigen::Index i) { return !std::isnan(after.values[i]); };
  for (const auto& clamp : rows_at(tick).clamps)
    for (const auto named : clamp.named)
      if (is_seen(clamp.variable) && !is_known(after.values, named)) refuse_value(clamp.variable, named, "a clamp");
  for (const auto& clamp : rows_at(tick - 1).clamps)
    for (const auto named : clamp.named)
      if (is_seen(clamp.variable) && !has(after.exact, named)) refuse_value(clamp.variable, named, "a clamp");
  for (const auto& overwrite : overwrites_)
    for (const auto named : overwrite.named)
      if (overwrite.tick == tick && !overwrite.added && is_seen(overwrite.variable) && !has(after.exact, named))
        refuse_value(overwrite.variable, named, "an impulse");
}

}  // namespace dosde
