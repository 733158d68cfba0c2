#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/ensemble/run_shape.hpp"
#include "engine/ensemble/sink.hpp"
#include "io/result/attempts.hpp"
#include "io/result/layout.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// How far a run is, from its statuses.
struct ResultProgress {
  std::int64_t units = 0;
  std::int64_t finished_units = 0;  ///< every scenario of every trajectory has a status
  std::int64_t trajectories = 0;    ///< over all scenarios
  std::map<TrajectoryStatus, std::int64_t> counts;
  bool is_complete = false;  ///< summaries written too
};

class Hdf5Handle;

/// Does the file say of itself that it is a doSDE result, of whatever version? False where it cannot be read.
bool is_result_file(const std::string& path);
/// … or anything else that doSDE makes: effects?
bool is_dosde_file(const std::string& path);

/// A result file opened for reading, finished or not, while it is being written or after. Every function throws Error
/// (input_output) where the file is damaged.
class ResultFile {
 public:
  explicit ResultFile(const std::string& path);
  ~ResultFile();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const ResultSizes& sizes() const { return sizes_; }
  /// Names, coordinates and graphs.
  [[nodiscard]] RunShape shape() const;
  [[nodiscard]] std::string title() const;
  [[nodiscard]] std::vector<InterventionRow> interventions() const;
  [[nodiscard]] Provenance provenance() const;
  /// The library that wrote the file, by attribute name: version, git_hash, compiler, flags, kokkos, hdf5, …
  [[nodiscard]] std::map<std::string, std::string> build() const;
  [[nodiscard]] std::vector<Attempt> attempts() const;

  [[nodiscard]] FileForm form() const;
  /// Names of the shards, from the folder of the file (locate_shard); none where the file holds its units itself.
  [[nodiscard]] std::vector<std::string> shards() const;
  /// The work units that the file is for: all of them, or those of a shard (`run --shard`, for `merge`).
  [[nodiscard]] UnitSpan share() const;
  [[nodiscard]] ResultProgress progress() const;
  /// One mark a work unit: has every scenario of every trajectory a status?
  [[nodiscard]] std::vector<bool> finished_units() const;
  /// How trajectories [first, first + count) of a scenario ended.
  [[nodiscard]] std::vector<TrajectoryEnd> ends(std::int64_t scenario, std::int64_t first, std::int64_t count) const;
  /// States [count][time][column] of the stored trajectories [first, first + count) of a scenario.
  [[nodiscard]] std::vector<double> states(std::int64_t scenario, std::int64_t first, std::int64_t count) const;
  /// One column at one save time, all stored trajectories of a scenario.
  [[nodiscard]] std::vector<double> column(std::int64_t scenario, std::int64_t time, std::int64_t column) const;
  /// A whole dataset of numbers, e.g. "mean" or "quantiles"; throws where there is none.
  [[nodiscard]] std::vector<double> numbers(const std::string& dataset) const;
  [[nodiscard]] bool has(const std::string& dataset) const;
  /// A whole dataset of texts, e.g. "scenario_name"; none where there is no such dataset.
  [[nodiscard]] std::vector<std::string> texts(const std::string& dataset) const;

 private:
  /// A dataset that the layout has; throws where its shape is another than the axes say.
  [[nodiscard]] Hdf5Handle open(const std::string& dataset) const;
  /// A stored number of a scenario; throws where there is none of that number.
  [[nodiscard]] std::int32_t scenario_number(double number) const;
  [[nodiscard]] std::vector<std::int8_t> marks(const std::string& dataset) const;
  void read_sweep(RunShape& shape) const;
  template <class Element>
  [[nodiscard]] std::vector<Element> box(const std::string& dataset, ElementType type,
                                         const std::vector<std::int64_t>& first,
                                         const std::vector<std::int64_t>& count) const;

  void visit_statuses(const std::function<void(std::int64_t unit, std::uint8_t status)>& visit) const;

  std::string path_;
  std::unique_ptr<Hdf5Handle> file_;
  mutable std::map<std::string, std::unique_ptr<Hdf5Handle>> opened_;  ///< datasets that are read piece by piece
  ResultSizes sizes_;
  ResultLayout layout_;  ///< what a sound file of these sizes has
};

}  // namespace dosde
