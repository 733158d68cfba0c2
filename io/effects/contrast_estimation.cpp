#include "io/effects/contrast_estimation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/effects/effect_layout.hpp"

namespace dosde {
namespace {

constexpr std::int64_t gathered_memory = 4 << 20;  ///< bytes of a tile that are brought into the order of samples
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class ContrastEstimation {
 public:
  ContrastEstimation(StoredStates& states, const Contrast& contrast, const EstimationPlan& plan)
      : states_(states),
        contrast_(contrast),
        plan_(plan),
        trajectories_(states.sizes().kept),
        variables_(states.sizes().columns),
        estimator_(plan.pairing, plan.levels),
        band_(plan.seed, plan.draws, variables_) {
    tables_.survival = states.survival(contrast.scenario);
    tables_.reference_survival = states.survival(contrast.reference);
    lifetime_ = tables_.survival.lifetime;
    reference_lifetime_ = tables_.reference_survival.lifetime;
    count_living();
    if (is_paired()) {  // a pair lives as long as both
      for (std::size_t n = 0; n < lifetime_.size(); ++n)
        lifetime_[n] = reference_lifetime_[n] = std::min(lifetime_[n], reference_lifetime_[n]);
    }
    const auto samples = static_cast<std::size_t>(states.sizes().times * variables_);
    tables_.columns.assign(effect_columns().size(), std::vector<double>(samples));
    tables_.quantile_effect.assign(plan.levels.size(), std::vector<double>(samples));
    tables_.quantile_error = tables_.quantile_effect;
    degrees_of_freedom_.resize(samples);
  }

  ContrastTables run(const DifferenceReceiver& receive) {
    const std::int64_t samples = states_.sizes().times * variables_;
    const std::int64_t width = std::clamp<std::int64_t>(plan_.tile_memory / (trajectories_ * 8), 1, samples);
    for (std::int64_t first = 0; first < samples; first += width)
      estimate_tile(first, std::min(width, samples - first), receive);
    finish_band();
    compare_joint_laws();
    return std::move(tables_);
  }

 private:
  [[nodiscard]] bool is_paired() const { return plan_.pairing == Sampling::paired; }
  [[nodiscard]] double time_of(std::int64_t sample) const {
    return plan_.times[static_cast<std::size_t>(sample / variables_)];
  }

  void count_living() {
    for (const double time : plan_.times) {
      double alive = 0.0;
      double reference_alive = 0.0;
      double pairs = 0.0;
      for (std::size_t n = 0; n < lifetime_.size(); ++n) {
        const bool lives = time < lifetime_[n];
        const bool reference_lives = time < reference_lifetime_[n];
        alive += lives ? 1.0 : 0.0;
        reference_alive += reference_lives ? 1.0 : 0.0;
        pairs += lives && reference_lives ? 1.0 : 0.0;
      }
      tables_.alive.push_back(alive);
      tables_.reference_alive.push_back(reference_alive);
      tables_.pairs.push_back(pairs);
    }
  }

  void estimate_tile(std::int64_t first, std::int64_t width, const DifferenceReceiver& receive) {
    states_.read(contrast_.scenario, first, width, tile_);
    states_.read(contrast_.reference, first, width, reference_tile_);
    const std::int64_t together = std::clamp<std::int64_t>(gathered_memory / (trajectories_ * 8), 1, width);
    for (std::int64_t begin = 0; begin < width; begin += together) {
      const std::int64_t count = std::min(together, width - begin);
      gather(tile_, lifetime_, first, width, begin, count, values_);
      gather(reference_tile_, reference_lifetime_, first, width, begin, count, reference_values_);
      for (std::int64_t s = 0; s < count; ++s)
        store(first + begin + s, estimator_.estimate(values_[static_cast<std::size_t>(s)],
                                                     reference_values_[static_cast<std::size_t>(s)]));
    }
    if (is_paired()) {
      subtract(first, width);
      if (receive) receive(first, width, tile_);
    }
    add_to_band(first, width);
  }

  /// values[s]: of the living, sample first + begin + s.
  void gather(const std::vector<double>& tile, const std::vector<double>& lifetime, std::int64_t first,
              std::int64_t width, std::int64_t begin, std::int64_t count, std::vector<std::vector<double>>& values) {
    values.resize(std::max(values.size(), static_cast<std::size_t>(count)));
    for (std::vector<double>& sample : values) sample.clear();
    for (std::int64_t n = 0; n < trajectories_; ++n) {
      const double* row = tile.data() + n * width + begin;
      for (std::int64_t s = 0; s < count; ++s)
        if (time_of(first + begin + s) < lifetime[static_cast<std::size_t>(n)])
          values[static_cast<std::size_t>(s)].push_back(row[s]);
    }
  }

  void store(std::int64_t sample, const EffectEstimate& estimate) {
    const auto place = static_cast<std::size_t>(sample);
    const std::vector<EffectColumn>& columns = effect_columns();
    for (std::size_t k = 0; k < columns.size(); ++k) tables_.columns[k][place] = columns[k].value(estimate);
    for (std::size_t level = 0; level < estimate.quantiles.size(); ++level) {
      tables_.quantile_effect[level][place] = estimate.quantiles[level].effect;
      tables_.quantile_error[level][place] = estimate.quantiles[level].standard_error;
    }
    degrees_of_freedom_[place] = estimate.mean.degrees_of_freedom;
  }

  /// tile_ becomes the differences of the pairs; NaN where one of them does not live.
  void subtract(std::int64_t first, std::int64_t width) {
    for (std::int64_t n = 0; n < trajectories_; ++n) {
      double* row = tile_.data() + n * width;
      const double* reference = reference_tile_.data() + n * width;
      for (std::int64_t s = 0; s < width; ++s) {
        const bool lives = time_of(first + s) < lifetime_[static_cast<std::size_t>(n)];
        row[s] = lives ? row[s] - reference[s] : nan;
      }
    }
  }

  /// Tiles become contributions to the studentised process (simultaneous_band.hpp); `centre` is what the mean of each
  /// sample is, `count` of how many values.
  void contribute(std::vector<double>& tile, const std::vector<double>& lifetime, std::int64_t first,
                  std::int64_t width, const std::vector<double>& centre, const std::vector<double>& counts) {
    const std::vector<double>& errors = column("standard_error");
    std::vector<double> weights(static_cast<std::size_t>(width));
    for (std::int64_t s = 0; s < width; ++s) {
      const double error = errors[static_cast<std::size_t>(first + s)];
      const double count = counts[static_cast<std::size_t>((first + s) / variables_)];
      weights[static_cast<std::size_t>(s)] = error > 0.0 && std::isfinite(error) ? 1.0 / (count * error) : 0.0;
    }
    for (std::int64_t n = 0; n < trajectories_; ++n) {
      double* row = tile.data() + n * width;
      for (std::int64_t s = 0; s < width; ++s) {
        const double weight = weights[static_cast<std::size_t>(s)];
        const bool counts_in = weight > 0.0 && time_of(first + s) < lifetime[static_cast<std::size_t>(n)];
        row[s] = counts_in ? (row[s] - centre[static_cast<std::size_t>(first + s)]) * weight : 0.0;
      }
    }
  }

  void add_to_band(std::int64_t first, std::int64_t width) {
    if (is_paired()) {
      contribute(tile_, lifetime_, first, width, column("effect"), tables_.pairs);
      const WorldRows pairs{tile_, width};
      return band_.add(first, std::span(&pairs, 1));
    }
    contribute(tile_, lifetime_, first, width, column("mean"), tables_.alive);
    contribute(reference_tile_, reference_lifetime_, first, width, column("reference_mean"), tables_.reference_alive);
    const WorldRows worlds[] = {{tile_, width}, {reference_tile_, width}};
    band_.add(first, worlds);
  }

  [[nodiscard]] const std::vector<double>& column(std::string_view name) const {
    return tables_.columns[effect_column(name)];
  }

  void finish_band() {
    for (std::int64_t variable = 0; variable < variables_; ++variable)
      tables_.critical_value.push_back(band_.critical_value(variable, plan_.confidence));
    tables_.joint_critical_value = band_.joint_critical_value(plan_.confidence);
    const std::vector<double>& errors = column("standard_error");
    const auto samples = static_cast<std::int64_t>(errors.size());
    const BandFamily family{plan_.confidence, samples / variables_};
    for (std::size_t sample = 0; sample < errors.size(); ++sample) {
      const double critical = tables_.critical_value[sample % static_cast<std::size_t>(variables_)];
      tables_.band.push_back(band_half_width(critical, errors[sample], degrees_of_freedom_[sample], family));
    }
  }

  void compare_joint_laws() {
    for (const std::int64_t horizon : plan_.horizons) {
      const std::vector<double> points = living_points(contrast_.scenario, lifetime_, horizon);
      const std::vector<double> reference = living_points(contrast_.reference, reference_lifetime_, horizon);
      tables_.joint.push_back(plan_.kernel->distance(plan_.pairing, points, reference));
    }
  }

  /// [trajectory][variable] of the living at a time.
  std::vector<double> living_points(std::int64_t scenario, const std::vector<double>& lifetime, std::int64_t time) {
    states_.read(scenario, time * variables_, variables_, tile_);
    std::vector<double> points;
    for (std::int64_t n = 0; n < trajectories_; ++n) {
      if (!(plan_.times[static_cast<std::size_t>(time)] < lifetime[static_cast<std::size_t>(n)])) continue;
      const auto row = tile_.begin() + n * variables_;
      points.insert(points.end(), row, row + variables_);
    }
    return points;
  }

  StoredStates& states_;
  Contrast contrast_;
  const EstimationPlan& plan_;
  std::int64_t trajectories_;
  std::int64_t variables_;
  EffectEstimator estimator_;
  SimultaneousBand band_;
  ContrastTables tables_;
  std::vector<double> lifetime_;  ///< of those that are compared
  std::vector<double> reference_lifetime_;
  std::vector<double> degrees_of_freedom_;
  std::vector<double> tile_, reference_tile_;
  std::vector<std::vector<double>> values_, reference_values_;
};

}  // namespace

ContrastTables estimate_contrast(StoredStates& states, const Contrast& contrast, const EstimationPlan& plan,
                                 const DifferenceReceiver& receive) {
  return ContrastEstimation(states, contrast, plan).run(receive);
}

}  // namespace dosde
