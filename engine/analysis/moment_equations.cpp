#include "engine/analysis/moment_equations.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/analysis/second_derivatives.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/smoothness.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

constexpr std::size_t longest_formula = 60;

std::vector<std::size_t> rows_where(const MechanismSet& mechanisms, bool is_clamped) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (mechanisms[i].clamp.has_value() == is_clamped) rows.push_back(i);
  return rows;
}

std::vector<Expression> drifts_of(const MechanismSet& mechanisms) {
  std::vector<Expression> drifts;
  for (const auto& row : mechanisms) drifts.push_back(row.clamp ? Expression(0.0) : row.drift);
  return drifts;
}

std::vector<Expression> clamps_of(const MechanismSet& mechanisms) {
  std::vector<Expression> clamps;
  for (const auto& row : mechanisms)
    if (row.clamp) clamps.push_back(*row.clamp);
  return clamps;
}

/// A square root in the formula that a product of two loadings may multiply out.
std::optional<Expression> find_root(const Expression& formula) {
  std::optional<Expression> found;
  visit_operands_first(formula, [&](const Expression& e) {
    if (e.operation() == Operation::sqrt && !symbols_of(e.operand(0)).empty()) found = e;
  });
  return found;
}

/// A root or a broken power of the state, which has no value where that is negative.
bool has_root(const Expression& formula) {
  bool found = false;
  visit_operands_first(formula, [&](const Expression& e) {
    const bool is_root = e.operation() == Operation::sqrt || e.operation() == Operation::power;
    found = found || (is_root && !symbols_of(e.operand(0)).empty());
  });
  return found;
}

Expression replace_part(const Expression& formula, const Expression& part, const Expression& by) {
  NodeMap<Expression> done;
  visit_operands_first(formula,
                       [&](const Expression& e) { done.emplace(e.node(), e.is_same(part) ? by : rebuild(e, done)); });
  return done.at(formula.node());
}

/// The product with squares of roots multiplied out: r²·a + r·b + c with r = √u is u·a + √u·b + c.
Expression multiply_out_roots(const Expression& product, int depth = 0) {
  const auto root = find_root(product);
  if (!root || depth == 8) return product;
  const std::string name = "root:" + std::to_string(depth);
  const Expression open = replace_part(product, *root, Expression::symbol(name));
  const Expression first = differentiate(open, name);
  const Expression second = assume_finite(differentiate(first, name));
  if (is_zero(differentiate(second, name)) != Proof::proven) return product;
  const auto at_zero = [&](const Expression& e) { return assume_finite(substitute(e, {{name, Expression(0.0)}})); };
  const Expression radicand = root->operand(0);
  const Expression even = assume_finite(at_zero(open) + 0.5 * at_zero(second) * radicand);
  return assume_finite(multiply_out_roots(even, depth + 1) + at_zero(first) * *root);
}

}  // namespace

StateMap::StateMap(std::vector<std::size_t> rows, const std::vector<Expression>& formulas,
                   const std::vector<std::string>& variables, const std::vector<Table>& tables)
    : rows_(std::move(rows)), field_(formulas, variables, tables) {}

std::ptrdiff_t StateMap::first_bent() const {
  return field_.first_bent() < 0 ? -1
                                 : static_cast<std::ptrdiff_t>(rows_[static_cast<std::size_t>(field_.first_bent())]);
}

void StateMap::apply(StateMoments& moments, double time) {
  if (rows_.empty()) return;
  field_.evaluate(moments.mean, time);
  const Eigen::Index size = moments.mean.size();
  Eigen::MatrixXd jacobian = Eigen::MatrixXd::Identity(size, size);
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    jacobian.row(static_cast<Eigen::Index>(rows_[k])) = field_.jacobian().row(static_cast<Eigen::Index>(k));
    moments.mean[static_cast<Eigen::Index>(rows_[k])] = field_.values()[static_cast<Eigen::Index>(k)];
  }
  moments.covariance = (jacobian * moments.covariance * jacobian.transpose()).eval();
}

/// What the members of the equations are made from.
struct MomentEquations::Formulas {
  std::vector<Pair> pairs;
  std::vector<Curvature> curvatures;
  std::vector<Expression> diffusion;  ///< D of the pairs, then the curvatures
  std::string objection;              ///< to D
  std::string additive_objection;
};

MomentEquations::Formulas MomentEquations::read_diffusion(const Model& model, const MechanismSet& mechanisms) {
  const std::vector<std::string> names = model.variable_names();
  Formulas all;
  std::vector<Expression> curved;
  for (std::size_t a = 0; a < mechanisms.size(); ++a) {
    for (std::size_t b = a; b < mechanisms.size(); ++b) {
      if (mechanisms[a].clamp || mechanisms[b].clamp) continue;
      Expression sum;
      for (const auto& first : mechanisms[a].noise)
        for (const auto& second : mechanisms[b].noise)
          if (first.source == second.source) sum = sum + first.loading * second.loading;
      const Expression entry = multiply_out_roots(assume_finite(sum));
      if (is_zero(entry) == Proof::proven) continue;
      const std::size_t pair = all.pairs.size();
      all.pairs.push_back({static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)});
      all.diffusion.push_back(entry);
      const std::string noise = "the noise of '" + names[a] + "'" + (a == b ? "" : " and '" + names[b] + "'") +
                                " has the covariance rate " + to_short_text(entry, longest_formula);
      const auto object = [&] {
        if (all.objection.empty()) all.objection = noise + ", which is not seen to be quadratic in the state";
      };
      if (all.additive_objection.empty() && !(is_smooth_in(entry, names) && is_free_of(entry, names)))
        all.additive_objection = noise + ", which depends on the state";
      if (!is_smooth_in(entry, names)) object();
      for (const auto& [i, j, curvature] : second_derivatives(entry, names)) {
        if (!is_free_of(curvature, names)) object();
        all.curvatures.push_back({pair, i, j});
        curved.push_back(curvature);
      }
    }
  }
  all.diffusion.insert(all.diffusion.end(), curved.begin(), curved.end());
  return all;
}

MomentEquations::MomentEquations(const Model& model, const MechanismSet& mechanisms)
    : MomentEquations(model, mechanisms, read_diffusion(model, mechanisms)) {}

MomentEquations::MomentEquations(const Model& model, const MechanismSet& mechanisms, Formulas formulas)
    : clamped_(rows_where(mechanisms, true)),
      drift_(drifts_of(mechanisms), model.variable_names(), model.inputs),
      pairs_(std::move(formulas.pairs)),
      curvatures_(std::move(formulas.curvatures)),
      diffusion_(formulas.diffusion, model.variable_names(), model.inputs),
      clamps_(clamped_, clamps_of(mechanisms), model.variable_names(), model.inputs),
      objection_(std::move(formulas.objection)),
      additive_objection_(std::move(formulas.additive_objection)) {
  const auto object = [&](std::ptrdiff_t row, const std::string& what) {
    if (row >= 0)
      objection_ = "the " + what + " of '" + model.variables[static_cast<std::size_t>(row)].name +
                   "' is not seen to be affine in the state";
  };
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (!mechanisms[i].clamp && std::any_of(mechanisms[i].noise.begin(), mechanisms[i].noise.end(),
                                            [](const NoiseTerm& term) { return has_root(term.loading); }))
      rows_with_roots_.push_back(static_cast<Eigen::Index>(i));
  object(clamps_.first_bent(), "clamp");
  object(drift_.first_bent(), "drift");
}

void MomentEquations::hold(StateMoments& moments) const {
  for (const auto row : clamped_) {
    const auto i = static_cast<Eigen::Index>(row);
    moments.mean[i] = 0.0;
    moments.covariance.row(i).setZero();
    moments.covariance.col(i).setZero();
  }
}

void MomentEquations::slope(const StateMoments& moments, double time, MomentForm form, StateMoments& result) {
  drift_.evaluate(moments.mean, time);
  result.mean = drift_.values();
  const Eigen::MatrixXd spread = drift_.jacobian() * moments.covariance;
  result.covariance = spread + spread.transpose();
  const Eigen::VectorXd& diffusion = diffusion_.evaluate(moments.mean, time);
  noise_squares_.setZero(moments.mean.size());
  const auto add = [&](const Pair& pair, double value) {
    result.covariance(pair.a, pair.b) += value;
    if (pair.a != pair.b)
      result.covariance(pair.b, pair.a) += value;
    else
      noise_squares_[pair.a] += value;
  };
  for (std::size_t k = 0; k < pairs_.size(); ++k) add(pairs_[k], diffusion[static_cast<Eigen::Index>(k)]);
  if (form != MomentForm::closed) return;
  for (std::size_t k = 0; k < curvatures_.size(); ++k) {
    const Curvature& curvature = curvatures_[k];
    const double half = curvature.a == curvature.b ? 0.5 : 1.0;  // ½ Σ_ab meets a ≠ b twice
    add(pairs_[curvature.pair],
        half * diffusion[static_cast<Eigen::Index>(pairs_.size() + k)] * moments.covariance(curvature.a, curvature.b));
  }
}

}  // namespace dosde
