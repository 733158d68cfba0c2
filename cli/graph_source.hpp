#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/causal/graphs/regime_structure.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// What the graphs of a model are read from: its scenario file, or a result file, which carries them. Questions that
/// need the mechanisms compile the scenario that a result file holds.
class GraphSource {
 public:
  GraphSource(const std::string& path, const std::vector<std::string>& overrides);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const RunShape& shape() const { return shape_; }
  /// "title: scenario from t = 10".
  [[nodiscard]] std::string title_of(std::size_t regime) const;
  [[nodiscard]] const RunShape::RegimeEntry& entry(std::size_t regime) const { return shape_.regimes[regime]; }
  [[nodiscard]] const std::string& scenario_of(std::size_t regime) const;

  /// Regimes (places in the shape): of the named scenario, or of all; those in force at the time, or all. Throws Error
  /// (usage) for an unknown name and for a time outside of the run.
  [[nodiscard]] std::vector<std::size_t> find_regimes(const std::string& scenario, std::optional<double> time) const;

  /// The mechanisms of a regime, and what they are of.
  struct Mechanisms {
    const CompiledRun& run;
    const Timeline& timeline;
    const MechanismSet& rows;
  };
  [[nodiscard]] Mechanisms mechanisms_of(std::size_t regime);
  [[nodiscard]] std::vector<RowStructure> structure_of(std::size_t regime);
  const CompiledRun& run();

 private:
  std::string path_;
  std::string title_;
  RunShape shape_;
  double start_ = 0.0;
  double stop_ = 0.0;
  std::string resolved_;  ///< the scenario of a result file
  std::unique_ptr<CompiledRun> run_;
};

}  // namespace dosde
