#pragma once

#include "engine/ensemble/kernel_data.hpp"

namespace dosde {

DOSDE_INLINE_FUNCTION bool is_power_of_two(std::int64_t number) { return (number & (number - 1)) == 0; }

/// Of a power of two.
DOSDE_INLINE_FUNCTION int binary_logarithm(std::int64_t number) {
  int power = 0;
  while (number >> power > 1) ++power;
  return power;
}

// Where steps and pieces of steps lie in the noise cells. A step has one cell or several; or a cell has several steps.

/// A part of a cell, or of a row of them: from a place in the first to a place in the last. Fractions of cells: `from`
/// in [0, 1), `until` in (0, 1].
struct CellStretch {
  std::int64_t cell = 0;
  double from = 0.0;
  std::int64_t further_cells = 0;  ///< after the first; `until` is a place in the last of them
  double until = 1.0;
};

/// Where a step begins, in its cell, of which it is the `number`-th of several, or ends where `number` is one more.
DOSDE_INLINE_FUNCTION double place_in_cell(const KernelData& run, std::int64_t number) {
  return static_cast<double>(number) / static_cast<double>(run.steps_per_cell);
}

/// The cell in which a step begins.
DOSDE_INLINE_FUNCTION std::int64_t first_cell_of(const KernelData& run, std::int64_t step) {
  return run.steps_per_cell > 1 ? step / run.steps_per_cell : step * run.cells_per_step;
}

/// When a cell begins, model time.
DOSDE_INLINE_FUNCTION double cell_time(const KernelData& run, std::int64_t cell) {
  if (run.steps_per_cell > 1) return run.time.step_time(cell * run.steps_per_cell);
  return run.time.step_time(cell / run.cells_per_step) +
         static_cast<double>(cell % run.cells_per_step) * run.cell_length;
}

DOSDE_INLINE_FUNCTION CellStretch stretch_of_step(const KernelData& run, std::int64_t step) {
  const std::int64_t number = run.steps_per_cell > 1 ? step % run.steps_per_cell : 0;
  return {first_cell_of(run, step), place_in_cell(run, number), run.cells_per_step - 1, place_in_cell(run, number + 1)};
}

/// Of one of the run's pieces.
DOSDE_INLINE_FUNCTION CellStretch stretch_of_piece(const KernelData& run, const Piece& piece) {
  const CellStretch step = stretch_of_step(run, piece.step);
  const Piece* before = &piece == run.pieces ? nullptr : &piece - 1;
  const bool is_first = before == nullptr || before->step != piece.step;
  const std::int64_t begin = is_first ? 0 : before->end_cell;
  const bool ends_with_cell = piece.end_fraction == 0.0;
  return {step.cell + begin, is_first ? step.from : before->end_fraction,
          piece.end_cell - begin - static_cast<std::int64_t>(ends_with_cell),
          ends_with_cell ? 1.0 : piece.end_fraction};
}

}  // namespace dosde
