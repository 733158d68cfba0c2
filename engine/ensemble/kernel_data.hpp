#pragma once

#include <cstdint>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"
#include "engine/expression/program.hpp"
#include "engine/random/given_noise.hpp"
#include "engine/random/path_detail.hpp"

namespace dosde {

// A compiled run as a kernel sees it: plain structs, lists as (first, count) into flat arrays in the memory of the
// execution space.

/// Part of a flat array.
struct ListRange {
  std::int32_t first = 0;
  std::int32_t count = 0;
};

/// A RowProgram; program -1: nothing to do.
struct RowProgramView {
  std::int32_t program = -1;
  ListRange rows;
};

struct SwitchView {
  RowProgramView release;
  RowProgramView impulse;
  ListRange draws;
  std::int32_t regime = 0;
  RowProgramView clamp;
  std::int32_t first_regime = -1;  ///< into indices: regimes by open interventions; -1: none waits
};

struct RegimeView {
  std::int32_t step_program = -1;  ///< -1: every variable is clamped
  ListRange free_rows;
  RowProgramView clamp;
  std::int32_t is_clamp_fallible = 0;  ///< may `clamp` write what is not finite?
  std::int32_t signals = -1;           ///< program of conditions and rates
  std::int32_t first_move = 0;         ///< what happenings do, then jumps
  std::int32_t observables = -1;       ///< program of the saved formulas; -1: there are none
};

/// What a condition brings about besides moving the state.
struct HappeningView {
  HappeningAct act = HappeningAct::move;
  std::int32_t waiting = -1;  ///< the intervention that it opens or closes
};

/// Recorded initial values: trajectory n's is at recorded[first + n].
struct RecordedView {
  std::int32_t lane_slot = 0;
  std::int64_t first = 0;
};

/// A lane input that a sweep sets: the point's value on an axis.
struct SweptView {
  std::int32_t lane_slot = 0;
  std::int32_t axis = 0;
};

struct ScenarioView {
  ListRange draws;
  ListRange recorded;
  std::int32_t parameter_program = -1;
  ListRange parameter_slots;
  RowProgramView initial;
  std::int32_t first_regime = 0;
  ListRange actions;
  std::int32_t first_switch = 0;
  ListRange happenings;
  std::uint32_t open_at_start = 0;  ///< waiting interventions
};

/// How lanes choose their steps by themselves (step_control.hpp), where they do.
struct StepControlView {
  bool is_on = false;
  std::int32_t time_slot = 0;  ///< lane inputs: the time at a step's begin, and its length
  std::int32_t step_slot = 0;
  std::int32_t first_depth = 0;      ///< halvings for the first step
  std::int32_t halvings = 0;         ///< of the grid's step, at most
  std::int32_t levels = 0;           ///< of halves that a node may be away from the cell: more where steps are split
  std::int32_t saves_ahead = 0;      ///< that lanes may pass, each at its own pace; 0: they meet at every save
  const double* absolute = nullptr;  ///< [row] tolerance
  const double* relative = nullptr;  ///< [row] tolerance
  double error_exponent = 0.0;       ///< 1/p, where a step's error goes as its length to the power p
  double extrapolation = 0.0;        ///< the part of the difference of two steps and one that is added to the two
};

/// The whole run. Trivially copyable; the memory belongs to a DeviceRun.
struct KernelData {
  const ProgramView* programs = nullptr;
  const ScenarioView* scenarios = nullptr;
  const RegimeView* regimes = nullptr;
  const SwitchView* switches = nullptr;
  const Action* actions = nullptr;
  const Draw* draws = nullptr;
  const RecordedView* recorded = nullptr;
  const SweptView* swept = nullptr;
  const double* recorded_values = nullptr;
  const std::int32_t* indices = nullptr;       ///< rows and lane slots of all lists
  const std::uint64_t* source_keys = nullptr;  ///< [world][source]
  const std::uint64_t* jump_keys = nullptr;    ///< [world][jump source]
  const std::int32_t* mark_slots = nullptr;    ///< [jump source] lane input of its mark's uniform; -1: none
  const HappeningView* happenings = nullptr;
  const RowProgramView* moves = nullptr;
  std::int32_t jump_count = 0;
  std::int32_t most_signals = 0;  ///< conditions and rates, most of any scenario
  bool has_happenings = false;
  ListRange saved_rows;
  std::int32_t observable_count = 0;
  std::int32_t scenario_count = 0;
  std::int32_t swept_count = 0;
  std::int32_t source_count = 0;
  std::int32_t increment_count = 0;  ///< numbers of a step: one or two a source
  PathDetail detail = PathDetail::increments;
  std::int32_t row_count = 0;
  std::int32_t reflection_row = -1;
  std::int32_t lane_slots = 0;
  std::int32_t scratch_slots = 0;
  std::int32_t clock_slots = 0;
  std::int32_t batch_steps = 4;  ///< steps whose increments are made at once: a multiple of 4
  std::int32_t stage_capacity =
      1;  ///< saves that are staged in a block's memory before they are written to the results
  std::int32_t cells_per_step = 1;  ///< or
  std::int32_t steps_per_cell = 1;  ///< several; where a power of two, batch_steps is one too
  std::int32_t save_count = 0;
  const Piece* pieces = nullptr;
  std::int32_t piece_count = 0;
  std::int32_t most_pieces = 0;  ///< of a batch
  std::int32_t constant_slots = 0;
  TimeGridView time;
  double cell_length = 0.0;  ///< of a noise cell, model time
  double root_cell = 0.0;    ///< its square root: the standard deviation of the cell's increment
  StepControlView control;
  GivenCells given_cells;   ///< of a recorded world
  bool has_worlds = false;  ///< each scenario has its own noise
};

/// What the kernel computes of a unit and where it leaves the results (memory of the execution space). The unit's lanes
/// are the trajectories at the first of `points`, then those at the second, …; without a sweep there is one point.
struct UnitMemory {
  std::int64_t first_trajectory = 0;
  std::int64_t trajectory_count = 0;
  std::int64_t point_count = 1;
  const std::int32_t* points = nullptr;  ///< the points of these lanes, counted from the unit's first
  const double* point_values = nullptr;  ///< [point of the unit][axis]
  std::int32_t axis_count = 0;
  const double* set_values = nullptr;  ///< [scenario][trajectory][axis] where a caller sets them (stepper.hpp), instead
  double* states = nullptr;            ///< [point of the unit][scenario][trajectory][time][column]
  TrajectoryEnd* ends = nullptr;       ///< [point of the unit][scenario][trajectory]
  double* reflections = nullptr;       ///< [point of the unit][scenario][trajectory]
  double* workspace = nullptr;
  std::int64_t workspace_stride = 0;  ///< doubles between two workspaces
};

}  // namespace dosde
