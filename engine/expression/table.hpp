#pragma once

#include <string>
#include <vector>

#include "engine/core/kokkos.hpp"

namespace dosde {

/// How a forcing table is read between its rows.
enum class Interpolation { previous, linear };

/// A forcing input: a function of time given by rows (times strictly increasing, model time units). Before the first row and after the last the nearest row holds.
struct Table {
  std::string name;
  std::vector<double> times;
  std::vector<double> values;
  Interpolation interpolation = Interpolation::previous;
};

/// What a kernel sees of a table.
struct TableView {
  const double* times = nullptr;
  const double* values = nullptr;
  int row_count = 0;
  Interpolation interpolation = Interpolation::previous;
};

/// The table's value at `time`: binary search, then the row or the straight line between two rows
/// (v0 + (v1 - v0) * ((time - t0)/(t1 - t0)), in this order of operations).
DOSDE_FUNCTION double look_up(const TableView& table, double time);

}  // namespace dosde
