#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/causal/noise_class.hpp"
#include "engine/causal/timeline.hpp"
#include "engine/ensemble/experiment.hpp"
#include "engine/ensemble/piece.hpp"
#include "engine/ensemble/run_shape.hpp"
#include "engine/expression/program.hpp"
#include "engine/random/stream_key.hpp"
#include "engine/solvers/registry.hpp"

namespace dosde {

/// A program that rewrites some state rows: where its outputs go. An invalid program means: nothing to do.
struct RowProgram {
  ProgramId program;
  std::vector<std::int32_t> rows;  ///< state rows that the program writes
};

/// A lane input filled from the exogenous world: one keyed uniform in (0, 1) a trajectory.
struct Draw {
  std::int32_t lane_slot = 0;
  std::uint64_t key = 0;
  std::int64_t repetition = 0;  ///< the "cell" of the draw's counter
};

/// A lane input filled from recorded values, one a trajectory.
struct RecordedInput {
  std::int32_t lane_slot = 0;
  std::vector<double> values;
};

/// A lane input that holds the point's value on an axis of the sweep.
struct SweptInput {
  std::string symbol;  ///< a parameter's name, or "sweep:<axis>" for another number
  std::int32_t axis = 0;
  std::int32_t lane_slot = 0;
};

/// What happens at a tick, in this order: switch, save, and where a split step begins or goes on, its piece up to the
/// next tick.
enum class ActionKind : std::int32_t { switch_regime, save, take_piece };

struct Action {
  std::int64_t tick = 0;
  ActionKind kind = ActionKind::save;
  std::int32_t index = 0;  ///< index into CompiledScenario::switches; of a save its number; into CompiledRun::pieces
};

/// A moment at which a scenario's state or mechanisms change: old clamps are written out, impulses act, the new
/// regime's clamps are written out.
struct Switch {
  RowProgram release;       ///< clamps of the regime that ends, at the switch time
  RowProgram impulse;       ///< states set or moved once
  std::vector<Draw> draws;  ///< clamp draws of the regime that begins
  std::int32_t regime = 0;  ///< index into CompiledScenario::regimes from here on
  RowProgram clamp;         ///< clamps of the regime that begins, at the switch time
  /// Where interventions wait for conditions: `regime` by which of them are open. Else empty.
  std::vector<std::int32_t> regimes;
};

/// The formulas of one interval, compiled.
struct CompiledRegime {
  std::vector<StepRow> formulas;        ///< what `step` computes, for replays and listings
  ProgramId step;                       ///< one step of the scheme, writing the free rows
  std::vector<std::int32_t> free_rows;  ///< rows that the step writes
  RowProgram clamp;                     ///< values of the clamped rows (also run before every save)
  bool is_clamp_fallible = false;       ///< may a clamped value not be finite? Then it is looked at at every step time
  /// Conditions of happenings, then rates of jump sources (jumps a noise cell), into scratch slots 0, 1, …; and what
  /// each does to the state.
  ProgramId signals;
  std::vector<RowProgram> moves;
  ProgramId observables;  ///< into scratch slots 0, 1, …
};

/// One intervention set, ready to run.
struct CompiledScenario {
  std::vector<Draw> draws;                    ///< initial and parameter draws
  std::vector<RecordedInput> recorded;        ///< initial values from a file
  ProgramId parameters;                       ///< drawn parameters, into scratch slot 0, 1, …
  std::vector<std::int32_t> parameter_slots;  ///< lane slots that the values of `parameters` are copied to
  RowProgram initial;                         ///< all state rows at the start
  std::vector<CompiledRegime> regimes;
  std::vector<Switch> switches;
  std::vector<Action> actions;             ///< by tick
  std::vector<std::uint64_t> source_keys;  ///< [source] noise keys; equal for all scenarios when the pairing is shared
  std::vector<std::uint64_t> jump_keys;    ///< [jump source] likewise
  std::vector<Happening> happenings;
  std::uint32_t open_at_start = 0;  ///< waiting interventions that are open then
};

/// Steps that trajectories choose by themselves (Experiment::step_control), compiled.
struct ControlledSteps {
  std::int32_t halvings = 0;  ///< of the grid's step, at most
  RowTolerances tolerances = {};
  double error_exponent = 0.0;  ///< 1/p, where a step's error goes as its length to the power p
  double extrapolation = 0.0;   ///< the part of the difference of two steps and one that is added to the two
};

/// Everything that a run needs, as plain host data: the experiment with its formulas compiled. Built once; the kernel
/// gets a copy in its memory space.
///
/// Of a sweep this is the run at the points of the first group; it names the others and the shape of all. A swept
/// parameter is one whose value is a law over the group's range, so that whatever is proven of formulas holds for all
/// its points; other swept numbers are such parameters too, with internal names. Their values are lane inputs.
struct CompiledRun {
  Experiment experiment;            ///< at the group's first point, its time grid split where it must be
  Model model;                      ///< resolved, Itô form
  std::vector<Timeline> timelines;  ///< [scenario]
  NoiseClassProof noise_class;      ///< widest over all regimes of all scenarios
  SchemeChoice scheme;
  std::vector<Diagnostic> warnings;
  RunShape shape;

  Layout layout;
  Layout step_layout;             ///< of the programs of steps: the time and the step's length may be the lane's own
  std::vector<Program> programs;  ///< by ProgramId
  std::vector<double> uniform_inputs;  ///< step, then uniform parameters
  std::vector<CompiledScenario> scenarios;
  std::vector<std::string> sources;      ///< streams of numbers: the sources, then further ones that the scheme needs
  std::vector<std::string> jumps;        ///< jump sources, rows' own copies among them
  std::vector<std::int32_t> mark_slots;  ///< [jump source] the lane input that holds its mark's uniform; -1: no mark
  std::vector<std::int32_t> recorded_sources;  ///< [source] of a recorded world: its place there, or -1; empty: none
  bool has_happenings = false;                 ///< has any scenario jumps, events, or interventions that wait?
  std::int32_t most_signals = 0;               ///< conditions and rates, most of any scenario
  std::vector<std::int32_t> saved_rows;        ///< state rows of the saved variables
  std::int32_t observable_count = 0;
  std::int32_t row_count = 0;  ///< state rows: variables, then one counter of reflections if any variable has bounds
  std::int32_t reflection_row = -1;  ///< the counter's row; -1: none
  std::int32_t lane_slots = 0;
  std::int32_t scratch_slots = 0;    ///< most of any program
  std::int32_t clock_slots = 1;      ///< most of any program
  std::int32_t increment_count = 0;  ///< random numbers of a step: one or two a source
  std::vector<std::int64_t> save_ticks;
  std::vector<Piece> pieces;        ///< of split steps, the same in all scenarios
  std::int32_t constant_slots = 0;  ///< most of any program
  std::int32_t cells_per_step = 1;
  std::int32_t steps_per_cell = 1;             ///< one of the two is 1
  double cell = 0.0;                           ///< length of a noise cell, model time
  std::optional<ControlledSteps> control;      ///< where trajectories choose their steps
  PathDetail detail = PathDetail::increments;  ///< what is made of each source

  std::vector<SweptInput> swept;
  std::vector<CompiledRun> further_groups;  ///< of the first group only
  std::vector<std::int32_t> point_groups;   ///< [point] 0: this run, k: further_groups[k - 1]; empty: all 0

  /// The run of a point of the sweep: this one or one of the further groups.
  [[nodiscard]] const CompiledRun& group_of_point(std::int64_t point) const {
    const std::int32_t group = point_groups.empty() ? 0 : point_groups[static_cast<std::size_t>(point)];
    return group == 0 ? *this : further_groups[static_cast<std::size_t>(group - 1)];
  }
};

/// Compiles an experiment, all groups of its sweep: Itô form, timelines, proof of the noise class, choice of the
/// scheme, programs. Throws Error with every complaint.
CompiledRun compile_run(const Experiment& experiment);

}  // namespace dosde
