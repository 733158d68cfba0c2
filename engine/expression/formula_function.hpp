#pragma once

#include <string>
#include <vector>

#include "engine/expression/program.hpp"
#include "engine/expression/table.hpp"

namespace dosde {

/// Formulas of variables and `t` as one function on the host, compiled. For what is looked at one point at a time.
class FormulaFunction {
 public:
  /// `variables`: names by place in the state. The formulas name nothing else but `t` and the tables.
  FormulaFunction(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                  const std::vector<Table>& tables);

  FormulaFunction(const FormulaFunction&) = delete;  // its views are of its own tables
  FormulaFunction(FormulaFunction&&) = default;
  FormulaFunction& operator=(const FormulaFunction&) = delete;
  FormulaFunction& operator=(FormulaFunction&&) = delete;
  ~FormulaFunction() = default;

  /// The formulas' values, in their order; until the next call. `state`: a value a variable; not read without any.
  const double* operator()(const double* state, double time);

 private:
  Program program_;
  std::vector<Table> tables_;
  std::vector<TableView> views_;
  std::vector<double> constants_, scratch_, clock_;
};

}  // namespace dosde
