// Measurements are made of registers and impulses; what a run makes of them is tests/cli/measurement_test.py.

#include "engine/causal/measurement.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

Measurement measurement_of(double every, double delay) {
  Measurement measurement;
  measurement.name = "seen";
  measurement.of = parse_expression("2*x");
  measurement.every = every;
  measurement.delay = delay;
  return measurement;
}

std::vector<std::string> registers_of(const Measurement& measurement) {
  Model model;
  add_registers(model, {measurement, measurement});  // of two scenarios: one set of variables
  return model.variable_names();
}

/// "target <- value at time, every period"
std::vector<std::string> told(const Measurement& measurement, double stop) {
  std::vector<std::string> texts;
  for (const auto& intervention : sampling_of(measurement, 1.0, stop)) {
    const auto at = intervention.arguments.find("at");
    std::string text = intervention.kind + " " + intervention.targets.at(0);
    if (at != intervention.arguments.end())
      text += " <- " + to_text(std::get<Expression>(std::get<Quantity>(intervention.arguments.at("set")))) + " at " +
              std::to_string(std::get<std::vector<double>>(at->second).at(0)).substr(0, 4);
    texts.push_back(text + (intervention.window.every ? ", again" : ""));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Measurement, WithoutDelayIsOneRegister) {
  EXPECT_EQ(registers_of(measurement_of(0.5, 0.0)), Texts{"seen"});
  EXPECT_EQ(told(measurement_of(0.5, 0.0), 9.0), Texts{"impulse seen <- 2*x at 1.00, again"});
}

TEST(Measurement, OfWholePeriodsIsAShiftRegister) {
  // 3*0.1 is not 0.3 in binary: a delay is whole periods but for rounding.
  EXPECT_EQ(registers_of(measurement_of(0.1, 0.3)), (Texts{"seen", "seen_1", "seen_2", "seen_3"}));
  EXPECT_EQ(told(measurement_of(0.5, 0.5), 9.0),
            (Texts{"impulse seen <- 2*x at 1.00", "impulse seen_1 <- 2*x at 1.00",
                   "impulse seen_1 <- 2*x at 1.50, again", "impulse seen <- seen_1 at 1.50, again"}));
}

TEST(Measurement, OfAPartOfAPeriodArrivesInBetween) {
  EXPECT_EQ(told(measurement_of(0.5, 0.75), 9.0),
            (Texts{"impulse seen <- 2*x at 1.00", "impulse seen_1 <- 2*x at 1.00", "impulse seen_2 <- 2*x at 1.00",
                   "impulse seen_1 <- 2*x at 1.50, again", "impulse seen_2 <- seen_1 at 1.50, again",
                   "impulse seen <- seen_2 at 1.25, again"}));
}

TEST(Measurement, ThatIsLateForTheStopOnlyStarts) {
  EXPECT_EQ(told(measurement_of(0.5, 0.25), 1.125),
            (Texts{"impulse seen <- 2*x at 1.00", "impulse seen_1 <- 2*x at 1.00"}));
}

TEST(Measurement, HasAnErrorThatIsDrawnAgain) {
  Measurement measurement = measurement_of(0.5, 0.0);
  measurement.noise = parse_expression("s");
  EXPECT_EQ(registers_of(measurement), (Texts{"seen", "seen_error"}));
  EXPECT_EQ(told(measurement, 9.0), (Texts{"initial seen_error", "clamp seen_error, again",
                                           "impulse seen <- seen_error + 2*x at 1.00, again"}));
  const Intervention error = sampling_of(measurement, 1.0, 9.0).at(1);
  EXPECT_EQ(std::get<Law>(std::get<Quantity>(error.arguments.at("value"))).name, "normal");
  EXPECT_EQ(error.window.until, 1.5);
}

}  // namespace
}  // namespace dosde
