#include <algorithm>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/expression/program.hpp"

namespace dosde {
namespace {

/// Moves the slots of the longer program's own uniform values behind those of the other program.
class SlotShift {
 public:
  SlotShift(const Program& program, const Program& longer)
      : first_(uniform_count_of(longer)),
        literals_(static_cast<std::int32_t>(longer.literals.size())),
        literal_shift_(static_cast<std::int32_t>(program.literals.size())),
        once_shift_(literal_shift_ + static_cast<std::int32_t>(program.once.size())),
        clock_shift_(program.clock_slots - 1) {
    if (uniform_count_of(program) != first_)
      throw Error(ErrorKind::internal, "two programs of different layouts cannot be one");
  }

  [[nodiscard]] std::vector<Instruction> shifted(std::vector<Instruction> instructions) const {
    for (Instruction& instruction : instructions)
      for (Operand* operand :
           {&instruction.result, &instruction.a, &instruction.b, &instruction.c, &instruction.d, &instruction.e})
        shift(*operand);
    return instructions;
  }

  /// The first program's values that are computed once stand behind the literals of both.
  [[nodiscard]] std::vector<Instruction> behind_more_literals(std::vector<Instruction> instructions,
                                                              std::int32_t own_literals) const {
    for (Instruction& instruction : instructions)
      for (Operand* operand :
           {&instruction.result, &instruction.a, &instruction.b, &instruction.c, &instruction.d, &instruction.e})
        if (operand->segment == Segment::constant && operand->slot >= first_ + own_literals) operand->slot += literals_;
    return instructions;
  }

 private:
  static std::int32_t uniform_count_of(const Program& program) {
    return program.constant_slots - static_cast<std::int32_t>(program.literals.size() + program.once.size());
  }
  void shift(Operand& operand) const {
    if (operand.segment == Segment::clock && operand.slot > 0) operand.slot += clock_shift_;
    if (operand.segment == Segment::constant && operand.slot >= first_)
      operand.slot += operand.slot < first_ + literals_ ? literal_shift_ : once_shift_;
  }

  std::int32_t first_;     ///< constant slot behind the uniform inputs
  std::int32_t literals_;  ///< of the longer program
  std::int32_t literal_shift_;
  std::int32_t once_shift_;
  std::int32_t clock_shift_;
};

void append(std::vector<Instruction>& list, const std::vector<Instruction>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

}  // namespace

Program with_further(Program program, const Program& longer, std::vector<std::int32_t> watched) {
  const SlotShift shift(program, longer);
  const auto own_literals = static_cast<std::int32_t>(program.literals.size());
  for (std::vector<Instruction>* list : {&program.once, &program.clock, &program.lanes})
    *list = shift.behind_more_literals(std::move(*list), own_literals);
  append(program.once, shift.shifted(longer.once));
  append(program.clock, shift.shifted(longer.clock));
  program.further = shift.shifted(longer.lanes);
  program.watched = std::move(watched);
  program.literals.insert(program.literals.end(), longer.literals.begin(), longer.literals.end());
  program.constant_slots += static_cast<std::int32_t>(longer.literals.size() + longer.once.size());
  program.clock_slots += longer.clock_slots - 1;
  program.scratch_slots = std::max(program.scratch_slots, longer.scratch_slots);
  return program;
}

}  // namespace dosde
