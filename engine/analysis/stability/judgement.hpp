#pragma once

#include <string>

namespace dosde {

/// What the linear part says of an equilibrium. Neutral: an eigenvalue is on the imaginary axis (a conserved quantity,
/// a line of equilibria), and the linear part does not decide.
enum class Stability { stable, neutral, unstable };
std::string to_string(Stability stability);

/// By the largest real part of an eigenvalue and the largest magnitude of one.
Stability judge_stability(double abscissa, double magnitude);

/// Most rows whose second moments are told: the matrix of their slopes has n(n + 1)/2 rows.
inline constexpr int most_second_moment_rows = 32;

}  // namespace dosde
