#include "engine/causal/noise_class.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

NoiseClassProof prove(const std::vector<Variable>& variables, const std::vector<Parameter>& parameters = {},
                      const std::vector<Intervention>& interventions = {}) {
  Model model;
  model.variables = variables;
  model.parameters = parameters;
  return prove_noise_class(model, rewritten(interventions, model), uniform_parameters(model));
}

void expect_class(const NoiseClassProof& proof, NoiseClass expected) {
  EXPECT_EQ(to_string(proof.noise_class), to_string(expected)) << proof.reason;
  EXPECT_FALSE(proof.reason.empty());
}

TEST(NoiseClass, none_where_there_is_no_noise_or_only_zero_noise) {
  expect_class(prove({variable("x", "-x")}), NoiseClass::none);
  expect_class(prove({variable("x", "-x", {{"x", "s*x"}})}, {parameter("s", "0")}), NoiseClass::none);
}

TEST(NoiseClass, additive_where_loadings_do_not_depend_on_the_state) {
  expect_class(prove({variable("x", "-x", {{"x", "sin(t)"}, {"w", "2"}}), variable("y", "x", {{"w", "1"}})}),
               NoiseClass::additive);
  expect_class(prove({variable("x", "-x", {{"x", "1 + c*x"}})}, {parameter("c", "0")}), NoiseClass::additive);
}

TEST(NoiseClass, diagonal_where_each_row_has_its_own_source_and_looks_at_itself_only) {
  expect_class(prove({variable("u", "0", {{"u", "u"}})}), NoiseClass::diagonal);
  expect_class(prove({variable("x", "0", {{"x", "s*x"}}), variable("y", "x", {{"y", "sqrt(y)"}}), variable("z", "0")},
                     {parameter("s", "1")}),
               NoiseClass::diagonal);
}

// du1 = dW1, du2 = u1 dW2: one source a row, yet not diagonal, and not commutative either.
TEST(NoiseClass, one_source_a_row_is_not_enough_to_be_diagonal) {
  const auto proof = prove({variable("u1", "0", {{"w1", "1"}}), variable("u2", "0", {{"w2", "u1"}})});
  expect_class(proof, NoiseClass::general);
  EXPECT_THAT(proof.reason, HasSubstr("row u2's loading on source w2 depends on u1, which is another row"));
  EXPECT_THAT(proof.reason,
              HasSubstr("the loadings do not commute in row u2 along the sources w1 and w2: 1 against 0"));
}

TEST(NoiseClass, scalar_where_one_source_drives_everything) {
  const auto proof = prove({variable("x", "0", {{"w", "x"}}), variable("y", "0", {{"w", "x*y"}})});
  expect_class(proof, NoiseClass::scalar);
  EXPECT_THAT(proof.reason, HasSubstr("w is the only source"));
  expect_class(prove({variable("x", "0", {{"w", "y"}}), variable("y", "-y")}), NoiseClass::scalar);
}

// dx_i = Σ_k x_i c_ik dW_k: proportional loadings commute although two sources share rows.
TEST(NoiseClass, commutative_where_the_lie_brackets_vanish) {
  const auto proof =
      prove({variable("x", "0", {{"v", "a*x"}, {"w", "2*x"}}), variable("y", "0", {{"v", "y"}, {"w", "3*y"}})},
            {parameter("a", "0.5")});
  expect_class(proof, NoiseClass::commutative);
  EXPECT_THAT(proof.reason, HasSubstr("not diagonal"));
}

// Births and deaths in two roots: L^v g_w = -sqrt(b x) d/(2 sqrt(d x)) = -sqrt(b d)/2 = L^w g_v, in numbers as in
// names.
TEST(NoiseClass, commutative_where_roots_differ_by_a_number_or_a_parameter) {
  expect_class(prove({variable("x", "0", {{"v", "sqrt(3*x)"}, {"w", "-sqrt(2*x)"}})}), NoiseClass::commutative);
  expect_class(prove({variable("x", "0", {{"v", "sqrt(b*x)"}, {"w", "-sqrt(d*x)"}})},
                     {parameter("b", "0.3"), drawn_parameter("d", {"normal", {2.0, 0.1}})}),
               NoiseClass::commutative);
  const auto proof = prove({variable("x", "0", {{"v", "sqrt(3*x)"}, {"w", "sqrt(2*x + 1)"}})});
  expect_class(proof, NoiseClass::general);
  EXPECT_THAT(proof.reason, HasSubstr("the loadings do not commute"));
}

TEST(NoiseClass, a_dependence_that_no_derivative_shows_counts) {
  expect_class(prove({variable("x", "0", {{"x", "where(x > 0, 1, 2)"}})}), NoiseClass::diagonal);
  const auto proof = prove({variable("x", "0", {{"x", "1"}}), variable("y", "0", {{"y", "where(x > 0, 1, 2)"}})});
  EXPECT_NE(proof.noise_class, NoiseClass::additive);
  EXPECT_NE(proof.noise_class, NoiseClass::diagonal);
}

TEST(NoiseClass, commutative_where_two_sources_are_loaded_in_proportion) {
  for (const char* kinked : {"1 + max(x, 0)", "abs(x - y)", "where(x > 0, 1, 3)"}) {
    const std::string one = kinked;
    const auto proof = prove({variable("x", "0", {{"v", one.c_str()}, {"w", ("2*(" + one + ")").c_str()}}),
                              variable("y", "0", {{"v", "y*abs(y)"}, {"w", "2*y*abs(y)"}})});
    expect_class(proof, NoiseClass::commutative);
  }
  expect_class(
      prove({variable("x", "0", {{"v", "abs(x)"}, {"w", "2*abs(x)"}}), variable("y", "0", {{"v", "x"}, {"w", "3*x"}})}),
      NoiseClass::general);
}

// The derivative of where(u > 0, 1, 3) is 0, and a loading that jumps is no constant: what rests on derivatives does
// not hold across the jump.
TEST(NoiseClass, loadings_that_jump_where_a_source_moves_the_state_are_not_taken_to_commute) {
  const auto two = prove({variable("u", "0", {{"v", "where(u > 0, 1, 3)"}, {"w", "where(u > 0, 2, 6)"}})});
  expect_class(two, NoiseClass::general);
  EXPECT_THAT(two.reason, HasSubstr("it is not decided whether the loadings commute: row u's loading on source v may "
                                    "jump where u moves"));
  EXPECT_THAT(two.own_jump, HasSubstr("row u's loading on source v may jump where u moves"));
  const auto apart = prove({variable("u", "0", {{"v", "1"}}), variable("y", "0", {{"w", "where(u > 0, 1, 2)"}})});
  expect_class(apart, NoiseClass::general);
  EXPECT_EQ(apart.own_jump, "");  // w does not move u
  const auto one = prove({variable("u", "0", {{"u", "2 - sign(u)"}})});
  expect_class(one, NoiseClass::diagonal);
  EXPECT_NE(one.own_jump, "");
  for (const char* kinked : {"abs(u)", "max(u, 0)", "where(u > 0, 2*u, u)"}) {
    const auto proof = prove({variable("u", "0", {{"u", kinked}})});
    EXPECT_EQ(proof.own_jump, "") << kinked;
  }
  // No source moves what is read: the loading jumps once, at a time.
  const auto moved = prove({variable("u", "1"), variable("y", "0", {{"v", "where(u > 0, 1, 2)"}, {"w", "1"}})});
  expect_class(moved, NoiseClass::commutative);
  EXPECT_EQ(moved.own_jump, "");
}

TEST(NoiseClass, clamped_rows_do_not_count) {
  const std::vector<Variable> trap = {variable("u1", "0", {{"w1", "1"}}), variable("u2", "0", {{"w2", "u1"}})};
  const auto clamp = [](const std::string& target, const std::string& what) {
    return std::vector<Intervention>{intervention("clamp", {target}, {{"value", value(what)}})};
  };
  expect_class(prove(trap, {}, clamp("u1", "3")), NoiseClass::additive);
  expect_class(prove(trap, {}, clamp("u1", "u2")), NoiseClass::diagonal);
  expect_class(prove(trap, {}, clamp("u2", "0")), NoiseClass::additive);
}

TEST(NoiseClass, a_drawn_parameter_is_not_taken_for_zero) {
  expect_class(prove({variable("x", "0", {{"x", "1 + c*x"}})}, {drawn_parameter("c", {"normal", {0.0, 1.0}})}),
               NoiseClass::diagonal);
}

TEST(NoiseClass, the_widest_keeps_what_proves_it) {
  const NoiseClassProof additive = {NoiseClass::additive, "a"}, diagonal = {NoiseClass::diagonal, "d", "jump"};
  const NoiseClassProof scalar = {NoiseClass::scalar, "s"};
  EXPECT_EQ(widest(additive, diagonal).reason, "d");
  EXPECT_EQ(widest(diagonal, additive).reason, "d");
  EXPECT_EQ(widest(additive, diagonal).own_jump, "jump");
  EXPECT_EQ(widest(scalar, diagonal).noise_class, NoiseClass::commutative);
  EXPECT_EQ(widest(scalar, diagonal).reason, "s; d");
}

TEST(NoiseClass, the_widest_is_the_join) {
  const std::vector<NoiseClass> chain = {NoiseClass::none, NoiseClass::additive, NoiseClass::diagonal,
                                         NoiseClass::commutative, NoiseClass::general};
  for (std::size_t i = 0; i < chain.size(); ++i)
    for (std::size_t j = 0; j < chain.size(); ++j) EXPECT_EQ(widest(chain[i], chain[j]), chain[std::max(i, j)]);
  EXPECT_EQ(widest(NoiseClass::scalar, NoiseClass::diagonal), NoiseClass::commutative);
  EXPECT_EQ(widest(NoiseClass::diagonal, NoiseClass::scalar), NoiseClass::commutative);
  EXPECT_EQ(widest(NoiseClass::additive, NoiseClass::scalar), NoiseClass::scalar);
  EXPECT_EQ(widest(NoiseClass::scalar, NoiseClass::general), NoiseClass::general);
}

}  // namespace
}  // namespace dosde
