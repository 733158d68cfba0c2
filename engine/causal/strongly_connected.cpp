#include "engine/causal/strongly_connected.hpp"

#include <algorithm>

#include "engine/causal/causal_graph.hpp"

namespace dosde {
namespace {

/// Tarjan's algorithm (SIAM J. Comput. 1, 146 (1972)) with an explicit path, so that a chain of ten thousand does not
/// exhaust the stack.
class ComponentFinder {
 public:
  explicit ComponentFinder(const std::vector<std::vector<std::size_t>>& children)
      : children_(children), number_(children.size(), unseen), low_(children.size(), 0), is_open_(children.size()) {}

  std::vector<std::vector<VariableId>> find_all() {
    for (std::size_t root = 0; root < children_.size(); ++root)
      if (number_[root] == unseen) search_from(root);
    std::reverse(components_.begin(), components_.end());  // Tarjan finds sinks first
    return components_;
  }

 private:
  static constexpr std::size_t unseen = static_cast<std::size_t>(-1);
  struct Step {
    std::size_t vertex;
    std::size_t next_child;
  };

  void enter(std::size_t vertex) {
    number_[vertex] = low_[vertex] = counter_++;
    is_open_[vertex] = true;
    open_.push_back(vertex);
    path_.push_back({vertex, 0});
  }

  void leave() {
    const std::size_t vertex = path_.back().vertex;
    path_.pop_back();
    if (!path_.empty()) low_[path_.back().vertex] = std::min(low_[path_.back().vertex], low_[vertex]);
    if (low_[vertex] == number_[vertex]) close_component(vertex);
  }

  void close_component(std::size_t root) {
    std::vector<VariableId> component;
    std::size_t vertex = unseen;
    do {
      vertex = open_.back();
      open_.pop_back();
      is_open_[vertex] = false;
      component.push_back(VariableId{static_cast<std::int32_t>(vertex)});
    } while (vertex != root);
    std::sort(component.begin(), component.end());
    components_.push_back(std::move(component));
  }

  void search_from(std::size_t root) {
    enter(root);
    while (!path_.empty()) {
      const std::size_t vertex = path_.back().vertex;
      if (path_.back().next_child == children_[vertex].size()) {
        leave();
        continue;
      }
      const std::size_t child = children_[vertex][path_.back().next_child++];
      if (number_[child] == unseen)
        enter(child);
      else if (is_open_[child])
        low_[vertex] = std::min(low_[vertex], number_[child]);
    }
  }

  const std::vector<std::vector<std::size_t>>& children_;
  std::vector<std::size_t> number_;  // order of discovery
  std::vector<std::size_t> low_;     // lowest number reachable
  std::vector<bool> is_open_;
  std::vector<std::size_t> open_;  // discovered, component not yet closed
  std::vector<Step> path_;
  std::size_t counter_ = 0;
  std::vector<std::vector<VariableId>> components_;
};

}  // namespace

std::vector<std::vector<VariableId>> strongly_connected_components(const CausalGraph& graph) {
  const std::size_t count = graph.variables.size();
  std::vector<std::vector<std::size_t>> children(count);
  for (std::size_t child = 0; child < count; ++child)
    for (std::size_t parent = 0; parent < count; ++parent)
      if (graph.drift_edges[child * count + parent] != 0 || graph.diffusion_edges[child * count + parent] != 0)
        children[parent].push_back(child);
  return strongly_connected_components(children);
}

std::vector<std::vector<VariableId>> strongly_connected_components(
    const std::vector<std::vector<std::size_t>>& children) {
  return ComponentFinder(children).find_all();
}

}  // namespace dosde
