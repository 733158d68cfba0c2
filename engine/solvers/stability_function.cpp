#include "engine/solvers/stability_function.hpp"

#include <cmath>
#include <utility>

#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr double rounding = 1e-10;
constexpr int halvings = 60;

/// dx = (a x - b y) dt, dy = (b x + a y) dt.
StepProblem rotating_decay(const Scheme& scheme) {
  const auto symbol = [](const char* name) { return Expression::symbol(name); };
  Model model;
  for (const char* name : {"x", "y"}) {
    Variable variable;
    variable.name = name;
    model.variables.push_back(variable);
  }
  MechanismSet mechanisms(2);
  mechanisms[0].drift = symbol("a") * symbol("x") - symbol("b") * symbol("y");
  mechanisms[1].drift = symbol("b") * symbol("x") + symbol("a") * symbol("y");
  return make_step_problem(model, mechanisms, scheme.integrates, 1.0);
}

}  // namespace

std::optional<StabilityFunction> StabilityFunction::of(const Scheme& scheme) {
  if (scheme.made_for == MadeFor::steps_of_one_length || !order_on(scheme, NoiseClass::none)) return std::nullopt;
  const StepProblem problem = rotating_decay(scheme);
  if (scheme.fit != nullptr && scheme.fit(problem).misfit) return std::nullopt;
  const std::vector<StepRow> rows = scheme.step(problem);
  StabilityFunction function({rows[0].next, rows[1].next});
  const std::complex<double> z(-0.5, 1.0);
  for (const std::complex<double> w : {std::complex<double>(0.0, 1.0), std::complex<double>(3.0, -2.0)})
    if (!(std::abs(function.image(z, w) - function(z) * w) <= rounding)) return std::nullopt;
  return function;
}

std::complex<double> StabilityFunction::image(std::complex<double> z, std::complex<double> w) const {
  const Point point{
      {{"t", 0.0}, {step_symbol().name(), 1.0}, {"a", z.real()}, {"b", z.imag()}, {"x", w.real()}, {"y", w.imag()}},
      {}};
  return {evaluate_scalar(next_[0], point), evaluate_scalar(next_[1], point)};
}

double StabilityFunction::growth(std::complex<double> rate, double step) const {
  return std::log(std::abs((*this)(rate * step))) / step;
}

double StabilityFunction::longest_step(std::complex<double> rate, double longest, double most_growth) const {
  const auto holds = [&](double step) { return growth(rate, step) <= most_growth; };
  double inside = longest;
  // Where the region of stability has islands, the step is in the one around 0.
  for (int i = 0; i < halvings && !(holds(inside) && holds(0.5 * inside)); ++i) inside *= 0.5;
  if (!holds(inside)) return 0.0;
  double outside = 2.0 * inside;
  if (outside > longest) return longest;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (inside + outside);
    (holds(middle) ? inside : outside) = middle;
  }
  return inside;
}

}  // namespace dosde
