#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// What the elements of a dataset are. Stored in the byte order of the machine, so that raw bytes need no conversion.
enum class ElementType { character, int8, uint8, int32, uint32, int64, uint64, float32, float64 };

std::int64_t element_size(ElementType type);
/// "f64", "u8", "char", …: for messages.
std::string element_name(ElementType type);

/// The bytes of the longest text, where they are more than `length`.
std::int64_t longest(std::int64_t length, const std::vector<std::string>& texts);

/// Every size and choice that decides which datasets a result file has.
struct ResultSizes {
  std::int64_t scenarios = 0;
  std::int64_t trajectories = 0;
  std::int64_t kept = 0;  ///< trajectories whose states are stored: the first `kept`
  std::int64_t times = 0;
  std::int64_t columns = 0;
  std::int64_t variables = 0;
  std::int64_t sources = 0;
  std::int64_t parameters = 0;
  std::int64_t regimes = 0;
  std::int64_t quantiles = 0;
  std::int64_t interventions = 0;
  std::int64_t units = 0;  ///< ranges of trajectories: rows of partial sums
  std::int64_t leaf_size = 64;
  std::int64_t unit_size = 64;      ///< trajectories of such a range
  std::int64_t unit_scenarios = 0;  ///< scenarios of a work unit; 0: all
  std::int64_t sweep_axes = 0;
  bool has_sweep_words = false;                   ///< an axis whose values are words
  bool has_shared_graphs = false;                 ///< scenarios that share their regimes with another
  bool columns_are_variables = true;              ///< the saved columns are exactly the model's variables, in order
  ElementType state_type = ElementType::float64;  ///< float64 or float32
  bool is_law = false;  ///< moments of the law, from equations: no trajectory is stored, one stands for all
  bool mean = false;
  bool variance = false;
  bool extremes = false;
  std::int64_t name_length = 1;  ///< bytes of a label, padded with zeros
  std::int64_t text_length = 1;  ///< bytes of a longer text: an expression, a description
  std::int64_t scenario_text_length = 1;
  std::int64_t resolved_text_length = 1;
  std::int64_t command_line_length = 1;
  std::int64_t checksums_length = 1;  ///< bytes of the list of checksums
  std::int64_t shards = 0;            ///< files of the sharded layout that hold the units; 0: this file does
  std::int64_t shard_name_length = 1;

  /// Are there moments over trajectories?
  [[nodiscard]] bool has_moments() const { return !is_law && (mean || variance || extremes); }

  /// Ranges of scenarios that work units have: one, but for large sweeps.
  [[nodiscard]] std::int64_t scenario_ranges() const {
    return unit_scenarios == 0 ? 1 : (scenarios + unit_scenarios - 1) / unit_scenarios;
  }
  /// Work units: every range of trajectories of the first range of scenarios, then of the second, …
  [[nodiscard]] std::int64_t work_units() const { return units * scenario_ranges(); }
  /// Which work unit a trajectory of a scenario belongs to.
  [[nodiscard]] std::int64_t unit_of(std::int64_t scenario, std::int64_t trajectory) const {
    return (unit_scenarios == 0 ? 0 : scenario / unit_scenarios) * units + trajectory / unit_size;
  }
};

/// A range of work units.
struct UnitSpan {
  std::int64_t first = 0;
  std::int64_t count = 0;

  [[nodiscard]] std::int64_t end() const { return first + count; }
  [[nodiscard]] bool has(std::int64_t unit) const { return unit >= first && unit < end(); }
  bool operator==(const UnitSpan&) const = default;
};

/// The part of scenario x trajectory that is a work unit.
struct UnitBox {
  std::int64_t first_scenario = 0;
  std::int64_t scenario_count = 0;
  std::int64_t first_trajectory = 0;
  std::int64_t trajectory_count = 0;
};

UnitBox unit_box(const ResultSizes& sizes, std::int64_t unit);

/// An axis. With a coordinate there is a dataset of that name that labels it; without, the axis is a mere length.
struct DimensionSpec {
  std::string name;
  std::int64_t length = 0;
  bool has_coordinate = false;
};

/// When the bytes of a dataset are written; which checksum guards them follows from it.
enum class Written {
  at_creation,      ///< for good: guarded by `provenance/checksums`
  with_unit,        ///< a work unit at a time: guarded by `units/crc32c`, states by `crc32c`
  at_end,           ///< when the run is finalised: check computes it again
  with_attempt,     ///< by a process that works on the file: guarded by `provenance/attempt_crc32c`
  as_checksum_list  ///< `provenance/checksums` itself
};

/// One dataset of the file.
struct DatasetSpec {
  std::string path;  ///< "state", or "units/partials" inside a group
  ElementType type = ElementType::float64;
  std::vector<std::string> dimensions;
  std::string description;  ///< its `long_name`
  Written written = Written::at_creation;
};

struct ResultLayout {
  std::vector<DimensionSpec> dimensions;  ///< a dimension's position is its netCDF id
  std::vector<DatasetSpec> datasets;      ///< in order of creation; coordinates first

  [[nodiscard]] const DimensionSpec& dimension(const std::string& name) const;
  /// nullptr where a file of these sizes has no such dataset.
  [[nodiscard]] const DatasetSpec* find(const std::string& path) const;
  [[nodiscard]] std::vector<std::int64_t> extents(const DatasetSpec& dataset) const;
  [[nodiscard]] std::int64_t bytes(const DatasetSpec& dataset) const;
  /// All data together.
  [[nodiscard]] std::int64_t bytes() const;

  /// An axis of length zero (no sources, no interventions) is absent, …
  void add_dimension(const std::string& name, std::int64_t length, bool has_coordinate);
  /// … and so is every dataset on it.
  void add_datasets(const std::vector<DatasetSpec>& table);
};

/// The texts that say where the numbers of a file come from; `command`: whose command line it is.
std::vector<DatasetSpec> provenance_texts(const std::string& command);

/// THE table of the result file: which dimensions and datasets a file of these sizes has. Creation, reading and `check`
/// all follow it. An axis of length zero (no sources, no interventions) is absent, and so is every dataset on it.
ResultLayout describe_layout(const ResultSizes& sizes);

/// How the data of a file are stored: as plain bytes that a run writes into; compressed, for reading; or what units
/// write as plain bytes in shards, shown by virtual datasets. (The root attribute `storage` is "packed" or "sharded".)
enum class FileForm { plain, packed, sharded };

inline constexpr std::int64_t attempt_capacity = 256;  ///< rows of the attempts table
inline constexpr std::int64_t host_name_length = 64;
/// What each checksum of a row of `units/crc32c` is of, in order (UnitPiece).
inline constexpr const char* unit_pieces = "status end_time end_variable crc32c reflections partials";
inline constexpr std::int64_t unit_piece_count = 6;
inline constexpr const char* result_format = "dosde-ensemble";
inline constexpr const char* result_format_version = "1";
/// What the values 0 … 4 of `status` mean, in order (TrajectoryStatus).
inline constexpr const char* status_meanings = "pending done failed diverged stopped_by_event";

}  // namespace dosde
