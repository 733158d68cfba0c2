#include "engine/analysis/abstraction/abstraction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.hpp"
#include "engine/ensemble/run.hpp"
#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Scenario held(const std::string& target, const std::string& value) {
  Scenario scenario;
  scenario.name = "do " + target;
  scenario.interventions = {make_intervention("clamp", target, {{"value", formula(value)}})};
  return scenario;
}

/// The exact law of a linear model, by steps of 1/2 up to t = 20: what is left of the start is e^-20.
Experiment linear_experiment(std::vector<Variable> variables, std::vector<Scenario> scenarios,
                             std::int64_t trajectories = 2000) {
  Experiment experiment = experiment_of(std::move(variables));
  experiment.time = {0.0, 0.5, 40};
  experiment.saves = save_every(experiment.time, 10);
  experiment.scheme = "exact_linear";
  experiment.trajectories = trajectories;
  experiment.seed = 11;
  experiment.scenarios.insert(experiment.scenarios.end(), scenarios.begin(), scenarios.end());
  return experiment;
}

Experiment two_cycle() {
  return linear_experiment({make_variable("x1", "-x1 + 0.5*x2", noise("x1", "1"), Expression(0.0)),
                            make_variable("x2", "-x1 - x2", noise("x2", "1"), Expression(0.0))},
                           {held("x1", "2"), held("x2", "1")});
}

/// F12 and C7. Of the samples: k = 5 errors, and a distance's bias of floor² / 2 distance.
TEST(Abstraction, of_a_two_cycle_by_its_equilibrium_model) {
  const Abstraction found = estimate_abstraction(two_cycle(), nullptr, {});
  EXPECT_EQ(found.form, MacroForm::equilibrium_scm);
  EXPECT_EQ(found.reference, "observed");
  EXPECT_EQ(found.scm[0].formula, "0.5*x2");
  EXPECT_EQ(found.exact_objection, "");
  ASSERT_EQ(found.diagrams.size(), 3U);
  const DiagramGap& observed = found.diagrams[0].at[0];
  EXPECT_LT(observed.gaussian.value, 1e-7);  // its own noise: the same states
  EXPECT_LT(observed.energy.value, 1e-7);
  EXPECT_LT(observed.exact_gaussian, 1e-9);
  const DiagramGap& gap = found.diagrams[1].at[0];
  EXPECT_NEAR(gap.exact_gaussian, 0.228308, 1e-6);
  EXPECT_LT(gap.exact_mean, 1e-8);
  EXPECT_NEAR(gap.gaussian.value, 0.228308, 5.0 * gap.gaussian.error + gap.gaussian.floor * gap.gaussian.floor);
  EXPECT_GT(gap.gaussian.value, 5.0 * gap.gaussian.floor);
  EXPECT_LT(gap.mean.value, 4.0 * gap.mean.floor);  // the level of means commutes
  EXPECT_NEAR(gap.macro_mean[1], -2.0, 1e-12);
  EXPECT_GT(gap.kernel.value, 2.0 * gap.kernel.floor);
  EXPECT_GT(gap.energy.value, 2.0 * gap.energy.floor);
  for (const Diagram& diagram : found.diagrams) EXPECT_THAT(diagram.remarks, IsEmpty());
}

/// Symmetric A and noise of one strength: do = see, and the equilibrium model commutes, in every law (C7).
TEST(Abstraction, of_a_reversible_model_is_exact) {
  const Abstraction found = estimate_abstraction(
      linear_experiment({make_variable("x", "-1.5*x + 0.6*y + 1", noise("x", "0.8"), Expression(0.0)),
                         make_variable("y", "0.6*x - y + 0.2*z", noise("y", "0.8"), Expression(0.0)),
                         make_variable("z", "0.2*y - 2*z", noise("z", "0.8"), Expression(0.0))},
                        {held("x", "1"), held("y", "-1")}),
      nullptr, {});
  for (const Diagram& diagram : found.diagrams) {
    EXPECT_LT(diagram.at[0].exact_gaussian, 1e-5);  // of the start e^-13 is left
    EXPECT_LT(diagram.at[0].exact_mean, 1e-5);
    EXPECT_LE(diagram.at[0].gaussian.value, 2.0 * diagram.at[0].gaussian.floor + 1e-7);
    EXPECT_LE(diagram.at[0].kernel.value, 2.0 * diagram.at[0].kernel.floor + 1e-7);
  }
}

Experiment one_variable(const std::string& drift, const std::string& scheme, double step) {
  Experiment experiment = linear_experiment({make_variable("x", drift, noise("x", "1"), Expression(0.0))}, {}, 4000);
  experiment.time = {0.0, step, static_cast<std::int64_t>(16.0 / step)};
  experiment.saves.times = {8.0, 16.0};
  experiment.scheme = scheme;
  return experiment;
}

/// F4: of Euler-Maruyama with step h the variance is 1/(2 - h), of the exact scheme 1/2.
TEST(Abstraction, of_one_model_at_two_steps_is_the_error_of_the_scheme) {
  const Experiment coarse = one_variable("-x", "euler_maruyama", 0.5), exact = one_variable("-x", "exact_linear", 1.0);
  const double expected = std::sqrt(1.0 / 1.5) - std::sqrt(0.5);
  AbstractionRequest request;
  request.long_run_from = 8.0;
  const Abstraction found = estimate_abstraction(coarse, &exact, request);
  const DiagramGap& gap = found.diagrams[0].at[0];
  EXPECT_EQ(found.windows[0].from, 8.0);
  EXPECT_EQ(found.windows[0].until, 16.0);
  EXPECT_NEAR(gap.gaussian.value, expected, 5.0 * gap.gaussian.error + 0.005);  // bias: floor²/2W2
  EXPECT_GT(gap.gaussian.value, 4.0 * gap.gaussian.floor);
  EXPECT_LT(gap.exact_gaussian, 1e-9);  // of the equations, which are the same
}

/// In the noise of the same world equal models are equal; in noise of their own they differ by chance.
TEST(Abstraction, of_a_model_by_itself) {
  const Experiment model = two_cycle();
  AbstractionRequest request;
  request.horizons = {5.0, 20.0};
  request.sampling = Sampling::paired;
  const Abstraction shared = estimate_abstraction(model, &model, request);
  ASSERT_EQ(shared.diagrams[2].at.size(), 2U);
  EXPECT_EQ(shared.diagrams[2].at[1].mean.value, 0.0);
  EXPECT_EQ(shared.diagrams[2].at[1].energy.value, 0.0);
  request.sampling = Sampling::independent;
  const Abstraction own = estimate_abstraction(model, &model, request);
  const DiagramGap& gap = own.diagrams[2].at[1];
  EXPECT_GT(gap.mean.value, 0.0);
  EXPECT_LT(gap.mean.value, 4.0 * gap.mean.floor);
  EXPECT_LT(gap.gaussian.value, 4.0 * gap.gaussian.floor);
  EXPECT_LT(gap.exact_gaussian, 1e-12);
}

/// τ: the sum of two of three, against its own equation.
TEST(Abstraction, macro_variables_are_formulas_of_micro_variables) {
  const Experiment micro = linear_experiment({make_variable("a", "-a + 1", noise("a", "0.6"), Expression(0.0)),
                                              make_variable("b", "-b", noise("b", "0.8"), Expression(0.0)),
                                              make_variable("c", "-c", noise("c", "1"), Expression(0.0))},
                                             {});
  Experiment macro = linear_experiment({make_variable("total", "-total + 2", noise("total", "2"), Expression(0.0)),
                                        make_variable("c", "-c", noise("c", "1"), Expression(0.0))},
                                       {});
  AbstractionRequest request;
  request.map = {{"total", parse_expression("2*(a + b)")}};
  const Abstraction found = estimate_abstraction(micro, &macro, request);
  EXPECT_EQ(found.variables, (std::vector<std::string>{"total", "c"}));
  EXPECT_LT(found.diagrams[0].at[0].exact_gaussian, 1e-7);
  EXPECT_LT(found.diagrams[0].at[0].gaussian.value, 4.0 * found.diagrams[0].at[0].gaussian.floor);
  macro.model.variables[0].drift = parse_expression("-total + 2.5");
  EXPECT_NEAR(estimate_abstraction(micro, &macro, request).diagrams[0].at[0].exact_mean, 0.5, 1e-7);
}

/// A single variable commutes with shifts and with scaled noise, and not where its own rate is changed.
TEST(Abstraction, of_one_variable) {
  Experiment model = linear_experiment({make_variable("x", "1 - 2*x", noise("x", "1"), Expression(0.0))}, {});
  model.scenarios.resize(4);
  model.scenarios[1].name = "pushed";
  model.scenarios[1].interventions = {make_intervention("shift", "x", {{"value", formula("3")}})};
  model.scenarios[2].name = "louder";
  model.scenarios[2].interventions = {make_intervention("scale_noise", "x", {{"factor", formula("2")}})};
  model.scenarios[3].name = "slower";
  model.scenarios[3].interventions = {make_intervention("scale_drift", "x", {{"factor", formula("0.25")}})};
  const Abstraction found = estimate_abstraction(model, nullptr, {});
  for (std::size_t k = 1; k < 3; ++k) {
    EXPECT_LT(found.diagrams[k].at[0].exact_gaussian, 1e-9);
    EXPECT_LT(found.diagrams[k].at[0].gaussian.value, 1e-9);  // the same noise
  }
  // Slower is not: the SCM's noise stays, and the variance is four times as large. √(1/4 · 4) - √(1/4)
  EXPECT_NEAR(found.diagrams[3].at[0].exact_gaussian, 0.5, 1e-4);
}

/// dx = (1 - x - x³) dt + dW: F is no formula, the zero r of 1 - x - x³; pushed by 1, of 2 - x - x³, which is x = 1.
/// The SCM moves the observed law by 1 - r; what the moments of the samples make of that is known from the samples.
TEST(Abstraction, of_a_drift_that_is_solved_by_numbers) {
  Experiment model = linear_experiment({make_variable("x", "1 - x - x^3", noise("x", "0.5"), Expression(0.7))}, {});
  model.scheme = "euler_maruyama";
  model.time = {0.0, 0.125, 80};
  model.saves.times = {5.0, 10.0};
  model.scenarios.push_back({});
  model.scenarios[1].name = "pushed";
  model.scenarios[1].interventions = {make_intervention("shift", "x", {{"value", formula("1")}})};
  const Abstraction found = estimate_abstraction(model, nullptr, {});
  EXPECT_FALSE(found.scm[0].is_symbolic);
  EXPECT_THAT(found.exact_objection, HasSubstr("not closed"));
  EXPECT_THAT(found.diagrams[1].remarks, IsEmpty());
  const double observed = 0.6823278038280193;
  const DiagramGap& gap = found.diagrams[1].at[0];
  EXPECT_NEAR(found.diagrams[0].at[0].macro_mean[0], observed, 1e-12);
  EXPECT_NEAR(gap.macro_mean[0], 1.0, 1e-12);
  const Recording states = simulate(model);
  double mean[2] = {}, square[2] = {};
  for (std::size_t scenario = 0; scenario < 2; ++scenario)
    for (std::size_t n = 0; n < 2000; ++n) {
      mean[scenario] += states.state(scenario, n, 1, 0) / 2000.0;
      square[scenario] += states.state(scenario, n, 1, 0) * states.state(scenario, n, 1, 0) / 2000.0;
    }
  const auto deviation = [&](int k) { return std::sqrt(square[k] - mean[k] * mean[k]); };
  EXPECT_NEAR(gap.mean.value, std::fabs(mean[1] - 1.0), 1e-12);
  EXPECT_NEAR(gap.gaussian.value, std::hypot(mean[1] - (mean[0] + 1.0 - observed), deviation(1) - deviation(0)), 1e-11);
  EXPECT_GT(gap.gaussian.value, 5.0 * gap.gaussian.floor);  // a nonlinear model: it does not commute
}

/// What is proven by moments takes explicit steps: not for a drift with a rate of 10⁶.
TEST(Abstraction, knows_no_exact_law_of_a_stiff_model) {
  Experiment stiff = linear_experiment({make_variable("x", "-1e6*x", noise("x", "1"), Expression(0.0))}, {});
  stiff.scheme = "implicit_euler_maruyama";
  const Abstraction found = estimate_abstraction(stiff, nullptr, {});
  EXPECT_THAT(found.exact_objection, HasSubstr("too stiff"));
  EXPECT_TRUE(std::isnan(found.diagrams[0].at[0].exact_gaussian));
}

std::string remark(const Experiment& model) {
  const Abstraction found = estimate_abstraction(model, nullptr, {});
  return found.diagrams.back().remarks.empty() ? "" : found.diagrams.back().remarks.front();
}

TEST(Abstraction, says_where_an_equilibrium_model_is_not_safe) {
  // do(x2) leaves dx1 = x1/2 …: unstable (F6).
  Experiment unstable = linear_experiment({make_variable("x1", "0.5*x1 - 2*x2", noise("x1", "1"), Expression(0.0)),
                                           make_variable("x2", "2*x1 - 1.5*x2", noise("x2", "1"), Expression(0.0))},
                                          {held("x2", "1")});
  EXPECT_THAT(remark(unstable), HasSubstr("is unstable"));
  // Two variables that attract each other: two stable equilibria and one between.
  Experiment two = linear_experiment({make_variable("x", "2*tanh(2*y) - x", noise("x", "0.2"), Expression(0.0)),
                                      make_variable("y", "2*tanh(2*x) - y", noise("y", "0.2"), Expression(0.0))},
                                     {});
  two.scheme = "euler_maruyama";
  two.time.step = 0.0625;
  two.time.step_count = 320;
  EXPECT_THAT(remark(two), HasSubstr("more than one solution"));
  // dx = x (1 - x) + …: 0 and 1, of which one is stable, and the other far from where states are.
  Experiment growth = linear_experiment({make_variable("x", "x*(1 - x)", noise("x", "0.02"), Expression(1.0))}, {});
  growth.scheme = "euler_maruyama";
  const DiagramGap grown = estimate_abstraction(growth, nullptr, {}).diagrams[0].at[0];
  EXPECT_THAT(remark(growth), HasSubstr("x = 0; x = 1; taken is the only stable one, x = 1"));
  EXPECT_EQ(grown.macro_mean[0], 1.0);
  EXPECT_LT(grown.gaussian.value, 1e-9);
  // x² + 2 is never 0.
  Experiment none = linear_experiment({make_variable("x", "-x - y", noise("x", "0.1"), Expression(0.0)),
                                       make_variable("y", "-y", noise("y", "0.1"), Expression(0.0))},
                                      {});
  none.scheme = "euler_maruyama";
  Scenario replaced;
  replaced.name = "replaced";
  replaced.interventions = {make_intervention("replace", "x", {{"drift", formula("x^2 + 2 - x")}})};
  none.scenarios.push_back(replaced);
  EXPECT_THAT(remark(none), HasSubstr("trajectories of the micro model are lost"));
  const Abstraction found = estimate_abstraction(none, nullptr, {});
  EXPECT_THAT(found.diagrams[1].remarks.back(), HasSubstr("no solution"));
  EXPECT_EQ(found.diverged, none.trajectories);
  EXPECT_TRUE(std::isnan(found.diagrams[1].at[0].gaussian.value));
  EXPECT_EQ(found.diagrams[0].at[0].micro_trajectories, none.trajectories);
  // Still on its way.
  Experiment slow = linear_experiment({make_variable("x", "1 - 0.02*x", noise("x", "0.1"), Expression(0.0))}, {});
  EXPECT_THAT(remark(slow), HasSubstr("still moves"));
}

/// A clamp that ends: at t = 5 the SCM is that of do(x1), at 20 the observed one; over both together there is none.
TEST(Abstraction, takes_the_mechanisms_in_force) {
  Experiment model = two_cycle();
  model.scenarios.resize(2);
  model.scenarios[1].interventions[0].window.until = 10.0;
  AbstractionRequest request;
  request.horizons = {5.0, 20.0};
  request.long_run_from = 5.0;
  const Diagram diagram = estimate_abstraction(model, nullptr, request).diagrams[1];
  EXPECT_EQ(diagram.at[0].macro_mean[0], 2.0);
  EXPECT_NEAR(diagram.at[1].macro_mean[0], 0.0, 1e-12);
  EXPECT_LT(diagram.at[1].gaussian.value, 1e-3);
  EXPECT_TRUE(std::isnan(diagram.at[2].gaussian.value));
  EXPECT_THAT(diagram.remarks.back(), HasSubstr("the mechanisms change within the long run"));
}

std::string refusal(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request) {
  try {
    estimate_abstraction(micro, macro, request);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Abstraction, refuses_what_cannot_be_compared) {
  const auto with = [](auto change) {
    AbstractionRequest request;
    change(request);
    return request;
  };
  const Experiment model = two_cycle();
  const auto map = [&](const std::string& name, const std::string& text) {
    return with([&](auto& request) { request.map = {{name, parse_expression(text)}}; });
  };
  EXPECT_THAT(refusal(model, nullptr, map("z", "x1 + x3")), HasSubstr("names 'x3'"));
  EXPECT_THAT(refusal(model, nullptr, map("z", "x1 + t")), HasSubstr("not of the time"));
  EXPECT_THAT(refusal(model, nullptr, with([](auto& r) {
                        r.map.assign(2, {"z", parse_expression("x1")});
                      })),
              HasSubstr("two formulas"));
  EXPECT_THAT(refusal(model, &model, map("x3", "x1")), HasSubstr("no such variable"));
  Experiment macro = linear_experiment({make_variable("z", "-z", noise("z", "1"), Expression(0.0))}, {});
  EXPECT_THAT(refusal(model, &macro, {}), HasSubstr("the macro model has no scenario 'do x1'"));
  EXPECT_THAT(refusal(model, &macro, with([](auto& r) {
                        r.pairs = {{"observed", "observed"}};
                      })),
              HasSubstr("the macro variable 'z' has no formula"));
  EXPECT_THAT(refusal(model, nullptr, with([](auto& r) {
                        r.pairs = {{"do x1", "do x2"}};
                      })),
              HasSubstr("names two scenarios"));
  EXPECT_THAT(refusal(model, nullptr, with([](auto& r) {
                        r.pairs = {{"do x3", "do x3"}};
                      })),
              HasSubstr("the micro model has no scenario 'do x3'"));
  EXPECT_THAT(refusal(model, nullptr, with([](auto& r) { r.horizons = {7.0}; })), HasSubstr("The nearest is 5."));
  EXPECT_THAT(refusal(model, nullptr, with([](auto& r) { r.long_run_from = 20.0; })), HasSubstr("fewer than two"));
  EXPECT_THAT(refusal(model, nullptr, with([](auto& r) { r.reference = "do x1"; })), HasSubstr("clamps 'x1'"));
  macro = model;
  macro.saves.times = {19.0};
  EXPECT_THAT(refusal(model, &macro, {}), HasSubstr("the macro model saves no states at t = 20"));
  macro.trajectories = 100;
  EXPECT_THAT(refusal(model, &macro, with([](auto& r) { r.sampling = Sampling::paired; })), HasSubstr("one by one"));
  Experiment few = model;
  few.trajectories = 63;
  EXPECT_THAT(refusal(few, nullptr, {}), HasSubstr("has 63 trajectories"));
  Experiment moments = model;
  moments.scheme = "moments";
  EXPECT_THAT(refusal(moments, nullptr, {}), HasSubstr("asks for moments"));
  Experiment clocked = model;
  clocked.scheme = "euler_maruyama";
  clocked.model.variables[0].drift = parse_expression("-x1 + sin(t)");
  EXPECT_THAT(refusal(clocked, nullptr, {}), HasSubstr("the mechanisms name the time"));
  Experiment integrating = model;
  integrating.model.variables[0].drift = parse_expression("1 - x2");
  EXPECT_THAT(refusal(integrating, nullptr, {}), HasSubstr("does not depend on 'x1'"));
  Experiment pushed = model;
  pushed.scenarios.erase(pushed.scenarios.begin());
  EXPECT_THAT(refusal(pushed, nullptr, {}), HasSubstr("every scenario intervenes"));
}

}  // namespace
}  // namespace dosde
