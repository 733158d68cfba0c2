#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/causal/happening.hpp"
#include "engine/causal/intervention.hpp"
#include "engine/causal/time_grid.hpp"

namespace dosde {

/// The mechanisms of one regime in Itô form, one per variable of the model, clamps substituted: no formula of a free
/// row or of a clamp names a clamped variable.
using MechanismSet = std::vector<Mechanism>;

/// A draw that a clamp (or its repetition) needs when its window opens: the uniform lane input `symbol` is refilled
/// from (key name, repetition).
struct ClampDraw {
  std::string symbol;           ///< "u:clamp:<variable>:<ordinal>"
  std::string key_name;         ///< name of the stream key (kind clamp): "<variable>:<ordinal>"
  std::int64_t repetition = 0;  ///< window number: the "cell" of the draw
};

/// An interval of constant mechanisms.
struct Regime {
  std::int64_t first_tick = 0;
  std::size_t mechanisms = 0;  ///< index into Timeline::mechanism_sets, while no waiting intervention is open
  /// The same by which of the waiting ones are open: bit w for the w-th; the first is `mechanisms`. Empty: none waits.
  std::vector<std::size_t> mechanisms_of = {};
  std::vector<ClampDraw> draws;     ///< made on entry
  std::vector<std::size_t> active;  ///< interventions (index in the scenario's list) whose window is open
};

/// One assignment of an impulse: at `tick` the variable becomes the formula of the state just before (X(t-), t,
/// parameters).
struct Impulse {
  std::int64_t tick = 0;
  VariableId variable;
  Expression new_value;
  std::size_t intervention = 0;
};

/// What a scenario does to a model over time. The first regime starts at tick 0.
struct Timeline {
  std::vector<MechanismSet> mechanism_sets;
  std::vector<HappeningFormulas> happening_sets;  ///< the happenings' formulas under each
  /// What stands for parameters under each, where edits replace them: formulas, by name.
  std::vector<std::map<std::string, Expression>> parameter_sets;
  std::vector<Happening> happenings;  ///< the model's events, then interventions that wait
  std::vector<std::size_t> waiting;   ///< interventions (index in the scenario's list) that wait: bit w is the w-th's
  std::uint32_t open_at_start = 0;    ///< waiting interventions that only end by a condition
  std::vector<Regime> regimes;
  std::vector<Impulse> impulses;      ///< by tick, then file order
  std::vector<InitialValue> initial;  ///< one per variable, after initial interventions
  std::vector<Diagnostic> warnings;   ///< fully shadowed edits, interventions without effect

  /// The regime in force over the step that begins at a tick; the first for ticks before the start.
  [[nodiscard]] const Regime& regime_at(std::int64_t tick) const;
};

/// Builds the timeline of one scenario. `model` is resolved and in Itô form. Collects every complaint (unknown targets,
/// windows outside the time span, times that are no ticks of the grid, two clamps of one variable at one time, cyclic
/// clamp references printed as a cycle) and throws them as one Error. Rules: edits of a row apply in file order, a
/// clamp last and winning; a parameter intervention replaces the parameter's symbol in every row while its window is
/// open; a released variable resumes from its clamped value; at a switch the order is: old clamps are materialised,
/// impulses, new clamps.
Timeline build_timeline(const Model& model, const std::vector<Intervention>& interventions, const TimeGrid& grid);

}  // namespace dosde
