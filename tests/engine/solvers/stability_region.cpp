#include "tests/engine/solvers/stability_region.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <vector>

#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "tests/engine/solvers/summed_areas.hpp"

namespace dosde {
namespace {

constexpr double farthest = 1e3;  ///< as far as one looks
constexpr double tolerance = 1e-10;

struct Node {
  double value, weight;
};

/// The Gauss–Hermite rule for N(0, 1) with n nodes, by the eigenvalues of its Jacobi matrix (Golub & Welsch 1969).
std::vector<Node> gauss_hermite(int n) {
  Eigen::MatrixXd jacobi = Eigen::MatrixXd::Zero(n, n);
  for (int i = 1; i < n; ++i) jacobi(i, i - 1) = jacobi(i - 1, i) = std::sqrt(i);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(jacobi);
  std::vector<Node> nodes;
  for (int i = 0; i < n; ++i) nodes.push_back({solver.eigenvalues()[i], std::pow(solver.eigenvectors()(0, i), 2)});
  return nodes;
}

/// The numbers of a source and step of length 1: the first and, for some, a second one.
std::vector<Node> first_numbers(PathDetail detail) {
  static const std::vector<Node> normal = gauss_hermite(32);
  const double root = std::sqrt(3.0);
  if (detail == PathDetail::two_points) return {{-1.0, 0.5}, {1.0, 0.5}};
  if (detail == PathDetail::three_points) return {{-root, 1.0 / 6.0}, {0.0, 2.0 / 3.0}, {root, 1.0 / 6.0}};
  return normal;
}

std::vector<Node> second_numbers(PathDetail detail) {
  if (detail == PathDetail::increments || detail == PathDetail::two_points) return {{0.0, 1.0}};
  if (detail == PathDetail::three_points) return {{-1.0, 0.5}, {1.0, 0.5}};
  std::vector<Node> areas = gauss_hermite(6);
  for (auto& node : areas) node.value /= std::sqrt(12.0);
  return areas;
}

struct TestRow {
  std::string name;
  Expression drift;
  Expression loading;
};

/// A problem of linear rows, in numbers, with steps of 1; nothing where the scheme does not serve it.
std::optional<StepProblem> make_problem(const Scheme& scheme, NoiseClass noise_class,
                                        const std::vector<TestRow>& rows) {
  if (!order_on(scheme, noise_class)) return std::nullopt;
  Model model;
  MechanismSet mechanisms(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Variable variable;
    variable.name = rows[i].name;
    model.variables.push_back(variable);
    mechanisms[i].drift = rows[i].drift;
    if (!rows[i].loading.is_constant(0.0)) mechanisms[i].noise.push_back({"W", rows[i].loading, {}});
  }
  const StepProblem problem = make_step_problem(model, mechanisms, scheme.integrates, 1.0);
  if (scheme.fit != nullptr && scheme.fit(problem).misfit) return std::nullopt;
  return problem;
}

/// The first place from 0 on where `excess` is above 0, by ever longer looks and then by halves.
double first_crossing(const std::function<double(double)>& excess) {
  double inside = 0.0;
  double look = 1.0 / 32.0;
  while (inside < farthest) {
    double outside = inside + look;
    if (excess(outside) > 0.0) {
      for (int i = 0; i < 40; ++i) {
        const double middle = 0.5 * (inside + outside);
        (excess(middle) > 0.0 ? outside : inside) = middle;
      }
      return 0.5 * (inside + outside);
    }
    inside = outside;
    look = std::max(look, inside / 16.0);
  }
  return std::numeric_limits<double>::infinity();
}

}  // namespace

std::optional<double> mean_square_factor(const Scheme& scheme, double z, double w) {
  const Expression x = Expression::symbol("x");
  const auto problem = make_problem(scheme, w == 0.0 ? NoiseClass::none : NoiseClass::scalar,
                                    {{"x", z * x, w == 0.0 ? Expression() : std::sqrt(w) * x}});
  if (!problem) return std::nullopt;
  const Expression next = scheme.step(*problem)[0].next;
  Point point;
  point.values = {{"t", 0.0}, {step_symbol().name(), 1.0}};
  double sum = 0.0;
  for (const Node& first : first_numbers(scheme.detail))
    for (const Node& second : second_numbers(scheme.detail)) {
      point.values[increment_name("W")] = first.value;
      point.values[second_name(scheme.detail, "W")] = second.value;
      point.values["x"] = 1.0;
      const double r = evaluate_scalar(next, point);
      point.values["x"] = 3.0;
      if (std::abs(evaluate_scalar(next, point) - 3.0 * r) > 1e-9 * (1.0 + std::abs(r))) return std::nullopt;
      sum += first.weight * second.weight * r * r;
    }
  return sum;
}

std::optional<double> rotation_factor(const Scheme& scheme, double b) {
  const Expression x = Expression::symbol("x"), y = Expression::symbol("y");
  const auto problem = make_problem(scheme, NoiseClass::none, {{"x", -b * y, {}}, {"y", b * x, {}}});
  if (!problem) return std::nullopt;
  const auto rows = scheme.step(*problem);
  Point point;
  point.values = {{"t", 0.0}, {step_symbol().name(), 1.0}};
  const auto image = [&](double u, double v) {
    point.values["x"] = u;
    point.values["y"] = v;
    return Eigen::Vector2d(evaluate_scalar(rows[0].next, point), evaluate_scalar(rows[1].next, point));
  };
  Eigen::Matrix2d step;
  step << image(1.0, 0.0), image(0.0, 1.0);
  if ((image(3.0, -2.0) - step * Eigen::Vector2d(3.0, -2.0)).norm() > 1e-9 * (1.0 + step.norm())) return std::nullopt;
  return step.eigenvalues().cwiseAbs().maxCoeff();
}

std::optional<double> stationary_variance_ratio(const Scheme& scheme, double z) {
  const auto problem =
      make_problem(scheme, NoiseClass::additive, {{"x", z * Expression::symbol("x"), Expression(1.0)}});
  if (!problem) return std::nullopt;
  const Expression next = scheme.step(*problem)[0].next;  // R x + Σ_k c_k Z_k
  const std::set<std::string> symbols = symbols_of(next);
  Point point;
  for (const auto& symbol : symbols) point.values[symbol] = 0.0;
  point.values[step_symbol().name()] = 1.0;
  const auto part_of = [&](const std::string& symbol, double value) {
    point.values[symbol] = value;
    const double image = evaluate_scalar(next, point);
    point.values[symbol] = 0.0;
    return image;
  };
  const double r = part_of("x", 1.0);
  if (!(std::abs(r) < 1.0) || std::abs(part_of("x", 3.0) - 3.0 * r) > 1e-9) return std::nullopt;
  double added = 0.0;
  for (const auto& symbol : symbols) {
    if (symbol == "x" || symbol == "t" || symbol == step_symbol().name()) continue;
    const double own = symbol.starts_with(area_name("")) ? 1.0 / 12.0 : 1.0;  // of the number, in steps of 1
    added += own * std::pow(part_of(symbol, 1.0), 2);
  }
  return -2.0 * z * added / (1.0 - r * r);
}

StabilityBoundary deterministic_boundary(const Scheme& scheme) {
  StabilityBoundary boundary;
  if (mean_square_factor(scheme, -1.0, 0.0))
    boundary.real = first_crossing([&](double x) { return *mean_square_factor(scheme, -x, 0.0) - 1.0 - tolerance; });
  if (rotation_factor(scheme, 1.0))
    boundary.imaginary = first_crossing([&](double b) { return *rotation_factor(scheme, b) - 1.0 - tolerance; });
  return boundary;
}

std::optional<double> mean_square_boundary(const Scheme& scheme, double z) {
  if (!mean_square_factor(scheme, z, 1.0)) return std::nullopt;
  const auto still = mean_square_factor(scheme, z, 1e-12);  // a scheme may treat rows without noise otherwise
  if (!still || *still > 1.0 + tolerance) return 0.0;
  return first_crossing([&](double w) { return *mean_square_factor(scheme, z, w) - 1.0 - tolerance; });
}

}  // namespace dosde
