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

  /// Mechanisms that are in force from a time on, while some of the interventions that wait for conditions are open.
  struct Regime {
    std::int32_t scenario = 0;
    double start = 0.0;
    CausalGraph graph;
    std::size_t place = 0;                 ///< among the regimes of its timeline
    std::uint32_t mask = 0;                ///< bit w: the w-th waiting intervention is open
    std::size_t mechanisms = 0;            ///< of its timeline; where some wait
    std::vector<std::size_t> open = {};    ///< these interventions, from 1
    std::vector<std::string> labels = {};  ///< "shift of v (intervention 1)"
  };
  [[nodiscard]] const Regime& regime(std::size_t place) const { return regimes_[place]; }
  [[nodiscard]] const std::string& scenario_of(std::size_t regime) const;
  /// "scenario from t = 10, shift of v (intervention 1) being open"; `quote`: around the scenario's name.
  [[nodiscard]] std::string name_of(std::size_t regime, const std::string& quote = "") const;
  /// "title: " and the same.
  [[nodiscard]] std::string title_of(std::size_t regime) const;

  /// Regimes by number: of the named scenario, or of all; those in force at the time, or all; with these waiting
  /// interventions (numbers from 1) open and no others. Without the last first those in which none is, then one of each
  /// set of mechanisms that there is besides. Throws Error (usage) for an unknown name, a time outside of the run, and
  /// interventions that do not wait.
  [[nodiscard]] std::vector<std::size_t> find_regimes(const std::string& scenario, std::optional<double> time,
                                                      const std::vector<std::size_t>& open = {}) const;

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
  void add_waiting();
  [[nodiscard]] std::optional<std::int32_t> find_owner(const std::string& scenario) const;

  std::string path_;
  std::string title_;
  RunShape shape_;
  std::vector<Regime> regimes_;
  double start_ = 0.0;
  double stop_ = 0.0;
  std::string resolved_;  ///< the scenario of a result file
  std::unique_ptr<CompiledRun> run_;
};

}  // namespace dosde
