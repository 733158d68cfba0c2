#include <array>
#include <charconv>

#include "engine/expression/program.hpp"

namespace dosde {
namespace {

std::string text_of(Operand operand) {
  static constexpr std::array<const char*, 7> names{"state",   "next_state", "increment", "lane_input",
                                                    "scratch", "constant",   "clock"};
  return std::string(names[static_cast<std::size_t>(operand.segment)]) + "[" + std::to_string(operand.slot) + "]";
}

std::string text_of(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

std::string text_of(const Instruction& instruction) {
  const OperationFacts& facts = facts_of(instruction.operation);
  const std::string a = text_of(instruction.a);
  std::string right;
  if (instruction.operation == Operation::copy) {
    right = a;
  } else if (instruction.operation == Operation::integer_power) {
    right = a + " ^ " + std::to_string(instruction.detail);
  } else if (instruction.operation == Operation::lookup) {
    right = "lookup(table " + std::to_string(instruction.detail) + ", " + a + ")";
  } else if (facts.notation == Notation::prefix) {
    right = std::string(facts.name) + " " + a;
  } else if (facts.notation == Notation::infix) {
    right = a + " " + std::string(facts.name) + " " + text_of(instruction.b);
  } else {
    right = std::string(facts.name) + "(" + a;
    if (facts.arity > 1) right += ", " + text_of(instruction.b);
    if (facts.arity > 2) right += ", " + text_of(instruction.c);
    right += ")";
  }
  const std::string rows = instruction.rows == 1 ? "" : "  (" + std::to_string(instruction.rows) + " rows)";
  return "  " + text_of(instruction.result) + " = " + right + rows + "\n";
}

std::string text_of(const char* title, const std::vector<Instruction>& instructions) {
  if (instructions.empty()) return {};
  std::string text = std::string(title) + ":\n";
  for (const Instruction& instruction : instructions) text += text_of(instruction);
  return text;
}

}  // namespace

std::string to_text(const Program& program) {
  std::string text;
  const auto first = program.constant_slots - static_cast<std::int32_t>(program.literals.size() + program.once.size());
  for (std::size_t index = 0; index < program.literals.size(); ++index) {
    const Operand place{Segment::constant, first + static_cast<std::int32_t>(index)};
    text += (index == 0 ? "literals:\n  " : "  ") + text_of(place) + " = " + text_of(program.literals[index]) + "\n";
  }
  return text + text_of("once", program.once) + text_of("clock", program.clock) + text_of("lanes", program.lanes);
}

}  // namespace dosde
