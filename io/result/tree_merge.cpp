#include "io/result/tree_merge.hpp"

#include <algorithm>

namespace dosde {
namespace {

/// right = merge(left, right), cell by cell.
void merge_into(const std::vector<Moments>& left, std::vector<Moments>& right) {
  std::transform(left.begin(), left.end(), right.begin(), right.begin(), merge);
}

}  // namespace

void TreeMerge::add(std::span<const Moments> row) {
  std::vector<Moments> carry(row.begin(), row.end());
  std::size_t level = 0;
  for (; level < levels_.size() && !levels_[level].empty(); ++level) {
    merge_into(levels_[level], carry);
    levels_[level].clear();
  }
  if (level == levels_.size()) levels_.emplace_back();
  levels_[level].swap(carry);
}

std::vector<Moments> TreeMerge::root() const {
  std::vector<Moments> root;
  for (const std::vector<Moments>& row : levels_) {  // the later the units, the lower they wait
    if (row.empty()) continue;
    if (root.empty()) {
      root = row;
    } else {
      merge_into(row, root);
    }
  }
  return root;
}

}  // namespace dosde
