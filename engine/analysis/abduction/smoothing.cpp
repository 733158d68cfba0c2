#include <cmath>
#include <limits>
#include <optional>

#include "engine/analysis/abduction/disturbance_smoother.hpp"
#include "engine/analysis/abduction/linear_steps.hpp"
#include "engine/analysis/abduction/observed_start.hpp"
#include "engine/analysis/abduction/recorded_starts.hpp"

namespace dosde {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// A posterior variance of an increment this small, in steps, is none.
constexpr double no_variance = 1e-10;

class Smoothing {
 public:
  Smoothing(const ObservedRun& observed, std::uint64_t seed, Abduction& found)
      : observed_(observed),
        seed_(seed),
        found_(found),
        linear_(observed),
        held_(linear_.held_at_start()),
        deviations_(observed.deviations) {
    lay_out_starts(observed_, found_);
  }

  void take(std::int64_t trajectory) {
    const Eigen::MatrixXd values = lay_out_values(trajectory);
    const ObservedStart start = start_of(observed_, trajectory, held_);
    make_smoother(values, start);
    const auto smoothed = smoother_->smooth(values, start.mean, DisturbanceSmoother::Mean::of_model);
    found_.square += smoothed.square;
    found_.degrees += smoother_->degrees();
    judge(values, smoothed);
    note_determined(trajectory);
    for (std::int64_t draw = 0; draw < found_.draws; ++draw)
      draw_noise(trajectory * found_.draws + draw, values, start);
  }

 private:
  /// [time][variable]
  [[nodiscard]] Eigen::MatrixXd lay_out_values(std::int64_t trajectory) const {
    Eigen::MatrixXd values(observed_.step_count + 1, held_.size());
    for (std::int64_t t = 0; t <= observed_.step_count; ++t) values.row(t) = observed_.state(trajectory, t).transpose();
    return values;
  }

  /// Gains depend on what was seen, not on what was seen there: paths with the same gaps share them.
  void make_smoother(const Eigen::MatrixXd& values, const ObservedStart& start) {
    std::vector<std::vector<bool>> is_seen;
    for (Eigen::Index t = 0; t < values.rows(); ++t) {
      is_seen.emplace_back();
      for (Eigen::Index i = 0; i < values.cols(); ++i) is_seen.back().push_back(!std::isnan(values(t, i)));
    }
    if (smoother_ && is_seen == is_seen_ && start.variance == start_variance_) return;
    is_seen_ = std::move(is_seen);
    start_variance_ = start.variance;
    std::vector<LinearStep> steps;
    for (std::int64_t step = 0; step < observed_.step_count; ++step) steps.push_back(linear_.at(step));
    smoother_.emplace(std::move(steps), is_seen_, deviations_, start.variance, observed_.run.experiment.time.step);
  }

  void judge(const Eigen::MatrixXd& values, const DisturbanceSmoother::Smoothed& smoothed) {
    for (Eigen::Index t = 0; t < values.rows(); ++t) {
      for (Eigen::Index i = 0; i < values.cols(); ++i) {
        if (std::isnan(values(t, i))) continue;
        const double before = t > 0 && !std::isnan(values(t - 1, i)) ? std::abs(values(t - 1, i)) : 0.0;
        const double size = std::abs(values(t, i)) + before;
        found_.rows[static_cast<std::size_t>(i)].note(smoothed.surprises(t, i), epsilon * size,
                                                      observed_.run.experiment.time.time(t));
      }
    }
  }

  void note_determined(std::int64_t trajectory) {
    const Eigen::MatrixXd& variances = smoother_->variances();
    for (std::int64_t step = 0; step < observed_.step_count; ++step)
      for (Eigen::Index k = 0; k < variances.cols(); ++k)
        found_.note(trajectory, step, static_cast<std::size_t>(k),
                    variances(step, k) <= no_variance ? Undetermined::no : Undetermined::state_unseen);
  }

  /// A draw given the observations: a free draw of all, moved by what the smoother says of its distance from them
  /// (Durbin & Koopman 2002, Biometrika 89:603).
  void draw_noise(std::int64_t place, const Eigen::MatrixXd& values, const ObservedStart& start) {
    const CompiledRun& run = observed_.run;
    const auto& steps = smoother_->steps();
    const auto count = static_cast<std::int64_t>(steps.size());
    Eigen::MatrixXd increments(count, static_cast<Eigen::Index>(run.sources.size()));
    for (std::size_t k = 0; k < run.sources.size(); ++k) {
      const auto drawn = draw_along(run.sources[k], seed_, place, count, std::sqrt(run.experiment.time.step));
      for (std::int64_t t = 0; t < count; ++t)
        increments(t, static_cast<Eigen::Index>(k)) = drawn[static_cast<std::size_t>(t)];
    }
    Eigen::VectorXd first = start.mean;
    Eigen::MatrixXd errors = Eigen::MatrixXd::Zero(count + 1, held_.size());
    for (Eigen::Index i = 0; i < held_.size(); ++i) {
      const std::string& name = run.model.variables[static_cast<std::size_t>(i)].name;
      if (start.variance[i] > 0.0)
        first[i] += draw_along("initial:" + name, seed_, place, 1, std::sqrt(start.variance[i]))[0];
      if (deviations_[i] == 0.0) continue;
      const auto drawn = draw_along("observation:" + name, seed_, place, count + 1, deviations_[i]);
      for (std::int64_t t = 0; t <= count; ++t) errors(t, i) = drawn[static_cast<std::size_t>(t)];
    }
    Eigen::MatrixXd distance = values;
    Eigen::VectorXd state = first;
    for (std::int64_t t = 0; t <= count; ++t) {
      distance.row(t) -= state.transpose() + errors.row(t);
      if (t == count) break;
      const LinearStep& step = steps[static_cast<std::size_t>(t)];
      state = (step.move * state + step.constant + step.noise * increments.row(t).transpose()).eval();
    }
    const auto moved = smoother_->smooth(distance, start.mean, DisturbanceSmoother::Mean::zero);
    store(place, increments + moved.increments, first + moved.start);
  }

  void store(std::int64_t place, const Eigen::MatrixXd& increments, const Eigen::VectorXd& first) {
    RecordedWorld& world = found_.world;
    for (Eigen::Index k = 0; k < increments.cols(); ++k)
      for (std::int64_t t = 0; t < world.cell_count; ++t) world.increments[world.place(k, t, place)] = increments(t, k);
    store_start(observed_, place, first, world);
  }

  const ObservedRun& observed_;
  std::uint64_t seed_;
  Abduction& found_;
  LinearSteps linear_;
  Eigen::VectorXd held_;        ///< [variable] values of clamps at the start; NaN: free
  Eigen::VectorXd deviations_;  ///< [variable] of noise of observation
  std::optional<DisturbanceSmoother> smoother_;
  std::vector<std::vector<bool>> is_seen_;  ///< those that it is for
  Eigen::VectorXd start_variance_;
};

}  // namespace

void smooth_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found) {
  Smoothing smoothing(observed, seed, found);
  for (std::int64_t n = 0; n < found.observed; ++n) smoothing.take(n);
}

}  // namespace dosde
