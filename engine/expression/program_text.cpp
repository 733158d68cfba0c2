#include <fmt/format.h>

#include <array>
#include <string_view>

#include "engine/expression/program.hpp"

namespace dosde {
namespace {

std::string text_of(Operand operand) {
  static constexpr std::array names{"state", "next_state", "increment", "lane_input", "scratch", "constant", "clock"};
  return fmt::format("{}[{}]", names[static_cast<std::size_t>(operand.segment)], operand.slot);
}

std::string right_side_of(const Instruction& instruction) {
  const OperationFacts& facts = facts_of(instruction.operation);
  const std::string a = text_of(instruction.a);
  const std::string b = text_of(instruction.b);
  if (instruction.operation == Operation::copy) return a;
  if (instruction.operation == Operation::lookup) return fmt::format("lookup(table {}, {})", instruction.detail, a);
  if (instruction.operation == Operation::integer_power) return fmt::format("{} ^ {}", a, instruction.detail);
  if (facts.notation == Notation::prefix) return fmt::format("{} {}", facts.name, a);
  if (facts.notation == Notation::infix) return fmt::format("{} {} {}", a, facts.name, b);
  if (facts.arity == 1) return fmt::format("{}({})", facts.name, a);
  if (facts.arity == 2) return fmt::format("{}({}, {})", facts.name, a, b);
  return fmt::format("{}({}, {}, {})", facts.name, a, b, text_of(instruction.c));
}

/// The second operation, on the first one's text.
std::string with_follow_up(const Instruction& instruction, const std::string& first) {
  const std::string d = text_of(instruction.d);
  switch (instruction.follow_up) {
    case FollowUp::none:
      break;
    case FollowUp::add:
      return fmt::format("({}) + {}", first, d);
    case FollowUp::subtract:
      return fmt::format("({}) - {}", first, d);
    case FollowUp::subtract_from:
      return fmt::format("{} - ({})", d, first);
    case FollowUp::multiply:
      return fmt::format("({}) * {}", first, d);
    case FollowUp::multiply_fused:
      return fmt::format("fma({}, {}, {})", first, d, text_of(instruction.e));
    case FollowUp::add_fused:
      return fmt::format("fma({}, {}, {})", d, text_of(instruction.e), first);
  }
  return first;
}

std::string text_of(const Instruction& instruction) {
  const std::string rows = instruction.rows == 1 ? "" : fmt::format("  ({} rows)", instruction.rows);
  return fmt::format("  {} = {}{}\n", text_of(instruction.result),
                     with_follow_up(instruction, right_side_of(instruction)), rows);
}

std::string text_of(std::string_view title, const std::vector<Instruction>& instructions) {
  std::string text = instructions.empty() ? "" : fmt::format("{}:\n", title);
  for (const Instruction& instruction : instructions) text += text_of(instruction);
  return text;
}

}  // namespace

std::string to_text(const Program& program) {
  const std::size_t first =
      static_cast<std::size_t>(program.constant_slots) - program.literals.size() - program.once.size();
  std::string text = program.literals.empty() ? "" : "literals:\n";
  for (std::size_t index = 0; index < program.literals.size(); ++index) {
    text += fmt::format("  constant[{}] = {}\n", first + index, program.literals[index]);
  }
  return text + text_of("once", program.once) + text_of("clock", program.clock) + text_of("lanes", program.lanes);
}

}  // namespace dosde
