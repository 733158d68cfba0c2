#pragma once

#include "engine/core/device.hpp"

namespace dosde {

/// Of `count` things in order, how many come before something: is_before(i) is true for the first of them and false
/// from there on. A search by halves, for hosts and devices.
template <class Index, class IsBefore>
DOSDE_INLINE_FUNCTION Index count_before(Index count, const IsBefore& is_before) {
  Index first = 0;
  while (count > 0) {
    const Index half = count / 2;
    const bool is_later = is_before(first + half);
    first = is_later ? first + half + 1 : first;
    count = is_later ? count - half - 1 : half;
  }
  return first;
}

}  // namespace dosde
