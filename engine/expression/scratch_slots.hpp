#pragma once

#include <cstdint>
#include <set>

namespace dosde {

/// The scratch slots of one program: hands out the lowest free one, so that the working set stays small and in the
/// nearest cache.
class ScratchSlots {
 public:
  /// The first `reserved` slots are never handed out.
  explicit ScratchSlots(std::int32_t reserved) : count_(reserved) {}

  std::int32_t take() {
    if (free_.empty()) return count_++;
    const std::int32_t slot = *free_.begin();
    free_.erase(free_.begin());
    return slot;
  }
  void give_back(std::int32_t slot) { free_.insert(slot); }

  /// How many slots were ever in use, the reserved ones included.
  [[nodiscard]] std::int32_t count() const { return count_; }

 private:
  std::int32_t count_;
  std::set<std::int32_t> free_;
};

}  // namespace dosde
