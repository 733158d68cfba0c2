#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/stationarity/stationarity.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "io/result/result_file.hpp"

namespace dosde {

/// The last regime of a scenario of a result file, and the states saved in it.
struct StationaryWindow {
  std::string scenario;
  double from = 0.0;      ///< model time
  std::int64_t lost = 0;  ///< trajectories that are stored and do not live to the end
  std::int64_t stored = 0;
  std::int64_t left_out = 0;  ///< living trajectories that are not read, to save memory
  WindowStates states;
  LastRegime regime;
};

/// A result file with the run that it holds, compiled again.
class StationarySource {
 public:
  explicit StationarySource(const std::string& path);

  [[nodiscard]] const RunShape& shape() const { return shape_; }
  [[nodiscard]] std::uint64_t seed() const { return run_.experiment.seed; }
  /// Scenarios to look at: the named one, or all. Throws Error (usage).
  [[nodiscard]] std::vector<std::size_t> find_scenarios(const std::string& name) const;
  /// The window from `from` on, by default from the middle of the last regime. Throws Error (usage) where it begins
  /// before that regime or holds fewer than sixteen save times.
  [[nodiscard]] StationaryWindow read(std::size_t scenario, std::optional<double> from) const;
  /// What halving the step does to the columns of a window, by two runs in memory on one path of noise.
  [[nodiscard]] std::vector<StepBias> halve_step(std::size_t scenario, const StationaryWindow& window);

 private:
  struct TwoRuns;

  ResultFile file_;
  RunShape shape_;
  CompiledRun run_;
  std::shared_ptr<TwoRuns> runs_;
};

}  // namespace dosde
