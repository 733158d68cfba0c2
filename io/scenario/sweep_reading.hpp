#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ensemble/sweep.hpp"
#include "io/scenario/read_context.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// An axis of a sweep with where it was written.
struct AxisReading {
  SweepAxis axis;
  std::vector<std::string> parts;  ///< of the key that it varies: model, parameters, a
  Place place;                     ///< of the axis
  std::vector<Place> places;       ///< of the listed values, one each; empty for a range
};

/// [sweep] as written: axes and design, the points not yet made.
struct SweepReading {
  Sweep sweep;  ///< without its axes
  std::vector<AxisReading> axes;
  Place place;
};

/// Reads [sweep] and, for a table, its CSV file. Nothing where something is wrong with it.
std::optional<SweepReading> read_sweep(const Value& table, ReadContext& context);

/// The axes of a CSV file: its header line holds the axes' keys, every further line a point; cells are as RFC 4180 has
/// them, and a quoted cell is a text. Nothing where something is wrong with it.
std::optional<std::vector<AxisReading>> read_sweep_table(const Value& path, ReadContext& context);

/// An axis from its key: the key is parsed, and refused where it is none that may be swept.
std::optional<AxisReading> make_axis(const std::string& key, const Place& place, Findings& findings);

/// Adds a text to the listed values of an axis.
void list_word(SweepAxis& axis, const std::string& word);

/// The points as a CSV file that `design = "table"` reads back to the same points.
std::string write_points(const Sweep& sweep);

/// A value of an axis as TOML.
std::string axis_value_text(const SweepAxis& axis, double value);

}  // namespace dosde
