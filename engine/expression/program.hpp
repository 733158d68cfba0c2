#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/core/device.hpp"
#include "engine/expression/expression.hpp"
#include "engine/expression/follow_up.hpp"
#include "engine/expression/table.hpp"

namespace dosde {

/// Where a program's values live. A lane segment holds one block of `Width` values a slot, a uniform segment one value
/// a slot.
enum class Segment : std::uint8_t {
  state,       ///< lanes: the state rows at the start of the step (read only)
  next_state,  ///< lanes: the rows written by the program; rows that a program does not write keep what they had
  increment,   ///< lanes: Brownian increments of the sources over the step
  lane_input,  ///< lanes: values that differ from lane to lane and hold still in time: drawn parameters, draws of
               ///< clamps
  scratch,     ///< lanes: intermediate results; registers are reused
  constant,    ///< uniform: literals, uniform parameters, the step, and what is computed from these alone, once
  clock,       ///< uniform: slot 0 is the time; what is computed from the time and constants, once per evaluation
};

constexpr bool is_uniform(Segment segment) { return segment >= Segment::constant; }

struct Operand {
  Segment segment = Segment::constant;
  std::int32_t slot = 0;
  friend bool operator==(const Operand &, const Operand &) = default;
};

/// One or two operations on whole lane blocks: shape rows x lanes. With rows = r an operand names r consecutive slots
/// (a uniform operand: one value a row), and the operations run over r*Width values: result = follow_up(operation(a, b,
/// c), d, e). Made by make_instruction and make_pair.
struct Instruction {
  Operation operation = Operation::copy;
  FollowUp follow_up = FollowUp::none;
  std::uint16_t kernel =
      0;  ///< index of the interpreter's loop for this operation, follow-up and pattern of uniform operands
  std::int32_t rows = 1;  ///< at least 1
  Operand result;
  Operand a;
  Operand b;                ///< = a where the operation has one operand
  Operand c;                ///< = a where it has fewer than three
  Operand d;                ///< = a where there is no follow-up
  Operand e;                ///< = d where the follow-up has fewer than two operands
  std::int32_t detail = 0;  ///< exponent of an integer power, index of a looked-up table
  friend bool operator==(const Instruction &, const Instruction &) = default;
};

/// An instruction of one row from one to three operands.
Instruction make_instruction(Operation operation, Operand result, const std::vector<Operand> &operands,
                             std::int32_t detail = 0);

/// Can operation and follow-up be one instruction? Yes for add, subtract, multiply, fused_multiply_add and squares (as
/// integer_power) with any follow-up.
bool is_pair_operation(Operation operation);

/// An instruction of one row with a follow-up of one or two operands; an integer power is the square; at least one
/// operand of the operation being a lane operand.
Instruction make_pair(Operation operation, const std::vector<Operand> &operands, FollowUp follow_up,
                      const std::vector<Operand> &follow_up_operands, Operand result);

/// Which symbol lives where. Built once a run; equal for all programs of it.
struct Layout {
  std::map<std::string, Operand> inputs;  ///< symbol -> state, increment, lane_input, constant (uniform parameters,
                                          ///< "step") or clock ("t" = slot 0)
  std::vector<std::string> tables;        ///< order of the table views
  std::int32_t uniform_count = 0;         ///< the first constant slots, filled by the caller with the uniform inputs
};

/// A value to compute and where to leave it (next_state, scratch or clock slot ranges chosen by the caller; outputs may
/// not overlap).
struct Output {
  Expression value;
  Operand place;
};

/// A compiled formula set: flat instruction lists. Plain data, comparable: equal programs are stored once.
struct Program {
  std::vector<Instruction> once;   ///< uniform, run when constants are bound
  std::vector<Instruction> clock;  ///< uniform, run at every evaluation (they depend on the time)
  std::vector<Instruction> lanes;  ///< run over the lane block
  /// Run after `lanes` where these leave NaN in a `watched` slot of next_state in a lane whose state has none there:
  /// longer formulas of the same outputs, which have the same value wherever the others have one.
  std::vector<Instruction> further;
  std::vector<std::int32_t> watched;
  std::vector<double> literals;  ///< constant slots uniform_count … uniform_count + size - 1
  std::int32_t constant_slots = 0;
  std::int32_t clock_slots = 1;
  std::int32_t scratch_slots = 0;  ///< including the outputs that the caller placed in scratch
  friend bool operator==(const Program &, const Program &) = default;
};

/// Compiles formulas into one program: common subexpressions once, uniform work hoisted, registers reused, an output
/// written straight into its place where nothing reads that place later. `reserved_scratch` slots at the start of
/// scratch belong to the caller (outputs placed in scratch). Throws Error (internal) for a symbol that the layout does
/// not know.
Program compile_program(const std::vector<Output> &outputs, const Layout &layout, std::int32_t reserved_scratch = 0);

/// The program with that of longer formulas for the same outputs as its `further` instructions; `watched`: the slots of
/// next_state whose formulas differ.
Program with_further(Program program, const Program &longer, std::vector<std::int32_t> watched);

/// The constant segment: uniform inputs (uniform_count values), then literals, then the results of `once`.
std::vector<double> bind_constants(const Program &program, const std::vector<double> &uniform_inputs,
                                   const std::vector<Table> &tables);

/// A readable listing, one instruction a line, for `plan -v` and tests.
std::string to_text(const Program &program);

/// What a kernel sees: pointers into memory of the execution space. Trivially copyable.
struct ProgramView {
  const Instruction *once = nullptr;
  const Instruction *clock = nullptr;
  const Instruction *lanes = nullptr;
  const double *constants = nullptr;
  const TableView *tables = nullptr;
  std::int32_t once_count = 0;
  std::int32_t clock_count = 0;
  std::int32_t lane_count = 0;
  std::int32_t constant_count = 0;
  const Instruction *further = nullptr;
  const std::int32_t *watched = nullptr;
  std::int32_t further_count = 0;
  std::int32_t watched_count = 0;
};

}  // namespace dosde
