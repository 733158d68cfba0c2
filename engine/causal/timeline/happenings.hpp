#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/causal/happening.hpp"
#include "engine/causal/timeline.hpp"
#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// Waiting interventions of a scenario at most: each may be open or not, on every trajectory by itself.
inline constexpr std::size_t most_waiting = 6;

/// What a scenario waits for, before its mechanisms are known.
struct Happenings {
  std::vector<Happening> list;         ///< the model's events, then what the edits wait for, in the file's order
  std::vector<Expression> conditions;  ///< [happening]
  std::vector<std::vector<Assignment>> moves;  ///< [happening]
  std::vector<Location> locations;             ///< [happening]
  std::vector<std::size_t> waiting;            ///< edits that open or close by a condition
  std::uint32_t open_at_start = 0;             ///< of these
};

/// Adds a finding where more interventions wait than may.
Happenings collect_happenings(const Model& model, const std::vector<Edit>& edits, std::vector<Diagnostic>& diagnostics);

/// A warning for every variable that a happening sets and that some of the mechanisms hold: it does nothing then.
std::vector<Diagnostic> warn_of_held_moves(const Model& model, const Happenings& happenings,
                                           const std::vector<MechanismSet>& sets);

/// The formulas under a set of mechanisms: parameters replaced, then clamped variables by what they are held at.
HappeningFormulas formulas_under(const Model& model, const Happenings& happenings,
                                 const std::map<std::string, Expression>& parameters, const MechanismSet& mechanisms);

}  // namespace dosde
