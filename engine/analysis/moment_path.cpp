#include "engine/analysis/moment_path.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/numeric/odeint/algebra/algebra_dispatcher.hpp>
#include <boost/numeric/odeint/algebra/vector_space_algebra.hpp>
#include <boost/numeric/odeint/external/eigen/eigen.hpp>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>
#include <set>
#include <variant>

#include "engine/analysis/moment_run.hpp"
#include "engine/causal/resolve.hpp"
#include "engine/causal/structure.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/observables.hpp"
#include "engine/ensemble/place_sweep.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

namespace odeint = boost::numeric::odeint;

using State = Eigen::VectorXd;  ///< the mean, then the covariance column by column

/// A run that needs more is stiff, and would not end.
constexpr long most_steps = 20'000'000;

/// What is negative by less than this part of the largest value so far may be so by rounding and the tolerance.
constexpr double negative_by_rounding = 1e-6;

State flat(const StateMoments& moments) {
  const Eigen::Index size = moments.mean.size();
  State state(size + size * size);
  state << moments.mean, moments.covariance.reshaped();
  return state;
}

void unpack(const State& state, StateMoments& moments) {
  const Eigen::Index size = moments.mean.size();
  moments.mean = state.head(size);
  moments.covariance = state.tail(size * size).reshaped(size, size);
}

bool names_time(const MechanismSet& mechanisms) {
  return std::any_of(mechanisms.begin(), mechanisms.end(), [](const Mechanism& row) {
    return (row.clamp && depends_on(*row.clamp, "t")) || depends_on(row.drift, "t") ||
           std::any_of(row.noise.begin(), row.noise.end(),
                       [](const NoiseTerm& term) { return depends_on(term.loading, "t"); });
  });
}

/// The variable whose moments left the numbers first, as far as one can tell.
std::int32_t first_not_finite(const StateMoments& moments) {
  for (Eigen::Index i = 0; i < moments.mean.size(); ++i)
    if (!std::isfinite(moments.mean[i]) || !std::isfinite(moments.covariance(i, i)))
      return static_cast<std::int32_t>(i);
  return -1;
}

bool is_finite(const StateMoments& moments) { return moments.mean.allFinite() && moments.covariance.allFinite(); }

}  // namespace

PlacedPoint place_point(const CompiledRun& group, const Sweep& sweep, std::int64_t point) {
  if (sweep.is_empty()) return {group.model, group.timelines};
  MovingExperiment moving(group.experiment, sweep);
  const Experiment& experiment = moving.at(point);
  PlacedPoint placed{resolve(to_ito(experiment.model)), {}};
  for (const auto& scenario : experiment.scenarios)
    placed.timelines.push_back(build_timeline(placed.model, scenario.interventions, group.experiment.time));
  return placed;
}

MomentPath::MomentPath(const CompiledRun& group, const Model& model, const Timeline& timeline)
    : group_(group), model_(model), timeline_(timeline), numbers_(uniform_parameters(model)) {
  const std::vector<std::string> names = model.variable_names();
  for (const auto& mechanisms : timeline.mechanism_sets) {
    const MechanismSet numeric = with_values(mechanisms, numbers_);
    regimes_.push_back(std::make_unique<MomentEquations>(model, numeric));
    has_clock_.push_back(names_time(numeric));
  }
  read_changes(names);
  for (const auto& parameters : timeline.parameter_sets) read_columns(parameters, names);
}

void MomentPath::read_columns(const std::map<std::string, Expression>& parameters,
                              const std::vector<std::string>& names) {
  std::vector<Expression> columns;
  for (const auto row : group_.saved_rows) columns.push_back(Expression::symbol(names[static_cast<std::size_t>(row)]));
  for (const auto& formula : observables_under(group_.experiment, parameters))
    columns.push_back(with_values(formula, numbers_));
  columns_.push_back(std::make_unique<MomentColumns>(columns, names, model_.inputs));
}

void MomentPath::read_changes(const std::vector<std::string>& names) {
  std::set<std::int64_t> ticks;
  for (const auto& regime : timeline_.regimes) ticks.insert(regime.first_tick);
  for (const auto& impulse : timeline_.impulses) ticks.insert(impulse.tick);
  std::size_t current = 0;
  auto impulse = timeline_.impulses.begin();  // they stand by tick, as the ticks do
  for (const auto tick : ticks) {
    while (current + 1 < timeline_.regimes.size() && timeline_.regimes[current + 1].first_tick <= tick) ++current;
    std::vector<std::size_t> rows;
    std::vector<Expression> values;
    for (; impulse != timeline_.impulses.end() && impulse->tick == tick; ++impulse) {
      rows.push_back(impulse->variable.index());
      values.push_back(with_values(impulse->new_value, numbers_));
    }
    Change change{group_.experiment.time.time(tick), tick, timeline_.regimes[current].mechanisms, nullptr};
    if (!rows.empty()) change.moves = std::make_unique<StateMap>(rows, values, names, model_.inputs);
    changes_.push_back(std::move(change));
  }
}

std::string MomentPath::objection() const {
  for (const auto& regime : regimes_)
    if (!regime->objection().empty()) return regime->objection();
  for (const auto& change : changes_)
    if (change.moves != nullptr && change.moves->first_bent() >= 0)
      return "an impulse on '" + model_.variables[static_cast<std::size_t>(change.moves->first_bent())].name +
             "' is not seen to be affine in the state";
  return {};
}

std::string MomentPath::gaussian_objection() const {
  const StateMoments first = start();
  for (std::size_t i = 0; i < model_.variables.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const auto* law = std::get_if<Law>(&timeline_.initial[i]);
    if (first.covariance(row, row) != 0.0 && (law == nullptr || law->name != "normal"))
      return "'" + model_.variables[i].name + "' starts from another law";
  }
  // An affine drift with covariance rates that do not depend on the state takes Gaussian laws to Gaussian laws
  // (Gardiner 2009, 4.5.6), and so do affine assignments.
  for (const auto& regime : regimes_)
    if (!regime->additive_objection().empty()) return regime->additive_objection();
  return {};
}

std::set<std::string> MomentPath::observables_of(ColumnShape shape) const {
  std::set<std::string> names;
  const std::size_t saved = group_.saved_rows.size();
  for (const auto& columns : columns_)
    for (std::size_t column = saved; column < columns->size(); ++column)
      if (columns->shape(column) == shape) names.insert(group_.experiment.output.observables[column - saved].name);
  return names;
}

bool MomentPath::is_noise_free() const {
  return start().covariance.isZero(0.0) &&
         std::none_of(regimes_.begin(), regimes_.end(), [](const auto& regime) { return regime->has_noise(); });
}

std::set<std::string> MomentPath::variables_with_roots() const {
  std::set<std::string> names;
  for (const auto& regime : regimes_)
    for (const auto row : regime->rows_with_roots()) names.insert(model_.variables[static_cast<std::size_t>(row)].name);
  return names;
}

StateMoments MomentPath::start() const {
  const auto size = static_cast<Eigen::Index>(model_.variables.size());
  StateMoments moments{Eigen::VectorXd::Zero(size), Eigen::MatrixXd::Zero(size, size)};
  Point point;
  point.values["t"] = group_.experiment.time.start;
  std::vector<std::pair<Eigen::Index, const std::vector<double>*>> recorded;
  for (Eigen::Index i = 0; i < size; ++i) {
    const InitialValue& initial = timeline_.initial[static_cast<std::size_t>(i)];
    if (const auto* formula = std::get_if<Expression>(&initial)) {
      moments.mean[i] = evaluate_scalar(with_values(*formula, numbers_), point);
    } else if (const auto* law = std::get_if<Law>(&initial)) {
      moments.mean[i] = evaluate_scalar(with_values(find_law(law->name)->mean(law->arguments), numbers_), point);
      moments.covariance(i, i) =
          evaluate_scalar(with_values(find_law(law->name)->variance(law->arguments), numbers_), point);
    } else {
      recorded.emplace_back(i, std::get<RecordedInitial>(initial).values.get());
    }
  }
  // Recorded states are a law of their own: every trajectory with the same chance.
  for (const auto& [i, values] : recorded)
    moments.mean[i] =
        Eigen::Map<const Eigen::VectorXd>(values->data(), static_cast<Eigen::Index>(values->size())).mean();
  for (const auto& [i, of_i] : recorded)
    for (const auto& [j, of_j] : recorded) {
      const std::size_t count = std::min(of_i->size(), of_j->size());
      for (std::size_t n = 0; n < count; ++n)
        moments.covariance(i, j) +=
            ((*of_i)[n] - moments.mean[i]) * ((*of_j)[n] - moments.mean[j]) / static_cast<double>(count);
    }
  return moments;
}

void MomentPath::end(double time, Eigen::Index variable, const std::string& cause) {
  end_ = {TrajectoryStatus::diverged, time, static_cast<std::int32_t>(variable)};
  cause_ = cause;
}

bool MomentPath::is_of_a_law(const StateMoments& moments, const MomentEquations& equations, double time) {
  const auto is_negative = [](double value, double& largest) {
    largest = std::max(largest, std::abs(value));
    return value < -(negative_by_rounding * largest + 100.0 * moment_absolute_tolerance);
  };
  for (const auto row : equations.rows_with_roots()) {
    const std::string of = "of '" + model_.variables[static_cast<std::size_t>(row)].name + "'";
    const std::string why = " at t = " + time_text(time) +
                            ", where the root in its noise has no value: from there on the equations are of no law; "
                            "choose a scheme that makes trajectories, or a noise that is defined wherever the drift "
                            "leads";
    const double square = equations.noise_squares()[row];
    if (is_negative(square, largest_squares_[row]))
      end(time, row, "the mean square of the noise " + of + " is negative, " + number_text(square, 3) + "," + why);
    else if (is_negative(moments.covariance(row, row), largest_variances_[row]))
      end(time, row,
          "the variance " + of + " is negative, " + number_text(moments.covariance(row, row), 3) + "," + why);
    else
      continue;
    return false;
  }
  return true;
}

bool MomentPath::advance(StateMoments& moments, MomentEquations& equations, MomentForm form, double& time, double to,
                         bool has_clock) {
  const double from = time;
  equations.hold(moments);
  State state = flat(moments);
  StateMoments at = moments, slope = moments;
  const auto right_side = [&](const State& x, State& dxdt, double when) {
    unpack(x, at);
    equations.slope(at, when, form, slope);
    dxdt = flat(slope);
  };
  const auto leaves_laws = [&] {
    if (equations.rows_with_roots().empty() || form == MomentForm::noise_free) return false;
    unpack(state, at);
    equations.slope(at, time, form, slope);
    return !is_of_a_law(at, equations, time);
  };
  if (leaves_laws()) return false;
  auto stepper =
      odeint::make_controlled(moment_absolute_tolerance, moment_relative_tolerance,
                              odeint::runge_kutta_dopri5<State, double, State, double, odeint::vector_space_algebra>());
  // A long step must not leap over what an input or a protocol does: the user's step says how fast these are.
  const double longest = has_clock ? group_.experiment.time.step : to - from;
  double step = std::min(group_.experiment.time.step, to - from);
  for (long steps = 0; time < to; ++steps) {
    const bool is_last = step >= to - time;
    if (is_last) step = to - time;
    if (steps == most_steps)
      throw Error(
          ErrorKind::scenario,
          "the moment equations need more than " + std::to_string(most_steps) + " steps, at t = " + time_text(time),
          "their integrator is explicit, and the model is stiff", "simulate an ensemble with an implicit scheme");
    const double attempted = step;
    if (stepper.try_step(right_side, state, time, step) == odeint::success) {
      if (is_last) time = to;
      if (!state.allFinite()) break;
      if (leaves_laws()) return false;
    } else if (!(time + 1e-3 * step > time) || !(step < attempted)) {
      state.setConstant(std::nan(""));  // the equations run away in finite time
      break;
    }
    step = std::min(step, longest);
  }
  unpack(state, moments);
  if (!state.allFinite())
    end(to, first_not_finite(moments), "the moments leave the numbers before t = " + time_text(to));
  return state.allFinite();
}

TrajectoryEnd MomentPath::solve(MomentForm form, std::span<double> mean, std::span<double> covariance) {
  const auto& saves = group_.shape.save_times;
  const std::size_t columns = columns_.front()->size();
  StateMoments moments = start();
  largest_variances_ = largest_squares_ = Eigen::VectorXd::Zero(moments.mean.size());
  std::size_t regime = changes_.front().regime;
  std::size_t next_change = 0, next_save = 0;
  double time = group_.experiment.time.start;
  while (next_save < saves.size()) {
    const bool is_change = next_change < changes_.size() && changes_[next_change].time <= saves[next_save];
    const double next = is_change ? changes_[next_change].time : saves[next_save];
    if (next > time && !advance(moments, *regimes_[regime], form, time, next, has_clock_[regime])) return end_;
    if (is_change) {
      const Change& change = changes_[next_change++];
      if (change.tick > 0) regimes_[regime]->write_out(moments, time);
      if (change.moves != nullptr) change.moves->apply(moments, time);
      regime = change.regime;
      continue;
    }
    StateMoments saved = moments;
    regimes_[regime]->write_out(saved, time);
    if (!is_finite(saved)) {
      end(time, first_not_finite(saved), "the moments leave the numbers before t = " + time_text(time));
      return end_;
    }
    columns_[regime]->evaluate(saved, time, form, mean.subspan(next_save * columns, columns),
                               covariance.subspan(next_save * columns * columns, columns * columns));
    ++next_save;
  }
  return {TrajectoryStatus::done, group_.experiment.time.stop(), -1};
}

}  // namespace dosde
