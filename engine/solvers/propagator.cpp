#include "engine/solvers/propagator.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <map>
#include <unsupported/Eigen/MatrixFunctions>

namespace dosde {
namespace {

/// Longer than the coefficients that come out, and never vectorised: they are the same bits with every instruction set.
using Real = long double;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using Row = Eigen::Matrix<Real, 1, Eigen::Dynamic>;
using Ancestors = std::vector<std::size_t>;  ///< in rising order, the row itself included

/// Panels of Gauss–Legendre nodes over [0, 1]: enough for polynomials of degree 63 times e^{-250 u}.
constexpr int panels = 16;
constexpr unsigned panel_nodes = 20;

struct Node {
  Real place;   ///< in [0, 1]
  Real weight;  ///< of a sum to 1
};

/// The rule on one panel, stretched to [0, 1].
std::vector<Node> gauss_rule() {
  using Rule = boost::math::quadrature::gauss<Real, panel_nodes>;
  std::vector<Node> nodes;
  for (std::size_t q = 0; q < Rule::abscissa().size(); ++q)
    for (const Real sign : {-1, 1}) nodes.push_back({(1 + sign * Rule::abscissa()[q]) / 2, Rule::weights()[q] / 2});
  return nodes;
}

/// Orthonormal Legendre polynomials p_0, p_1, … on [0, 1] at a place.
std::vector<Real> legendre_at(Real place) {
  const Real x = 2 * place - 1;
  std::vector<Real> values = {1, x};
  for (std::size_t m = 1; values.size() < most_weights; ++m) {
    const auto degree = static_cast<Real>(m);
    values.push_back(((2 * degree + 1) * x * values[m] - degree * values[m - 1]) / (degree + 1));
  }
  for (std::size_t m = 0; m < values.size(); ++m) values[m] *= std::sqrt(2 * static_cast<Real>(m) + 1);
  return values;
}

Ancestors ancestors_of(std::size_t row, const TableauMatrix& coupling) {
  std::vector<bool> is_met(coupling.size(), false);
  Ancestors open = {row};
  is_met[row] = true;
  while (!open.empty()) {
    const std::size_t child = open.back();
    open.pop_back();
    for (std::size_t parent = 0; parent < coupling.size(); ++parent)
      if (coupling[child][parent] != 0.0 && !is_met[parent]) {
        is_met[parent] = true;
        open.push_back(parent);
      }
  }
  Ancestors found;
  for (std::size_t i = 0; i < is_met.size(); ++i)
    if (is_met[i]) found.push_back(i);
  return found;
}

/// The exponentials that the rows with these ancestors need.
struct Exponentials {
  Matrix step;                ///< e^B, B = A h among the ancestors
  Matrix panel;               ///< e^{B / panels}
  std::vector<Matrix> nodes;  ///< e^{B place / panels}
};

Exponentials exponentials_of(const Ancestors& ancestors, const TableauMatrix& coupling, double step,
                             const std::vector<Node>& rule) {
  const auto size = static_cast<Eigen::Index>(ancestors.size());
  Matrix b(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j)
      b(i, j) = step * coupling[ancestors[static_cast<std::size_t>(i)]][ancestors[static_cast<std::size_t>(j)]];
  Exponentials all{b.exp(), (b / panels).exp(), {}};
  for (const Node& node : rule) all.nodes.push_back((b * (node.place / panels)).exp());
  return all;
}

/// How many terms of one entry's series carry its variance; most_weights + 1 where they do not suffice.
std::size_t count_terms(const std::vector<Real>& terms, Real total) {
  Real tail = 0;
  for (std::size_t m = most_weights; m-- > 0;) {
    tail += terms[m] * terms[m];
    if (tail > negligible_variance * total) return m + 2 > most_weights ? most_weights + 1 : m + 1;
  }
  return 1;
}

/// One row of the propagator, on its ancestors.
struct Responses {
  std::vector<std::vector<Real>> terms;  ///< [ancestor][m]
  std::vector<Real> totals;              ///< [ancestor] ∫_0^1 (e^{Ahu})² du
};

/// v = 1 - u is how long ago the noise came in: p_m(u) = (-1)^m p_m(v).
Responses responses_of(const Exponentials& e, Eigen::Index own, const std::vector<Node>& rule) {
  const auto size = static_cast<std::size_t>(e.step.rows());
  Responses all{std::vector<std::vector<Real>>(size, std::vector<Real>(most_weights, 0)), std::vector<Real>(size, 0)};
  Row start = Row::Unit(e.step.rows(), own);
  for (int panel = 0; panel < panels; ++panel) {
    for (std::size_t q = 0; q < rule.size(); ++q) {
      const Row response = start * e.nodes[q];
      const std::vector<Real> legendre = legendre_at((panel + rule[q].place) / panels);
      for (std::size_t j = 0; j < size; ++j) {
        const Real value = response[static_cast<Eigen::Index>(j)];
        const Real part = rule[q].weight / panels * value;
        all.totals[j] += part * value;
        for (std::size_t m = 0; m < most_weights; ++m) all.terms[j][m] += (m % 2 == 0 ? part : -part) * legendre[m];
      }
    }
    start = (start * e.panel).eval();
  }
  return all;
}

}  // namespace

Propagator make_propagator(const TableauMatrix& coupling, const std::vector<bool>& is_loaded, double step) {
  const std::size_t size = coupling.size();
  const std::vector<Node> rule = gauss_rule();
  const TableauMatrix zero(size, std::vector<double>(size, 0.0));
  Propagator result{zero, std::vector<TableauMatrix>(most_weights, zero)};
  std::map<Ancestors, Exponentials> known;
  std::size_t terms_needed = 2;
  for (std::size_t i = 0; i < size; ++i) {
    const Ancestors ancestors = ancestors_of(i, coupling);
    auto found = known.find(ancestors);
    if (found == known.end()) found = known.emplace(ancestors, exponentials_of(ancestors, coupling, step, rule)).first;
    const auto own = std::lower_bound(ancestors.begin(), ancestors.end(), i) - ancestors.begin();
    const Responses responses = responses_of(found->second, own, rule);
    for (std::size_t a = 0; a < ancestors.size(); ++a) {
      const std::size_t j = ancestors[a];
      result.state[i][j] = static_cast<double>(found->second.step(own, static_cast<Eigen::Index>(a)));
      // Every entry has its own length: what other rows need adds nothing to this one. The constant part needs m = 0.
      const std::size_t count = is_loaded[j] ? count_terms(responses.terms[a], responses.totals[a]) : 1;
      for (std::size_t m = 0; m < std::min(count, most_weights); ++m)
        result.weights[m][i][j] = static_cast<double>(responses.terms[a][m]);
      terms_needed = std::max(terms_needed, count);
    }
  }
  result.is_resolved = terms_needed <= most_weights;
  result.weights.resize(std::min(terms_needed + terms_needed % 2, most_weights));
  return result;
}

}  // namespace dosde
