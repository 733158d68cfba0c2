#include "engine/causal/graphs/loops.hpp"

#include <algorithm>
#include <set>

#include "engine/causal/strongly_connected.hpp"

namespace dosde {
namespace {

/// Johnson's search from one smallest vertex at a time, with an explicit path.
class LoopFinder {
 public:
  LoopFinder(const std::vector<std::vector<std::size_t>>& children, std::size_t most, Loops& loops)
      : children_(children), most_(most), loops_(loops), is_blocked_(children.size()), waiting_(children.size()) {}

  void search_from(std::size_t root) {
    root_ = root;
    mark_component();
    for (std::size_t v = 0; v < children_.size(); ++v) {
      is_blocked_[v] = false;
      waiting_[v].clear();
    }
    enter(root);
    while (!path_.empty() && loops_.is_complete) {
      Visit& visit = path_.back();
      if (visit.next < children_[visit.vertex].size())
        follow(visit, children_[visit.vertex][visit.next++]);
      else
        leave();
    }
    path_.clear();
  }

 private:
  struct Visit {
    std::size_t vertex;
    std::size_t next;
    bool has_loop;
  };

  /// Loops through the root stay within its component of the graph of the vertices from the root on.
  void mark_component() {
    std::vector<std::vector<std::size_t>> rest(children_.size());
    for (std::size_t v = root_; v < children_.size(); ++v)
      for (const auto child : children_[v])
        if (child >= root_) rest[v].push_back(child);
    is_inside_.assign(children_.size(), false);
    for (const auto& component : strongly_connected_components(rest)) {
      const bool is_own =
          std::any_of(component.begin(), component.end(), [&](VariableId id) { return id.index() == root_; });
      for (const auto id : component) is_inside_[id.index()] = is_own;
    }
  }

  void enter(std::size_t vertex) {
    is_blocked_[vertex] = true;
    path_.push_back({vertex, 0, false});
  }

  void follow(Visit& visit, std::size_t child) {
    if (!is_inside_[child] || child < root_) return;
    if (child == root_) {
      visit.has_loop = true;
      if (loops_.all.size() == most_) {
        loops_.is_complete = false;
        return;
      }
      loops_.all.emplace_back();
      for (const auto& step : path_) loops_.all.back().push_back(step.vertex);
    } else if (!is_blocked_[child]) {
      enter(child);
    }
  }

  void leave() {
    const Visit done = path_.back();
    path_.pop_back();
    if (done.has_loop) {
      unblock(done.vertex);
      if (!path_.empty()) path_.back().has_loop = true;
      return;
    }
    for (const auto child : children_[done.vertex])
      if (is_inside_[child] && child >= root_) waiting_[child].insert(done.vertex);
  }

  void unblock(std::size_t vertex) {
    std::vector<std::size_t> open = {vertex};
    while (!open.empty()) {
      const std::size_t next = open.back();
      open.pop_back();
      if (!is_blocked_[next]) continue;
      is_blocked_[next] = false;
      open.insert(open.end(), waiting_[next].begin(), waiting_[next].end());
      waiting_[next].clear();
    }
  }

  const std::vector<std::vector<std::size_t>>& children_;
  std::size_t most_;
  Loops& loops_;
  std::size_t root_ = 0;
  std::vector<bool> is_inside_;
  std::vector<bool> is_blocked_;
  std::vector<std::set<std::size_t>> waiting_;  // who is to be unblocked with it
  std::vector<Visit> path_;
};

}  // namespace

Loops find_loops(const std::vector<std::vector<std::size_t>>& children, std::size_t most) {
  Loops loops;
  LoopFinder finder(children, most, loops);
  for (std::size_t root = 0; root < children.size() && loops.is_complete; ++root) finder.search_from(root);
  std::stable_sort(loops.all.begin(), loops.all.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return loops;
}

}  // namespace dosde
