#include "engine/analysis/stationarity/stationarity.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/analysis/moment_path.hpp"
#include "engine/analysis/stationarity/generator.hpp"
#include "engine/analysis/stationarity/generator_kernel.hpp"
#include "engine/analysis/stationarity/linear_law.hpp"
#include "engine/causal/structure.hpp"
#include "engine/ensemble/refuse_happenings.hpp"

namespace dosde {
namespace {

constexpr std::size_t least_trajectories = 16;  ///< for standard errors across trajectories

struct MeanAndError {
  double mean = 0.0;
  double error = 0.0;
};

MeanAndError over_trajectories(const std::vector<double>& means) {
  MeanAndError found;
  const auto count = static_cast<double>(means.size());
  for (const double value : means) found.mean += value / count;
  double sum = 0.0;
  for (const double value : means) sum += (value - found.mean) * (value - found.mean);
  found.error = std::sqrt(sum / ((count - 1.0) * count));
  return found;
}

MeanAndError mean_of(const Chains& chains) {
  std::vector<double> means(chains.chains, 0.0);
  for (std::size_t c = 0; c < chains.chains; ++c)
    for (std::size_t k = 0; k < chains.draws; ++k)
      means[c] += chains.values[c * chains.draws + k] / static_cast<double>(chains.draws);
  if (chains.chains >= least_trajectories) return over_trajectories(means);
  MeanAndError found;
  for (const double mean : means) found.mean += mean / static_cast<double>(means.size());
  double sum = 0.0;
  for (const double value : chains.values) sum += (value - found.mean) * (value - found.mean);
  const auto count = static_cast<double>(chains.values.size());
  found.error = std::sqrt(sum / (count - 1.0) / effective_sample_size(chains));
  return found;
}

Chains column_of(const WindowStates& window, std::size_t column) {
  Chains chains{{}, window.trajectories, window.times.size()};
  chains.values.reserve(chains.chains * chains.draws);
  for (std::size_t k = column; k < window.values.size(); k += window.columns.size())
    chains.values.push_back(window.values[k]);
  return chains;
}

ColumnEvidence look_at_column(const WindowStates& window, std::size_t column) {
  ColumnEvidence evidence;
  evidence.name = window.columns[column];
  Chains chains = column_of(window, column);
  evidence.mixing = examine_mixing(chains);
  double mean = 0.0;
  for (const double value : chains.values) mean += value;
  evidence.mean = mean / static_cast<double>(chains.values.size());
  for (double& value : chains.values) value = (value - evidence.mean) * (value - evidence.mean);
  double sum = 0.0;
  for (const double value : chains.values) sum += value;
  evidence.variance = sum / static_cast<double>(chains.values.size() - 1);
  evidence.variance_error = examine_mixing(chains).mean_error;
  return evidence;
}

void add_exact_moments(const Model& model, const MechanismSet& mechanisms, StationarityEvidence& evidence) {
  const StationaryMoments law = solve_stationary_moments(model, mechanisms);
  evidence.exact_objection = law.objection;
  if (!law.objection.empty()) return;
  for (auto& column : evidence.columns) {
    const VariableId variable = model.find_variable(column.name);
    if (!variable.is_valid()) continue;
    const auto place = static_cast<Eigen::Index>(variable.index());
    column.exact_mean = law.mean[place];
    column.exact_variance = law.covariance(place, place);
  }
}

/// The functions h whose L h is averaged.
struct Products {
  struct Pair {
    Eigen::Index i;
    Eigen::Index j;  ///< -1: h = x_i
  };
  std::vector<Pair> pairs;
  std::vector<std::string> names;

  explicit Products(const std::vector<std::string>& variables) {
    const auto count = static_cast<Eigen::Index>(variables.size());
    for (Eigen::Index i = 0; i < count; ++i) {
      pairs.push_back({i, -1});
      names.push_back(variables[static_cast<std::size_t>(i)]);
    }
    for (Eigen::Index i = 0; i < count; ++i) {
      for (Eigen::Index j = i; j < count; ++j) {
        if (i != j && variables.size() > most_product_variables) continue;
        pairs.push_back({i, j});
        names.push_back(variables[static_cast<std::size_t>(i)] + "*" + variables[static_cast<std::size_t>(j)]);
      }
    }
  }

  /// L x_i = f_i; L x_i x_j = f_i x_j + x_i f_j + D_ij.
  [[nodiscard]] double generated(std::size_t n, const Eigen::VectorXd& x, const Generator& generator) const {
    const auto [i, j] = pairs[n];
    const Eigen::VectorXd& f = generator.drift();
    return j < 0 ? f[i] : f[i] * x[j] + x[i] * f[j] + generator.diffusion()(i, j);
  }
};

/// Where the free variables stand among the columns; an objection where one is not saved.
std::vector<std::size_t> places_of(const Generator& generator, const WindowStates& window, std::string& objection) {
  std::vector<std::size_t> places;
  for (const auto& name : generator.names()) {
    const auto found = std::find(window.columns.begin(), window.columns.end(), name);
    if (found == window.columns.end()) objection = "the variable '" + name + "' is not saved";
    places.push_back(static_cast<std::size_t>(found - window.columns.begin()));
  }
  return places;
}

void add_generator_evidence(const Model& model, const MechanismSet& mechanisms, const WindowStates& window,
                            std::uint64_t seed, StationarityEvidence& evidence) {
  Generator generator(model, mechanisms);
  evidence.objection = generator.objection();
  const auto places = places_of(generator, window, evidence.objection);
  if (places.empty()) evidence.objection = "every variable is held";
  if (!evidence.objection.empty()) return;
  const Products products(generator.names());
  const std::size_t times = window.times.size();
  const std::size_t points = std::min(times, (least_kernel_points + window.trajectories - 1) / window.trajectories);
  std::vector<Chains> generated(products.pairs.size(), Chains{{}, window.trajectories, times});
  std::vector<GeneratorPoint> sample;
  Eigen::VectorXd x(static_cast<Eigen::Index>(places.size()));
  for (std::size_t n = 0; n < window.trajectories; ++n) {
    for (std::size_t k = 0; k < times; ++k) {
      const double* state = window.values.data() + (n * times + k) * window.columns.size();
      for (std::size_t i = 0; i < places.size(); ++i) x[static_cast<Eigen::Index>(i)] = state[places[i]];
      generator.evaluate(x, window.times[k]);
      for (std::size_t p = 0; p < generated.size(); ++p)
        generated[p].values.push_back(products.generated(p, x, generator));
      const bool is_sampled = (k + 1) * points / times != k * points / times;  // evenly, the last time among them
      if (is_sampled && n < most_kernel_trajectories)
        sample.push_back({x, generator.drift(), generator.diffusion(), n});
    }
  }
  for (std::size_t p = 0; p < generated.size(); ++p) {
    const MeanAndError found = mean_of(generated[p]);
    evidence.identities.push_back({products.names[p], found.mean, found.error});
  }
  if (window.trajectories > 1)
    evidence.kernel = estimate_kernel_deviation(std::move(sample), estimator_key(seed, "kernel deviation"));
}

}  // namespace

LastRegime last_regime_of(const CompiledRun& run, std::size_t scenario) {
  refuse_happenings(run, "the evidence for stationarity");
  const auto base = static_cast<std::size_t>(run.shape.base_count());
  const auto point = static_cast<std::int64_t>(scenario / base);
  const CompiledRun& group = run.group_of_point(point);
  PlacedPoint placed = place_point(group, run.experiment.sweep, point);
  const Timeline& timeline = placed.timelines[scenario % base];
  const Regime& last = timeline.regimes.back();
  const TimeGrid& grid = group.experiment.time;
  MechanismSet mechanisms = with_values(timeline.mechanism_sets[last.mechanisms], uniform_parameters(placed.model));
  return {grid.time(last.first_tick), grid.stop(), std::move(placed.model), std::move(mechanisms)};
}

StationarityEvidence examine_stationarity(const LastRegime& regime, const WindowStates& window, std::uint64_t seed) {
  StationarityEvidence evidence;
  for (std::size_t c = 0; c < window.columns.size(); ++c) evidence.columns.push_back(look_at_column(window, c));
  add_exact_moments(regime.model, regime.mechanisms, evidence);
  add_generator_evidence(regime.model, regime.mechanisms, window, seed, evidence);
  return evidence;
}

std::vector<StepBias> compare_steps(const WindowStates& coarse, const WindowStates& fine) {
  std::vector<StepBias> all;
  for (std::size_t c = 0; c < coarse.columns.size(); ++c) {
    const Chains of_coarse = column_of(coarse, c), of_fine = column_of(fine, c);
    double center = 0.0;
    for (const double value : of_fine.values) center += value / static_cast<double>(of_fine.values.size());
    std::vector<double> means(of_fine.chains, 0.0), squares(of_fine.chains, 0.0);
    for (std::size_t k = 0; k < of_fine.values.size(); ++k) {
      const double x = of_coarse.values[k] - center, y = of_fine.values[k] - center;
      means[k / of_fine.draws] += (x - y) / static_cast<double>(of_fine.draws);
      squares[k / of_fine.draws] += (x * x - y * y) / static_cast<double>(of_fine.draws);
    }
    const MeanAndError mean = over_trajectories(means), square = over_trajectories(squares);
    all.push_back({mean.mean, mean.error, square.mean - mean.mean * mean.mean, square.error});
  }
  return all;
}

}  // namespace dosde
