#pragma once

#include <string>
#include <vector>

#include "engine/core/device.hpp"

namespace dosde {

/// How a forcing table is read between its rows.
enum class Interpolation { previous, linear };

/// A forcing input: a function of time given by rows (times strictly increasing, model time units). Before the first
/// row and after the last the nearest row holds.
struct Table {
  std::string name;
  std::vector<double> times;
  std::vector<double> values;
  Interpolation interpolation = Interpolation::previous;
};

/// What a kernel sees of a table. At least one row.
struct TableView {
  const double* times = nullptr;
  const double* values = nullptr;
  int row_count = 0;
  Interpolation interpolation = Interpolation::previous;
};

/// A view of a table in host memory; valid while the table lives unchanged.
TableView view_of(const Table& table);

/// The table's value at `time`: binary search, then the row or the straight line between two rows
/// (v0 + (v1 - v0) * ((time - t0)/(t1 - t0)), in this order of operations). At a row's own time exactly that row; NaN
/// at NaN.
DOSDE_INLINE_FUNCTION double look_up(const TableView& table, double time) {
  if (time != time) return time;
  if (!(time > table.times[0])) return table.values[0];
  int before = 0;               // times[before] <= time
  int after = table.row_count;  // time < times[after], were there such a row
  while (after - before > 1) {
    const int middle = before + (after - before) / 2;
    if (table.times[middle] <= time) {
      before = middle;
    } else {
      after = middle;
    }
  }
  const double v0 = table.values[before];
  if (after == table.row_count || table.interpolation == Interpolation::previous) return v0;
  const double t0 = table.times[before];
  return v0 + (table.values[after] - v0) * ((time - t0) / (table.times[after] - t0));
}

}  // namespace dosde
