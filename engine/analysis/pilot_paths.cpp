#include "engine/analysis/pilot_paths.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;

constexpr int paths = 8;
constexpr int steps = 400;          ///< a path
constexpr double short_part = 0.2;  ///< of the fastest rate's time, that a step is no longer than
/// Oscillations, which ask for eigenvalues on the way, are watched on so many paths, in looks so many steps apart: a
/// quarter of a turn of the fastest, or less.
constexpr int watched_paths = 2, watch_stride = 8;
constexpr std::uint64_t seed = 1;

/// Loadings of all rows as one list of formulas, and whose they are.
struct Loadings {
  struct Place {
    Eigen::Index row;
    std::size_t source;
  };
  std::vector<Expression> formulas;
  std::vector<Place> places;
  std::size_t sources = 0;
};

Loadings list_loadings(const FrozenRows& rows, const Model& model) {
  Loadings all;
  std::map<std::string, std::size_t> number_of;
  for (std::size_t row = 0; row < rows.loadings.size(); ++row)
    for (const auto& term : rows.loadings[row]) {
      if (model.find_jump(term.source) != nullptr) continue;
      const std::size_t source = number_of.emplace(term.source, number_of.size()).first->second;
      all.formulas.push_back(term.loading);
      all.places.push_back({static_cast<Eigen::Index>(row), source});
    }
  all.sources = number_of.size();
  return all;
}

/// One fold at each bound; a pilot's short steps need no more.
double folded(double x, double lower, double upper) {
  if (x < lower) x = 2.0 * lower - x;
  return x > upper ? std::max(lower, 2.0 * upper - x) : x;
}

}  // namespace

FastestRate fastest_rate_on_pilot_paths(DriftField& field, const FrozenRows& rows, const Model& model, double span,
                                        OscillationWatch& watch) {
  const Loadings loadings = list_loadings(rows, model);
  FormulaSet noise(loadings.formulas, rows.names, model.inputs);
  FormulaSet drift(rows.drifts, rows.names, model.inputs);
  std::mt19937_64 bits(seed);
  std::vector<double> increments(loadings.sources);
  FastestRate fastest;
  for (int path = 0; path < (loadings.sources == 0 ? 1 : paths); ++path) {
    Vector x = field.start();
    double largest_norm = 0.0, rate = 0.0, elapsed = 0.0;
    watch.leave();
    for (int i = 0; i < steps; ++i) {
      const Eigen::MatrixXd jacobian = field.jacobian(x);
      const double norm = jacobian.norm();
      if (std::isfinite(norm) && norm > largest_norm) {
        largest_norm = norm;
        rate = std::max(rate, field.eigenvalues(jacobian).cwiseAbs().maxCoeff());
        fastest.meet(rate, elapsed);
      }
      const double step = std::min(span / steps, rate > 0.0 ? short_part / rate : span);
      if (path < watched_paths && i % watch_stride == 0 && std::isfinite(norm) && !watch.is_idle())
        watch.pass(field.eigenvalues(jacobian), elapsed, watch_stride * step);
      for (double& increment : increments) increment = (bits() >> 63U) != 0 ? std::sqrt(step) : -std::sqrt(step);
      Vector next = x + step * drift.evaluate(x, field.time());
      const Vector& scales = noise.evaluate(x, field.time());
      for (std::size_t k = 0; k < loadings.places.size(); ++k)
        next[loadings.places[k].row] += scales[static_cast<Eigen::Index>(k)] * increments[loadings.places[k].source];
      if (!next.allFinite()) break;
      for (Eigen::Index row = 0; row < next.size(); ++row) {
        const auto place = static_cast<std::size_t>(row);
        next[row] = folded(next[row], rows.lower[place], rows.upper[place]);
      }
      x = next;
      elapsed += step;
    }
  }
  return fastest;
}

}  // namespace dosde
