#include "engine/expression/formula_function.hpp"

#include "engine/expression/evaluate.hpp"

namespace dosde {
namespace {

Program compile_formulas(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                         const std::vector<Table>& tables) {
  Layout layout;
  for (std::size_t i = 0; i < variables.size(); ++i)
    layout.inputs[variables[i]] = {Segment::state, static_cast<std::int32_t>(i)};
  layout.inputs["t"] = {Segment::clock, 0};
  for (const auto& table : tables) layout.tables.push_back(table.name);
  std::vector<Output> outputs;
  for (const auto& formula : formulas)
    outputs.push_back({formula, {Segment::scratch, static_cast<std::int32_t>(outputs.size())}});
  return compile_program(outputs, layout, static_cast<std::int32_t>(outputs.size()));
}

}  // namespace

FormulaFunction::FormulaFunction(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                                 const std::vector<Table>& tables)
    : program_(compile_formulas(formulas, variables, tables)),
      tables_(tables),
      constants_(bind_constants(program_, {}, tables)),
      scratch_(static_cast<std::size_t>(program_.scratch_slots) + formulas.size() + 1),
      clock_(static_cast<std::size_t>(program_.clock_slots)) {
  for (const auto& table : tables_) views_.push_back(view_of(table));
}

const double* FormulaFunction::operator()(const double* state, double time) {
  ProgramView view;
  view.clock = program_.clock.data();
  view.lanes = program_.lanes.data();
  view.constants = constants_.data();
  view.tables = views_.data();
  view.clock_count = static_cast<std::int32_t>(program_.clock.size());
  view.lane_count = static_cast<std::int32_t>(program_.lanes.size());
  view.constant_count = static_cast<std::int32_t>(constants_.size());
  LaneBlock block;
  block.state = state;
  block.scratch = scratch_.data();
  block.clock = clock_.data();
  clock_[0] = time;
  evaluate<1>(view, block);
  return scratch_.data();
}

}  // namespace dosde
