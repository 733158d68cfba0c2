#include "engine/causal/graphs/separation.hpp"

#include <algorithm>

namespace dosde {
namespace {

std::vector<bool> members(const MixedGraph& graph, const std::vector<std::size_t>& set) {
  std::vector<bool> found(graph.vertices.size(), false);
  for (const auto vertex : set) found[vertex] = true;
  return found;
}

bool is_into(EndMark mark) { return mark != EndMark::tail; }

/// The shortest walk that begins at one of `starts`, whose inner vertices `passes(arriving step, leaving step)` and
/// whose last step `arrives`. What may follow must depend on the last step alone: then a walk exists if and only if one
/// exists that takes no step twice.
template <class Passes, class Arrives>
std::optional<Walk> find_walk(const MixedGraph& graph, const std::vector<std::size_t>& starts, const Passes& passes,
                              const Arrives& arrives) {
  struct Reached {
    GraphStep step;
    std::ptrdiff_t before;
  };
  const auto steps = steps_of(graph);
  std::vector<std::vector<bool>> is_reached(steps.size());
  for (std::size_t v = 0; v < steps.size(); ++v) is_reached[v].assign(steps[v].size(), false);
  std::vector<Reached> reached;
  const auto reach = [&](std::size_t vertex, std::size_t number, std::ptrdiff_t before) {
    if (is_reached[vertex][number]) return;
    is_reached[vertex][number] = true;
    reached.push_back({steps[vertex][number], before});
  };
  for (const auto start : starts)
    for (std::size_t n = 0; n < steps[start].size(); ++n) reach(start, n, -1);
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const GraphStep step = reached[next].step;
    if (arrives(step)) {
      Walk walk;
      for (auto place = static_cast<std::ptrdiff_t>(next); place >= 0;
           place = reached[static_cast<std::size_t>(place)].before)
        walk.push_back(reached[static_cast<std::size_t>(place)].step);
      std::reverse(walk.begin(), walk.end());
      return walk;
    }
    for (std::size_t n = 0; n < steps[step.to].size(); ++n)
      if (passes(step, steps[step.to][n])) reach(step.to, n, static_cast<std::ptrdiff_t>(next));
  }
  return std::nullopt;
}

std::vector<std::size_t> without(const std::vector<std::size_t>& set, const std::vector<bool>& excluded) {
  std::vector<std::size_t> rest;
  for (const auto vertex : set)
    if (!excluded[vertex]) rest.push_back(vertex);
  return rest;
}

}  // namespace

std::optional<Walk> find_mu_connection(const MixedGraph& graph, const std::vector<std::size_t>& from,
                                       const std::vector<std::size_t>& to, const std::vector<std::size_t>& given) {
  const auto is_given = members(graph, given), is_target = members(graph, to), is_above = ancestors_of(graph, given);
  return find_walk(
      graph, without(from, is_given),
      [&](const GraphStep& in, const GraphStep& out) {
        const bool is_collider = is_into(in.arriving) && is_into(out.leaving);
        return is_collider ? is_above[in.to] : !is_given[in.to];
      },
      [&](const GraphStep& step) { return is_target[step.to] && step.arriving == EndMark::head; });
}

std::optional<Walk> find_sigma_connection(const MixedGraph& graph, const std::vector<std::size_t>& from,
                                          const std::vector<std::size_t>& to, const std::vector<std::size_t>& given) {
  const auto is_given = members(graph, given), is_above = ancestors_of(graph, given);
  const auto component = component_numbers(graph);
  const std::vector<std::size_t> starts = without(from, is_given), ends = without(to, is_given);
  const auto is_target = members(graph, ends);
  if (std::any_of(starts.begin(), starts.end(), [&](std::size_t vertex) { return is_target[vertex]; })) return Walk{};
  const auto leaves_component = [&](EndMark here, std::size_t vertex, std::size_t neighbour) {
    return here == EndMark::tail && component[vertex] != component[neighbour];
  };
  return find_walk(
      graph, starts,
      [&](const GraphStep& in, const GraphStep& out) {
        if (is_into(in.arriving) && is_into(out.leaving)) return static_cast<bool>(is_above[in.to]);
        return !is_given[in.to] ||
               (!leaves_component(in.arriving, in.to, in.from) && !leaves_component(out.leaving, out.from, out.to));
      },
      [&](const GraphStep& step) { return static_cast<bool>(is_target[step.to]); });
}

}  // namespace dosde
