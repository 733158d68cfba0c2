#include "engine/causal/dependency_order.hpp"

#include <algorithm>

namespace dosde {

// Depth-first search with an explicit path, so that a chain of ten thousand does not exhaust the stack.
DependencyOrder order_by_dependency(const std::vector<std::vector<std::size_t>>& needs) {
  enum class Mark { unseen, on_path, done };
  struct Step {
    std::size_t index;
    std::size_t next_need;
  };
  DependencyOrder result;
  std::vector<Mark> marks(needs.size(), Mark::unseen);
  for (std::size_t root = 0; root < needs.size(); ++root) {
    if (marks[root] != Mark::unseen) continue;
    std::vector<Step> path = {{root, 0}};
    marks[root] = Mark::on_path;
    while (!path.empty()) {
      const std::size_t index = path.back().index;
      if (path.back().next_need == needs[index].size()) {
        marks[index] = Mark::done;
        result.order.push_back(index);
        path.pop_back();
        continue;
      }
      const std::size_t need = needs[index][path.back().next_need++];
      if (marks[need] == Mark::on_path) {
        auto start = std::find_if(path.begin(), path.end(), [&](const Step& step) { return step.index == need; });
        for (; start != path.end(); ++start) result.cycle.push_back(start->index);
        result.cycle.push_back(need);
        result.order.clear();
        return result;
      }
      if (marks[need] == Mark::unseen) {
        marks[need] = Mark::on_path;
        path.push_back({need, 0});
      }
    }
  }
  return result;
}

}  // namespace dosde
