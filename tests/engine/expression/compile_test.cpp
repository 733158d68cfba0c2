#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/program.hpp"
#include "tests/engine/expression/numbered.hpp"

namespace dosde {
namespace {

Expression symbol(const std::string& name) { return Expression::symbol(name); }

/// x0, x1, … are states, dW0, … increments, p a drawn parameter; a, b, step uniform; t the time.
Layout test_layout(int states, int sources = 0) {
  Layout layout;
  for (int index = 0; index < states; ++index) layout.inputs[numbered("x", index)] = {Segment::state, index};
  for (int index = 0; index < sources; ++index) layout.inputs[numbered("dW", index)] = {Segment::increment, index};
  layout.inputs["p"] = {Segment::lane_input, 0};
  layout.inputs["a"] = {Segment::constant, 0};
  layout.inputs["b"] = {Segment::constant, 1};
  layout.inputs["step"] = {Segment::constant, 2};
  layout.inputs["t"] = {Segment::clock, 0};
  layout.uniform_count = 3;
  layout.tables = {"light", "rain"};
  return layout;
}

Operand next_state(int slot) { return {Segment::next_state, slot}; }

Program compile(const std::string& text, const Layout& layout = test_layout(4, 4)) {
  return compile_program({{parse_expression(text), next_state(0)}}, layout);
}

TEST(Compile, ASumOfManyProductsNeedsFewRegisters) {
  const int terms = 1000;
  Expression sum;
  Expression nested;  // ((…)*x + x)*x + …
  Expression pairs;   // products of sums
  for (int index = 0; index < terms; ++index) {
    const Expression x = symbol(numbered("x", index));
    const Expression y = symbol(numbered("x", (index + 1) % terms));
    sum = sum + x * y;
    nested = nested * x + y;
    pairs = pairs + (x - y) * (x + 2.0 * y);
  }
  const Layout layout = test_layout(terms);
  for (const Expression& value : {sum, nested, pairs}) {
    const Program program = compile_program({{value, next_state(0)}}, layout);
    EXPECT_LE(program.scratch_slots, 3);
    EXPECT_GE(program.lanes.size(), 666u);  // up to three operations each
  }
}

TEST(Compile, ABalancedTreeNeedsItsDepth) {
  std::vector<Expression> level;
  for (int index = 0; index < 256; ++index) level.push_back(exp(symbol(numbered("x", index))));
  while (level.size() > 1) {
    std::vector<Expression> above;
    for (std::size_t index = 0; index < level.size(); index += 2) above.push_back(level[index] * level[index + 1]);
    level = above;
  }
  EXPECT_LE(compile_program({{level[0], next_state(0)}}, test_layout(256)).scratch_slots, 9);
}

TEST(Compile, ManySystemRowsShareTheirRegisters) {
  std::vector<Output> outputs;
  const int rows = 100;
  for (int row = 0; row < rows; ++row) {
    const Expression x = symbol(numbered("x", row));
    const Expression neighbour = symbol(numbered("x", (row + 1) % rows));
    outputs.push_back({x + symbol("step") * (tanh(symbol("a") * neighbour) * neighbour - x), next_state(row)});
  }
  EXPECT_LE(compile_program(outputs, test_layout(rows)).scratch_slots, 2);
}

TEST(Compile, AVeryLongChainDoesNotExhaustTheStack) {
  Expression chain = symbol("x0");
  for (int index = 0; index < 20000; ++index) chain = sin(chain) + symbol("x1");
  const Program program = compile_program({{chain, next_state(0)}}, test_layout(2));
  EXPECT_EQ(program.lanes.size(), 40000u);
  EXPECT_LE(program.scratch_slots, 1);
}

TEST(Compile, UniformWorkIsHoisted) {
  const Program program = compile("exp(a*b)*sin(a*t)*x0");
  EXPECT_EQ(program.once.size(), 2u) << to_text(program);   // a*b, exp
  EXPECT_EQ(program.clock.size(), 3u) << to_text(program);  // a*t, sin, the product of the two uniform values
  EXPECT_EQ(program.lanes.size(), 1u) << to_text(program);
  EXPECT_EQ(program.scratch_slots, 0);
  EXPECT_EQ(program.clock_slots, 4);
  EXPECT_EQ(program.constant_slots, 3 + 2);
}

TEST(Compile, LookupsOfTheTimeAreHoistedAndOfLanesAreNot) {
  const Layout layout = test_layout(1);
  const Expression by_time = Expression::make_lookup("rain", symbol("t"));
  const Expression by_lane = Expression::make_lookup("light", symbol("t") + symbol("p"));
  const Program program = compile_program({{by_time * by_lane, next_state(0)}}, layout);
  ASSERT_EQ(program.clock.size(), 1u);
  EXPECT_EQ(program.clock[0].operation, Operation::lookup);
  EXPECT_EQ(program.clock[0].detail, 1);
  EXPECT_EQ(program.lanes.size(), 3u);
  EXPECT_EQ(std::count_if(program.lanes.begin(), program.lanes.end(),
                          [](const Instruction& i) { return i.operation == Operation::lookup && i.detail == 0; }),
            1);
}

TEST(Compile, CommonSubexpressionsAreComputedOnce) {
  const Layout layout = test_layout(2);
  const Expression shared = tanh(symbol("x0") * symbol("x1"));
  const Program program =
      compile_program({{shared + symbol("x0"), next_state(0)}, {shared - symbol("x1"), next_state(1)}}, layout);
  EXPECT_EQ(program.lanes.size(), 4u) << to_text(program);
  EXPECT_EQ(program.scratch_slots, 1);
}

TEST(Compile, OutputsAreWrittenStraightIntoTheirPlace) {
  const Program program = compile("x0 + exp(x1)");
  ASSERT_EQ(program.lanes.size(), 2u);
  EXPECT_EQ(program.lanes.back().result, next_state(0));
}

TEST(Compile, AnOutputIsReadAgainWhereItLies) {
  const Layout layout = test_layout(2);
  const Expression next = symbol("x0") + symbol("a") * symbol("x1");
  const Program program = compile_program({{exp(next), next_state(1)}, {next, next_state(0)}}, layout);
  EXPECT_EQ(program.lanes.size(), 2u) << to_text(program);
  EXPECT_EQ(program.lanes[0].result, next_state(0));
  EXPECT_EQ(program.lanes[1].a, next_state(0));
}

std::string lanes_of(const Program& program) {
  const std::string listing = to_text(program);
  return listing.substr(listing.find("lanes:\n") + 7);
}

TEST(Compile, ArithmeticReadOnceIsPaired) {
  const auto lanes_of = [](const std::string& text) { return dosde::lanes_of(compile(text)); };
  EXPECT_EQ(lanes_of("x0*x1 + x2"), "  next_state[0] = (state[0] * state[1]) + state[2]\n");
  EXPECT_EQ(lanes_of("x2 - x0*x1"), "  next_state[0] = state[2] - (state[0] * state[1])\n");
  EXPECT_EQ(lanes_of("x0^2 - x2"), "  next_state[0] = (state[0] ^ 2) - state[2]\n");
  EXPECT_EQ(lanes_of("a*(x0 - x1)"), "  next_state[0] = (state[0] - state[1]) * constant[0]\n");
  EXPECT_EQ(lanes_of("fma(b, x0 + x1, x2)"), "  next_state[0] = fma(state[0] + state[1], constant[1], state[2])\n");
  EXPECT_EQ(lanes_of("fma(a, x3, fma(b, x0, x2))"),
            "  next_state[0] = fma(state[3], constant[0], fma(state[0], "
            "constant[1], state[2]))\n");
  // What is read twice, or is an output, stays by itself; so do divisions and functions.
  EXPECT_EQ(compile("(x0 - x1)*exp(x0 - x1)").lanes.size(), 3u);
  EXPECT_EQ(compile("x0/x1 + x2").lanes.size(), 2u);
  EXPECT_EQ(compile("x0^4 + x2").lanes.size(), 2u);
  const Expression product = symbol("x0") * symbol("x1");
  EXPECT_EQ(
      compile_program({{product, next_state(0)}, {product + symbol("x0"), next_state(1)}}, test_layout(2)).lanes.size(),
      2u);
}

TEST(Compile, ThreeOperationsAreOneInstructionWhereTheThirdHasOneOperandMore) {
  const auto lanes_of = [](const std::string& text) { return dosde::lanes_of(compile(text)); };
  EXPECT_EQ(lanes_of("0.5 + a*x0^2"), "  next_state[0] = (state[0] ^ 2) * constant[0] + constant[3]\n");
  EXPECT_EQ(lanes_of("x0 - x0^3"), "  next_state[0] = state[0] - (state[0] ^ 2) * state[0]\n");
  EXPECT_EQ(lanes_of("x0*(a - x2) - x1"), "  next_state[0] = (constant[0] - state[2]) * state[0] - state[1]\n");
  EXPECT_EQ(lanes_of("(x0*x1 + x2)*x3"), "  next_state[0] = ((state[0] * state[1]) + state[2]) * state[3]\n");
  EXPECT_EQ(lanes_of("(x2 - x0*x1)*x3"), "  next_state[0] = (state[2] - (state[0] * state[1])) * state[3]\n");
  EXPECT_EQ(lanes_of("x0*x1 - b*x2"), "  next_state[0] = (state[0] * state[1]) - state[2] * constant[1]\n");
  EXPECT_EQ(lanes_of("(x0 - x1)*a*x2"), "  next_state[0] = (state[0] - state[1]) * constant[0] * state[2]\n");
  // The fused operation has two operands more, and a sum of three is no such follow-up.
  EXPECT_EQ(compile("fma(x0*x1*x2, x3, a)").lanes.size(), 2u);
  EXPECT_EQ(compile("(x0*x1 + x2) + x3").lanes.size(), 2u);
}

TEST(Compile, AValueIsComputedInEachReaderWhereThatSavesAnInstruction) {
  const auto compile_two = [](const Expression& first, const Expression& second) {
    return compile_program({{first, next_state(0)}, {second, next_state(1)}}, test_layout(4));
  };
  const Expression sum = symbol("x0") + symbol("x1");
  EXPECT_EQ(lanes_of(compile_two(sum * symbol("x2"), sum - symbol("x3"))),
            "  next_state[0] = (state[0] + state[1]) * state[2]\n  next_state[1] = (state[0] + state[1]) - state[3]\n");
  // Not where a reader is no arithmetic, or where it would be joined with another.
  EXPECT_EQ(compile_two(sum * symbol("x2"), exp(sum)).lanes.size(), 3u);
  const auto fused = [](const Expression& value, const char* name) { return fma(symbol("a"), symbol(name), value); };
  EXPECT_EQ(compile_two(fused(fused(sum, "x2"), "x3"), fused(fused(sum, "x3"), "x2")).lanes.size(), 3u);
  EXPECT_EQ(compile_two(fused(sum, "x2"), fused(fused(fused(sum, "x3"), "x2"), "x3")).lanes.size(), 3u);
}

TEST(Compile, WhatLivesElsewhereIsCopied) {
  const Layout layout = test_layout(2);
  const Expression product = symbol("x0") * symbol("x1");
  const Program program = compile_program({{product, next_state(0)},
                                           {product, next_state(1)},
                                           {symbol("x1"), {Segment::scratch, 0}},
                                           {symbol("a") + 1.0, {Segment::scratch, 1}},
                                           {Expression(2.5), next_state(2)}},
                                          layout, 2);
  ASSERT_EQ(program.lanes.size(), 5u) << to_text(program);
  for (std::size_t index = 1; index < 5; ++index) EXPECT_EQ(program.lanes[index].operation, Operation::copy);
  EXPECT_EQ(program.lanes[1].a, next_state(0));
  EXPECT_EQ(program.scratch_slots, 2);
}

TEST(Compile, ReservedScratchIsNotReused) {
  const Program program =
      compile_program({{parse_expression("exp(x0)*exp(x1)"), {Segment::scratch, 1}}}, test_layout(2), 3);
  EXPECT_EQ(program.scratch_slots, 5);
  for (const Instruction& instruction : program.lanes) {
    const bool is_output = instruction.result == Operand{Segment::scratch, 1};
    EXPECT_TRUE(is_output || instruction.result.slot >= 3) << to_text(program);
  }
}

TEST(Compile, EulerStepOfLorenzReadsLikeThis) {
  Layout layout = test_layout(3, 3);
  const Expression x = symbol("x0"), y = symbol("x1"), z = symbol("x2");
  const Expression drift[] = {10.0 * (y - x), x * (28.0 - z) - y, x * y - symbol("b") * z};
  std::vector<Output> outputs;
  for (int row = 0; row < 3; ++row) {
    const Expression present = symbol(numbered("x", row));
    outputs.push_back(
        {fma(symbol("a"), symbol(numbered("dW", row)), fma(drift[row], symbol("step"), present)), next_state(row)});
  }
  const Program program = compile_program(outputs, layout);
  EXPECT_EQ(program.lanes.size(), 6u) << to_text(program);
  EXPECT_EQ(program.scratch_slots, 1);
  EXPECT_EQ(to_text(compile_program({outputs[0]}, layout)),
            "literals:\n"
            "  constant[3] = 10\n"
            "lanes:\n"
            "  scratch[0] = (state[1] - state[0]) * constant[3]\n"
            "  next_state[0] = fma(increment[0], constant[0], fma(scratch[0], "
            "constant[2], state[0]))\n");
}

TEST(Compile, TheSameFormulasGiveTheSameProgram) {
  const auto build = [] {
    std::vector<Output> outputs;
    for (int row = 0; row < 20; ++row) {
      const Expression x = symbol(numbered("x", row % 4));
      const Expression value = exp(x) * symbol("x1") + hill(x, symbol("a"), 2.0 + row) - parse_expression("p*t*b");
      outputs.push_back({value, next_state(row)});
    }
    return compile_program(outputs, test_layout(4));
  };
  const Program first = build();
  std::vector<Expression> other_formulas;  // so that nodes and addresses differ the second time
  for (int index = 0; index < 100; ++index) other_formulas.push_back(exp(symbol("x0")) + double(index));
  const Program second = build();
  EXPECT_EQ(first, second);
  EXPECT_EQ(to_text(first), to_text(second));
}

TEST(Compile, ConstantsAreBoundInOrder) {
  const Program program = compile("x0*(a + 2.5) + exp(b)");
  const std::vector<double> constants = bind_constants(program, {1.5, 0.0, 0.01}, {});
  ASSERT_EQ(constants.size(), static_cast<std::size_t>(program.constant_slots));
  EXPECT_EQ(constants[0], 1.5);
  EXPECT_EQ(constants[3], 2.5);
  EXPECT_EQ(std::count(constants.begin(), constants.end(), 4.0), 1);
  EXPECT_EQ(std::count(constants.begin(), constants.end(), 1.0), 1);
  EXPECT_THROW(bind_constants(program, {1.5, 0.0}, {}), Error);
}

TEST(Compile, RefusesWhatItCannotPlace) {
  const Layout layout = test_layout(1);
  const Expression x = symbol("x0");
  EXPECT_THROW(compile("x0 + unknown"), Error);
  EXPECT_THROW(compile_program({{Expression::make_lookup("snow", symbol("t")), next_state(0)}}, layout), Error);
  EXPECT_THROW(compile_program({{x, next_state(0)}, {-x, next_state(0)}}, layout), Error);
  EXPECT_THROW(compile_program({{x, {Segment::state, 0}}}, layout), Error);
  EXPECT_THROW(compile_program({{x, {Segment::scratch, 0}}}, layout), Error);
  EXPECT_THROW(compile_program({{x, {Segment::clock, 1}}}, layout), Error);
}

}  // namespace
}  // namespace dosde
