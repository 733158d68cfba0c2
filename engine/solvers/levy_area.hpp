#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// How many terms the series of a Lévy area has over steps of this length: at least 1.
int count_area_terms(double step);

/// The longest series: beyond it the step is too short for areas to be worth their numbers.
inline constexpr int most_area_terms = 64;

/// The stream of what is beyond the series of a pair of sources, by their names: "a:b:area".
std::string pair_stream(const std::string& i, const std::string& j);

/// The Lévy areas A_ij = ½ ∫ (W_i dW_j - W_j dW_i) of two sources over a step, by the Fourier series of the Brownian
/// bridge (Kloeden & Platen 1992, 5.8.10 to 5.8.12) with a_r, b_r ~ N(0, h/(2π²r²)):
///
///     A_ij = H_i W_j - H_j W_i + π Σ_r r (a_ir b_jr - b_ir a_jr),       H_i = -Σ_r a_ir
///
/// They belong to the step's own path: W and H are given, and the a_ir are drawn given H_i. What is beyond the first
/// terms is normal with the variance that is left, independent from pair to pair (Mrongowius & Rößler 2022, Stoch.
/// Anal. Appl. 40:397): an error of order h^(3/2) a step takes about 1/(π √(6h)) terms (Kastner &
/// Rößler 2023, Numer. Algorithms 93:27), so that such a scheme's formula is for steps of one length.
///
/// Numbers are drawn by the names of a source and of a pair, so that neither a clamp, which takes sources out of the
/// equations, nor a cut or another variable, which brings some in, moves any other area.
class LevyAreas {
 public:
  /// Of the sources that free rows load; `problem.step` counts.
  explicit LevyAreas(const StepProblem& problem);

  /// A_ij in terms of the numbers of the step; 0 of a source with itself.
  [[nodiscard]] Expression between(const std::string& i, const std::string& j) const;

 private:
  struct Bridge {
    std::vector<Expression> cosines, sines;  ///< a_r and b_r, r = 1 …
  };

  int terms_;
  std::map<std::string, Bridge> bridges_;  ///< by source
};

/// Is the step long enough for areas, and which streams do they take?
SchemeFit fit_areas(const StepProblem& problem);

}  // namespace dosde
