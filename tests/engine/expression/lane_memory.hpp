#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#include "engine/expression/evaluate.hpp"

namespace dosde {

/// Zeroed doubles aligned to 64 bytes, as a lane block wants them.
class AlignedValues {
 public:
  explicit AlignedValues(std::size_t size) : values_(new (std::align_val_t{64}) double[size > 0 ? size : 1]()) {}
  [[nodiscard]] double* data() const { return values_.get(); }
  double& operator[](std::size_t index) const { return values_.get()[index]; }

 private:
  struct Delete {
    void operator()(double* values) const { ::operator delete[](values, std::align_val_t{64}); }
  };
  std::unique_ptr<double[], Delete> values_;
};

/// How many slots of each segment the caller of a program provides.
struct SegmentSizes {
  int state = 0;
  int next_state = 0;
  int increment = 0;
  int lane_input = 0;
};

/// The memory of one block of `Width` lanes, and the program's bound constants.
template <int Width>
class LaneMemory {
 public:
  LaneMemory(const Program& program, const SegmentSizes& sizes, std::vector<double> constants,
             const std::vector<Table>& tables = {})
      : state(slots(sizes.state)),
        next_state(slots(sizes.next_state)),
        increment(slots(sizes.increment)),
        lane_input(slots(sizes.lane_input)),
        scratch(slots(program.scratch_slots)),
        clock(static_cast<std::size_t>(program.clock_slots)),
        program_(program),
        constants_(std::move(constants)) {
    for (const Table& table : tables) tables_.push_back(view_of(table));
  }

  void run(double time) {
    clock[0] = time;
    evaluate<Width>(
        view(), {state.data(), next_state.data(), increment.data(), lane_input.data(), scratch.data(), clock.data()});
  }

  ProgramView view() const {
    const auto count = [](const auto& list) { return static_cast<std::int32_t>(list.size()); };
    return {program_.once.data(),   program_.clock.data(),   program_.lanes.data(),   constants_.data(),
            tables_.data(),         count(program_.once),    count(program_.clock),   count(program_.lanes),
            count(constants_),      program_.further.data(), program_.watched.data(), count(program_.further),
            count(program_.watched)};
  }

  static std::size_t at(int slot, int lane) { return static_cast<std::size_t>(slot * Width + lane); }

  AlignedValues state, next_state, increment, lane_input, scratch, clock;

 private:
  static std::size_t slots(int count) { return static_cast<std::size_t>(count) * Width; }
  const Program& program_;
  std::vector<double> constants_;
  std::vector<TableView> tables_;
};

}  // namespace dosde
