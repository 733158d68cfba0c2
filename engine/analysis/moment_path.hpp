#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/moment_columns.hpp"
#include "engine/analysis/moment_equations.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// A group's model and timelines with the numbers of one point of the sweep; without a sweep as they are.
struct PlacedPoint {
  Model model;
  std::vector<Timeline> timelines;
};
PlacedPoint place_point(const CompiledRun& group, const Sweep& sweep, std::int64_t point);

/// The moments of one scenario over its timeline.
class MomentPath {
 public:
  /// `model`: the group's with numbers for all its parameters. Initial values, regimes and impulses are the timeline's,
  /// saved columns and the grid the group's.
  MomentPath(const CompiledRun& group, const Model& model, const Timeline& timeline);

  /// Why the equations of the state are not exact, a sentence part; empty: they are.
  [[nodiscard]] std::string objection() const;

  /// Why the state is not seen to be Gaussian at all times, a sentence part; empty: it is, a point counted in. Of
  /// equations that are exact.
  [[nodiscard]] std::string gaussian_objection() const;

  /// The observables of a shape, by name.
  [[nodiscard]] std::set<std::string> observables_of(ColumnShape shape) const;

  /// Is there one path only: no noise, and a start at a point?
  [[nodiscard]] bool is_noise_free() const;

  /// The variables in whose noise there is a root (MomentEquations::rows_with_roots).
  [[nodiscard]] std::set<std::string> variables_with_roots() const;

  /// Fills mean [time][column] and covariance [time][column][column] up to where the moments left the numbers, or
  /// are of no law.
  TrajectoryEnd solve(MomentForm form, std::span<double> mean, std::span<double> covariance);
  /// Why `solve` ended before the end; empty: it did not.
  [[nodiscard]] const std::string& cause() const { return cause_; }

 private:
  /// A moment at which mechanisms or states change.
  struct Change {
    double time = 0.0;
    std::int64_t tick = 0;
    std::size_t regime = 0;           ///< mechanisms from here on
    std::unique_ptr<StateMap> moves;  ///< impulses; nullptr: none
  };

  void read_changes(const std::vector<std::string>& names);
  /// The columns while these formulas stand for parameters.
  void read_columns(const std::map<std::string, Expression>& parameters, const std::vector<std::string>& names);
  [[nodiscard]] StateMoments start() const;
  /// Brings the moments and the time to `to`; false where they stay behind: `end_` and `cause_` say why.
  bool advance(StateMoments& moments, MomentEquations& equations, MomentForm form, double& time, double to,
               bool has_clock);
  /// Are the moments those of a law, as far as variances and mean squares tell?
  bool is_of_a_law(const StateMoments& moments, const MomentEquations& equations, double time);
  void end(double time, Eigen::Index variable, const std::string& cause);

  const CompiledRun& group_;
  const Model& model_;
  const Timeline& timeline_;
  std::map<std::string, double> numbers_;                  ///< uniform parameters
  std::vector<std::unique_ptr<MomentEquations>> regimes_;  ///< by mechanism set
  std::vector<bool> has_clock_;                            ///< by mechanism set: do its formulas name the time?
  std::vector<Change> changes_;
  std::vector<std::unique_ptr<MomentColumns>> columns_;  ///< [mechanism set]
  Eigen::VectorXd largest_variances_;
  Eigen::VectorXd largest_squares_;  ///< of noise: what is negative by rounding only is small beside it
  TrajectoryEnd end_;
  std::string cause_;
};

}  // namespace dosde
