#include "io/result/result_file_sink.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.hpp"
#include "io/result/crc32c.hpp"

namespace dosde {
namespace {

/// Writes rows[scenario][0 … count) to `dataset`[scenario][first … first + count) of row length `length`; in one go
/// where the rows fill the dataset.
template <class Element>
void write_rows(const RawFile& file, std::int64_t offset, const Element* rows, std::int64_t scenarios,
                std::int64_t first, std::int64_t count, std::int64_t length) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(Element));
  if (count == length) {
    file.write_at(offset, rows, scenarios * count * size);
    return;
  }
  for (std::int64_t scenario = 0; scenario < scenarios; ++scenario) {
    file.write_at(offset + (scenario * length + first) * size, rows + scenario * count, count * size);
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
  const auto node_bytes = static_cast<std::int64_t>(result.moments.size_bytes());
  if (layout_.has("units/partials")) {
    file_.write_at(layout_.offset("units/partials") + result.range.unit * node_bytes, result.moments.data(),
                   node_bytes);
  }
  const auto count_bytes = static_cast<std::int64_t>(result.reflections.size_bytes());
  file_.write_at(layout_.offset("units/reflections") + result.range.unit * count_bytes, result.reflections.data(),
                 count_bytes);
  write_statuses(result);
}

void ResultFileSink::write_failed(const UnitRange& range) {
  const ResultSizes& sizes = layout_.sizes();
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  const auto trajectories = static_cast<std::size_t>(sizes.scenarios * range.trajectory_count);
  const auto samples = static_cast<std::size_t>(sizes.times * sizes.columns);
  const std::vector<double> states(range.first_trajectory < sizes.kept ? trajectories * samples : 0, missing);
  const std::vector<TrajectoryEnd> ends(trajectories, {TrajectoryStatus::failed, missing, -1});
  const std::vector<Moments> moments(sizes.has_moments() ? static_cast<std::size_t>(sizes.scenarios) * samples : 0);
  const std::vector<std::int64_t> reflections(static_cast<std::size_t>(sizes.scenarios), 0);
  write({range, states, ends, moments, reflections});
}

void ResultFileSink::require_fitting(const UnitResult& result) const {
  const ResultSizes& sizes = layout_.sizes();
  const UnitRange& range = result.range;
  const auto demand = [](bool fits, const char* what) {
    if (!fits) throw Error(ErrorKind::internal, std::string("a work unit does not fit its result file: ") + what);
  };
  demand(range.unit >= 0 && range.unit < sizes.units && range.first_trajectory == range.unit * sizes.unit_size,
         "its number");
  demand(range.trajectory_count == std::min(sizes.unit_size, sizes.trajectories - range.first_trajectory),
         "its number of trajectories");
  const std::int64_t trajectories = sizes.scenarios * range.trajectory_count;
  const std::int64_t samples = sizes.times * sizes.columns;
  const auto size = [](const auto& span) { return static_cast<std::int64_t>(span.size()); };
  const bool stores_states = range.first_trajectory < sizes.kept;
  demand(size(result.states) == trajectories * samples || (!stores_states && result.states.empty()), "its states");
  demand(size(result.ends) == trajectories, "its ends");
  demand(size(result.moments) == sizes.scenarios * samples || (!sizes.has_moments() && result.moments.empty()),
         "its moments");
  demand(size(result.reflections) == sizes.scenarios, "its reflections");
}

void ResultFileSink::write_states(const UnitResult& result) {
  const ResultSizes& sizes = layout_.sizes();
  const UnitRange& range = result.range;
  const std::int64_t stored = std::min(range.trajectory_count, sizes.kept - range.first_trajectory);
  if (stored <= 0) return;
  const std::int64_t samples = sizes.times * sizes.columns;
  const std::int64_t element = element_size(sizes.state_type);
  checksums_.resize(static_cast<std::size_t>(sizes.scenarios * stored));
  for (std::int64_t scenario = 0; scenario < sizes.scenarios; ++scenario) {
    const double* states = result.states.data() + scenario * range.trajectory_count * samples;
    const void* bytes = states;
    if (sizes.state_type == ElementType::float32) {
      narrowed_.resize(static_cast<std::size_t>(stored * samples));
      std::transform(states, states + stored * samples, narrowed_.begin(), [this](double value) {
        const auto narrowed = static_cast<float>(value);
        overflowed_states_ += std::isinf(narrowed) && std::isfinite(value) ? 1 : 0;
        return narrowed;
      });
      bytes = narrowed_.data();
    }
    // Checksums first: they read the states once, and the copy into the page cache then finds them near.
    crc32c_rows(bytes, samples * element, stored, checksums_.data() + scenario * stored);
    file_.write_at(layout_.offset("state") + (scenario * sizes.kept + range.first_trajectory) * samples * element,
                   bytes, stored * samples * element);
  }
  write_rows(file_, layout_.offset("crc32c"), checksums_.data(), sizes.scenarios, range.first_trajectory, stored,
             sizes.kept);
}

void ResultFileSink::write_ends(const UnitResult& result) {
  times_.resize(result.ends.size());
  variables_.resize(result.ends.size());
  for (std::size_t k = 0; k < result.ends.size(); ++k) {
    times_[k] = result.ends[k].time;
    variables_[k] = result.ends[k].variable;
  }
  const ResultSizes& sizes = layout_.sizes();
  const UnitRange& range = result.range;
  write_rows(file_, layout_.offset("end_time"), times_.data(), sizes.scenarios, range.first_trajectory,
             range.trajectory_count, sizes.trajectories);
  write_rows(file_, layout_.offset("end_variable"), variables_.data(), sizes.scenarios, range.first_trajectory,
             range.trajectory_count, sizes.trajectories);
}

void ResultFileSink::write_statuses(const UnitResult& result) {
  statuses_.resize(result.ends.size());
  std::transform(result.ends.begin(), result.ends.end(), statuses_.begin(),
                 [](const TrajectoryEnd& end) { return static_cast<std::uint8_t>(end.status); });
  write_rows(file_, layout_.offset("status"), statuses_.data(), layout_.sizes().scenarios,
             result.range.first_trajectory, result.range.trajectory_count, layout_.sizes().trajectories);
}

}  // namespace dosde
