#include "tests/engine/solvers/summed_areas.hpp"

#include <cmath>
#include <random>
#include <variant>

#include "engine/analysis/formula_field.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/iterated_step.hpp"
#include "engine/solvers/levy_area.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr int finest = 11;
const std::vector<int> area_levels = {4, 5, 6, 7, 8};
constexpr std::size_t area_trajectories = 256;

/// Increments and areas of two sources over a stretch of time.
struct Stretch {
  double first = 0.0;
  double second = 0.0;
  double area = 0.0;  ///< A of the first and the second
};

/// Chen's relation: A over both is A of each and ½ (W_i before · W_j after - W_j before · W_i after).
Stretch join(const Stretch& before, const Stretch& after) {
  return {before.first + after.first, before.second + after.second,
          before.area + after.area + 0.5 * (before.first * after.second - before.second * after.first)};
}

/// A step of a scheme as a function of the states, the increments and the iterated integrals.
class Stepper {
 public:
  Stepper(const std::vector<Variable>& variables, const Scheme& scheme, double step)
      : is_ito_(scheme.integrates == Calculus::ito), step_(step), names_(names_of(variables)) {
    Model model;
    model.variables = variables;
    MechanismSet mechanisms;
    for (const auto& variable : variables) mechanisms.push_back({variable.drift, variable.noise});
    const StepProblem problem = make_step_problem(model, mechanisms, scheme.integrates, step);
    sources_ = sources_of(problem);
    for (const auto& source : sources_) names_.push_back(increment_name(source));
    for (const auto& l : sources_)
      for (const auto& k : sources_) names_.push_back(integral_name(l, k));
    std::vector<Expression> next;
    for (const auto& row : iterated_step(
             problem, [](const std::string&l, const std::string&k) { return Expression::symbol(integral_name(l, k)); }))
      next.push_back(substitute(row.next, {{step_symbol().name(), Expression(step)}}));
    step_formula_.emplace(next, names_, std::vector<Table>{});
    for (const auto& variable : variables)
      start_.push_back(evaluate_scalar(std::get<Expression>(variable.initial), {}));
  }

  double end_of(const std::vector<Stretch>& path) {
    Eigen::VectorXd point(static_cast<Eigen::Index>(names_.size()));
    for (std::size_t i = 0; i < start_.size(); ++i) point[static_cast<Eigen::Index>(i)] = start_[i];
    const auto rows = static_cast<Eigen::Index>(start_.size());
    for (const auto& stretch : path) {
      const double w[2] = {stretch.first, stretch.second};
      const double itos = is_ito_ ? step_ : 0.0;
      point.segment(rows, 6) << w[0], w[1], 0.5 * (w[0] * w[0] - itos), 0.5 * w[0] * w[1] + stretch.area,
          0.5 * w[0] * w[1] - stretch.area, 0.5 * (w[1] * w[1] - itos);
      point.head(rows) = Eigen::VectorXd(step_formula_->evaluate(point, 0.0));
    }
    return point[0];
  }

 private:
  static std::string integral_name(const std::string& l, const std::string& k) { return "I:" + l + ":" + k; }
  static std::vector<std::string> names_of(const std::vector<Variable>& variables) {
    std::vector<std::string> names;
    for (const auto& variable : variables) names.push_back(variable.name);
    return names;
  }

  bool is_ito_;
  double step_;
  std::vector<std::string> names_, sources_;
  std::vector<double> start_;
  std::optional<FormulaSet> step_formula_;
};

/// The path of a trajectory in its finest cells. The law of their areas does not matter at this order: their variance
/// is that of Lévy areas.
std::vector<Stretch> finest_path(std::size_t trajectory) {
  std::mt19937_64 generator(2026 + trajectory);
  std::normal_distribution<double> normal(0.0, std::sqrt(std::ldexp(1.0, -finest)));
  const double half = 0.5 * std::sqrt(std::ldexp(1.0, -finest));
  std::vector<Stretch> path(std::size_t{1} << finest);
  for (auto& cell : path) {
    cell.first = normal(generator);
    cell.second = normal(generator);
    cell.area = half * normal(generator);
  }
  return path;
}

std::vector<Stretch> coarsen(const std::vector<Stretch>& path) {
  std::vector<Stretch> half;
  for (std::size_t i = 0; i < path.size(); i += 2) half.push_back(join(path[i], path[i + 1]));
  return half;
}

}  // namespace

bool draws_areas(const Scheme& scheme) { return scheme.fit == &fit_areas; }

Slope slope_with_summed_areas(const std::vector<Variable>& variables, const Scheme& scheme, const Scheme& reference) {
  Stepper exact(variables, reference, std::ldexp(1.0, -finest));
  std::vector<Stepper> steppers;
  for (const int level : area_levels) steppers.emplace_back(variables, scheme, std::ldexp(1.0, -level));
  std::vector<std::vector<double>> squares(area_levels.size());
  for (std::size_t n = 0; n < area_trajectories; ++n) {
    std::vector<Stretch> path = finest_path(n);
    const double end = exact.end_of(path);
    int level = finest;
    for (std::size_t k = area_levels.size(); k-- > 0;) {
      for (; level > area_levels[k]; --level) path = coarsen(path);
      const double error = steppers[k].end_of(path) - end;
      squares[k].push_back(error * error);
    }
  }
  return slope_of_squares(squares);
}

}  // namespace dosde
