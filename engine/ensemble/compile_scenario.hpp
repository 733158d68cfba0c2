#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/program_pool.hpp"

namespace dosde {

/// What compiling one scenario needs besides its timeline.
struct ScenarioCompiler {
  const Experiment& experiment;
  const std::vector<std::int64_t>& save_ticks;
  const std::vector<Piece>& pieces;
  const Model& model;  ///< resolved, Itô form
  const Layout& layout;
  const Scheme& scheme;
  const std::vector<std::string>& sources;
  ProgramPool& pool;
  const std::set<std::string>& swept;  ///< parameters that a sweep sets
  const std::vector<std::string>& jumps;
  double cell;

  /// Compiles the timeline of the scenario of that name.
  [[nodiscard]] CompiledScenario compile(const Timeline& timeline, const std::string& scenario_name) const;

 private:
  /// The stream key of a named draw: scenarios share it, unless the pairing is independent.
  [[nodiscard]] std::uint64_t key(StreamKind kind, const std::string& name, const std::string& scenario_name) const;
  void compile_draws(CompiledScenario& scenario, const Timeline& timeline, const std::string& scenario_name) const;
  void compile_parameters(CompiledScenario& scenario) const;
  [[nodiscard]] RowProgram compile_initial(const Timeline& timeline) const;
  /// What a switch writes before impulses: clamps that end, and states of rows whose bounds change, inside the bounds
  /// of the regime that begins.
  [[nodiscard]] RowProgram compile_release(const MechanismSet& before, const MechanismSet& after) const;
  [[nodiscard]] CompiledRegime compile_regime(const MechanismSet& mechanisms,
                                              const HappeningFormulas& happenings) const;
  /// The observables while these formulas stand for parameters.
  [[nodiscard]] ProgramId compile_observables(const std::map<std::string, Expression>& parameters) const;
  /// The conditions and rates of a regime, and what happenings and jumps do to its rows.
  void compile_happenings(CompiledRegime& regime, const MechanismSet& mechanisms,
                          const HappeningFormulas& happenings) const;
  [[nodiscard]] std::vector<Switch> compile_switches(const CompiledScenario& scenario, const Timeline& timeline,
                                                     const std::string& scenario_name,
                                                     std::vector<std::int64_t>& ticks) const;
};

/// Refuses, in a sentence, random streams of the run that would share their numbers.
void refuse_shared_streams(const Experiment& experiment, const std::vector<Timeline>& timelines,
                           const std::vector<std::string>& sources, const std::vector<std::string>& jumps);

/// The name that a stream key is made of: the plain name, or "<scenario>/<name>" where each scenario has its own
/// exogenous world.
std::string paired_name(Pairing pairing, const std::string& name, const std::string& scenario_name);

}  // namespace dosde
