#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/analysis/effects/effect_estimate.hpp"
#include "engine/analysis/effects/kernel_distance.hpp"
#include "engine/analysis/effects/simultaneous_band.hpp"
#include "io/effects/contrast.hpp"
#include "io/effects/stored_states.hpp"

namespace dosde {

/// How the effects of all contrasts of a file are estimated.
struct EstimationPlan {
  Sampling pairing = Sampling::paired;
  std::vector<double> times;           ///< all save times of the file
  std::vector<double> levels;          ///< of quantiles
  std::vector<std::int64_t> horizons;  ///< positions on `times`
  double confidence = 0.95;
  std::int64_t draws = 1000;
  std::uint64_t seed = 0;
  const KernelDistanceEstimator* kernel = nullptr;
  std::int64_t tile_memory = 0;  ///< bytes of the states of one scenario that are held together; at least one sample
};

/// All that is estimated of one contrast; tables are [time][variable].
struct ContrastTables {
  std::vector<std::vector<double>> columns;  ///< one for each of effect_columns()
  std::vector<double> band;
  std::vector<std::vector<double>> quantile_effect;  ///< [level]
  std::vector<std::vector<double>> quantile_error;   ///< [level]
  std::vector<double> critical_value;                ///< [variable]
  double joint_critical_value = 0.0;
  std::vector<KernelDistance> joint;  ///< [horizon]
  std::vector<double> alive;          ///< [time], counts, of the scenario
  std::vector<double> reference_alive;
  std::vector<double> pairs;
  Survival survival;  ///< of the scenario
  Survival reference_survival;
};

/// Gets the differences of samples [first, first + width): rows [trajectory][width].
using DifferenceReceiver = std::function<void(std::int64_t first, std::int64_t width, const std::vector<double>& rows)>;

/// Estimates one contrast, a bounded range of samples at a time across all trajectories. `receive` may be empty; it is
/// called for pairs only.
ContrastTables estimate_contrast(StoredStates& states, const Contrast& contrast, const EstimationPlan& plan,
                                 const DifferenceReceiver& receive);

}  // namespace dosde
