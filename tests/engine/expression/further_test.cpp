// Programs with longer formulas to fall back on.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "tests/engine/expression/lane_memory.hpp"

namespace dosde {
namespace {

/// Two rows: the first has no value from x = 1 on, where longer formulas have one; the second is the same in both.
Layout layout() {
  Layout layout;
  layout.inputs = {{"k", {Segment::constant, 0}},
                   {"t", {Segment::clock, 0}},
                   {"x", {Segment::state, 0}},
                   {"y", {Segment::state, 1}}};
  layout.uniform_count = 1;
  return layout;
}

Program with_longer_formulas() {
  const Expression gap = std::numeric_limits<double>::quiet_NaN();
  const Expression x = Expression::symbol("x");
  const Expression early = parse_expression("x*exp(2*k) + 3*sin(t)");
  const Expression late = parse_expression("7*exp(k + 0.5) - x*sin(t + 1)*cos(5*t)");
  const Output second = {parse_expression("y - 0.25*k"), {Segment::next_state, 1}};
  const Program usual = compile_program({{where(x < 1.0, early, gap), {Segment::next_state, 0}}, second}, layout());
  const Program longer = compile_program({{where(x < 1.0, early, late), {Segment::next_state, 0}}, second}, layout());
  return with_further(usual, longer, {0});
}

template <int Width>
void expect_both(bool is_any_late) {
  const Program program = with_longer_formulas();
  LaneMemory<Width> memory(program, {2, 2, 0, 0}, bind_constants(program, {0.3}, {}));
  for (int lane = 0; lane < Width; ++lane) {
    memory.state[static_cast<std::size_t>(lane)] = 0.5 + (is_any_late ? 0.125 * lane : 0.0);
    memory.state[static_cast<std::size_t>(Width + lane)] = lane;
  }
  memory.run(0.7);
  for (int lane = 0; lane < Width; ++lane) {
    const double x = memory.state[static_cast<std::size_t>(lane)];
    const double early = x * std::exp(0.6) + 3.0 * std::sin(0.7);
    const double late = 7.0 * std::exp(0.8) - x * std::sin(1.7) * std::cos(3.5);
    EXPECT_NEAR(memory.next_state[static_cast<std::size_t>(lane)], x < 1.0 ? early : late, 1e-12) << lane;
    EXPECT_NEAR(memory.next_state[static_cast<std::size_t>(Width + lane)], lane - 0.075, 1e-14) << lane;
  }
}

TEST(Further, FormulasGiveTheValuesThatOthersLack) {
  expect_both<1>(false);
  expect_both<16>(false);
  expect_both<16>(true);
  expect_both<64>(true);
}

TEST(Further, FormulasAreRunForLivingLanesOnly) {
  const Program program = with_longer_formulas();
  const auto late_of = [&](double x) {
    LaneMemory<1> memory(program, {2, 2, 0, 0}, bind_constants(program, {0.3}, {}));
    memory.state[0] = x;
    memory.run(0.7);
    return needs_further<1>(memory.view(),
                            {memory.state.data(), memory.next_state.data(), nullptr, nullptr, nullptr, nullptr});
  };
  EXPECT_FALSE(late_of(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_FALSE(late_of(0.5));
}

TEST(Further, FormulasAreShownInTheListing) {
  EXPECT_NE(to_text(with_longer_formulas()).find("further, where these leave NaN:"), std::string::npos);
}

}  // namespace
}  // namespace dosde
