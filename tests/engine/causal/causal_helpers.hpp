#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/causal/timeline.hpp"
#include "engine/expression/parse.hpp"

// Short ways to write models, interventions and what they should become.
namespace dosde {

inline Expression formula(const std::string& text) { return parse_expression(text, NameRule::internal); }

inline Variable variable(const std::string& name, const std::string& drift,
                         const std::vector<std::pair<std::string, std::string>>& noise = {}) {
  Variable made;
  made.name = name;
  made.drift = formula(drift);
  for (const auto& [source, loading] : noise) made.noise.push_back({source, formula(loading)});
  return made;
}

inline Parameter parameter(const std::string& name, const std::string& value) {
  Parameter made;
  made.name = name;
  made.value = formula(value);
  return made;
}

inline Parameter drawn_parameter(const std::string& name, Law law) {
  Parameter made;
  made.name = name;
  made.value = std::move(law);
  return made;
}

/// dx = (-x + a y) dt + s dW_x,  dy = (b x - y) dt + s dW_y + 0.2 x dW_weather; a = 0.5, b = -1, s = 1.
inline Model feedback_pair() {
  Model model;
  model.name = "feedback_pair";
  model.variables = {variable("x", "-x + a*y", {{"x", "s"}}),
                     variable("y", "b*x - y", {{"y", "s"}, {"weather", "0.2*x"}})};
  model.parameters = {parameter("a", "0.5"), parameter("b", "-1"), parameter("s", "1")};
  return model;
}

inline Intervention intervention(const std::string& kind, std::vector<std::string> targets,
                                 std::map<std::string, Argument> arguments, Window window = {}) {
  return {kind, std::move(targets), window, std::move(arguments), {}};
}

inline Argument value(const std::string& text) { return Quantity(formula(text)); }
inline Argument law(const std::string& name, const std::vector<std::string>& arguments) {
  Law made{name, {}};
  for (const auto& argument : arguments) made.arguments.push_back(formula(argument));
  return Quantity(made);
}
inline Argument text(const std::string& word) { return word; }
inline Argument times(std::vector<double> list) { return list; }
inline Argument noise_row(const std::vector<std::pair<std::string, std::string>>& terms) {
  std::vector<NoiseTerm> row;
  for (const auto& [source, loading] : terms) row.push_back({source, formula(loading)});
  return row;
}

inline Window window(double from, double until) { return {from, until, std::nullopt}; }
inline Window repeated(double from, double until, double every) { return {from, until, every}; }

/// Ten units of time in steps of 0.1.
inline TimeGrid ten() { return make_time_grid(0.0, 10.0, 0.1); }

/// The rows of the first regime under interventions on the feedback pair.
inline MechanismSet rewritten(const std::vector<Intervention>& interventions, const Model& model = feedback_pair()) {
  const Timeline timeline = build_timeline(model, interventions, ten());
  return timeline.mechanism_sets[timeline.regimes.front().mechanisms];
}

/// The same node as the text's formula, not only an equal value.
inline void expect_formula(const Expression& actual, const std::string& expected) {
  EXPECT_TRUE(actual.is_same(formula(expected))) << "actual:   " << to_text(actual) << "\nexpected: " << expected;
}

inline void expect_noise(const Mechanism& row, const std::vector<std::pair<std::string, std::string>>& expected) {
  ASSERT_EQ(row.noise.size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    EXPECT_EQ(row.noise[k].source, expected[k].first);
    expect_formula(row.noise[k].loading, expected[k].second);
  }
}

inline void expect_clamped(const Mechanism& row, const std::string& expected) {
  ASSERT_TRUE(row.clamp.has_value());
  expect_formula(*row.clamp, expected);
  expect_formula(row.drift, "0");
  EXPECT_TRUE(row.noise.empty());
}

/// What an action complains of, one line a finding; fails the test where it does not complain.
template <class Action>
std::string complaint_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    return error.what();
  }
  ADD_FAILURE() << "nothing was complained of";
  return "";
}

inline std::string complaint_of_timeline(const std::vector<Intervention>& interventions,
                                         const Model& model = feedback_pair()) {
  return complaint_of([&] { return build_timeline(model, interventions, ten()); });
}

/// The first steps of the regimes.
inline std::vector<std::int64_t> switches(const Timeline& timeline) {
  std::vector<std::int64_t> steps;
  for (const auto& regime : timeline.regimes) steps.push_back(regime.first_tick);
  return steps;
}

inline const MechanismSet& rows_of(const Timeline& timeline, std::size_t regime) {
  return timeline.mechanism_sets[timeline.regimes[regime].mechanisms];
}

}  // namespace dosde
