// Lévy areas: all second moments of a step exactly, from the formula; the law beyond them by its characteristic
// function.

#include "engine/solvers/levy_area.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "engine/analysis/formula_field.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

StepProblem problem_with(const std::vector<std::string>& sources, double step) {
  StepProblem problem;
  problem.rows.push_back({VariableId{0}, "x", Expression(0.0), {}});
  for (const auto& source : sources) problem.rows.back().noise.push_back({source, Expression(1.0), {}});
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

/// A clamp takes a source out of the equations, a cut or another variable adds one, someone writes them in another
/// order: the numbers of the others stay.
TEST(LevyArea, DependsOnTheNamesOfItsTwoSourcesOnly) {
  const LevyAreas two(problem_with({"a", "b"}, 0.01));
  const LevyAreas five(problem_with({"z", "b", "c", "a", "a@y"}, 0.01));
  EXPECT_EQ(to_text(two.between("a", "b")), to_text(five.between("a", "b")));
  EXPECT_EQ(to_text(two.between("b", "a")), to_text(five.between("b", "a")));
  EXPECT_NE(pair_stream("a", "c"), pair_stream("a", "b"));
  EXPECT_EQ(pair_stream("b", "a"), pair_stream("a", "b"));
}

/// Cuts and a clamp elsewhere bring sources in and take some out: rows that do not depend on it keep their bits.
TEST(LevyArea, TwinsStayTwinsWhereInterventionsAddSources) {
  Experiment experiment;
  experiment.model.variables = {
      make_variable("x", "-x", {{"a", Expression(1.0), {}}}, Expression(0.0)),
      make_variable("y", "-y", {{"a", parse_expression("1 + 0.5*sin(z)"), {}}, {"b", parse_expression("y"), {}}},
                    Expression(0.5)),
      make_variable("z", "y - z", {{"a", parse_expression("cos(y)"), {}}, {"b", Expression(1.0), {}}},
                    Expression(1.0))};
  experiment.time = {0.0, 0.125, 8};
  experiment.saves = save_every(experiment.time, 1);
  experiment.scheme = "sri2";
  experiment.trajectories = 10;
  experiment.seed = 5;
  const auto cut = [](const char* target, const char* source) {
    return make_intervention("cut", target, {{"source", std::string(source)}});
  };
  Scenario few;
  few.name = "few";
  few.interventions = {cut("y", "a"), cut("y", "b")};
  Scenario more = few;
  more.name = "more";
  more.interventions.push_back(cut("x", "a"));
  Scenario held = few;
  held.name = "held";
  held.interventions.push_back(make_intervention("clamp", "x", {{"value", formula("2")}}));
  experiment.scenarios = {few, more, held};
  const Recording recording = simulate(experiment);
  for (const std::size_t scenario : {1, 2})
    for (std::size_t n = 0; n < 10; ++n)
      for (const std::size_t variable : {1, 2})
        EXPECT_EQ(recording.state(scenario, n, 8, variable), recording.state(0, n, 8, variable));
}

/// A save inside a step cuts it, and the areas of the two pieces and of the other steps add up to one of Lévy's law.
TEST(LevyArea, AreDrawnInThePiecesOfAStepToo) {
  Experiment experiment;
  experiment.model.variables = {make_variable("a", "0", {{"a", Expression(1.0), {}}}, Expression(0.0)),
                                make_variable("b", "0", {{"b", Expression(1.0), {}}}, Expression(0.0)),
                                make_variable("y", "0", {{"b", parse_expression("a"), {}}}, Expression(0.0))};
  experiment.time = {0.0, 0.125, 8};
  experiment.saves.times = {0.3, 0.35, 1.0};
  experiment.scheme = "sri2";
  experiment.scenarios = {Scenario{}};
  constexpr std::size_t samples = 20000;
  experiment.trajectories = samples;
  const Recording recording = simulate(experiment);
  const std::vector<double> times = experiment.saves.times;
  for (std::size_t time = 0; time < 3; ++time)
    for (const double frequency : {2.0, 6.0}) {
      double sum = 0.0;
      for (std::size_t n = 0; n < samples; ++n)
        sum += std::cos(frequency * (recording.state(0, n, time, 2) -
                                     0.5 * recording.state(0, n, time, 0) * recording.state(0, n, time, 1)));
      // The cosine's deviation is below 1 (false alarms 6e-5 each); what the series' normal tail gets wrong is less.
      EXPECT_NEAR(sum / samples, 1.0 / std::cosh(0.5 * frequency * times[time]), 4.0 / std::sqrt(samples))
          << times[time] << ", " << frequency;
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
