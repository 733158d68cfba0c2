#include "engine/analysis/formula_field.hpp"

#include <algorithm>

#include "engine/expression/analysis.hpp"
#include "engine/expression/evaluate.hpp"
#include "engine/expression/smoothness.hpp"

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

FormulaSet::FormulaSet(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                       const std::vector<Table>& tables)
    : program_(compile_formulas(formulas, variables, tables)),
      tables_(tables),
      constants_(bind_constants(program_, {}, tables)),
      scratch_(static_cast<std::size_t>(program_.scratch_slots) + formulas.size() + 1),
      clock_(static_cast<std::size_t>(program_.clock_slots)),
      values_(static_cast<Eigen::Index>(formulas.size())) {
  for (const auto& table : tables_) views_.push_back(view_of(table));
}

const Eigen::VectorXd& FormulaSet::evaluate(const Eigen::VectorXd& state, double time) {
  ProgramView view;
  view.clock = program_.clock.data();
  view.lanes = program_.lanes.data();
  view.constants = constants_.data();
  view.tables = views_.data();
  view.clock_count = static_cast<std::int32_t>(program_.clock.size());
  view.lane_count = static_cast<std::int32_t>(program_.lanes.size());
  view.constant_count = static_cast<std::int32_t>(constants_.size());
  LaneBlock block;
  block.state = state.data();
  block.scratch = scratch_.data();
  block.clock = clock_.data();
  clock_[0] = time;
  dosde::evaluate<1>(view, block);
  std::copy_n(scratch_.begin(), values_.size(), values_.data());
  return values_;
}

FormulaField::FormulaField(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                           const std::vector<Table>& tables)
    : values_(static_cast<Eigen::Index>(formulas.size())),
      jacobian_(Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(formulas.size()),
                                      static_cast<Eigen::Index>(variables.size()))) {
  std::vector<Expression> all = formulas;
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    if (first_bent_ < 0 && !is_smooth_in(formulas[i], variables)) first_bent_ = static_cast<std::ptrdiff_t>(i);
    for (std::size_t j = 0; j < variables.size(); ++j) {
      if (!depends_on(formulas[i], variables[j])) continue;
      const Expression derivative = assume_finite(differentiate(formulas[i], variables[j]));
      if (derivative.is_constant(0.0)) continue;
      if (first_bent_ < 0 && !is_free_of(derivative, variables)) first_bent_ = static_cast<std::ptrdiff_t>(i);
      entries_.push_back({static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)});
      all.push_back(derivative);
    }
  }
  formulas_.emplace(all, variables, tables);
}

void FormulaField::evaluate(const Eigen::VectorXd& state, double time) {
  const Eigen::VectorXd& all = formulas_->evaluate(state, time);
  values_ = all.head(values_.size());
  for (std::size_t k = 0; k < entries_.size(); ++k)
    jacobian_(entries_[k].row, entries_[k].column) = all[values_.size() + static_cast<Eigen::Index>(k)];
}

bool is_free_of(const Expression& formula, const std::vector<std::string>& variables) {
  return std::all_of(variables.begin(), variables.end(), [&](const std::string& variable) {
    return !depends_on(formula, variable) || is_zero(differentiate(formula, variable)) == Proof::proven;
  });
}

}  // namespace dosde
