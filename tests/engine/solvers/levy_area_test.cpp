// Lévy areas: all second moments of a step exactly, from the formula; the law beyond them by its characteristic
// function.

#include "engine/solvers/levy_area.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "engine/analysis/formula_field.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

StepProblem problem_with(const std::vector<std::string>& sources, double step) {
  StepProblem problem;
  problem.sources = sources;
  problem.step = step;
  return problem;
}

double deviation_of(const std::string& number, double step) { return std::sqrt(number[1] == 'W' ? step : step / 12.0); }

/// An area as a polynomial in independent normals: it has linear terms, which are its number beyond the series, and
/// products of two different numbers. Coefficients in standard deviations.
class AreaPolynomial {
 public:
  AreaPolynomial(const Expression& area, double step) {
    for (const auto& symbol : symbols_of(area)) symbols_.push_back(symbol);
    FormulaSet formula({area}, symbols_, {});
    const auto size = static_cast<Eigen::Index>(symbols_.size());
    Eigen::VectorXd unit(size);
    for (Eigen::Index k = 0; k < size; ++k) unit[k] = deviation_of(symbols_[static_cast<std::size_t>(k)], step);
    Eigen::VectorXd point = Eigen::VectorXd::Zero(size);
    for (Eigen::Index k = 0; k < size; ++k)
      if (is_step(k)) point[k] = step;
    const auto value = [&](Eigen::Index k, double of_k, Eigen::Index l, double of_l) {
      point[k] = of_k;
      point[l] = of_l;
      const double result = formula.evaluate(point, 0.0)[0];
      point[k] = point[l] = 0.0;
      return result;
    };
    linear_.resize(symbols_.size());
    for (Eigen::Index k = 0; k < size; ++k) {
      if (is_step(k)) continue;
      linear_[static_cast<std::size_t>(k)] = value(k, unit[k], k, unit[k]);
      EXPECT_EQ(value(k, -unit[k], k, -unit[k]), -linear_[static_cast<std::size_t>(k)]) << "a square of a number";
    }
    for (Eigen::Index k = 0; k < size; ++k)
      for (Eigen::Index l = 0; l < k; ++l)
        if (!is_step(k) && !is_step(l))
          products_[{symbols_[static_cast<std::size_t>(l)], symbols_[static_cast<std::size_t>(k)]}] =
              value(k, unit[k], l, unit[l]) - linear_[static_cast<std::size_t>(k)] -
              linear_[static_cast<std::size_t>(l)];
  }

  [[nodiscard]] double product(const std::string& one, const std::string& other) const {
    const auto found = products_.find(std::minmax(one, other));
    return found == products_.end() ? 0.0 : found->second;
  }

  [[nodiscard]] double covariance(const AreaPolynomial& other) const {
    double sum = 0.0;
    for (const auto& [pair, value] : products_) sum += value * other.product(pair.first, pair.second);
    for (std::size_t k = 0; k < symbols_.size(); ++k)
      for (std::size_t l = 0; l < other.symbols_.size(); ++l)
        if (symbols_[k] == other.symbols_[l]) sum += linear_[k] * other.linear_[l];
    return sum;
  }

 private:
  [[nodiscard]] bool is_step(Eigen::Index k) const {
    return symbols_[static_cast<std::size_t>(k)] == step_symbol().name();
  }

  std::vector<std::string> symbols_;
  std::vector<double> linear_;
  std::map<std::pair<std::string, std::string>, double> products_;
};

TEST(LevyArea, HasItsSecondMomentsAtEveryStep) {
  for (const double h : {1.0, 0.1, 1e-3, 1e-4}) {
    const LevyAreas areas(problem_with({"a", "b", "c"}, h));
    const AreaPolynomial ab(areas.between("a", "b"), h);
    const AreaPolynomial ac(areas.between("a", "c"), h);
    const AreaPolynomial bc(areas.between("b", "c"), h);
    for (const auto* area : {&ab, &ac, &bc}) EXPECT_NEAR(area->covariance(*area) / (h * h), 0.25, 1e-13) << h;
    EXPECT_NEAR(ab.covariance(ac) / (h * h), 0.0, 1e-15);
    EXPECT_NEAR(ab.covariance(bc) / (h * h), 0.0, 1e-15);
    // Given W and H its mean is H_a W_b - H_b W_a.
    const double both = h / std::sqrt(12.0);
    EXPECT_NEAR(ab.product("dH:a", "dW:b") / both, 1.0, 1e-13);
    EXPECT_NEAR(ab.product("dW:a", "dH:b") / both, -1.0, 1e-13);
    EXPECT_EQ(ab.product("dW:a", "dW:b"), 0.0);
    EXPECT_EQ(ab.product("dH:a", "dH:b"), 0.0);
  }
}

TEST(LevyArea, IsAntisymmetric) {
  const LevyAreas areas(problem_with({"a", "b"}, 0.01));
  EXPECT_TRUE(areas.between("a", "a").is_constant(0.0));
  EXPECT_EQ(to_text(areas.between("b", "a")), to_text(-areas.between("a", "b")));
}

/// A clamp takes a source out of the equations, another variable adds one: the numbers of the others stay.
TEST(LevyArea, DoesNotDependOnFurtherSources) {
  const LevyAreas two(problem_with({"a", "b"}, 0.01));
  const LevyAreas four(problem_with({"a", "b", "c", "d"}, 0.01));
  EXPECT_EQ(to_text(two.between("a", "b")), to_text(four.between("a", "b")));
  for (const std::size_t sources : {2, 3, 4, 7}) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sources; ++i) names.push_back(std::string(1, static_cast<char>('a' + i)));
    const LevyAreas areas(problem_with(names, 0.01));
    std::set<std::string> of_pairs;
    const std::string last_stream = ":" + std::to_string(count_area_streams(sources, 0.01) - 1);
    bool is_last_used = false;
    for (std::size_t j = 0; j < sources; ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        std::size_t fresh = 0;  // numbers that no other pair has: its own tail
        for (const auto& symbol : symbols_of(areas.between(names[i], names[j]))) {
          if (symbol == step_symbol().name()) continue;
          is_last_used = is_last_used || symbol.ends_with(last_stream);
          const int stream = symbol.rfind(':') > 2 ? std::stoi(symbol.substr(symbol.rfind(':') + 1)) : 0;
          EXPECT_LT(stream, count_area_streams(sources, 0.01)) << symbol;
          const int terms = count_area_terms(0.01);
          const bool is_tail = stream > terms && !(stream == terms + 1 && symbol.starts_with("dW"));
          if (is_tail) fresh += of_pairs.insert(symbol).second ? 1 : 0;
        }
        EXPECT_EQ(fresh, 1) << names[i] << names[j];
      }
    }
    EXPECT_TRUE(is_last_used) << sources;
  }
}

/// E exp(iλA) = 1/cosh(λh/2) (Lévy 1951). The cosine's deviation is below 1: tolerance 4/√N, false alarms 6e-5 each.
TEST(LevyArea, HasLevysLaw) {
  const double h = 1e-4;  // 13 terms: what the normal tail gets wrong is below 1e-3
  const Expression area = LevyAreas(problem_with({"a", "b"}, h)).between("a", "b");
  std::vector<std::string> names;
  for (const auto& symbol : symbols_of(area)) names.push_back(symbol);
  FormulaSet formula({area}, names, {});
  Eigen::VectorXd numbers(static_cast<Eigen::Index>(names.size()));
  std::mt19937_64 generator(20261122);
  std::normal_distribution<double> normal;
  constexpr int samples = 100000;
  const std::vector<double> frequencies = {1.0 / h, 2.0 / h, 4.0 / h, 8.0 / h};
  std::vector<double> sums(frequencies.size());
  for (int n = 0; n < samples; ++n) {
    for (std::size_t k = 0; k < names.size(); ++k)
      numbers[static_cast<Eigen::Index>(k)] =
          names[k] == step_symbol().name() ? h : normal(generator) * deviation_of(names[k], h);
    const double value = formula.evaluate(numbers, 0.0)[0];
    for (std::size_t k = 0; k < frequencies.size(); ++k) sums[k] += std::cos(frequencies[k] * value);
  }
  for (std::size_t k = 0; k < frequencies.size(); ++k)
    EXPECT_NEAR(sums[k] / samples, 1.0 / std::cosh(0.5 * frequencies[k] * h), 4.0 / std::sqrt(samples)) << k;
}

}  // namespace
}  // namespace dosde
