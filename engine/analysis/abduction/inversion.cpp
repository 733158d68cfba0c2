#include "engine/analysis/abduction/inversion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/abduction/recorded_starts.hpp"
#include "engine/analysis/formula_field.hpp"

namespace dosde {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

}  // namespace

Inversion::Inversion(const ObservedRun& observed, std::uint64_t seed, Abduction& found)
    : observed_(observed), run_(observed.run), seed_(seed), found_(found), overwrites_(find_overwrites(run_)) {
  const Timeline& timeline = run_.timelines.front();
  for (const auto& mechanisms : timeline.mechanism_sets) {
    const auto first = std::find_if(timeline.regimes.begin(), timeline.regimes.end(), [&](const Regime& regime) {
      return &timeline.mechanism_sets[regime.mechanisms] == &mechanisms;
    });
    equations_.push_back(
        std::make_unique<StepEquations>(run_, mechanisms, run_.experiment.time.time(first->first_tick)));
  }
}

/// The implicit drift at the end of a step sees all states there; and a value that an overwritten variable enters would
/// tell of what was overwritten.
void Inversion::refuse_hidden_end(std::int64_t tick) const {
  for (const auto& overwrite : overwrites_) {
    const std::string name = run_.model.variables[static_cast<std::size_t>(overwrite.variable)].name;
    if (overwrite.tick != tick || overwrite.added) continue;
    if (overwrite.tick == 0)
      throw Error(ErrorKind::usage, "an impulse sets '" + name + "' at the start of the observed scenario",
                  "where it was before is not in the path", "let the impulse act a step later, or add");
    for (const auto& other : overwrites_) {
      if (other.tick != overwrite.tick || other.added ||
          std::find(other.named.begin(), other.named.end(), overwrite.variable) == other.named.end())
        continue;
      throw Error(ErrorKind::usage,
                  "at time " + time_text(run_.experiment.time.time(overwrite.tick)) + " the new value of '" +
                      run_.model.variables[static_cast<std::size_t>(other.variable)].name + "' depends on '" + name +
                      "', which is overwritten there too",
                  "where it was before is not in the path", "use a path that ends before");
    }
    if (*run_.scheme.scheme->implicitness > 0.0)
      throw Error(ErrorKind::usage,
                  "at time " + time_text(run_.experiment.time.time(overwrite.tick)) +
                      " an impulse or a clamp overwrites '" + name + "' in a path of an implicit scheme",
                  "its drift at the end of a step is taken at the state before that, which is not in the path",
                  "use a path of euler_maruyama, or one that ends before");
  }
}

/// A state as the step that ends there left it, where that shows.
Eigen::VectorXd Inversion::end_of_step(std::int64_t trajectory, std::int64_t tick, std::vector<bool>& is_seen) const {
  Eigen::VectorXd state = observed_.state(trajectory, tick);
  for (const auto& overwrite : overwrites_) {
    if (overwrite.tick != tick) continue;
    if (overwrite.added)
      state[overwrite.variable] -= evaluate_added(overwrite, run_);
    else
      is_seen[static_cast<std::size_t>(overwrite.variable)] = false;
  }
  return state;
}

void Inversion::find_starts() {
  refuse_hidden_end(0);
  lay_out_starts(observed_, found_);
  for (std::int64_t n = 0; n < found_.observed; ++n) {
    std::vector<bool> is_seen(run_.model.variables.size(), true);
    const Eigen::VectorXd start = end_of_step(n, 0, is_seen);
    for (std::int64_t draw = 0; draw < found_.draws; ++draw)
      store_start(observed_, n * found_.draws + draw, start, found_.world);
  }
}

void Inversion::begin(std::int64_t trajectory) {
  trajectory_ = trajectory;
  drawn_.clear();
  for (std::int64_t draw = 0; draw < found_.draws; ++draw) {
    drawn_.emplace_back();
    for (const auto& source : run_.sources)
      drawn_.back().push_back(draw_along(source, seed_, trajectory * found_.draws + draw, observed_.step_count,
                                         std::sqrt(run_.experiment.time.step)));
  }
}

void Inversion::take_step(std::int64_t step) {
  refuse_hidden_end(step + 1);
  solve(step);
  Eigen::VectorXd prior(static_cast<Eigen::Index>(run_.sources.size()));
  for (std::int64_t draw = 0; draw < found_.draws; ++draw) {
    for (std::size_t k = 0; k < run_.sources.size(); ++k)
      prior[static_cast<Eigen::Index>(k)] = drawn_[static_cast<std::size_t>(draw)][k][static_cast<std::size_t>(step)];
    store(trajectory_ * found_.draws + draw, step, equations_at(step).complete(noise_, prior));
  }
}

void Inversion::solve(std::int64_t step) {
  std::vector<bool> is_seen(run_.model.variables.size(), true);
  const Eigen::VectorXd after = end_of_step(trajectory_, step + 1, is_seen);
  const double time = run_.experiment.time.time(step);
  equations_at(step).solve(observed_.state(trajectory_, step), after, time, is_seen, noise_);
  found_.square += noise_.square;
  found_.degrees += noise_.degrees;
  for (std::size_t k = 0; k < run_.sources.size(); ++k) found_.note(trajectory_, step, k, noise_.why[k]);
  for (Eigen::Index i = 0; i < noise_.residual.size(); ++i)
    row_of(i).note(noise_.residual[i], noise_.rounding[i], run_.experiment.time.time(step + 1));
}

void Inversion::judge_clamps() {
  for (std::int64_t step = 0; step <= observed_.step_count; ++step) {
    const double time = run_.experiment.time.time(step);
    const Eigen::VectorXd state = observed_.state(trajectory_, step);
    const Eigen::VectorXd held = equations_at(step).clamp_values(state, time);
    for (Eigen::Index i = 0; i < held.size(); ++i)
      if (!std::isnan(held[i]) && !std::isnan(state[i]) && observed_.deviations[i] == 0.0)
        row_of(i).note(state[i] - held[i], epsilon * (std::abs(held[i]) + std::abs(state[i])), time);
  }
}

void Inversion::store(std::int64_t trajectory, std::int64_t step, const Eigen::VectorXd& increments) {
  RecordedWorld& world = found_.world;
  for (Eigen::Index k = 0; k < increments.size(); ++k)
    world.increments[world.place(k, step, trajectory)] = increments[k];
}

void invert_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found) {
  Inversion inversion(observed, seed, found);
  inversion.find_starts();
  for (std::int64_t n = 0; n < found.observed; ++n) {
    inversion.begin(n);
    for (std::int64_t step = 0; step < observed.step_count; ++step) inversion.take_step(step);
    inversion.judge_clamps();
  }
}

}  // namespace dosde
