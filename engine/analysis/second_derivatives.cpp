#include "engine/analysis/second_derivatives.hpp"

#include "engine/expression/analysis.hpp"

namespace dosde {

std::vector<SecondDerivative> second_derivatives(const Expression& formula, const std::vector<std::string>& variables) {
  std::vector<SecondDerivative> found;
  for (std::size_t a = 0; a < variables.size(); ++a) {
    if (!depends_on(formula, variables[a])) continue;
    const Expression slope = differentiate(formula, variables[a]);
    for (std::size_t b = a; b < variables.size(); ++b) {
      if (!depends_on(slope, variables[b])) continue;
      const Expression value = assume_finite(differentiate(slope, variables[b]));
      if (is_zero(value) != Proof::proven)
        found.push_back({static_cast<std::ptrdiff_t>(a), static_cast<std::ptrdiff_t>(b), value});
    }
  }
  return found;
}

}  // namespace dosde
