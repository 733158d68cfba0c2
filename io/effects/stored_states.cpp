#include "io/effects/stored_states.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "engine/core/error.hpp"
#include "io/result/boxes.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/sample_rows.hpp"

namespace dosde {
namespace {

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
  visit_boxes(dataset_extents(states.get()), sample_rows_memory / element, [&](const Box& box) {
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
  if (layout_) return read_survival(*raw_, *layout_, scenario);
  Survival survival;
  for (const TrajectoryEnd& end : file_.ends(scenario, 0, sizes_.kept)) {
    survival.status.push_back(end.status);
    survival.lifetime.push_back(end.lifetime());
  }
  return survival;
}

void StoredStates::read(std::int64_t scenario, std::int64_t first, std::int64_t width, std::vector<double>& tile) {
  tile.resize(static_cast<std::size_t>(sizes_.kept * width));
  const auto read_into = [&](auto rows) {
    rows.visit(scenario, first, width, [&tile, width](std::int64_t trajectory, const auto* states) {
      std::copy(states, states + width, tile.data() + trajectory * width);
    });
  };
  if (sizes_.state_type == ElementType::float64)
    read_into(SampleRows<double>(*raw_, offset_, sizes_));
  else
    read_into(SampleRows<float>(*raw_, offset_, sizes_));
}

}  // namespace dosde
