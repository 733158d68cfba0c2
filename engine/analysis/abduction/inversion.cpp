#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/abduction/step_equations.hpp"
#include "engine/analysis/formula_field.hpp"
#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// What happens to a row at the end of a step, so that the path does not show where the step went.
struct Overwrite {
  std::int64_t tick;
  Eigen::Index variable;
  std::optional<Expression> added;  ///< by an impulse that adds what no state enters: then it does show
};

/// x + a: a, where no variable enters it.
std::optional<Expression> find_added(const Expression& value, const std::string& variable, const Model& model) {
  const Expression added = assume_finite(value - Expression::symbol(variable));
  if (!is_free_of(added, model.variable_names())) return std::nullopt;
  return bind_values(added, uniform_parameters(model));
}

std::vector<Overwrite> find_overwrites(const CompiledRun& run) {
  const Timeline& timeline = run.timelines.front();
  std::vector<Overwrite> found;
  for (std::size_t r = 1; r < timeline.regimes.size(); ++r) {
    const auto& before = timeline.mechanism_sets[timeline.regimes[r - 1].mechanisms];
    const auto& after = timeline.mechanism_sets[timeline.regimes[r].mechanisms];
    for (std::size_t i = 0; i < after.size(); ++i)
      if (after[i].clamp && !before[i].clamp)
        found.push_back({timeline.regimes[r].first_tick, static_cast<Eigen::Index>(i), std::nullopt});
  }
  for (const auto& impulse : timeline.impulses) {
    auto added = find_added(impulse.new_value, run.model.variables[impulse.variable.index()].name, run.model);
    for (auto& other : found)
      if (other.tick == impulse.tick && other.variable == impulse.variable.value) other.added = added = std::nullopt;
    found.push_back({impulse.tick, impulse.variable.value, added});
  }
  return found;
}

/// The steps of the paths, one after the other.
class Inversion {
 public:
  Inversion(const ObservedRun& observed, std::uint64_t seed, Abduction& found)
      : observed_(observed), run_(observed.run), seed_(seed), found_(found), overwrites_(find_overwrites(run_)) {
    refuse_hidden_ends();
    const Timeline& timeline = run_.timelines.front();
    for (const auto& mechanisms : timeline.mechanism_sets) {
      const auto first = std::find_if(timeline.regimes.begin(), timeline.regimes.end(), [&](const Regime& regime) {
        return &timeline.mechanism_sets[regime.mechanisms] == &mechanisms;
      });
      equations_.push_back(
          std::make_unique<StepEquations>(run_, mechanisms, run_.experiment.time.time(first->first_tick)));
    }
    find_starts();
  }

  void take(std::int64_t trajectory) {
    const std::int64_t draws = found_.draws;
    std::vector<std::vector<std::vector<double>>> drawn;  // [draw][source][cell]
    for (std::int64_t draw = 0; draw < draws; ++draw) {
      drawn.emplace_back();
      for (const auto& source : run_.sources)
        drawn.back().push_back(draw_along(source, seed_, trajectory * draws + draw, observed_.step_count,
                                          std::sqrt(run_.experiment.time.step)));
    }
    Eigen::VectorXd prior(static_cast<Eigen::Index>(run_.sources.size()));
    for (std::int64_t step = 0; step < observed_.step_count; ++step) {
      const StepNoise& noise = solve(trajectory, step);
      for (std::int64_t draw = 0; draw < draws; ++draw) {
        for (std::size_t k = 0; k < run_.sources.size(); ++k)
          prior[static_cast<Eigen::Index>(k)] =
              drawn[static_cast<std::size_t>(draw)][k][static_cast<std::size_t>(step)];
        store(trajectory * draws + draw, step, equations_at(step).complete(noise, prior));
      }
    }
    judge_clamps(trajectory);
  }

 private:
  [[nodiscard]] StepEquations& equations_at(std::int64_t step) { return *equations_[observed_.mechanisms_at(step)]; }

  [[nodiscard]] RowEvidence& row_of(Eigen::Index variable) { return found_.rows[static_cast<std::size_t>(variable)]; }

  /// The implicit drift at the end of a step sees all states there.
  void refuse_hidden_ends() const {
    for (const auto& overwrite : overwrites_) {
      const std::string name = run_.model.variables[static_cast<std::size_t>(overwrite.variable)].name;
      if (overwrite.tick > observed_.step_count || overwrite.added) continue;
      if (overwrite.tick == 0)
        throw Error(ErrorKind::usage, "an impulse sets '" + name + "' at the start of the observed scenario",
                    "where it was before is not in the path", "let the impulse act a step later, or add");
      if (*run_.scheme.scheme->implicitness > 0.0)
        throw Error(ErrorKind::usage,
                    "at time " + time_text(run_.experiment.time.time(overwrite.tick)) +
                        " an impulse or a clamp overwrites '" + name + "' in a path of an implicit scheme",
                    "its drift at the end of a step is taken at the state before that, which is not in the path",
                    "use a path of euler_maruyama, or one that ends before");
    }
  }

  /// A state as the step that ends there left it, where that shows.
  Eigen::VectorXd end_of_step(std::int64_t trajectory, std::int64_t tick, std::vector<bool>& is_seen) {
    Eigen::VectorXd state = observed_.state(trajectory, tick);
    for (const auto& overwrite : overwrites_) {
      if (overwrite.tick != tick) continue;
      if (overwrite.added)
        state[overwrite.variable] -= FormulaSet({*overwrite.added}, {}, run_.model.inputs)
                                         .evaluate(Eigen::VectorXd(), run_.experiment.time.time(tick))[0];
      else
        is_seen[static_cast<std::size_t>(overwrite.variable)] = false;
    }
    return state;
  }

  /// Where every trajectory starts, before impulses.
  void find_starts() {
    const auto& first = run_.timelines.front().mechanism_sets[run_.timelines.front().regimes.front().mechanisms];
    std::vector<bool> is_seen(first.size(), true);
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (first[i].clamp) {
        found_.unknown_starts.push_back(run_.model.variables[i].name);
        continue;
      }
      found_.world.variables.push_back(run_.model.variables[i].name);
      found_.world.initial.emplace_back();
      for (std::int64_t n = 0; n < found_.observed; ++n)
        found_.world.initial.back().insert(found_.world.initial.back().end(), static_cast<std::size_t>(found_.draws),
                                           end_of_step(n, 0, is_seen)[static_cast<Eigen::Index>(i)]);
    }
  }

  const StepNoise& solve(std::int64_t trajectory, std::int64_t step) {
    std::vector<bool> is_seen(run_.model.variables.size(), true);
    const Eigen::VectorXd after = end_of_step(trajectory, step + 1, is_seen);
    const double time = run_.experiment.time.time(step);
    equations_at(step).solve(observed_.state(trajectory, step), after, time, is_seen, noise_);
    found_.square += noise_.square;
    found_.degrees += noise_.degrees;
    for (std::size_t k = 0; k < run_.sources.size(); ++k) found_.note(trajectory, step, k, noise_.why[k]);
    for (Eigen::Index i = 0; i < noise_.residual.size(); ++i)
      row_of(i).note(noise_.residual[i], noise_.rounding[i], run_.experiment.time.time(step + 1));
    return noise_;
  }

  /// A clamped variable is where its clamp says.
  void judge_clamps(std::int64_t trajectory) {
    for (std::int64_t step = 0; step <= observed_.step_count; ++step) {
      const double time = run_.experiment.time.time(step);
      const Eigen::VectorXd state = observed_.state(trajectory, step);
      const Eigen::VectorXd held = equations_at(step).clamp_values(state, time);
      for (Eigen::Index i = 0; i < held.size(); ++i)
        if (!std::isnan(held[i]))
          row_of(i).note(state[i] - held[i], epsilon * (std::abs(held[i]) + std::abs(state[i])), time);
    }
  }

  void store(std::int64_t trajectory, std::int64_t step, const Eigen::VectorXd& increments) {
    RecordedWorld& world = found_.world;
    for (Eigen::Index k = 0; k < increments.size(); ++k)
      world.increments[world.place(k, step, trajectory)] = increments[k];
  }

  const ObservedRun& observed_;
  const CompiledRun& run_;
  std::uint64_t seed_;
  Abduction& found_;
  std::vector<Overwrite> overwrites_;
  std::vector<std::unique_ptr<StepEquations>> equations_;  ///< [mechanism set]
  StepNoise noise_;
};

}  // namespace

void invert_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found) {
  Inversion inversion(observed, seed, found);
  for (std::int64_t n = 0; n < found.observed; ++n) inversion.take(n);
}

}  // namespace dosde
