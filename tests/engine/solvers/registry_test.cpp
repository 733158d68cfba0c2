#include "engine/solvers/registry.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/ensemble/compiled_run.hpp"
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
  experiment.saves.steps = {8};
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
    EXPECT_NE(message.find("schemes that fit are 'euler_maruyama', 'stochastic_heun'"), std::string::npos) << message;
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
  }
}

TEST(Registry, AutoTakesTheHighestOrder) {
  const auto chosen = [](NoiseClass noise_class) {
    return choose_scheme("auto", {noise_class, "for the test"}).scheme->name;
  };
  EXPECT_EQ(chosen(NoiseClass::none), "stochastic_heun");
  EXPECT_EQ(chosen(NoiseClass::additive), "euler_maruyama");
  EXPECT_EQ(chosen(NoiseClass::scalar), "milstein");
  EXPECT_EQ(chosen(NoiseClass::diagonal), "milstein");
  EXPECT_EQ(chosen(NoiseClass::commutative), "stochastic_heun");
  EXPECT_EQ(chosen(NoiseClass::general), "euler_maruyama");
}

TEST(Registry, EveryClassHasAScheme) {
  for (const auto noise_class : {NoiseClass::none, NoiseClass::additive, NoiseClass::scalar, NoiseClass::diagonal,
                                 NoiseClass::commutative, NoiseClass::general}) {
    const SchemeChoice choice = choose_scheme("auto", {noise_class, "for the test"});
    EXPECT_TRUE(order_on(*choice.scheme, noise_class)) << to_string(noise_class);
    EXPECT_NE(choice.reason.find("for the test"), std::string::npos);
  }
}

TEST(Registry, UnknownNamesGetASuggestion) {
  try {
    choose_scheme("milstien", {NoiseClass::scalar, ""});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'milstein'?"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace dosde
