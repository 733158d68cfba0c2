#include <array>
#include <string>

#include "engine/expression/parse.hpp"
#include "engine/expression/program.hpp"

namespace dosde {
namespace {

std::string text_of(Operand operand) {
  static constexpr std::array names{"state", "next_state", "increment", "lane_input", "scratch", "constant", "clock"};
  return names[static_cast<std::size_t>(operand.segment)] + ("[" + std::to_string(operand.slot) + "]");
}

std::string right_side_of(const Instruction& instruction) {
  const OperationFacts& facts = facts_of(instruction.operation);
  const std::string name(facts.name);
  const std::string detail = std::to_string(instruction.detail);
  const std::string a = text_of(instruction.a);
  const std::string b = text_of(instruction.b);
  if (instruction.operation == Operation::copy) return a;
  if (instruction.operation == Operation::lookup) return "lookup(table " + detail + ", " + a + ")";
  if (instruction.operation == Operation::integer_power) return a + " ^ " + detail;
  if (facts.notation == Notation::prefix) return name + " " + a;
  if (facts.notation == Notation::infix) return a + " " + name + " " + b;
  if (facts.arity == 1) return name + "(" + a + ")";
  if (facts.arity == 2) return name + "(" + a + ", " + b + ")";
  return name + "(" + a + ", " + b + ", " + text_of(instruction.c) + ")";
}

/// What follows, on the first operation's text.
std::string with_follow_up(const Instruction& instruction, const std::string& first) {
  const std::string d = text_of(instruction.d);
  const std::string e = text_of(instruction.e);
  const std::string v = "(" + first + ")";
  switch (instruction.follow_up) {
    case FollowUp::none:
      break;
    case FollowUp::add:
      return v + " + " + d;
    case FollowUp::subtract:
      return v + " - " + d;
    case FollowUp::subtract_from:
      return d + " - " + v;
    case FollowUp::multiply:
      return v + " * " + d;
    case FollowUp::multiply_fused:
      return "fma(" + first + ", " + d + ", " + e + ")";
    case FollowUp::add_fused:
      return "fma(" + d + ", " + e + ", " + first + ")";
    case FollowUp::multiply_add:
      return v + " * " + d + " + " + e;
    case FollowUp::multiply_subtract:
      return v + " * " + d + " - " + e;
    case FollowUp::multiply_subtract_from:
      return e + " - " + v + " * " + d;
    case FollowUp::multiply_multiply:
      return v + " * " + d + " * " + e;
    case FollowUp::add_multiply:
      return "(" + v + " + " + d + ") * " + e;
    case FollowUp::subtract_multiply:
      return "(" + v + " - " + d + ") * " + e;
    case FollowUp::subtract_from_multiply:
      return "(" + d + " - " + v + ") * " + e;
    case FollowUp::add_product:
      return v + " + " + d + " * " + e;
    case FollowUp::subtract_product:
      return v + " - " + d + " * " + e;
    case FollowUp::subtract_from_product:
      return d + " * " + e + " - " + v;
  }
  return first;
}

std::string text_of(const Instruction& instruction) {
  const std::string rows = instruction.rows == 1 ? "" : "  (" + std::to_string(instruction.rows) + " rows)";
  return "  " + text_of(instruction.result) + " = " + with_follow_up(instruction, right_side_of(instruction)) + rows +
         "\n";
}

std::string text_of(const std::string& title, const std::vector<Instruction>& instructions) {
  std::string text = instructions.empty() ? "" : title + ":\n";
  for (const Instruction& instruction : instructions) text += text_of(instruction);
  return text;
}

}  // namespace

std::string to_text(const Program& program) {
  const std::size_t first =
      static_cast<std::size_t>(program.constant_slots) - program.literals.size() - program.once.size();
  std::string text = program.literals.empty() ? "" : "literals:\n";
  for (std::size_t index = 0; index < program.literals.size(); ++index) {
    text += "  constant[" + std::to_string(first + index) + "] = " + number_text(program.literals[index]) + "\n";
  }
  return text + text_of("once", program.once) + text_of("clock", program.clock) + text_of("lanes", program.lanes) +
         text_of("further, where these leave NaN", program.further);
}

}  // namespace dosde
