#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// A group's model and scenarios with the swept numbers as parameters: what its formulas are made from.
struct PlacedSweep {
  Model model;
  std::vector<Scenario> scenarios;
  std::map<std::string, std::int32_t> axes;  ///< by symbol: a parameter's name, or "sweep:<axis>"
};

/// Puts a symbol in the place of every lane input of the sweep. `model` is the group's in Itô form. The symbol is a
/// parameter whose value is the uniform law over the axis's range within `points`, so that proofs about formulas hold
/// for all of them; nothing is ever drawn from it. Without axes, model and scenarios as they are.
PlacedSweep place_sweep(const Model& model, const Experiment& experiment, const Sweep& sweep,
                        const std::vector<std::int64_t>& points);

/// Which lane inputs of a point are zero, [axis].
std::vector<bool> zeros_of_point(const Sweep& sweep, std::int64_t point);

/// A group's experiment with the lane inputs of one point after the other written into it.
class MovingExperiment {
 public:
  /// The sweep must outlive this.
  MovingExperiment(const Experiment& group, const Sweep& sweep);

  /// At that point; until the next call.
  const Experiment& at(std::int64_t point);
  /// Its parameters that are uniform, by name.
  [[nodiscard]] std::map<std::string, double> parameters() const;

 private:
  Experiment experiment_;
  const Sweep& sweep_;
  bool has_formulas_ = false;
};

/// Complaints about the points' values: laws that cannot be, crossing bounds, numbers that are not finite. One a place,
/// with the first point that has it. `group` is the group's experiment.
std::vector<Diagnostic> check_points(const Experiment& group, const Sweep& sweep,
                                     const std::vector<std::int64_t>& points);

}  // namespace dosde
