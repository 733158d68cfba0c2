#include "engine/solvers/affine_rows.hpp"

#include <algorithm>
#include <map>

#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/smoothness.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr std::size_t longest_formula = 60;

class Reader {
 public:
  explicit Reader(const StepProblem& problem) : problem_(problem) {
    for (const auto& row : problem.rows) {
      origin_.emplace(row.name, 0.0);
      names_.push_back(row.name);
    }
  }

  AffineRows read() {
    rows_.sources = sources_of(problem_);
    rows_.loadings.assign(rows_.sources.size(), std::vector<Expression>(problem_.rows.size()));
    for (std::size_t i = 0; i < problem_.rows.size() && !rows_.misfit; ++i) {
      const FreeRow& row = problem_.rows[i];
      if (row.lower || row.upper)
        refuse("row '" + row.name + "' has reflecting bounds", "a reflected linear equation has no Gaussian step",
               "take out the bounds");
      read_coupling(row);
      rows_.constant.push_back(at_origin(row.name, "drift", row.drift));
      for (const auto& term : row.noise) {
        const auto k = std::find(rows_.sources.begin(), rows_.sources.end(), term.source) - rows_.sources.begin();
        Expression& loading = rows_.loadings[static_cast<std::size_t>(k)][i];
        loading = loading + at_origin(row.name, "loading on '" + term.source + "'", term.loading);
      }
    }
    return std::move(rows_);
  }

 private:
  void refuse(const std::string& problem, const std::string& why, const std::string& suggestion) {
    if (!rows_.misfit) rows_.misfit = Misfit{problem, why, suggestion};
  }

  /// The row's coefficients: derivatives that are numbers.
  void read_coupling(const FreeRow& row) {
    const Expression drift = with_values(row.drift, problem_.numbers);
    rows_.coupling.emplace_back();
    if (!is_smooth_in(drift, names_))
      refuse("the drift of row '" + row.name + "' is not linear: it has a jump or a kink, " +
                 to_short_text(drift, longest_formula),
             "only linear equations have an exact Gaussian step", "choose another scheme, or \"auto\"");
    for (const auto& other : problem_.rows) {
      const Expression coefficient =
          depends_on(drift, other.name) ? assume_finite(differentiate(drift, other.name)) : Expression(0.0);
      if (!coefficient.is_constant()) explain(row, other, coefficient);
      rows_.coupling.back().push_back(coefficient.is_constant() ? coefficient.value() : 0.0);
    }
  }

  void explain(const FreeRow& row, const FreeRow& other, const Expression& coefficient) {
    const std::string place = "the drift of row '" + row.name + "'";
    for (const auto& symbol : symbols_of(coefficient)) {
      if (origin_.contains(symbol))
        return refuse(place + " is not seen to be linear: its derivative by '" + other.name + "' is " +
                          to_short_text(coefficient, longest_formula),
                      "only linear equations have an exact Gaussian step", "choose another scheme, or \"auto\"");
      if (symbol == time_symbol().name()) return refuse_time(place);
    }
    refuse(
        place + " has the coefficient " + to_short_text(coefficient, longest_formula) + " at '" + other.name + "'",
        "it differs from trajectory to trajectory or from point to point, and the exponential of the coefficients is "
        "taken once, in numbers",
        "let it be the same everywhere, or choose another scheme");
  }

  void refuse_time(const std::string& place) {
    refuse(place + " names the time or an input", "the exact step is for equations that do not change in time",
           "choose another scheme, or \"auto\"");
  }

  /// What is left of a formula where all states are 0.
  Expression at_origin(const std::string& row, const std::string& part, const Expression& formula) {
    const Expression rest = assume_finite(substitute(formula, origin_));
    if (depends_on(rest, time_symbol().name())) refuse_time("the " + part + " of row '" + row + "'");
    return rest;
  }

  const StepProblem& problem_;
  std::map<std::string, Expression> origin_;
  std::vector<std::string> names_;
  AffineRows rows_;
};

}  // namespace

AffineRows read_affine_rows(const StepProblem& problem) { return Reader(problem).read(); }

}  // namespace dosde
