#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/expression/program.hpp"
#include "engine/expression/schedule.hpp"
#include "engine/expression/scratch_slots.hpp"

namespace dosde {
namespace {

/// Turns the scheduled subexpressions into instructions: where values live is decided here.
class Compiler {
 public:
  Compiler(const std::vector<Output>& outputs, const Layout& layout, std::int32_t reserved_scratch)
      : outputs_(outputs),
        layout_(layout),
        subexpressions_(collect_subexpressions(outputs, layout)),
        places_(subexpressions_.nodes.size()),
        scratch_(reserved_scratch) {
    check_output_places(reserved_scratch);
  }

  Program compile() {
    pair_operations(subexpressions_);
    place_leaves();
    emit_uniform_work();
    place_outputs();
    emit_lane_work();
    emit_copies();
    program_.scratch_slots = scratch_.count();
    return std::move(program_);
  }

 private:
  const Subexpression& node(int index) const { return subexpressions_.nodes[static_cast<std::size_t>(index)]; }
  Operand& place(int index) { return places_[static_cast<std::size_t>(index)]; }
  int node_count() const { return static_cast<int>(subexpressions_.nodes.size()); }

  void check_output_places(std::int32_t reserved_scratch) const;
  void place_leaves();
  void emit_uniform_work();
  void place_outputs();
  void emit_lane_work();
  void emit_copies();
  Instruction instruction_for(int index);

  const std::vector<Output>& outputs_;
  const Layout& layout_;
  Subexpressions subexpressions_;
  std::vector<Operand> places_;       ///< where each value lives, by node; once known
  std::vector<bool> is_in_output_;    ///< nodes computed straight into their output's place
  std::vector<std::size_t> to_copy_;  ///< outputs whose value lives elsewhere
  ScratchSlots scratch_;
  Program program_;
};

void Compiler::check_output_places(std::int32_t reserved_scratch) const {
  std::set<std::pair<Segment, std::int32_t>> taken;
  for (const auto& [symbol, place] : layout_.inputs) {
    if (place.segment == Segment::scratch && place.slot >= reserved_scratch) {
      throw Error(ErrorKind::internal, "the symbol '" + symbol + "' lives in scratch that is not reserved");
    }
    taken.emplace(place.segment, place.slot);
  }
  for (const Output& output : outputs_) {
    const bool is_reserved = output.place.segment == Segment::scratch && output.place.slot < reserved_scratch;
    if (output.place.segment != Segment::next_state && !is_reserved) {
      throw Error(ErrorKind::internal,
                  "a program's output can be left in next_state or in reserved "
                  "scratch only");
    }
    if (!taken.emplace(output.place.segment, output.place.slot).second) {
      throw Error(ErrorKind::internal,
                  "two outputs, or an output and an "
                  "input, of a program share one place");
    }
  }
}

/// Symbols lie where the layout says, literals after the uniform inputs.
void Compiler::place_leaves() {
  std::map<std::uint64_t, std::int32_t> slot_of_literal;
  for (int index = 0; index < node_count(); ++index) {
    const Expression& expression = node(index).expression;
    if (expression.is_symbol()) place(index) = layout_.inputs.at(expression.name());
    if (!expression.is_constant()) continue;
    const auto next = layout_.uniform_count + static_cast<std::int32_t>(program_.literals.size());
    const auto [entry, is_new] = slot_of_literal.emplace(std::bit_cast<std::uint64_t>(expression.value()), next);
    if (is_new) program_.literals.push_back(expression.value());
    place(index) = {Segment::constant, entry->second};
  }
  program_.constant_slots = layout_.uniform_count + static_cast<std::int32_t>(program_.literals.size());
}

/// Every uniform value has a slot of its own: they are small.
void Compiler::emit_uniform_work() {
  for (int index = 0; index < node_count(); ++index) {
    if (node(index).is_leaf() || node(index).rate == Rate::lanes) continue;
    const bool is_once = node(index).rate == Rate::once;
    place(index) = is_once ? Operand{Segment::constant, program_.constant_slots++}
                           : Operand{Segment::clock, program_.clock_slots++};
    (is_once ? program_.once : program_.clock).push_back(instruction_for(index));
  }
}

/// The first output with a value takes its instruction's result directly; what lives elsewhere already is copied at the
/// end.
void Compiler::place_outputs() {
  is_in_output_.assign(places_.size(), false);
  for (std::size_t output = 0; output < outputs_.size(); ++output) {
    const int index = subexpressions_.outputs[output];
    if (node(index).is_lane_work() && !is_in_output_[static_cast<std::size_t>(index)]) {
      is_in_output_[static_cast<std::size_t>(index)] = true;
      place(index) = outputs_[output].place;
    } else {
      to_copy_.push_back(output);
    }
  }
}

/// Linear scan: a value's slot is free for the result of the very instruction that reads it last.
void Compiler::emit_lane_work() {
  const std::vector<int> order = schedule_lane_work(subexpressions_);
  std::vector<int> last_reader(places_.size(), -1);
  for (const int index : order) {
    for (const int operand : node(index).operands) last_reader[static_cast<std::size_t>(operand)] = index;
  }
  for (const int index : order) {
    std::vector<int> operands = node(index).operands;
    std::sort(operands.begin(), operands.end());
    operands.erase(std::unique(operands.begin(), operands.end()), operands.end());
    for (const int operand : operands) {
      const bool is_in_scratch = node(operand).is_lane_work() && !is_in_output_[static_cast<std::size_t>(operand)];
      if (is_in_scratch && last_reader[static_cast<std::size_t>(operand)] == index) {
        scratch_.give_back(place(operand).slot);
      }
    }
    if (!is_in_output_[static_cast<std::size_t>(index)]) place(index) = {Segment::scratch, scratch_.take()};
    program_.lanes.push_back(instruction_for(index));
  }
}

void Compiler::emit_copies() {
  for (const std::size_t output : to_copy_) {
    program_.lanes.push_back(
        make_instruction(Operation::copy, outputs_[output].place, {place(subexpressions_.outputs[output])}));
  }
}

Instruction Compiler::instruction_for(int index) {
  const Expression& expression = node(index).expression;
  std::vector<Operand> operands;
  for (const int operand : node(index).operands) operands.push_back(place(operand));
  if (node(index).inner >= 0) {
    const auto split = operands.end() - operand_count(node(index).follow_up);
    return make_pair(node(node(index).inner).operation, {operands.begin(), split}, node(index).follow_up,
                     {split, operands.end()}, place(index));
  }
  switch (node(index).operation) {
    case Operation::integer_power:
      if (expression.exponent() == 2) {  // the same bits by a cheaper loop
        return make_instruction(Operation::multiply, place(index), {operands[0], operands[0]});
      }
      return make_instruction(Operation::integer_power, place(index), operands, expression.exponent());
    case Operation::lookup: {
      const auto found = std::find(layout_.tables.begin(), layout_.tables.end(), expression.name());
      if (found == layout_.tables.end()) {
        throw Error(ErrorKind::internal, "the table '" + expression.name() + "' is not in the program's layout");
      }
      const auto detail = static_cast<std::int32_t>(found - layout_.tables.begin());
      return make_instruction(Operation::lookup, place(index), operands, detail);
    }
    default:
      return make_instruction(node(index).operation, place(index), operands);
  }
}

}  // namespace

Program compile_program(const std::vector<Output>& outputs, const Layout& layout, std::int32_t reserved_scratch) {
  return Compiler(outputs, layout, reserved_scratch).compile();
}

}  // namespace dosde
