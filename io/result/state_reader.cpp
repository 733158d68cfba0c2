#include "io/result/state_reader.hpp"

#include "io/result/crc32c.hpp"

namespace dosde {

bool StateReader::read(std::int64_t scenario, std::int64_t first, std::int64_t count) {
  const ResultSizes& sizes = layout_.sizes();
  const std::int64_t row = sizes.times * sizes.columns * element_size(sizes.state_type);
  const std::int64_t place = scenario * sizes.kept + first;
  bytes_.resize(static_cast<std::size_t>(count * row));
  expected_.resize(static_cast<std::size_t>(count));
  found_.resize(expected_.size());
  file_.read_at(layout_.offset("state") + place * row, bytes_.data(), count * row);
  file_.read_at(layout_.offset("crc32c") + place * 4, expected_.data(), count * 4);
  crc32c_rows(bytes_.data(), row, count, found_.data());
  return found_ == expected_;
}

}  // namespace dosde
