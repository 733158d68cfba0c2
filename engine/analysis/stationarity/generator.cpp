#include "engine/analysis/stationarity/generator.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/expression/analysis.hpp"

namespace dosde {

Generator::Generator(const Model& model, const MechanismSet& mechanisms) {
  std::vector<Expression> formulas, loadings;
  std::map<std::string, Eigen::Index> sources;
  for (std::size_t i = 0; i < mechanisms.size(); ++i) {
    const Mechanism& row = mechanisms[i];
    if (row.clamp) continue;
    const auto own = static_cast<Eigen::Index>(names_.size());
    names_.push_back(model.variables[i].name);
    if (row.lower || row.upper)
      objection_ = "'" + names_.back() + "' is reflected at a bound, which adds a term that saved states do not show";
    formulas.push_back(row.drift);
    for (const auto& term : row.noise) {
      const auto source = sources.emplace(term.source, static_cast<Eigen::Index>(sources.size())).first->second;
      loadings_.push_back({own, source});
      loadings.push_back(term.loading);
    }
  }
  formulas.insert(formulas.end(), loadings.begin(), loadings.end());
  const std::set<std::string> known(names_.begin(), names_.end());
  for (const auto& formula : formulas)
    for (const auto& symbol : symbols_of(formula))
      if (symbol != "t" && !known.contains(symbol))
        objection_ = "the mechanisms name what is drawn anew for every trajectory ('" +
                     (symbol.starts_with("u:") ? "the value of a clamp" : symbol) + "'), and it is not in the file";
  const auto size = static_cast<Eigen::Index>(names_.size());
  drift_ = Eigen::VectorXd::Zero(size);
  loading_matrix_ = Eigen::MatrixXd::Zero(size, static_cast<Eigen::Index>(sources.size()));
  diffusion_ = Eigen::MatrixXd::Zero(size, size);
  if (objection_.empty()) formulas_.emplace(formulas, names_, model.inputs);
}

void Generator::evaluate(const Eigen::VectorXd& state, double time) {
  const Eigen::VectorXd& values = formulas_->evaluate(state, time);
  drift_ = values.head(drift_.size());
  loading_matrix_.setZero();
  for (std::size_t k = 0; k < loadings_.size(); ++k)
    loading_matrix_(loadings_[k].row, loadings_[k].source) += values[drift_.size() + static_cast<Eigen::Index>(k)];
  diffusion_.noalias() = loading_matrix_ * loading_matrix_.transpose();
}

}  // namespace dosde
