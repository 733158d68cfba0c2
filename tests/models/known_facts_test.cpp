// Everything that is known of the zoo's models, checked on ensembles of them: what models/facts/<name>.toml says, and
// the stationarity identities built from the formulas of each scenario's last regime. A model without facts fails.
//
// Tolerance: `within` (a stated approximation error, mostly none) plus k = 4.5 standard errors of the sample. At k
// = 4.5 a correct engine fails one comparison in 150,000, so all 200 or so together one seed in 700; the seeds are
// fixed.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/ensemble/run.hpp"
#include "models/zoo.hpp"
#include "tests/models/averages.hpp"
#include "tests/models/fact.hpp"
#include "tests/models/stationarity.hpp"

namespace dosde {
namespace {

constexpr double k = 4.5;
// Exact facts (a clamp, a model without noise) have no standard error, only rounding. A state x at rest stays where |h
// f| is below half a unit in the last place of x: f up to 1e-16 x/h, and x f in the identities up to 1e-12 for x = 10,
// h = 0.01.
constexpr double rounding = 1e-11;

/// A number that the run must show.
struct Claim {
  std::string text;
  Average average;
  double equals = 0.0;
  double within = 0.0;
};

/// Facts and identities as claims on columns of the experiment, to which it adds the observables they need.
class Claims {
 public:
  explicit Claims(const FactFile& file) : experiment_(file.experiment) {
    for (const Fact& fact : file.facts) add_fact(fact);
  }

  void add_identities() {
    for (std::size_t scenario = 0; scenario < experiment_.scenarios.size(); ++scenario) {
      const std::string& name = experiment_.scenarios[scenario].name;
      for (const Identity& identity : stationarity_identities(experiment_, experiment_.scenarios[scenario])) {
        claims_.push_back({name + ": " + identity.name, {scenario, column_of(identity.formula)}, 0.0, 0.0});
      }
    }
  }

  [[nodiscard]] const Experiment& experiment() const { return experiment_; }
  [[nodiscard]] const std::vector<Claim>& claims() const { return claims_; }

 private:
  std::size_t column_of(const Expression& formula) {
    std::vector<Observable>& observables = experiment_.output.observables;
    observables.push_back({"formula_" + std::to_string(observables.size()), with_step(formula, experiment_)});
    return experiment_.output.variables.size() + observables.size() - 1;
  }

  void add_fact(const Fact& fact) {
    const auto& scenarios = experiment_.scenarios;
    const auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                    [&](const Scenario& scenario) { return scenario.name == fact.scenario; });
    ASSERT_NE(found, scenarios.end()) << "a fact names scenario '" << fact.scenario
                                      << "', which its file does not have";
    Average average{static_cast<std::size_t>(found - scenarios.begin()), column_of(fact.expect)};
    if (fact.times) {
      const std::vector<double>& times = experiment_.saves.times;
      const double lag_in_saves = fact.lag / (times.at(1) - times.at(0));
      ASSERT_NEAR(lag_in_saves, std::round(lag_in_saves), 1e-9) << "a lag is a whole number of saves";
      average.second = column_of(*fact.times);
      average.lag = static_cast<std::size_t>(std::llround(lag_in_saves));
      average.is_product = true;
    }
    claims_.push_back({fact.scenario + ": " + fact.why, average, fact.equals, fact.within});
  }

  Experiment experiment_;
  std::vector<Claim> claims_;
};

/// Runs the experiment and compares every claim; returns how many do not hold.
std::size_t count_broken(const Claims& claims, bool report) {
  const CompiledRun run = compile_run(claims.experiment());
  std::vector<Average> averages;
  for (const Claim& claim : claims.claims()) averages.push_back(claim.average);
  AverageSink sink(averages, run.shape.save_times.size(), run.shape.columns.size());
  run_ensemble(run, sink);
  // A reflection or a divergence would leave the law that the facts are about.
  EXPECT_EQ(sink.reflections(), 0);
  EXPECT_EQ(sink.unfinished(), 0);
  std::size_t broken = 0;
  for (std::size_t which = 0; which < averages.size(); ++which) {
    const Claim& claim = claims.claims()[which];
    const Estimate estimate = sink.estimate(which);
    const double tolerance =
        claim.within + k * estimate.standard_error + rounding * std::max(1.0, std::abs(claim.equals));
    const bool holds = std::abs(estimate.mean - claim.equals) <= tolerance;  // false for NaN
    broken += holds ? 0 : 1;
    if (report) {
      EXPECT_TRUE(holds) << claim.text << "\n  should be " << claim.equals << ", is " << estimate.mean << " +- "
                         << estimate.standard_error << " (standard error), allowed +- " << tolerance;
    }
  }
  return broken;
}

class KnownFacts : public testing::TestWithParam<std::string> {};

TEST_P(KnownFacts, Hold) {
  const std::optional<FactFile> file = read_facts(GetParam());
  ASSERT_TRUE(file) << "models/facts/" << GetParam() << ".toml is missing: what is known of the model?";
  ASSERT_FALSE(file->facts.empty());
  // Identities of Euler-Maruyama with its own step: of another scheme they would be approximate.
  ASSERT_EQ(file->experiment.scheme, "euler_maruyama");
  Claims claims(*file);
  claims.add_identities();
  EXPECT_GT(claims.claims().size(), file->facts.size());
  EXPECT_EQ(count_broken(claims, true), 0u);
}

INSTANTIATE_TEST_SUITE_P(Zoo, KnownFacts, testing::ValuesIn(zoo_model_names()),
                         [](const testing::TestParamInfo<std::string>& model) { return model.param; });

TEST(Calculus, MeansTellItoFromStratonovich) {
  // The same formulas read as Stratonovich have other means: the squares of sigma vanish from the formula of the
  // logarithms.
  std::optional<FactFile> file = read_facts("predator_prey");
  ASSERT_TRUE(file);
  file->experiment.model.calculus = Calculus::stratonovich;
  file->experiment.scheme = "stochastic_heun";
  file->experiment.scenarios.resize(1);
  file->facts.resize(2);
  const std::vector<double> ito = {0.6, 0.8};
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(file->facts[i].equals, ito[i], 1e-12);
  EXPECT_EQ(count_broken(Claims(*file), false), 2u)
      << "the means of the Itô reading must not pass for those of the Stratonovich reading";
  file->facts[0].equals = 0.6 / 1.03;  // [a beta; delta -e] m = (alpha, gamma)
  file->facts[1].equals = 0.85 / 1.03;
  EXPECT_EQ(count_broken(Claims(*file), true), 0u);
}

}  // namespace
}  // namespace dosde
