#include "engine/solvers/registry.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

/// The trap: one noise a variable, yet the second loading depends on the first variable.
Experiment trap() {
  Experiment experiment;
  Variable u;
  u.name = "u";
  u.noise = {{"W", Expression(1.0), {}}};
  Variable v;
  v.name = "v";
  v.noise = {{"V", parse_expression("u"), {}}};
  experiment.model.variables = {u, v};
  experiment.time = {0.0, 0.125, 8};
  experiment.saves = save_at_steps(experiment.time, {8});
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(Registry, RefusesMilsteinWhereALoadingDependsOnAParent) {
  Experiment experiment = trap();
  experiment.scheme = "milstein";
  try {
    compile_run(experiment);
    FAIL() << "Milstein was allowed on noise that is not diagonal";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("the scheme 'milstein' does not fit this model's general noise"), std::string::npos)
        << message;
    EXPECT_NE(message.find("schemes that fit are 'euler_maruyama', 'tamed_euler', 'log_euler', 'euler_heun', "
                           "'stochastic_heun', 'slow_rk'"),
              std::string::npos)
        << message;
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
  }
}

TEST(Registry, AutoTakesTheHighestOrder) {
  const auto chosen = [](NoiseClass noise_class) {
    return choose_scheme("auto", {noise_class, "for the test"}).scheme->name;
  };
  EXPECT_EQ(chosen(NoiseClass::none), "dopri5");
  EXPECT_EQ(chosen(NoiseClass::additive), "sra1");
  EXPECT_EQ(chosen(NoiseClass::scalar), "sriw1");
  EXPECT_EQ(chosen(NoiseClass::diagonal), "sriw1");
  EXPECT_EQ(chosen(NoiseClass::commutative), "slow_rk");
  EXPECT_EQ(chosen(NoiseClass::general), "euler_maruyama");
}

TEST(Registry, AutoStaysOnThePathWhereAFormulaHasADomain) {
  Experiment experiment = trap();
  experiment.scheme = "auto";
  experiment.model.variables[0].noise[0].loading = Expression(1.0);
  experiment.model.variables[1].noise[0].loading = parse_expression("sqrt(" + experiment.model.variables[1].name + ")");
  const SchemeChoice choice = compile_run(experiment).scheme;
  EXPECT_EQ(choice.scheme->name, "euler_maruyama");
  EXPECT_NE(choice.reason.find("has sqrt("), std::string::npos) << choice.reason;
}

TEST(Registry, EveryClassHasAScheme) {
  for (const auto noise_class : {NoiseClass::none, NoiseClass::additive, NoiseClass::scalar, NoiseClass::diagonal,
                                 NoiseClass::commutative, NoiseClass::general}) {
    const SchemeChoice choice = choose_scheme("auto", {noise_class, "for the test"});
    EXPECT_TRUE(order_on(*choice.scheme, noise_class)) << to_string(noise_class);
    EXPECT_NE(choice.reason.find("for the test"), std::string::npos);
  }
}

TEST(Registry, StratonovichSchemesAreNotTakenWhereALoadingJumps) {
  const NoiseClassProof proof = {NoiseClass::general, "for the test", "row x's loading on source w may jump"};
  EXPECT_EQ(choose_scheme("auto", proof).scheme->integrates, Calculus::ito);
  EXPECT_NE(choose_scheme("auto", proof).reason.find("orders are lower there"), std::string::npos);
  for (const auto& scheme : scheme_registry()) {
    if (!order_on(scheme, NoiseClass::general)) continue;
    if (scheme.integrates == Calculus::ito)
      EXPECT_EQ(choose_scheme(scheme.name, proof).scheme, &scheme);
    else
      EXPECT_THROW(choose_scheme(scheme.name, proof), Error) << scheme.name;
  }
  // On general noise only Stratonovich schemes keep the law of steps that follow the path.
  EXPECT_THROW(choose_scheme("auto", proof, {}, "", StepLengths::varying), Error);
}

// dx = where(x > 0, 1, 3) dA + where(x > 0, 2, 6) dB is a martingale. Its Stratonovich form by derivatives is none: the
// mean went to -1.4 by SlowRK. 4.5 standard errors: one false alarm in 150 000.
TEST(Registry, AutoKeepsAMartingaleOneWhereItsLoadingsJump) {
  Experiment experiment = trap();
  experiment.scheme = "auto";
  experiment.trajectories = 4000;
  experiment.model.variables.resize(1);
  Variable& x = experiment.model.variables[0];
  x.name = "x";
  x.noise = {{"A", parse_expression("where(x > 0, 1, 3)"), {}}, {"B", parse_expression("where(x > 0, 2, 6)"), {}}};
  experiment.time = {0.0, 0.01, 100};
  experiment.saves = save_at_steps(experiment.time, {100});
  const Recording recording = simulate(experiment);
  double sum = 0.0, squares = 0.0;
  for (std::size_t n = 0; n < 4000; ++n) {
    const double end = recording.state(0, n, 0, 0);
    sum += end;
    squares += end * end;
  }
  EXPECT_LT(std::abs(sum), 4.5 * std::sqrt(squares));
}

TEST(Registry, UnknownNamesGetASuggestion) {
  try {
    choose_scheme("milstien", {NoiseClass::scalar, ""});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'milstein'?"), std::string::npos) << error.what();
  }
}

TEST(Registry, TableausMeetTheConditionsOfTheirOrder) {
  int tableaus = 0;
  for (const auto& scheme : scheme_registry()) {
    EXPECT_LT(scheme.order_residual, 1e-12) << scheme.name;
    tableaus += scheme.detail == PathDetail::areas ? 1 : 0;
  }
  EXPECT_GE(tableaus, 5);
}

}  // namespace
}  // namespace dosde
