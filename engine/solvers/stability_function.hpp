#pragma once

#include <array>
#include <complex>
#include <optional>

#include "engine/expression/expression.hpp"
#include "engine/solvers/scheme.hpp"

namespace dosde {

/// R(z), z = hλ: what a step without noise of dw = λ w dt multiplies a complex w by. For λ = a + ib these are the rows
/// dx = (a x - b y) dt, dy = (b x + a y) dt of w = x + iy. R is taken from the scheme's own formula.
class StabilityFunction {
 public:
  /// Nothing where the scheme does not serve these rows, where its step of them multiplies by no number, and where its
  /// formula is made for the numbers of a problem.
  static std::optional<StabilityFunction> of(const Scheme& scheme);

  std::complex<double> operator()(std::complex<double> z) const { return image(z, {1.0, 0.0}); }

  /// log|R(hλ)| / h: how fast |w| grows in steps of h, where the equation's grows at Re λ; 1 / model time.
  [[nodiscard]] double growth(std::complex<double> rate, double step) const;

  /// The longest step up to `longest` at which |w| grows at `most_growth` (1 / model time; negative: it falls) or less,
  /// found by halves; 0: there is none. For most_growth above Re λ, to which the growth comes in short steps.
  [[nodiscard]] double longest_step(std::complex<double> rate, double longest, double most_growth) const;

 private:
  explicit StabilityFunction(std::array<Expression, 2> next) : next_(std::move(next)) {}
  [[nodiscard]] std::complex<double> image(std::complex<double> z, std::complex<double> w) const;

  std::array<Expression, 2> next_;  ///< x and y after a step of 1
};

}  // namespace dosde
