// docs/schemes.md: what every scheme says of itself beside what is measured. DOSDE_UPDATE=1 writes it.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

#include "engine/solvers/registry.hpp"
#include "tests/engine/solvers/stability_region.hpp"
#include "tests/engine/solvers/strong_order.hpp"
#include "tests/engine/solvers/summed_areas.hpp"
#include "tests/engine/solvers/weak_order.hpp"

namespace dosde {
namespace {

constexpr const char* introduction = R"(# Schemes

Every scheme with the orders that it states, per class of noise, and beside them what the tests measure. This page is written by
`tests/engine/solvers/scheme_table_test.cpp`.

*Strong*: the regression slope of the root mean square error at time 1 over steps of 2^-4 to 2^-8 (2^-1 to 2^-5 where the order is above 3), on shared Brownian paths, of 1024 trajectories (the worst problem of the class);
on general noise, of schemes with Lévy areas, these are summed from the finest cells (of 256 trajectories).
*Weak*: the slope of the error of all second moments of linear equations, without sampling: the moments of a scheme's step are taken exactly (of a step that is not
affine, by 10^5 paired paths). The worst problem of the class; a dash: no such problem, or no such order.

Slopes above the stated order belong to the problem, not to the scheme: the additive problem with a linear drift is kinder than the class.

## Which one

`scheme = "auto"` proves the class of the noise and takes the explicit scheme of the highest strong order that serves it in every regime of
the file, of those that serve every model of the class at any step (not `sri2`, `srs2`, `exact_linear`, `baoab`, `positive_splitting`); `dosde plan` says which and why. By hand:

| the model, or the question | take |
|---|---|
| no noise at all: the deterministic limit | `dopri5`; `rosenbrock4` where the drift is stiff |
| additive noise | `sra1`; `sra3` where the drift asks for order 3 |
| one source, or a source for each variable that loads on that variable alone | `sriw1`; `sosri2` stays closer to the path, `milstein` is cheaper |
| several sources that commute | `slow_rk`; `milstein` |
| any other noise | `sri2`, `srs2` where the path counts; `euler_maruyama`, `stochastic_heun` |
| only expectations, quantiles and probabilities are wanted | `w2ito1`, `dri1`, `platen` of weak order 2; `weak_euler`, the cheapest step there is |
| a stiff drift (`validate`, `plan` and `run` warn: W006), additive noise | `exact_linear` where the drift is linear; else `trapezoidal_maruyama`, which leaves the variance of what is stiff as it is. [See below](#stiff-drifts) for the others |
| a stiff drift, other noise | `trapezoidal_maruyama` up to rates of some 20/step, `implicit_euler_maruyama` beyond, where only what is slow counts |
| a drift that grows faster than linearly | `split_step_implicit`, `tamed_euler` |
| populations, prices: drift and noise vanish at 0 | `log_euler` |
| states that stay positive: square-root noise (Feller; Cox, Ingersoll and Ross), species whose noise vanishes with them | `positive_splitting`: of weak order 2, never below 0, refused where that is not proven |
| a linear drift and constant loadings | `exact_linear`: the law of the equation at steps of any length |
| Langevin equations, dx = v dt, dv = (F(x) - friction*v) dt + noise | `baoab`: of weak order 2, and the law of positions is nearly free of errors of the step |
| other oscillators over long times | `implicit_midpoint`, `trapezoidal_maruyama` |

Schemes without a strong order draw numbers of their own in the place of the path's increments. Scenarios still meet the same numbers, so
effects are still paired; another step size meets another world.

## Loadings that jump

Orders are for smooth loadings. A loading such as `where(x > 0, 1, 3)` or `2 - sign(x)` jumps, and its derivative, 0, does not tell of that: whether such loadings commute is not decided (unless those of one source are
those of the other times a number), so they count as general noise. Where the jump is met by the very source that loads there, the Itô and the Stratonovich form differ by the local time of the state at the jump. Stratonovich schemes (`slow_rk`,
`stochastic_heun`, `euler_heun`, `srs2`) would integrate another equation and are refused; so is `calculus = "stratonovich"` with such a loading. Itô schemes converge, more slowly than their orders say. Kinks (`abs`, `max`,
a `where` whose branches meet) are no jumps. Of a loading that is smooth but very steep, `tanh(500*x)`, nobody can tell but you: take an Itô scheme, and steps in which the state moves less than the steep part is wide.

## Stiff drifts

A stiff part of a model, of a rate λ far above 1/step, is stable under every implicit scheme. Its *variance* is another matter, and with z = step·λ this is what is left of the stationary variance
of dx = -λx dt + s dW (the table [below](#stability) has the column for z = 10):

| scheme | over the exact variance | z = 3.5 | z = 10 |
|---|---|---|---|
| `trapezoidal_maruyama`, `implicit_midpoint` (and `exact_linear`) | 1 | 1 | 1 |
| `implicit_euler_maruyama` | 1/(1 + z/2): too small | 0.36 | 0.17 |
| `split_step_implicit` | 2z/(1 - (1 + z)^-2): too large, because the noise comes after the solve | 7.4 | 20 |
| `skencarp` | far too large: noise enters its stages with coefficients of -12 and -14, and the drift multiplies them | 118 | 890 |

So `trapezoidal_maruyama` it is, and it leaves the stationary variance of linear multiplicative noise, dx = -λ(x - m) dt + μx dW, as it is too. It pays with transients: a deviation is multiplied by
(1 - z/2)/(1 + z/2) a step, which is near -1 where z is large, so that starts and switches off the stiff part's balance ring for z/4 steps or so. Where those
matter, and the stiff part's own noise does not, take `implicit_euler_maruyama`. `split_step_implicit` is for drifts that are steep (x^3) as well, and `skencarp` for steps that resolve what is
noisy (its variance is 4 % too large at z = 0.1 and twice the exact one at 0.5) beside a stiff part without noise. None of them where a drift jumps down (`-sign(x)`): there the implicit equation has no solution, and trajectories end with status 3. Newton's method has up to 30
iterations a step, fewer in models of more than some 25 variables that are all coupled; where five do, as mostly, no more are made.

An *oscillation* that is weakly damped asks more of explicit schemes than its rate tells: with an eigenvalue -a ± ib, Euler's grows in steps beyond 2a/(a² + b²), however slow the oscillation is beside 1/step, and at half of that
they have half of the damping and twice the variance. W006 says so where a step of the scheme, |R| of its own formula, keeps less than half of the damping, and names the step that keeps nine tenths.
It looks along the path without noise (and, where a drift switches, along some noisy ones) and at the equilibrium that this leads to; what happens elsewhere it does not see. An oscillation without any damping, of frequency b, grows
in Euler's steps at the rate step·b²/2, whatever the step: W006 says so where its square would more than double in the time that its equations are in force, and names the step at which the amplitude grows by a tenth. Better are the fixes
for oscillators over long times, above.

Rates and oscillations are those of the drift that the scheme integrates. Of a Stratonovich scheme (`slow_rk`, `stochastic_heun`, `euler_heun`, `srs2`) on multiplicative noise it is not the Itô drift that you wrote: dx = -kx dt + sx dW has the rate k + s²/2 there, and noise that turns the
state has less. Where only the noise makes it fast, no scheme bears a longer step. Equilibria and their stability, which `plan` prints beside it, are of the Itô drift, the model's.

## States that stay positive

`positive_splitting` takes rows whose noise vanishes with their own state, as s √x (from any number of sources: births and deaths of one species that go with its own number) or s x, and whose drift at 0 is
proven to lead away from it: at least s²/4 for roots, at least 0 for the rest, with other positive rows known to be so. No step takes such a state below 0. One that starts there by a number is an error with
its line; a trajectory that is drawn or set there ends with status 3.

What else a chemical Langevin equation has is refused, because the *equation* does not stay positive: the noise √k of births at a constant rate, or √(k y) of a conversion of another species, is there at x = 0
and takes x below it, whatever the scheme, and a reaction of two species, √(k x y), takes more at x = 0 in its Stratonovich form (k y/4) than its drift gives. The ways out
change the model, and are the modeller's: reflecting bounds (`lower = "0"`), the noise of births and deaths in one root that vanishes at 0, or [jumps](jumps_and_events.md), which are the reactions themselves.

## Without noise

Where no free row has noise, in any regime of the file, `dopri5` and `rosenbrock4` are the deterministic limit: trajectories differ by what is drawn (initial values, parameters, clamps), and
everything else of a run is as ever. With [adaptive steps](adaptive_steps.md) they keep the tolerances of `[solver]`. One step of each is that of Boost.Odeint's stepper of the same name (of
`rosenbrock4` where the drift does not name the time: there Boost 1.74 has a coefficient of the wrong sign, and order 1).

## Without trajectories

`scheme = "moments"` integrates the equations of mean and covariance of all variables under every scenario, by an adaptive Runge–Kutta pair
(a relative tolerance of 1e-10 a step): a whole ensemble's first two moments for the price of one differential equation. They are *exact* where they are closed: a drift that is
affine in the state, and a covariance rate that is at most quadratic, as with loadings that are affine (multiplicative noise) or roots of what is affine (as long as
these have a value: where the mean square of a noise comes out negative, the equations are of no law, and the run ends there with a sentence and exit code 5; what was solved before is stored). Else
they are the *linear noise approximation*, good where the noise is weak: the mean is then the noise-free path (without any noise it is the solution itself, exact
again). `plan`, `run`, `info` and the file (`scheme_reason` in `/provenance`) say which
it is, and why.

Observables are formulas of the state, and each is as exact as its own formula lets it be. Where the equations are closed:

| an observable | mean | variance and covariances |
|---|---|---|
| affine, `x + 2*y` | exact | exact |
| of degree 2, `x*y`, `x^2`: E[xy] = cov(x, y) + E[x] E[y] | exact, whatever the law | exact where the state is Gaussian (additive noise, and a start from numbers and normal laws); else those of a Gaussian law with these moments |
| anything else, `exp(x)`, `x^3`, `abs(x)` | by linearisation: the formula at the mean | by linearisation: its slopes at the mean |

What is not exact is named, and nothing else of the run loses by it. In the linear noise approximation all observables are by linearisation: the means of the variables lack terms of the order of the noise's square themselves.

Clamps, protocols, policies, impulses, initial laws, observables and sweeps work as ever; what is drawn a trajectory (parameters, clamps) is refused, and
reflecting bounds are left out, which is said too. `trajectories` and `seed` have no meaning then; `noise.cell`, adaptive steps, quantiles and extremes, which are of paths, are refused.
)";

std::string number(double value) {
  if (std::isinf(value)) return "exact";
  char text[16];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

std::string rounded(double value) {
  if (std::isinf(value)) return "exact";
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string measured_strong(const Scheme& scheme, NoiseClass noise_class) {
  double worst = std::numeric_limits<double>::infinity();
  bool is_measured = false;
  for (const auto& problem : problems_of(noise_class)) {
    if (!serves(scheme, problem)) continue;
    worst = std::min(worst, strong_slope(problem, scheme.name).value);
    is_measured = true;
  }
  return is_measured ? rounded(worst) : "–";
}

/// The worst over the problems of the class.
std::string measured_weak(const Scheme& scheme, NoiseClass noise_class) {
  double worst = std::numeric_limits<double>::infinity();
  bool is_measured = false;
  for (const auto& problem : linear_problems()) {
    if (problem.noise_class != noise_class || !serves(scheme, problem)) continue;
    worst = std::min(
        worst, is_affine(scheme, problem) ? weak_slope(scheme, problem) : paired_weak_slope(scheme, problem).value);
    is_measured = true;
  }
  return is_measured ? rounded(worst) : "–";
}

std::string describe(PathDetail detail) {
  switch (detail) {
    case PathDetail::increments:
      return "";
    case PathDetail::areas:
      return "; needs the space-time areas of the noise: two normals a source";
    case PathDetail::two_points:
      return "; a source draws a sign a step, and has no path";
    case PathDetail::three_points:
      return "; a source draws a three-point number and a sign a step, and has no path";
  }
  return "";
}

const std::string further_numbers =
    "; draws a source's increment, area and as many further coefficients of its path as the law needs, 2 to 64 normals";

const std::string levy_areas =
    "; draws the Lévy areas of all pairs of sources, given their increments and space-time areas: a step of h takes "
    "n = 1/(π √(6h)) terms, rounded up, and 2n + 3 normals a source or more. They belong to steps of one length: "
    "scenarios "
    "meet the same areas, another step size does not";

std::string numbers_of(const Scheme& scheme) {
  if (draws_areas(scheme)) return levy_areas;
  return scheme.drift_step == DriftStep::exact ? further_numbers : describe(scheme.detail);
}

std::string describe(const Scheme& scheme) {
  std::string text = "\n## `" + scheme.name + "`: " + scheme.title + "\n\n" + scheme.citation + ".\n\n";
  text += std::string("Integrates the ") + (scheme.integrates == Calculus::ito ? "Itô" : "Stratonovich") +
          " form; evaluates the drift " + std::to_string(scheme.drift_evaluations) + " times a step and each loading " +
          std::to_string(scheme.loading_evaluations) + " times" + numbers_of(scheme) +
          ".\n\n| noise | strong | measured | weak | measured |\n|---|---|---|---|---|\n";
  for (const auto& order : scheme.orders)
    text += "| " + to_string(order.noise_class) + " | " + (order.strong == 0.0 ? "–" : number(order.strong)) + " | " +
            (order.strong == 0.0 ? "–" : measured_strong(scheme, order.noise_class)) + " | " + number(order.weak) +
            " | " + measured_weak(scheme, order.noise_class) + " |\n";
  return text;
}

constexpr const char* stability_introduction = R"(
## Stability

Where a scheme's own step is stable on dX = λX dt + μX dW, taken from its formula: X' = R X with a random R.
*Real axis*: the largest -hλ with |R| ≤ 1 without noise; *imaginary axis*: the largest hω on an oscillation of frequency ω without damping. *Mean square*: the
largest hμ² with E R² ≤ 1 at hλ = -1/4, -1 and -4, where the equation itself, whose bound is -2hλ, allows 1/2, 2 and 8. A 0 there: unstable without noise already; a scheme whose
bound is larger than the equation's damps what should grow. *Variance at -10*: the stationary variance that steps with hλ = -10 of dX = λX dt + dW have, over
the equation's own -1/(2λ); of steps that are stable there. Long steps are for what is stiff: only the schemes with a 1 leave its variance as it is.
A dash: the scheme does not serve the equation, or its step is not linear on it, or not stable.

| scheme | real axis | imaginary axis | mean square at -1/4 | at -1 | at -4 | variance at -10 |
|---|---|---|---|---|---|---|
)";

std::string bound(const std::optional<double>& value) {
  if (!value) return " – |";
  return std::isinf(*value) ? " all |" : *value < 0.02 ? " 0 |" : " " + rounded(*value) + " |";
}

std::string describe_stability() {
  std::string text = stability_introduction;
  for (const auto& scheme : scheme_registry()) {
    const StabilityBoundary boundary = deterministic_boundary(scheme);
    text += "| `" + scheme.name + "` |" + bound(boundary.real) + bound(boundary.imaginary);
    for (const double z : {-0.25, -1.0, -4.0}) text += bound(mean_square_boundary(scheme, z));
    const auto ratio = stationary_variance_ratio(scheme, -10.0);
    text += " " + (ratio ? number(*ratio) : "–") + " |\n";
  }
  return text;
}

TEST(SchemeTable, OfTheManualIsUpToDate) {
  std::string page = introduction + describe_stability();
  for (const auto& scheme : scheme_registry()) page += describe(scheme);
  const std::string path = DOSDE_SOURCE_DIR "/docs/schemes.md";
  if (std::getenv("DOSDE_UPDATE") != nullptr) std::ofstream(path) << page;
  std::ostringstream written;
  written << std::ifstream(path).rdbuf();
  EXPECT_EQ(written.str(), page) << "run this test with DOSDE_UPDATE=1 to write " << path;
}

}  // namespace
}  // namespace dosde
