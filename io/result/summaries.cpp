#include "io/result/summaries.hpp"

#include <algorithm>
#include <limits>

#include "io/result/tree_merge.hpp"

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t cells_at_a_time = 1 << 14;  ///< 0.6 MB a row

}  // namespace

std::int64_t stored_count(const Moments& moments) { return static_cast<std::int64_t>(moments.count); }
double stored_mean(const Moments& moments) { return moments.count > 0.0 ? moments.mean : nan; }
double stored_variance(const Moments& moments) {
  return moments.count > 1.0 ? moments.sum_of_squares / (moments.count - 1.0) : nan;
}
double stored_minimum(const Moments& moments) { return moments.count > 0.0 ? moments.minimum : nan; }
double stored_maximum(const Moments& moments) { return moments.count > 0.0 ? moments.maximum : nan; }

void merge_partials(const RawFile& file, const RawLayout& layout,
                    const std::function<void(std::int64_t first_cell, std::span<const Moments>)>& receive) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(Moments));
  const ResultSizes& sizes = layout.sizes();
  const std::int64_t cells = sizes.scenarios * sizes.times * sizes.columns;
  std::vector<Moments> row;
  for (std::int64_t first = 0; first < cells; first += cells_at_a_time) {
    row.resize(static_cast<std::size_t>(std::min(cells_at_a_time, cells - first)));
    TreeMerge tree;
    for (std::int64_t unit = 0; unit < sizes.units; ++unit) {
      file.read_at(layout.offset("units/partials") + (unit * cells + first) * size, row.data(),
                   static_cast<std::int64_t>(row.size()) * size);
      tree.add(row);
    }
    receive(first, tree.root());
  }
}

}  // namespace dosde
