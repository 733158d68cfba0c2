#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/causal/intervention.hpp"
#include "engine/causal/model.hpp"
#include "engine/causal/time_grid.hpp"
#include "engine/ensemble/recorded_world.hpp"
#include "engine/ensemble/step_control.hpp"
#include "engine/ensemble/sweep.hpp"

namespace dosde {

/// One intervention set, with a name.
struct Scenario {
  std::string name = "observed";
  std::string description;
  std::vector<Intervention> interventions;  ///< in file order
  Location location = {};
};

/// Do all scenarios meet the same exogenous world (noise, initial draws, parameter draws), or each its own?
enum class Pairing { shared, independent };

/// What is stored of the states.
enum class Precision { f64, f32 };

/// Who writes what where: all ranks their units into one file, or every rank into a file of its own.
enum class FileLayout { shared, sharded };

/// When states are saved, in increasing order; built from save_every / save_at / burn_in. A time on the grid is the
/// grid's own; others split steps.
struct SaveGrid {
  std::vector<double> times;
};

/// Saves at steps 0 … step_count of a grid.
inline SaveGrid save_at_steps(const TimeGrid& grid, const std::vector<std::int64_t>& steps) {
  SaveGrid saves;
  for (const std::int64_t step : steps) saves.times.push_back(grid.step_time(step));
  return saves;
}

/// A formula of the state saved as a further variable.
struct Observable {
  std::string name;
  Expression value;
  Location location = {};
};

/// What the result file shall hold.
struct OutputRequest {
  std::string file;
  Precision precision = Precision::f64;
  FileLayout layout = FileLayout::shared;
  bool keep_trajectories = true;
  bool keep_mean = true;
  bool keep_variance = true;
  bool keep_extremes = false;           ///< minimum and maximum
  std::vector<double> quantiles;        ///< in (0, 1), increasing; empty: none
  std::int64_t kept_trajectories = -1;  ///< "first:n": how many trajectories are stored; -1: all
  std::vector<VariableId> variables;    ///< saved variables in order; all by default
  std::vector<Observable> observables;
};

/// Everything that a scenario file says, as plain values: what `run` runs. Built by io from TOML, or by hand in C++.
struct Experiment {
  std::string title;
  Model model;  ///< as written (not yet converted)
  TimeGrid time;
  SaveGrid saves;
  std::string scheme = "auto";
  Location scheme_location = {};
  std::optional<StepControl> step_control = {};  ///< of steps that trajectories choose by themselves; none: the grid's
  std::int64_t trajectories = 1;
  std::uint64_t seed = 0;
  Pairing pairing = Pairing::shared;
  double noise_cell = 0.0;                          ///< length of a noise cell; 0: the step
  std::shared_ptr<const RecordedWorld> world = {};  ///< the exogenous world, where it is recorded
  std::vector<Scenario> scenarios;
  OutputRequest output;
  Sweep sweep;  ///< where it has axes, what stands above is at its first point
};

}  // namespace dosde
