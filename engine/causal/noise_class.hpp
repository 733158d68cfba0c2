#pragma once

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
};

/// Proves the class of a regime's free rows: none (no loading that is not proven zero), additive (no loading depends on
/// a free state), scalar (one source), diagonal (every source in one row, every row at most one source, its loading
/// depending on no other state), commutative (L^a g^b_i = L^b g^a_i for all sources a, b and rows i, by is_zero;
/// unknown counts as general, and is said), general. `parameters`: uniform values substituted first, so that a zero
/// coefficient is no dependence.
NoiseClassProof prove_noise_class(const Model& model, const MechanismSet& mechanisms,
                                  const std::map<std::string, double>& parameters);

/// The smallest class that contains both (additive+scalar = scalar is allowed only for one source: see the table in the
/// .cpp).
NoiseClass widest(NoiseClass a, NoiseClass b);

}  // namespace dosde
