#pragma once

#include <cstddef>
#include <vector>

namespace dosde {

struct Loops {
  std::vector<std::vector<std::size_t>> all;  ///< each from its smallest vertex on, along the edges; short ones first
  bool is_complete = true;                    ///< false: there are more than were asked for
};

/// The elementary cycles of a directed graph, self loops among them (Johnson, SIAM J. Comput. 4 (1975) 77).
/// `children`: [vertex]. At most `most` are found.
Loops find_loops(const std::vector<std::vector<std::size_t>>& children, std::size_t most);

}  // namespace dosde
