#pragma once

#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Every scheme, in the order in which manuals list them.
const std::vector<Scheme>& scheme_registry();

/// The scheme of that name, or nullptr.
const Scheme* find_scheme(const std::string& name);

/// What asks for the equations of mean and covariance (engine/analysis) in the place of a scheme.
inline constexpr const char* moments_name = "moments";

/// "auto", every scheme's name, and "moments".
std::vector<std::string> scheme_names();

/// A scheme and the sentence that says why it was taken.
struct SchemeChoice {
  const Scheme* scheme = nullptr;
  std::string reason;
};

/// Are steps as the time grid says, or does each trajectory choose its own by what it sees of its path?
enum class StepLengths { fixed, varying };

/// What keeps a scheme from steps of such lengths, a sentence part; empty: nothing. Where steps depend on the path it
/// must converge on every path, whatever the steps (Gaines & Lyons 1997; Foster & Jelinčić 2023): an Itô scheme by its
/// order, one at least; a Stratonovich scheme by what it needs, W and H only.
std::string objection_to_steps(const Scheme& scheme, NoiseClass noise_class, StepLengths lengths);

/// The scheme asked for, or for "auto" the one of highest strong order on the class (then highest weak order, then
/// fewest evaluations); but where formulas have a `partial_function` of the state (find_partial_function),
/// Euler–Maruyama, which evaluates them on the path only. Throws Error (scenario): an unknown name, with the nearest; a
/// scheme that does not serve the proven class, or that integrates the Stratonovich form where a loading jumps, in a
/// sentence that names the class, its proof and the schemes that do fit. `location`: where the name was written.
SchemeChoice choose_scheme(const std::string& name, const NoiseClassProof& proof, const Location& location = {},
                           const std::string& partial_function = {}, StepLengths lengths = StepLengths::fixed);

}  // namespace dosde
