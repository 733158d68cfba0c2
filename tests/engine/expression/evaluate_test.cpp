// Programs over lane blocks agree bit for bit with the sequential reference, at every width.
#include "engine/expression/evaluate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <tuple>

#include "engine/expression/apply.hpp"
#include "engine/expression/evaluate_block.hpp"
#include "engine/expression/functions.hpp"
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

using Step = std::tuple<std::uint8_t, std::uint8_t, std::uint8_t, std::uint8_t>;  // operation, operands

/// Formulas grown step by step, each from earlier ones.
std::vector<Expression> grow(const std::vector<Step>& steps) {
  std::vector<Expression> pool{symbol("x0"), symbol("x1"), symbol("x2"), symbol("dW:w"), symbol("u"), symbol("k0"),
                               symbol("k1"), symbol("t"),  0.5,          -2.0,           3.0};
  for (const auto& [choice, a, b, c] : steps) {
    const int first = static_cast<int>(Operation::negate);
    const auto operation = static_cast<Operation>(first + choice % (static_cast<int>(Operation::copy) - first));
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

RC_GTEST_PROP(Evaluate, AgreesWithTheReferenceAtEveryWidth, (const std::vector<Step>& steps, std::uint64_t seed)) {
  const std::vector<Expression> pool = grow(steps);
  std::vector<Output> outputs;
  for (std::size_t index = 0; index < pool.size(); index += 2) {
    outputs.push_back({pool[pool.size() - 1 - index], {Segment::next_state, static_cast<int>(outputs.size())}});
  }
  const Program program = compile_program(outputs, random_layout());
  expect_reference<1>(program, outputs, seed);
  expect_reference<16>(program, outputs, seed);
  expect_reference<32>(program, outputs, seed);
  expect_reference<64>(program, outputs, seed);
  expect_reference<128>(program, outputs, seed);
}

/// 100,000 values of every operation: packs (which may branch on their neighbours) against one lane.
TEST(Evaluate, PacksHaveTheBitsOfSingleLanes) {
  constexpr int width = 128;
  for (int index = static_cast<int>(Operation::negate); index <= static_cast<int>(Operation::copy); ++index) {
    const auto operation = static_cast<Operation>(index);
    if (operation == Operation::lookup) continue;
    Program program;
    program.lanes = {make_instruction(operation, {Segment::next_state, 0},
                                      {{Segment::state, 0}, {Segment::state, 1}, {Segment::state, 2}}, -5)};
    LaneMemory<width> memory(program, {3, 1, 0, 0}, {});
    TestNumbers numbers(static_cast<std::uint64_t>(index));
    for (int block = 0; block < 100000 / width + 1; ++block) {
      for (int lane = 0; lane < 3 * width; ++lane) {
        const bool is_wild = block % 4 == 0 || numbers.bits() % 8 == 0;
        memory.state[static_cast<std::size_t>(lane)] = is_wild ? numbers.any() : numbers.between(-2.0, 2.0);
      }
      memory.run(0.0);
      for (int lane = 0; lane < width; ++lane) {
        const double a = memory.state[memory.at(0, lane)];
        const double b = memory.state[memory.at(1, lane)];
        const double c = memory.state[memory.at(2, lane)];
        ASSERT_EQ(bits_of(memory.next_state[memory.at(0, lane)]), bits_of(apply_operation(operation, a, b, c, -5)))
            << facts_of(operation).name << "(" << a << ", " << b << ", " << c << ")";
      }
    }
  }
}

/// Every choice of uniform and lane operands, over several rows, with the result in place of an operand.
template <int Width>
void expect_patterns_agree() {
  constexpr int rows = 3;
  const std::vector<double> uniform{0.5, -1.5, 2.0, 0.25, 3.0};
  for (int index = static_cast<int>(Operation::negate); index <= static_cast<int>(Operation::copy); ++index) {
    const auto operation = static_cast<Operation>(index);
    for (int pattern = 0; pattern < 8; ++pattern) {
      std::vector<Operand> operands;
      for (int position = 0; position < 3; ++position) {
        operands.push_back(pattern >> position & 1 ? Operand{Segment::constant, position}
                                                   : Operand{Segment::scratch, 3 * position});
      }
      const int detail = operation == Operation::lookup ? 0 : 3;
      Program program;
      program.scratch_slots = 9;
      program.lanes = {make_instruction(operation, {Segment::scratch, 3}, operands, detail)};
      program.lanes[0].rows = rows;
      LaneMemory<Width> memory(program, {}, uniform, kTables);
      TestNumbers numbers(7);
      std::vector<double> before;
      for (std::size_t value = 0; value < 9 * Width; ++value) {
        before.push_back(numbers.between(-2, 2));
        memory.scratch[value] = before.back();
      }
      memory.run(0.0);
      for (int row = 0; row < rows; ++row) {
        for (int lane = 0; lane < Width; ++lane) {
          const auto operand = [&](std::size_t position) {
            const Operand place = operands[position];
            return is_uniform(place.segment) ? uniform[static_cast<std::size_t>(place.slot + row)]
                                             : before[memory.at(place.slot + row, lane)];
          };
          const double expected = operation == Operation::lookup
                                      ? look_up(view_of(kTables[0]), operand(0))
                                      : apply_operation(operation, operand(0), operand(1), operand(2), detail);
          ASSERT_EQ(bits_of(memory.scratch[memory.at(3 + row, lane)]), bits_of(expected))
              << facts_of(operation).name << " pattern " << pattern << " row " << row << " lane " << lane;
        }
      }
      for (int slot : {0, 1, 2, 6, 7, 8}) {  // nothing else is touched
        for (int lane = 0; lane < Width; ++lane) {
          ASSERT_EQ(memory.scratch[memory.at(slot, lane)], before[memory.at(slot, lane)]);
        }
      }
    }
  }
}

TEST(Evaluate, EveryPatternOfOperandsAndRows) {
  expect_patterns_agree<1>();
  expect_patterns_agree<16>();
  expect_patterns_agree<32>();
  expect_patterns_agree<64>();
  expect_patterns_agree<128>();
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
