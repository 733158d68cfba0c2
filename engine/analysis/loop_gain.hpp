#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// A feedback loop of a regime's drift, held variables replaced by what they are held at.
struct LoopGain {
  std::vector<std::string> variables;  ///< each enters the drift of the next, the last that of the first
  /// The product of the derivatives ∂f_next/∂x along the loop, at the point; 1 / model time ^ length. Of a self loop
  /// the rate of the row.
  double gain = 0.0;
};

struct LoopGains {
  std::vector<LoopGain> loops;          ///< short ones first
  bool is_complete = true;              ///< false: there are more
  std::map<std::string, double> point;  ///< free variables
};

enum class LoopPoint { initial, equilibrium, given };

/// The elementary loops of the regime that is in force at `time`, at most `most`, with their gains at the initial state
/// (medians where it is drawn), at the equilibrium that Newton's method finds from the end of the noise-free path, or
/// at the given values (initial ones where none is given). Throws Error (usage) where there is no equilibrium or a
/// value is given for what is no free variable.
LoopGains find_loop_gains(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time,
                          LoopPoint point, const std::map<std::string, double>& values, std::size_t most);

}  // namespace dosde
