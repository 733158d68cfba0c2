#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// What one row of a regime depends on, clamped variables replaced by what they are held at.
struct RowStructure {
  bool is_held = false;
  std::set<std::string> drift;     ///< variables that the drift (of a held row: the clamp) depends on
  std::set<std::string> loadings;  ///< variables that a loading depends on
  std::set<std::string> sources;   ///< whose loading is not proven zero
  /// What is drawn once a trajectory and reaches the row: parameters, clamps and recorded starts, through the drift,
  /// the loadings or the initial value.
  std::set<std::string> draws;
  bool is_bounded = false;  ///< reflected: where it stands decides how it moves
};

/// The rows of a regime, by proofs as in causal_graph. `constants`: parameters that are laws for the sake of a sweep,
/// but the same for all trajectories of a point.
std::vector<RowStructure> read_structure(const Model& model, const MechanismSet& mechanisms,
                                         const std::vector<InitialValue>& initial,
                                         const std::set<std::string>& constants = {});

}  // namespace dosde
