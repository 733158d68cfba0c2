#include "io/result/stored_units.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/core/error.hpp"

namespace dosde {

StoredUnits::StoredUnits(const std::string& path)
    : path_(path),
      layout_(read_raw_layout(path)),
      file_(layout_.open(path, RawFile::Access::read)),
      reader_(file_, layout_) {}

UnitRange StoredUnits::range(std::int64_t unit) const {
  const UnitBox box = unit_box(sizes(), unit);
  return {unit, box.first_trajectory, box.trajectory_count};
}

const UnitResult& StoredUnits::read(std::int64_t unit) {
  if (sizes().sweep_axes > 0)
    throw Error(ErrorKind::internal, "the units of a sweep's file cannot be copied into another");
  const UnitRange range = this->range(unit);
  read_states(range);
  read_ends(range);
  const auto samples = static_cast<std::size_t>(sizes().scenarios * sizes().times * sizes().columns);
  moments_.resize(sizes().has_moments() ? samples : 0);
  const auto node_bytes = static_cast<std::int64_t>(moments_.size() * sizeof(Moments));
  if (!moments_.empty())
    file_.read_at(layout_.offset("units/partials") + unit * node_bytes, moments_.data(), node_bytes);
  reflections_.resize(static_cast<std::size_t>(sizes().scenarios));
  file_.read_at(layout_.offset("units/reflections") + unit * sizes().scenarios * 8, reflections_.data(),
                sizes().scenarios * 8);
  result_ = {range, states_, ends_, moments_, reflections_};
  return result_;
}

void StoredUnits::read_states(const UnitRange& range) {
  const std::int64_t samples = sizes().times * sizes().columns;
  const std::int64_t stored =
      std::clamp<std::int64_t>(sizes().kept - range.first_trajectory, 0, range.trajectory_count);
  states_.assign(stored == 0 ? 0 : static_cast<std::size_t>(sizes().scenarios * range.trajectory_count * samples),
                 std::numeric_limits<double>::quiet_NaN());
  for (std::int64_t scenario = 0; scenario < sizes().scenarios && stored > 0; ++scenario) {
    if (!reader_.read(scenario, range.first_trajectory, stored))
      throw Error(ErrorKind::input_output,
                  "the states of unit " + std::to_string(range.unit) + " of '" + path_ + "' do not fit their checksums",
                  "some of its bytes have changed since they were written",
                  "`dosde resume` computes such units again.");
    double* target = states_.data() + scenario * range.trajectory_count * samples;
    if (sizes().state_type == ElementType::float64) {
      std::memcpy(target, reader_.bytes().data(), reader_.bytes().size());
    } else {
      std::vector<float> narrow(static_cast<std::size_t>(stored * samples));
      std::memcpy(narrow.data(), reader_.bytes().data(), reader_.bytes().size());
      std::copy(narrow.begin(), narrow.end(), target);
    }
  }
}

void StoredUnits::read_ends(const UnitRange& range) {
  const auto count = static_cast<std::size_t>(range.trajectory_count);
  std::vector<double> times(count);
  std::vector<std::int32_t> variables(count);
  std::vector<std::uint8_t> statuses(count);
  ends_.clear();
  for (std::int64_t scenario = 0; scenario < sizes().scenarios; ++scenario) {
    const std::int64_t place = scenario * sizes().trajectories + range.first_trajectory;
    file_.read_at(layout_.offset("end_time") + place * 8, times.data(), range.trajectory_count * 8);
    file_.read_at(layout_.offset("end_variable") + place * 4, variables.data(), range.trajectory_count * 4);
    file_.read_at(layout_.offset("status") + place, statuses.data(), range.trajectory_count);
    for (std::size_t n = 0; n < count; ++n)
      ends_.push_back({static_cast<TrajectoryStatus>(statuses[n]), times[n], variables[n]});
  }
}

}  // namespace dosde
