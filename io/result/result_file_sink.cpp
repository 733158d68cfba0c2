#include "io/result/result_file_sink.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/unit_checksums.hpp"

namespace dosde {
namespace {

/// Writes rows[scenario][0 … count) to `dataset`[box's scenario][first … first + count) of row length `length`; in one
/// go where the rows fill their scenarios.
template <class Element>
void write_rows(const RawFile& file, std::int64_t offset, const Element* rows, const UnitBox& box, std::int64_t count,
                std::int64_t length) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(Element));
  offset += (box.first_scenario * length + box.first_trajectory) * size;
  if (count == length) {
    file.write_at(offset, rows, box.scenario_count * count * size);
    return;
  }
  for (std::int64_t scenario = 0; scenario < box.scenario_count; ++scenario) {
    file.write_at(offset + scenario * length * size, rows + scenario * count, count * size);
  }
}

}  // namespace

static_assert(sizeof(Moments) == 5 * sizeof(double), "a row of `partials` is the bytes of Moments");

ResultFileSink::ResultFileSink(const std::string& path)
    : layout_(read_raw_layout(path)), file_(path, RawFile::Access::read_write) {}

void ResultFileSink::write(const UnitResult& result) {
  require_fitting(result);
  write_states(result);
  write_ends(result);
  const ResultSizes& sizes = layout_.sizes();
  const UnitBox box = unit_box(sizes, result.range.unit);
  const std::int64_t row = box.first_trajectory / sizes.unit_size * sizes.scenarios + box.first_scenario;
  if (layout_.has("units/partials")) {
    constexpr auto size = static_cast<std::int64_t>(sizeof(Moments));
    file_.write_at(layout_.offset("units/partials") + row * sizes.times * sizes.columns * size, result.moments.data(),
                   static_cast<std::int64_t>(result.moments.size_bytes()));
  }
  file_.write_at(layout_.offset("units/reflections") + row * 8, result.reflections.data(),
                 static_cast<std::int64_t>(result.reflections.size_bytes()));
  write_checksums(result, row);
  write_statuses(result);
}

void ResultFileSink::write_failed(const UnitRange& range) {
  const ResultSizes& sizes = layout_.sizes();
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  const std::int64_t scenarios = unit_box(sizes, range.unit).scenario_count;
  const auto trajectories = static_cast<std::size_t>(scenarios * range.trajectory_count);
  const auto samples = static_cast<std::size_t>(sizes.times * sizes.columns);
  const std::vector<double> states(range.first_trajectory < sizes.kept ? trajectories * samples : 0, missing);
  const std::vector<TrajectoryEnd> ends(trajectories, {TrajectoryStatus::failed, missing, -1});
  const std::vector<Moments> moments(sizes.has_moments() ? static_cast<std::size_t>(scenarios) * samples : 0);
  const std::vector<std::int64_t> reflections(static_cast<std::size_t>(scenarios), 0);
  write({range, states, ends, moments, reflections});
}

void ResultFileSink::require_fitting(const UnitResult& result) const {
  const ResultSizes& sizes = layout_.sizes();
  const UnitRange& range = result.range;
  const auto demand = [](bool fits, const char* what) {
    if (!fits) throw Error(ErrorKind::internal, std::string("a work unit does not fit its result file: ") + what);
  };
  demand(range.unit >= 0 && range.unit < sizes.work_units(), "its number");
  const UnitBox box = unit_box(sizes, range.unit);
  demand(range.first_trajectory == box.first_trajectory, "its first trajectory");
  demand(range.trajectory_count == box.trajectory_count, "its number of trajectories");
  const std::int64_t trajectories = box.scenario_count * range.trajectory_count;
  const std::int64_t samples = sizes.times * sizes.columns;
  const auto size = [](const auto& span) { return static_cast<std::int64_t>(span.size()); };
  const bool stores_states = range.first_trajectory < sizes.kept;
  demand(size(result.states) == trajectories * samples || (!stores_states && result.states.empty()), "its states");
  demand(size(result.ends) == trajectories, "its ends");
  demand(size(result.moments) == box.scenario_count * samples || (!sizes.has_moments() && result.moments.empty()),
         "its moments");
  demand(size(result.reflections) == box.scenario_count, "its reflections");
}

void ResultFileSink::write_states(const UnitResult& result) {
  const ResultSizes& sizes = layout_.sizes();
  const UnitRange& range = result.range;
  const UnitBox box = unit_box(sizes, range.unit);
  const std::int64_t stored = std::min(range.trajectory_count, sizes.kept - range.first_trajectory);
  checksums_.clear();
  if (stored <= 0) return;
  const std::int64_t samples = sizes.times * sizes.columns;
  checksums_.resize(static_cast<std::size_t>(box.scenario_count * stored));
  // Where the unit has all trajectories of its scenarios, they are one stretch of the file.
  const bool is_one_stretch = stored == sizes.kept && stored == range.trajectory_count;
  const std::int64_t pieces = is_one_stretch ? 1 : box.scenario_count;
  const std::int64_t rows = is_one_stretch ? box.scenario_count * stored : stored;
  for (std::int64_t piece = 0; piece < pieces; ++piece) {
    const std::int64_t place = (box.first_scenario + piece) * sizes.kept + range.first_trajectory;
    write_trajectories(result.states.data() + piece * range.trajectory_count * samples, rows, place,
                       checksums_.data() + piece * stored);
  }
  write_rows(file_, layout_.offset("crc32c"), checksums_.data(), box, stored, sizes.kept);
}

/// `rows` trajectories' states, to the place of the first in `state`; and their checksums.
void ResultFileSink::write_trajectories(const double* states, std::int64_t rows, std::int64_t place,
                                        std::uint32_t* checksums) {
  const ResultSizes& sizes = layout_.sizes();
  const std::int64_t samples = sizes.times * sizes.columns;
  const std::int64_t bytes = samples * element_size(sizes.state_type);
  const void* stored = states;
  if (sizes.state_type == ElementType::float32) {
    narrowed_.resize(static_cast<std::size_t>(rows * samples));
    std::transform(states, states + rows * samples, narrowed_.begin(), [this](double value) {
      const auto narrowed = static_cast<float>(value);
      overflowed_states_ += std::isinf(narrowed) && std::isfinite(value) ? 1 : 0;
      return narrowed;
    });
    stored = narrowed_.data();
  }
  // Checksums first: they read the states once, and the copy into the page cache then finds them near.
  crc32c_rows(stored, bytes, rows, checksums);
  file_.write_at(layout_.offset("state") + place * bytes, stored, rows * bytes);
}

void ResultFileSink::write_ends(const UnitResult& result) {
  times_.resize(result.ends.size());
  variables_.resize(result.ends.size());
  statuses_.resize(result.ends.size());
  for (std::size_t k = 0; k < result.ends.size(); ++k) {
    times_[k] = result.ends[k].time;
    variables_[k] = result.ends[k].variable;
    statuses_[k] = static_cast<std::uint8_t>(result.ends[k].status);
  }
  const ResultSizes& sizes = layout_.sizes();
  const UnitBox box = unit_box(sizes, result.range.unit);
  write_rows(file_, layout_.offset("end_time"), times_.data(), box, box.trajectory_count, sizes.trajectories);
  write_rows(file_, layout_.offset("end_variable"), variables_.data(), box, box.trajectory_count, sizes.trajectories);
}

void ResultFileSink::write_checksums(const UnitResult& result, std::int64_t row) {
  const std::span<const Moments> moments = layout_.has("units/partials") ? result.moments : std::span<const Moments>();
  const std::vector<UnitChecksums> checksums =
      unit_checksums({statuses_, times_, variables_, checksums_, result.reflections, moments});
  constexpr auto size = static_cast<std::int64_t>(sizeof(UnitChecksums));
  file_.write_at(layout_.offset("units/crc32c") + row * size, checksums.data(),
                 static_cast<std::int64_t>(checksums.size()) * size);
}

void ResultFileSink::write_statuses(const UnitResult& result) {
  const UnitBox box = unit_box(layout_.sizes(), result.range.unit);
  write_rows(file_, layout_.offset("status"), statuses_.data(), box, box.trajectory_count,
             layout_.sizes().trajectories);
}

}  // namespace dosde
