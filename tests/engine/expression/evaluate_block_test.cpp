// Each loop of the interpreter by itself: every operation, every pair, every choice of uniform operands, against one
// lane.
#include "engine/expression/evaluate_block.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/expression/apply.hpp"
#include "engine/expression/evaluate.hpp"
#include "tests/engine/expression/bits.hpp"
#include "tests/engine/expression/lane_memory.hpp"

namespace dosde {
namespace {

const std::vector<Table> kTables{{"light", {0.0, 1.0, 2.5}, {1.0, -2.0, 0.5}, Interpolation::linear}};

/// 100,000 values of every operation: packs (which may branch on their neighbours) against one lane.
TEST(EvaluateBlock, PacksHaveTheBitsOfSingleLanes) {
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

/// The same for pairs: every operation, follow-up and choice of uniform operands.
template <int Width>
void expect_pairs_agree() {
  constexpr int rows = 3;
  const std::vector<double> uniform{0.5, -1.5, 2.0, 0.25, 3.0, -0.75, 1.25};
  const auto is_lane = [](Operand operand) { return !is_uniform(operand.segment); };
  for (const Operation operation : kPairOperations) {
    const int count = operand_count(operation);
    for (int choice = 0; choice < kFollowUps * 32; ++choice) {
      const auto follow_up = static_cast<FollowUp>(choice / 32 + 1);
      std::vector<Operand> operands;
      for (int position = 0; position < count + operand_count(follow_up); ++position) {
        operands.push_back(choice >> position & 1 ? Operand{Segment::constant, position}
                                                  : Operand{Segment::scratch, 3 * position});
      }
      const auto split = operands.begin() + count;
      if (std::none_of(operands.begin(), split, is_lane)) continue;
      const int place = 3 * (choice % 5);
      Program program;
      program.scratch_slots = 15;
      program.lanes = {make_pair(operation, {operands.begin(), split}, follow_up, {split, operands.end()},
                                 {Segment::scratch, place})};
      program.lanes[0].rows = rows;
      LaneMemory<Width> memory(program, {}, uniform);
      TestNumbers numbers(8);
      std::vector<double> before;
      for (std::size_t value = 0; value < 15 * Width; ++value) {
        before.push_back(numbers.between(-2, 2));
        memory.scratch[value] = before.back();
      }
      memory.run(0.0);
      for (int row = 0; row < rows; ++row) {
        for (int lane = 0; lane < Width; ++lane) {
          std::vector<double> values;
          for (const Operand operand : operands) {
            values.push_back(is_lane(operand) ? before[memory.at(operand.slot + row, lane)]
                                              : uniform[static_cast<std::size_t>(operand.slot + row)]);
          }
          values.resize(6);
          const auto other = static_cast<std::size_t>(count);
          const double value = apply_operation(operation, values[0], values[1], values[2], 2);
          const double expected = apply_second(follow_up, value, values[other], values[other + 1]);
          ASSERT_EQ(bits_of(memory.scratch[memory.at(place + row, lane)]), bits_of(expected)) << to_text(program);
        }
      }
    }
  }
}

TEST(EvaluateBlock, EveryPatternOfOperandsAndRows) {
  expect_patterns_agree<1>();
  expect_patterns_agree<16>();
  expect_patterns_agree<32>();
  expect_patterns_agree<64>();
  expect_patterns_agree<128>();
}

TEST(EvaluateBlock, EveryPatternOfPairs) {
  expect_pairs_agree<1>();
  expect_pairs_agree<16>();
  expect_pairs_agree<128>();
}

}  // namespace
}  // namespace dosde
