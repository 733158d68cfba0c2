#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// A parameter of the model that is set while a run goes: a number where the model declares it, which holds until it is
/// set. Whatever is proven of formulas is proven for all values in the range, and others are refused.
struct Control {
  std::string parameter;
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
};

/// A run that goes on when it is told: advance all trajectories to a time, read them, set values, go on.
///
///     Stepper stepper(experiment, {{"heating", 0.0, 10.0}});
///     while (!stepper.is_at_stop()) {
///       decide(stepper.states());
///       stepper.set("heating", values);
///       stepper.advance_steps(10);
///     }
///
/// Shapes: S scenarios, n trajectories, C columns (saved variables, then observables). With constant values the states
/// are those of `run_ensemble`, bit for bit, wherever it was paused; equal seeds give equal worlds, whatever is set, so
/// that two steppers are twins. A step between pauses takes the values that hold at its begin.
///
/// What is read at a time is X(t-): switches and impulses of the scenarios at that time are taken, with the values
/// that are set by then, when the run goes on (at the stop: at once).
class Stepper {
 public:
  /// `block_width`: as of UnitRunner, 0: as fits. Kokkos must be initialised. Throws Error: what compile_run complains
  /// of; a control that is no parameter with a number in its range, or named twice; an experiment with a sweep.
  Stepper(const Experiment& experiment, const std::vector<Control>& controls, int block_width = 0);
  Stepper(const Stepper&) = delete;
  Stepper& operator=(const Stepper&) = delete;
  ~Stepper();

  [[nodiscard]] const std::vector<std::string>& scenarios() const;  ///< S
  [[nodiscard]] const std::vector<std::string>& columns() const;    ///< C
  [[nodiscard]] const std::vector<Control>& controls() const;
  [[nodiscard]] std::int64_t trajectories() const;      ///< n
  [[nodiscard]] std::int64_t first_trajectory() const;  ///< whose worlds these are: first_trajectory …, n of them
  [[nodiscard]] const TimeGrid& time_grid() const;      ///< pauses are at its step times
  [[nodiscard]] double time() const;
  [[nodiscard]] bool is_at_stop() const;

  /// [S][n][C] at the present time, NaN where a trajectory has diverged. Lives as long as this; changes as it goes on.
  [[nodiscard]] std::span<const double> states() const;
  /// [S][n]: `pending` on its way, `done` at the stop, or `diverged`, when and through which variable.
  [[nodiscard]] std::span<const TrajectoryEnd> ends() const;
  /// [S][n] the control's values from now on.
  [[nodiscard]] std::vector<double> values(const std::string& control) const;

  /// Values from now on: 1 for all, n (the same under all scenarios), or S n ([S][n]). Throws Error (usage) where the
  /// control is unknown, a value out of its range, or their number another.
  void set(const std::string& control, std::span<const double> values);
  void set(const std::string& control, double value);
  /// Throws where `set` would.
  void check(const std::string& control, std::span<const double> values) const;

  /// Throws Error (usage) where `time` is no step time, or not after the present one.
  void advance_to(double time);
  /// Throws Error (usage) where there are fewer steps to the stop, or `count` is not positive.
  void advance_steps(std::int64_t count);

  /// Back to the start with the values as they are; in other worlds, where another first trajectory is named:
  /// trajectory k is that of the ensemble's number first_trajectory + k. Throws Error (usage) where recorded initial
  /// values do not reach that far, or it is negative.
  void restart(std::int64_t first_trajectory = 0);

 private:
  struct Memory;

  void take(std::int64_t last_step);
  [[nodiscard]] std::size_t index_of(const std::string& control) const;

  std::vector<Control> controls_;
  std::vector<std::string> scenarios_;
  std::unique_ptr<Memory> memory_;
  std::int64_t step_ = 0;
};

}  // namespace dosde
