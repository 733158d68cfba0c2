#include <set>

#include "tests/engine/causal/causal_helpers.hpp"

// Every kind of rewriting, compared with the formulas it should give. The model: dx = (-x + a*y) dt + s dW_x,
// dy = (b*x - y) dt + s dW_y + 0.2*x dW_weather.
namespace dosde {
namespace {

TEST(Clamp, voids_the_row_and_is_seen_by_every_other) {
  const MechanismSet rows = rewritten({intervention("clamp", {"x"}, {{"value", value("2")}})});
  expect_clamped(rows[0], "2");
  expect_formula(rows[1].drift, "b*2 - y");
  expect_noise(rows[1], {{"y", "s"}, {"weather", "0.2*2"}});
}

TEST(Clamp, takes_functions_of_time_and_policies) {
  expect_clamped(rewritten({intervention("clamp", {"x"}, {{"value", value("sin(t)")}})})[0], "sin(t)");
  const MechanismSet rows = rewritten({intervention("clamp", {"x"}, {{"value", value("a - 2*y")}})});
  expect_clamped(rows[0], "a - 2*y");
  expect_formula(rows[1].drift, "b*(a - 2*y) - y");
}

TEST(Clamp, draws_from_a_law_through_its_own_uniform) {
  const auto drawn = law("normal", {"a", "2*t"});
  const Timeline timeline =
      build_timeline(feedback_pair(), {intervention("clamp", {"x", "y"}, {{"value", drawn}})}, ten());
  expect_clamped(rows_of(timeline, 0)[0], "a + 2*t*inverse_normal(u:clamp:x:0)");
  expect_clamped(rows_of(timeline, 0)[1], "a + 2*t*inverse_normal(u:clamp:y:0)");
  const auto& draws = timeline.regimes[0].draws;
  ASSERT_EQ(draws.size(), 2U);
  EXPECT_EQ(draws[0].symbol, "u:clamp:x:0");
  EXPECT_EQ(draws[0].key_name, "x:0");
  EXPECT_EQ(draws[0].repetition, 0);
}

TEST(SoftClamp, pulls_the_drift_and_leaves_the_noise) {
  const MechanismSet rows =
      rewritten({intervention("soft_clamp", {"x"}, {{"value", value("3")}, {"rate", value("10*s")}})});
  expect_formula(rows[0].drift, "-x + a*y + 10*s*(3 - x)");
  expect_noise(rows[0], {{"x", "s"}});
  EXPECT_FALSE(rows[0].clamp.has_value());
  expect_formula(rows[1].drift, "b*x - y");
}

TEST(Shift, adds_to_the_drift) {
  expect_formula(rewritten({intervention("shift", {"y"}, {{"value", value("sin(t)*x")}})})[1].drift,
                 "b*x - y + sin(t)*x");
}

TEST(ScaleDrift, multiplies_the_drift) {
  const MechanismSet rows = rewritten({intervention("scale_drift", {"x", "y"}, {{"factor", value("0.5")}})});
  expect_formula(rows[0].drift, "0.5*(-x + a*y)");
  expect_formula(rows[1].drift, "0.5*(b*x - y)");
  expect_noise(rows[1], {{"y", "s"}, {"weather", "0.2*x"}});
}

TEST(ScaleNoise, multiplies_all_loadings_or_one) {
  const MechanismSet all = rewritten({intervention("scale_noise", {"y"}, {{"factor", value("3")}})});
  expect_noise(all[1], {{"y", "3*s"}, {"weather", "3*(0.2*x)"}});
  expect_formula(all[1].drift, "b*x - y");
  const MechanismSet one =
      rewritten({intervention("scale_noise", {"y"}, {{"factor", value("3")}, {"source", text("weather")}})});
  expect_noise(one[1], {{"y", "s"}, {"weather", "3*(0.2*x)"}});
}

TEST(Replace, gives_another_drift_other_noise_or_both) {
  const MechanismSet drift = rewritten({intervention("replace", {"x"}, {{"drift", value("y - x^3")}})});
  expect_formula(drift[0].drift, "y - x^3");
  expect_noise(drift[0], {{"x", "s"}});
  const MechanismSet noise =
      rewritten({intervention("replace", {"y"}, {{"noise", noise_row({{"", "y"}, {"shock", "2"}})}})});
  expect_formula(noise[1].drift, "b*x - y");
  expect_noise(noise[1], {{"y", "y"}, {"shock", "2"}});  // a bare loading is on the variable's own source
  const MechanismSet none = rewritten({intervention("replace", {"y"}, {{"noise", noise_row({})}})});
  expect_noise(none[1], {});
}

TEST(Cut, replaces_a_parent_in_one_row_alone) {
  const MechanismSet both = rewritten({intervention("cut", {"y"}, {{"parent", text("x")}, {"value", value("7")}})});
  expect_formula(both[1].drift, "b*7 - y");
  expect_noise(both[1], {{"y", "s"}, {"weather", "0.2*7"}});
  expect_formula(both[0].drift, "-x + a*y");
}

TEST(Cut, acts_on_the_drift_or_the_noise_alone) {
  const auto cut = [](const std::string& part) {
    return rewritten(
        {intervention("cut", {"y"}, {{"parent", text("x")}, {"value", value("7")}, {"part", text(part)}})});
  };
  expect_formula(cut("drift")[1].drift, "b*7 - y");
  expect_noise(cut("drift")[1], {{"y", "s"}, {"weather", "0.2*x"}});
  expect_formula(cut("noise")[1].drift, "b*x - y");
  expect_noise(cut("noise")[1], {{"y", "s"}, {"weather", "0.2*7"}});
  expect_formula(cut("both")[1].drift, "b*7 - y");
}

TEST(Cut, gives_the_row_its_own_copy_of_a_source) {
  Model model = feedback_pair();
  model.variables[0].noise.push_back({"weather", formula("1")});
  const MechanismSet rows = rewritten({intervention("cut", {"y"}, {{"source", text("weather")}})}, model);
  expect_noise(rows[0], {{"x", "s"}, {"weather", "1"}});
  expect_noise(rows[1], {{"y", "s"}, {"weather@y", "0.2*x"}});
}

TEST(Cut, stays_cut_when_the_parent_is_clamped) {
  const MechanismSet rows = rewritten({intervention("clamp", {"x"}, {{"value", value("2")}}),
                                       intervention("cut", {"y"}, {{"parent", text("x")}, {"value", value("7")}})});
  expect_formula(rows[1].drift, "b*7 - y");
}

TEST(Interventions, read_inputs_from_their_tables) {
  Model model = feedback_pair();
  model.inputs = {Table{"dose", {0.0}, {1.0}, Interpolation::linear}};
  const Expression dose = Expression::make_lookup("dose", Expression::symbol("t"));
  const MechanismSet rows = rewritten({intervention("clamp", {"x"}, {{"value", value("2*dose")}}),
                                       intervention("replace", {"y"}, {{"noise", noise_row({{"y", "dose"}})}})},
                                      resolve(model));
  EXPECT_TRUE(rows[0].clamp->is_same(2.0 * dose));
  EXPECT_TRUE(rows[1].noise[0].loading.is_same(dose));
}

TEST(Interventions, a_loading_that_becomes_the_number_zero_is_dropped) {
  const MechanismSet rows =
      rewritten({intervention("replace", {"x"}, {{"noise", noise_row({{"x", "0"}, {"weather", "1"}})}})});
  expect_noise(rows[0], {{"weather", "1"}});
}

TEST(InterventionRegistry, names_kinds_and_keys_once_and_describes_them) {
  std::set<std::string> names;
  for (const auto& kind : intervention_registry()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_EQ(find_intervention_kind(kind.name), &kind);
    EXPECT_FALSE(kind.description.empty()) << kind.name;
    EXPECT_EQ(kind.rewrite != nullptr, kind.acts == InterventionKind::Acts::on_mechanism) << kind.name;
    std::set<std::string> keys = {"kind", "target", "from", "until", "every"};
    for (const auto& facts : kind.arguments) {
      EXPECT_TRUE(keys.insert(facts.key).second) << kind.name << "." << facts.key;
      EXPECT_FALSE(facts.description.empty()) << kind.name << "." << facts.key;
    }
  }
  EXPECT_EQ(find_intervention_kind("do"), nullptr);
}

}  // namespace
}  // namespace dosde
