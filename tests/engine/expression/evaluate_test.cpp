// Programs over lane blocks agree bit for bit with the sequential reference, at every width.
#include "engine/expression/evaluate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <iterator>
#include <string>
#include <tuple>

#include "engine/expression/apply.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/kernel_index.hpp"
#include "engine/expression/scalar.hpp"
#include "tests/engine/expression/bits.hpp"
#include "tests/engine/expression/lane_memory.hpp"
#include "tests/engine/expression/numbered.hpp"

namespace dosde {
namespace {

Expression symbol(const std::string& name) { return Expression::symbol(name); }

const std::vector<std::string> kLaneSymbols{"x0", "x1", "x2", "dW:w", "u"};
const std::vector<Operand> kLanePlaces{
    {Segment::state, 0}, {Segment::state, 1}, {Segment::state, 2}, {Segment::increment, 0}, {Segment::lane_input, 0}};
const std::vector<Table> kTables{{"light", {0.0, 1.0, 2.5}, {1.0, -2.0, 0.5}, Interpolation::linear}};

Layout random_layout() {
  Layout layout;
  for (std::size_t index = 0; index < kLaneSymbols.size(); ++index) {
    layout.inputs[kLaneSymbols[index]] = kLanePlaces[index];
  }
  layout.inputs["k0"] = {Segment::constant, 0};
  layout.inputs["k1"] = {Segment::constant, 1};
  layout.inputs["t"] = {Segment::clock, 0};
  layout.uniform_count = 2;
  layout.tables = {"light"};
  return layout;
}

using Step = std::tuple<std::uint8_t, std::uint8_t, std::uint8_t,
                        std::uint8_t>;  // operation, operands

constexpr Operation kArithmetic[] = {Operation::add,    Operation::subtract,           Operation::multiply,
                                     Operation::divide, Operation::fused_multiply_add, Operation::integer_power};
enum class Draw { any, arithmetic };

/// Formulas grown step by step, each from earlier ones.
std::vector<Expression> grow(const std::vector<Step>& steps, Draw draw) {
  std::vector<Expression> pool{symbol("x0"), symbol("x1"), symbol("x2"), symbol("dW:w"), symbol("u"), symbol("k0"),
                               symbol("k1"), symbol("t"),  0.5,          -2.0,           3.0};
  for (const auto& [choice, a, b, c] : steps) {
    const int first = static_cast<int>(Operation::negate);
    const auto operation = draw == Draw::any
                               ? static_cast<Operation>(first + choice % (static_cast<int>(Operation::copy) - first))
                               : kArithmetic[choice % std::size(kArithmetic)];
    const auto pick = [&](std::uint8_t which) { return pool[pool.size() - 1 - which % pool.size()]; };
    if (operation == Operation::integer_power) {
      const int exponent = 2 + b % 15;
      pool.push_back(Expression::make_integer_power(pick(a), b & 64 ? exponent : -exponent));
    } else if (operation == Operation::lookup) {
      pool.push_back(Expression::make_lookup("light", pick(a)));
    } else {
      std::vector<Expression> operands{pick(a)};
      if (operand_count(operation) > 1) operands.push_back(pick(b));
      if (operand_count(operation) > 2) operands.push_back(pick(c));
      pool.push_back(Expression::make(operation, operands));
    }
  }
  return pool;
}

/// A value to start from: mostly moderate, at times special.
double draw(TestNumbers& numbers) {
  switch (numbers.bits() % 16) {
    case 0:
      return numbers.any();
    case 1:
      return 0.0;
    case 2:
      return 700.0;
    default:
      return numbers.between(-3.0, 3.0);
  }
}

template <int Width>
void expect_reference(const Program& program, const std::vector<Output>& outputs, std::uint64_t seed) {
  TestNumbers numbers(seed);
  Point point;
  point.tables = kTables;
  const std::vector<double> uniform{numbers.between(-2, 2), numbers.between(-2, 2)};
  point.values = {{"k0", uniform[0]}, {"k1", uniform[1]}, {"t", numbers.between(-1, 4)}};
  LaneMemory<Width> memory(program, {3, static_cast<int>(outputs.size()), 1, 1},
                           bind_constants(program, uniform, kTables), kTables);
  for (const AlignedValues* values : {&memory.state, &memory.increment, &memory.lane_input}) {
    for (int index = 0; index < (values == &memory.state ? 3 * Width : Width); ++index) {
      (*values)[static_cast<std::size_t>(index)] = draw(numbers);
    }
  }
  memory.run(point.values.at("t"));
  for (int lane = 0; lane<Width; lane += Width> 16 ? 5 : 1) {
    for (int row = 0; row < 3; ++row) point.values[numbered("x", row)] = memory.state[memory.at(row, lane)];
    point.values["dW:w"] = memory.increment[memory.at(0, lane)];
    point.values["u"] = memory.lane_input[memory.at(0, lane)];
    for (std::size_t index = 0; index < outputs.size(); ++index) {
      const double reference = evaluate_scalar(outputs[index].value, point);
      RC_ASSERT(bits_of(memory.next_state[memory.at(static_cast<int>(index), lane)]) == bits_of(reference));
    }
  }
}

void expect_agreement_at_every_width(const std::vector<Expression>& pool, std::size_t stride, std::uint64_t seed) {
  std::vector<Output> outputs;
  for (std::size_t index = 0; index < pool.size(); index += stride) {
    outputs.push_back({pool[pool.size() - 1 - index], {Segment::next_state, static_cast<int>(outputs.size())}});
  }
  const Program program = compile_program(outputs, random_layout());
  expect_reference<1>(program, outputs, seed);
  expect_reference<16>(program, outputs, seed);
  expect_reference<32>(program, outputs, seed);
  expect_reference<64>(program, outputs, seed);
  expect_reference<128>(program, outputs, seed);
}

RC_GTEST_PROP(Evaluate, AgreesWithTheReferenceAtEveryWidth, (const std::vector<Step>& steps, std::uint64_t seed)) {
  expect_agreement_at_every_width(grow(steps, Draw::any), 2, seed);
}

RC_GTEST_PROP(Evaluate, PairsOfArithmeticAgreeToo, (const std::vector<Step>& steps, std::uint64_t seed)) {
  expect_agreement_at_every_width(grow(steps, Draw::arithmetic), 1 + seed % 7, seed);
}

TEST(Evaluate, TheClockRunsBeforeTheLanes) {
  Layout layout;
  layout.inputs = {{"t", {Segment::clock, 0}}, {"x", {Segment::state, 0}}};
  const Expression formula = sin(2.0 * symbol("t")) * symbol("x");
  const Program program = compile_program({{formula, {Segment::next_state, 0}}}, layout);
  ASSERT_EQ(program.clock.size(), 2u);
  LaneMemory<16> memory(program, {1, 1, 0, 0}, bind_constants(program, {}, {}));
  for (int lane = 0; lane < 16; ++lane) memory.state[static_cast<std::size_t>(lane)] = lane;
  for (const double time : {0.25, 1.5}) {
    memory.run(time);
    const double factor = apply_operation(Operation::sin, 2.0 * time, 0, 0, 0);
    for (int lane = 0; lane < 16; ++lane) EXPECT_EQ(memory.next_state[static_cast<std::size_t>(lane)], factor * lane);
  }
}

TEST(Evaluate, NotANumberStaysInItsLane) {
  Layout layout;
  layout.inputs = {{"x", {Segment::state, 0}}, {"y", {Segment::state, 1}}};
  const Expression x = symbol("x");
  const Expression y = symbol("y");
  const Expression formula = where(x < y, relu(min(x, y)) + log(abs(x)), max(x, tanh(y))) * sigmoid(pow(abs(y), x));
  const Program program = compile_program({{formula, {Segment::next_state, 0}}}, layout);
  LaneMemory<64> memory(program, {2, 1, 0, 0}, bind_constants(program, {}, {}));
  for (int lane = 0; lane < 64; ++lane) {
    memory.state[memory.at(0, lane)] = lane % 7 == 3 ? NAN : 0.1 * lane + 0.3;
    memory.state[memory.at(1, lane)] = lane % 11 == 5 ? NAN : 3.0 - 0.05 * lane;
  }
  memory.run(0.0);
  for (int lane = 0; lane < 64; ++lane) {
    EXPECT_EQ(std::isnan(memory.next_state[memory.at(0, lane)]), lane % 7 == 3 || lane % 11 == 5) << lane;
  }
}

}  // namespace
}  // namespace dosde
