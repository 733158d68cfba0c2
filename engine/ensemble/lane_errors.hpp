#pragma once

#include "engine/ensemble/lane_tree.hpp"

namespace dosde {

// The errors of steps that lanes choose by themselves, and what follows from them for the next.

inline constexpr double huge_error = 1e300;  ///< in the place of one that is not finite

/// The error of a row of a lane against what it is allowed.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION double error_of_row(const KernelData& run, const LaneTree<Width>& tree, const double* before,
                                               int row, int lane) {
  const std::int64_t at = static_cast<std::int64_t>(row) * Width + lane;
  const double old_size = std::fabs(before[at]);
  const double new_size = std::fabs(tree.refined[at]);
  const double size = old_size > new_size ? old_size : new_size;
  const double allowed = run.control.absolute[row] + run.control.relative[row] * size;
  const double error = std::fabs(tree.refined[at] - tree.coarse[at]) / allowed;
  return error < huge_error ? error : huge_error;  // NaN too
}

/// The largest error of each lane's rows against what they are allowed.
template <int Width>
DOSDE_INLINE_FUNCTION void measure_errors(const KernelData& run, const LaneTree<Width>& tree, const double* before,
                                          double* errors) {
  for (int lane = 0; lane < Width; ++lane) errors[lane] = 0.0;
  for (int row = 0; row < run.row_count; ++row)
    for (int lane = 0; lane < Width; ++lane) {
      const double error = error_of_row(run, tree, before, row, lane);
      errors[lane] = error > errors[lane] ? error : errors[lane];
    }
}

/// Takes what the two steps of each lane have left of the drift's error out of their result, where it is right: the
/// difference from the one step tells (ControlledSteps::extrapolation).
template <int Width>
DOSDE_INLINE_FUNCTION void extrapolate(const KernelData& run, const LaneTree<Width>& tree,
                                       const std::int32_t* __restrict is_right) {
  const double part = run.control.extrapolation;
  if (part == 0.0) return;
  for (std::int64_t row = 0; row < run.row_count; ++row) {
    const double* __restrict coarse = tree.coarse + row * Width;
    double* __restrict refined = tree.refined + row * Width;
    for (int lane = 0; lane < Width; ++lane) {
      const double closer = refined[lane] + part * (refined[lane] - coarse[lane]);
      refined[lane] = is_right[lane] != 0 ? closer : refined[lane];
    }
  }
}

/// The first row with the error of its lane.
template <int Width>
DOSDE_INLINE_FUNCTION std::int32_t row_of_error(const KernelData& run, const LaneTree<Width>& tree,
                                                const double* before, double error, int lane) {
  std::int32_t row = 0;
  while (row + 1 < run.row_count && error_of_row(run, tree, before, row, lane) != error) ++row;
  return row;
}

DOSDE_FORCEINLINE_FUNCTION double larger(double a, double b) { return a > b ? a : b; }
DOSDE_FORCEINLINE_FUNCTION double smaller(double a, double b) { return a < b ? a : b; }

/// The binary logarithm of a positive number, but for 0.09: the exponent, and the fraction for the logarithm of the
/// mantissa. Exact operations: the same steps everywhere.
DOSDE_INLINE_FUNCTION double rough_logarithm(double value) {
  const auto bits = __builtin_bit_cast(std::uint64_t, value);
  const auto exponent = static_cast<std::int32_t>(bits >> 52) - 1023;
  const double mantissa = __builtin_bit_cast(double, (bits & 0xfffffffffffffU) | 0x3ff0000000000000U);
  return static_cast<double>(exponent) + (mantissa - 1.0);
}

/// How often a cell should be halved for a lane's next node, by its last errors: a proportional-integral controller
/// (Söderlind 2003) of whole halvings: up to four more after an error that is too large, else one more, as many, or up
/// to three fewer. The integral gain says how small an error must be for a step that is twice as long. The proportional
/// part takes the error's change whichever way it goes: a rise may go on, and a fall may be a chance of the path. Both
/// gains are those of the fewest steps at an equal error on the models of benchmarks/adaptive_benchmark.cpp.
DOSDE_FORCEINLINE_FUNCTION std::int32_t halvings_by_error(const StepControlView& control, std::int32_t depth,
                                                          double error, double& last_logarithm) {
  constexpr double least = 0x1p-32;
  constexpr double safety = 0.2;  // 2^-0.2 is 0.87
  const double logarithm = rough_logarithm(larger(error, least));
  const bool is_accepted = error <= 1.0;
  const double after_error = logarithm * control.error_exponent + safety;  // halvings, by the law of the error
  const double change = std::fabs(logarithm - last_logarithm);
  const double after_both = (0.65 * logarithm + 0.5 * change) * control.error_exponent + safety;
  last_logarithm = is_accepted ? logarithm : last_logarithm;
  const double up = smaller(after_error, 3.0) + 1.0;
  const double down = after_both > 1.0 ? 1.0 : larger(smaller(after_both, 0.0), -3.0);
  const std::int32_t next = depth + static_cast<std::int32_t>(is_accepted ? down : up);
  return next < 0 ? 0 : next > control.halvings ? control.halvings : next;
}

/// The depths that lanes want next, of those that are told of their errors: [lane].
template <int Width>
DOSDE_INLINE_FUNCTION void choose_depths(const StepControlView& control, const std::int32_t* __restrict depth,
                                         const double* __restrict errors, const std::int32_t* __restrict is_told,
                                         std::int32_t* __restrict wanted, double* __restrict last_logarithm) {
  const StepControlView own = control;  // in registers: else the loop is not vectorised
  for (int lane = 0; lane < Width; ++lane) {
    double logarithm = last_logarithm[lane];
    const std::int32_t next = halvings_by_error(own, depth[lane], errors[lane], logarithm);
    wanted[lane] = is_told[lane] != 0 ? next : wanted[lane];
    last_logarithm[lane] = is_told[lane] != 0 ? logarithm : last_logarithm[lane];
  }
}

}  // namespace dosde
