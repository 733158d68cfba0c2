#include "engine/solvers/stability_limit.hpp"

#include <algorithm>
#include <cmath>

#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr double farthest = 1e3;
constexpr double rounding = 1e-10;
constexpr int halvings = 40;

/// A step of length 1 of dx = -rate x dt, its formula made once.
class DecayStep {
 public:
  explicit DecayStep(const Scheme& scheme) {
    Model model;
    Variable variable;
    variable.name = "x";
    model.variables = {variable};
    MechanismSet mechanisms(1);
    mechanisms[0].drift = -(Expression::symbol("rate") * Expression::symbol("x"));
    next_ = scheme.step(make_step_problem(model, mechanisms, scheme.integrates, 1.0))[0].next;
    point_.values = {{"t", 0.0}, {step_symbol().name(), 1.0}};
  }

  double operator()(double rate, double x) {
    point_.values["rate"] = rate;
    point_.values["x"] = x;
    return evaluate_scalar(next_, point_);
  }

 private:
  Expression next_;
  Point point_;
};

}  // namespace

std::optional<double> real_stability_limit(const Scheme& scheme) {
  if (scheme.fit != nullptr || !order_on(scheme, NoiseClass::none)) return std::nullopt;
  DecayStep step(scheme);
  const double once = step(1.0, 1.0);
  if (!(std::abs(step(1.0, 3.0) - 3.0 * once) <= rounding)) return std::nullopt;
  const auto grows = [&](double rate) { return !(std::abs(step(rate, 1.0)) <= 1.0 + rounding); };
  double inside = 0.0;
  while (inside < farthest) {
    double outside = inside + std::max(1.0 / 32.0, inside / 16.0);
    if (grows(outside)) {
      for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (inside + outside);
        (grows(middle) ? outside : inside) = middle;
      }
      return inside;
    }
    inside = outside;
  }
  return std::nullopt;
}

}  // namespace dosde
