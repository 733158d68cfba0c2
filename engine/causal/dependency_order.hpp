#pragma once

#include <cstddef>
#include <vector>

namespace dosde {

/// An order in which everything stands after what it needs, or the cycle that forbids one.
struct DependencyOrder {
  std::vector<std::size_t> order;  ///< all indices, where there is no cycle
  std::vector<std::size_t> cycle;  ///< i, what i needs, …, i again; empty where there is none
};

/// Orders 0 … needs.size()-1 so that i stands after every index in needs[i]; lower indices first where free to choose.
DependencyOrder order_by_dependency(const std::vector<std::vector<std::size_t>>& needs);

}  // namespace dosde
