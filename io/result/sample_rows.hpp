#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "io/result/layout.hpp"
#include "io/result/raw_file.hpp"

namespace dosde {

/// Bytes of states that are read at a time.
inline constexpr std::int64_t sample_rows_memory = 1 << 20;

/// Reads stored states by ranges of samples (a sample is one time and column) across all stored trajectories of a
/// scenario, where they lie trajectory by trajectory. `Element`: as they are stored.
template <class Element>
class SampleRows {
 public:
  /// `offset`: of the states in the file. Both outlive this.
  SampleRows(const RawFile& file, std::int64_t offset, const ResultSizes& sizes)
      : file_(file), offset_(offset), sizes_(sizes) {}

  /// Calls visit(trajectory, states) for one trajectory after the other: states[s] is that of sample first + s, s <
  /// width.
  template <class Visit>
  void visit(std::int64_t scenario, std::int64_t first, std::int64_t width, Visit visit) {
    const std::int64_t row = sizes_.times * sizes_.columns;
    // Many small reads cost more than reading past what is not wanted, up to a point.
    const bool reads_whole_rows = row <= 16 * width;
    const std::int64_t read_first = reads_whole_rows ? 0 : first;
    const std::int64_t read_width = reads_whole_rows ? row : width;
    const std::int64_t rows = reads_whole_rows ? std::max<std::int64_t>(1, sample_rows_memory / (row * size)) : 1;
    for (std::int64_t begin = 0; begin < sizes_.kept; begin += rows) {
      const std::int64_t count = std::min(rows, sizes_.kept - begin);
      block_.resize(static_cast<std::size_t>(count * read_width));
      file_.read_at(offset_ + ((scenario * sizes_.kept + begin) * row + read_first) * size, block_.data(),
                    count * read_width * size);
      for (std::int64_t k = 0; k < count; ++k) visit(begin + k, block_.data() + k * read_width + (first - read_first));
    }
  }

 private:
  static constexpr auto size = static_cast<std::int64_t>(sizeof(Element));

  const RawFile& file_;
  std::int64_t offset_;
  const ResultSizes& sizes_;
  std::vector<Element> block_;
};

}  // namespace dosde
