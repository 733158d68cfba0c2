#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/error.hpp"

namespace dosde {

/// An exogenous world that is known, as abduction leaves it: where every trajectory starts, and the noise that it meets
/// from then on. A run that is given one starts there and meets that noise; what the world does not have (other
/// sources, later cells) is drawn by the run's seed.
struct RecordedWorld {
  double start = 0.0;           ///< model time
  double cell = 0.0;            ///< length of a noise cell
  std::int64_t cell_count = 0;  ///< cells are [start + k*cell, start + (k + 1)*cell)
  std::int64_t trajectories = 0;
  std::vector<std::string> sources;
  std::vector<double> increments;  ///< [source][cell][trajectory]
  std::vector<std::string> variables;
  std::vector<std::vector<double>> initial;  ///< [variable][trajectory]
  std::string origin;                        ///< the keys of [noise] that name it, for the resolved scenario
  Location location = {};

  /// Where in `increments` that of a source over a cell stands; cells by number.
  [[nodiscard]] std::size_t place(std::int64_t source, std::int64_t number, std::int64_t trajectory) const {
    return static_cast<std::size_t>((source * cell_count + number) * trajectories + trajectory);
  }
  [[nodiscard]] double stop() const { return start + static_cast<double>(cell_count) * cell; }
};

struct CompiledRun;
struct Experiment;

/// The experiment with its variables starting where the world says (interventions on initial values act on that).
/// Throws Error (scenario) where the world does not fit: other cells, another start, fewer trajectories than are asked
/// for, variables or sources that the model does not have, independent worlds, a scheme without a path.
Experiment enter_world(Experiment experiment);

/// Whose increments the sources of the run are: [source] a place in RecordedWorld::sources, or -1.
void find_recorded_sources(CompiledRun& run);

/// What a run with a recorded world draws all the same: other sources, and what comes after the record.
std::vector<Diagnostic> warn_of_drawn_noise(const CompiledRun& run);

}  // namespace dosde
