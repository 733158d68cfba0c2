#include "tests/engine/solvers/test_problems.hpp"

#include <cmath>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

Variable make_row(const std::string& name, const std::string& drift,
                  const std::vector<std::pair<std::string, std::string>>& noise, double initial) {
  Variable row;
  row.name = name;
  row.drift = parse_expression(drift);
  for (const auto& [source, loading] : noise) row.noise.push_back({source, parse_expression(loading), {}});
  row.initial = Expression(initial);
  return row;
}

}  // namespace

const std::vector<PathProblem>& path_problems() {
  static const std::vector<PathProblem> problems = {
      // du = -u + sin t: u = (u0 + ½) e^-t + ½ (sin t - cos t)
      {"decay",
       NoiseClass::none,
       {make_row("u", "-u + sin(t)", {}, 1.0)},
       {},
       1.0,
       [](const std::vector<double>&) { return 1.5 * std::exp(-1.0) + 0.5 * (std::sin(1.0) - std::cos(1.0)); }},
      // du = (b/√(1+t) - u/(2(1+t))) dt + a b/√(1+t) dW: u = (u0 + b (t + a W))/√(1+t); a = 1, b = ½
      {"additive",
       NoiseClass::additive,
       {make_row("u", "0.5/sqrt(1 + t) - u/(2*(1 + t))", {{"W", "0.5/sqrt(1 + t)"}}, 1.0)},
       {"W"},
       1.0,
       [](const std::vector<double>& w) { return (1.0 + 0.5 * (1.0 + w[0])) / std::sqrt(2.0); }},
      // additive, with a drift that is not linear: no formula
      {"additive, nonlinear",
       NoiseClass::additive,
       {make_row("u", "sin(2*u) - v", {{"W", "0.5"}}, 0.5), make_row("v", "u*u/(1 + v*v)", {{"V", "0.25"}}, 0.0)},
       {"W", "V"},
       1.0,
       {}},
      // a Langevin equation, its velocity first; no formula
      {"pendulum with friction and noise",
       NoiseClass::additive,
       {make_row("u", "-2*sin(v) - 0.8*u + 0.3*cos(3*t)", {{"W", "0.7"}}, 0.5), make_row("v", "u", {}, 1.0)},
       {"W"},
       1.0,
       {}},
      // du = a u dt + b u dW: u = u0 exp((a - b²/2) t + b W); two rows share the source
      {"two rows, one source",
       NoiseClass::scalar,
       {make_row("u", "0.5*u", {{"W", "0.8*u"}}, 0.5), make_row("v", "-v", {{"W", "0.3*v"}}, 1.0)},
       {"W"},
       1.0,
       [](const std::vector<double>& w) { return 0.5 * std::exp((0.5 - 0.32) + 0.8 * w[0]); }},
      // two independent geometric Brownian motions
      {"two rows, a source each",
       NoiseClass::diagonal,
       {make_row("u", "0.5*u", {{"W", "0.8*u"}}, 0.5), make_row("v", "-v + u", {{"V", "0.3*v"}}, 1.0)},
       {"W", "V"},
       1.0,
       [](const std::vector<double>& w) { return 0.5 * std::exp((0.5 - 0.32) + 0.8 * w[0]); }},
      // Feller's square root, kept away from 0; no formula, and `auto` would stay on the path
      {"square root",
       NoiseClass::diagonal,
       {make_row("u", "2 - 2*u", {{"W", "0.25*sqrt(u)"}}, 1.0)},
       {"W"},
       1.0,
       {},
       "sriw1"},
      // Kloeden & Platen 4.59: du = a u dt + b1 u dW1 + b2 u dW2, and a row that shares both, so that it is not scalar
      {"two sources that commute",
       NoiseClass::commutative,
       {make_row("u", "-0.02*u", {{"W", "0.6*u"}, {"V", "0.8*u"}}, 1.0)},
       {"W", "V"},
       1.0,
       [](const std::vector<double>& w) { return std::exp((-0.02 - 0.5) + 0.6 * w[0] + 0.8 * w[1]); }},
      // Heisenberg: du1 = dW, du2 = u1 dV; u2 is an iterated integral that no function of W(T), V(T) gives
      {"Heisenberg",
       NoiseClass::general,
       {make_row("u", "0", {{"V", "v"}}, 0.0), make_row("v", "0", {{"W", "1"}}, 0.0)},
       {"V", "W"},
       1.0,
       {}},
  };
  return problems;
}

}  // namespace dosde
