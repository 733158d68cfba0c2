#include "io/effects/stored_states.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>
#include <type_traits>

#include "engine/core/error.hpp"
#include "io/result/boxes.hpp"
#include "io/result/read_sizes.hpp"

namespace dosde {
namespace {

constexpr std::int64_t bytes_at_a_time = 1 << 20;

/// Writes the states of a packed file as plain bytes into a file that loses its name at once.
std::unique_ptr<RawFile> unpack_states(const std::string& path, const std::string& scratch) {
  if (!std::ofstream(scratch, std::ios::binary | std::ios::trunc))
    throw Error(ErrorKind::input_output, "cannot create '" + scratch + "'",
                "a packed file is unpacked beside the output", "Choose another place with -o.");
  auto raw = std::make_unique<RawFile>(scratch, RawFile::Access::read_write);
  std::remove(scratch.c_str());
  const Hdf5Handle file = open_result_file(path);
  const Hdf5Handle states = open_dataset(file.get(), "state");
  const std::int64_t element = element_size(element_type(states.get()));
  std::int64_t place = 0;
  visit_boxes(dataset_extents(states.get()), bytes_at_a_time / element, [&](const Box& box) {
    const std::vector<char> bytes = read_box(states.get(), box);
    raw->write_at(place, bytes.data(), static_cast<std::int64_t>(bytes.size()));
    place += static_cast<std::int64_t>(bytes.size());
  });
  return raw;
}

}  // namespace

StoredStates::StoredStates(const ResultFile& file, const std::string& scratch) : file_(file), sizes_(file.sizes()) {
  if (file.form() == FileForm::packed) {
    raw_ = unpack_states(file.path(), scratch);
    return;
  }
  layout_ = std::make_unique<RawLayout>(read_raw_layout(file.path()));
  raw_ = std::make_unique<RawFile>(layout_->open(file.path(), RawFile::Access::read));
  offset_ = layout_->offset("state");
}

Survival StoredStates::survival(std::int64_t scenario) const {
  const auto count = static_cast<std::size_t>(sizes_.kept);
  Survival survival;
  if (layout_) {  // raw: in the sharded layout the statuses in the shards are the truth
    const std::int64_t first = scenario * sizes_.trajectories;
    survival.lifetime.resize(count);
    raw_->read_at(layout_->offset("end_time") + first * 8, survival.lifetime.data(), sizes_.kept * 8);
    std::vector<std::uint8_t> statuses(count);
    raw_->read_at(layout_->offset("status") + first, statuses.data(), sizes_.kept);
    for (const std::uint8_t status : statuses) survival.status.push_back(static_cast<TrajectoryStatus>(status));
  } else {
    for (const TrajectoryEnd& end : file_.ends(scenario, 0, sizes_.kept)) {
      survival.status.push_back(end.status);
      survival.lifetime.push_back(end.time);
    }
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (std::size_t n = 0; n < count; ++n) {
    const TrajectoryStatus status = survival.status[n];
    if (status == TrajectoryStatus::done) survival.lifetime[n] = infinity;
    if (status == TrajectoryStatus::pending || status == TrajectoryStatus::failed) survival.lifetime[n] = -infinity;
  }
  return survival;
}

void StoredStates::read(std::int64_t scenario, std::int64_t first, std::int64_t width, std::vector<double>& tile) {
  const std::int64_t row = sizes_.times * sizes_.columns;
  const std::int64_t element = element_size(sizes_.state_type);
  const auto read_into = [&](auto* target) {
    using Element = std::remove_pointer_t<decltype(target)>;
    const std::int64_t begin = offset_ + scenario * sizes_.kept * row * element;
    if (width == row) return raw_->read_at(begin, target, sizes_.kept * row * element);
    // Many small reads cost more than reading past what is not wanted, up to a point.
    const std::int64_t rows = row <= 16 * width ? std::max<std::int64_t>(1, bytes_at_a_time / (row * element)) : 0;
    std::vector<Element> block(static_cast<std::size_t>(rows * row));
    for (std::int64_t n = 0; n < sizes_.kept; n += std::max<std::int64_t>(1, rows)) {
      if (rows == 0) {
        raw_->read_at(begin + (n * row + first) * element, target + n * width, width * element);
        continue;
      }
      const std::int64_t count = std::min(rows, sizes_.kept - n);
      raw_->read_at(begin + n * row * element, block.data(), count * row * element);
      for (std::int64_t k = 0; k < count; ++k) {
        const Element* wanted = block.data() + k * row + first;
        std::copy(wanted, wanted + width, target + (n + k) * width);
      }
    }
  };
  tile.resize(static_cast<std::size_t>(sizes_.kept * width));
  if (sizes_.state_type == ElementType::float64) return read_into(tile.data());
  narrow_.resize(tile.size());
  read_into(narrow_.data());
  std::copy(narrow_.begin(), narrow_.end(), tile.begin());
}

}  // namespace dosde
