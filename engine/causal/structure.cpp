#include "engine/causal/structure.hpp"

#include <cmath>

#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

/// Points at which a dependence shows at once, so that proofs are needed only where nothing moved: one with all values
/// positive (logarithms, roots), two of either sign.
class Probe {
 public:
  explicit Probe(const Expression& formula) : formula_(formula) {
    for (const auto& table : tables_of(formula))
      tables_.push_back({table, {0.0, 2.0}, {0.3, 1.7}, Interpolation::linear});
    for (int trial = 0; trial < 3; ++trial) {
      Point point{{}, tables_};
      for (const auto& symbol : symbols_of(formula)) point.values[symbol] = some_value(trial > 0);
      values_.push_back(evaluate_scalar(formula, point));
      points_.push_back(std::move(point));
    }
  }

  /// Does the formula's value move with the symbol, by far more than rounding could?
  bool moves_with(const std::string& symbol) {
    for (std::size_t i = 0; i < points_.size(); ++i) {
      double& place = points_[i].values.at(symbol);
      const double kept = place;
      place = some_value(i > 0);
      const double change = std::abs(evaluate_scalar(formula_, points_[i]) - values_[i]);
      place = kept;
      if (std::isfinite(change) && change > 1e-6 * (1.0 + std::abs(values_[i]))) return true;
    }
    return false;
  }

 private:
  /// The next number of a fixed sequence, of magnitude 0.2 to 2.
  double some_value(bool may_be_negative) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;  // Knuth's MMIX generator
    const double magnitude = 0.2 + 1.8 * static_cast<double>(state_ >> 11) * 0x1p-53;
    return may_be_negative && (state_ >> 63) != 0 ? -magnitude : magnitude;
  }

  const Expression& formula_;
  std::vector<Table> tables_;
  std::vector<Point> points_;
  std::vector<double> values_;
  std::uint64_t state_ = 1;
};

}  // namespace

Expression bind_values(const Expression& formula, const std::map<std::string, double>& parameters) {
  std::map<std::string, Expression> values;
  for (const auto& symbol : symbols_of(formula))
    if (const auto found = parameters.find(symbol); found != parameters.end()) values.emplace(symbol, found->second);
  return values.empty() ? formula : substitute(formula, values);
}

Expression with_values(const Expression& formula, const std::map<std::string, double>& parameters) {
  return assume_finite(bind_values(formula, parameters));
}

MechanismSet with_values(MechanismSet mechanisms, const std::map<std::string, double>& parameters) {
  for (auto& row : mechanisms) {
    row.drift = with_values(row.drift, parameters);
    if (row.clamp) row.clamp = with_values(*row.clamp, parameters);
    for (auto& term : row.noise) term.loading = with_values(term.loading, parameters);
  }
  return mechanisms;
}

std::set<std::string> dependencies_of(const Expression& formula) {
  std::set<std::string> names;
  Probe probe(formula);
  for (const auto& symbol : symbols_of(formula)) {
    if (probe.moves_with(symbol)) {
      names.insert(symbol);
      continue;
    }
    const Expression elsewhere = substitute(formula, {{symbol, Expression::symbol("other:" + symbol)}});
    if (is_zero(formula - elsewhere) != Proof::proven) names.insert(symbol);
  }
  return names;
}

std::vector<PresentLoading> present_loadings(const Mechanism& row, const std::map<std::string, double>& parameters) {
  std::vector<PresentLoading> present;
  if (row.clamp) return present;
  for (const auto& term : row.noise) {
    const Expression loading = with_values(term.loading, parameters);
    if (is_zero(loading) != Proof::proven) present.push_back({term.source, loading, dependencies_of(loading)});
  }
  return present;
}

}  // namespace dosde
