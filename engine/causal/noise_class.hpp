#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// The classes of noise that schemes care for, from special to general. Each contains the ones before it except
/// scalar/diagonal, which are siblings.
enum class NoiseClass { none, additive, scalar, diagonal, commutative, general };

std::string to_string(NoiseClass noise_class);

/// A class and the sentence that proves it ("row y's loading on source W depends on x, which is another row: not
/// diagonal").
struct NoiseClassProof {
  NoiseClass noise_class = NoiseClass::general;
  std::string reason;
  /// A loading that may jump where its own source moves the state, in a sentence; "": there is none. The Itô and the
  /// Stratonovich form then differ by the local time of the state at the jump too, which no derivative tells.
  std::string own_jump = {};
};

/// A loading that may jump where its own source moves the state.
struct OwnJump {
  std::string variable;  ///< whose row
  std::string sentence;
};

/// The first such loading of the free rows.
std::optional<OwnJump> find_own_jump(const Model& model, const MechanismSet& mechanisms,
                                     const std::map<std::string, double>& parameters);

/// Proves the class of a regime's free rows: none (every loading proven zero), additive (no loading depends on a free
/// variable), diagonal (every source in one row, every row at most one source, its loading depending on no other free
/// variable), scalar (one source; told where it is not diagonal), commutative (L^a g^b_i = L^b g^a_i for all sources a,
/// b and rows i), general. Rests on proofs: what is not decided counts as general, and the reason says so. Clamped rows
/// do not count. `parameters`: uniform values, put in first, so that a zero coefficient is no dependence.
NoiseClassProof prove_noise_class(const Model& model, const MechanismSet& mechanisms,
                                  const std::map<std::string, double>& parameters);

/// The smallest class that contains both: what one scheme must serve to serve both regimes. A scheme for scalar or
/// diagonal noise serves additive noise too; scalar and diagonal together need commutative.
NoiseClass widest(NoiseClass a, NoiseClass b);
/// The same with what proves it.
NoiseClassProof widest(const NoiseClassProof& a, const NoiseClassProof& b);

}  // namespace dosde
