#pragma once

#include <string>

#include "engine/expression/expression.hpp"
#include "engine/random/path_detail.hpp"

namespace dosde {

// The internal symbols of a step map. Their colon keeps them apart from every name that a user can write.

/// The length of the step, h.
Expression step_symbol();
/// The time at the start of the step; users write it too.
Expression time_symbol();
/// The Brownian increment of a source over the step, ΔW_k ~ N(0, h).
Expression increment_symbol(const std::string& source);

/// The space-time Lévy area of a source over the step, H_k = (1/h) ∫ (W_k(t+s) - W_k(t) - (s/h) ΔW_k) ds ~ N(0, h/12),
/// independent of ΔW_k. The iterated integral of order 3/2 is I_(1,0) = ∫ (W_k(t+s) - W_k(t)) ds = h (ΔW_k/2 + H_k).
Expression area_symbol(const std::string& source);

/// A sign times √h of a source, independent of its three-point variable, which goes by the increment's symbol
/// (PathDetail::three_points).
Expression sign_symbol(const std::string& source);

/// The name of a source's n-th stream of numbers: its own for n = 0, then "<source>:<n>".
std::string further_source(const std::string& source, int n);

/// The text of `increment_symbol(source)`: "dW:<source>".
std::string increment_name(const std::string& source);
/// The text of `area_symbol(source)`: "dH:<source>".
std::string area_name(const std::string& source);
/// The text of `sign_symbol(source)`: "dS:<source>".
std::string sign_name(const std::string& source);
/// The text of the second number that a source has a step: its area or its sign.
std::string second_name(PathDetail detail, const std::string& source);

}  // namespace dosde
