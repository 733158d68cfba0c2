#include "engine/causal/graphs/regime_graphs.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "engine/causal/export/graph_text.hpp"

namespace dosde {
namespace {

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::set<std::string> common(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
  return both;
}

/// "u:clamp:x:0" as people know it: the draw of the clamp of x.
std::string draw_text(const std::string& name) {
  const std::string clamp = "u:clamp:";
  return name.starts_with(clamp) ? "draw of " + name.substr(clamp.size(), name.rfind(':') - clamp.size()) : name;
}

}  // namespace

MixedGraph unroll(const CausalGraph& graph, std::size_t steps) {
  MixedGraph unrolled;
  const std::size_t count = graph.variables.size();
  const auto at = [count](std::size_t variable, std::size_t step) { return step * count + variable; };
  for (std::size_t k = 0; k <= steps; ++k) {
    for (std::size_t i = 0; i < count; ++i) {
      unrolled.add(graph.variables[i] + "(" + std::to_string(k) + ")", graph.is_latent(i), graph.clamped[i] != 0);
      unrolled.layer.push_back(static_cast<int>(k));
    }
  }
  std::vector<bool> has_self_loop(count, false);
  for (std::size_t k = 0; k <= steps; ++k) {
    for_each_edge(graph, [&](const GraphEdge& edge) {
      has_self_loop[edge.child] = has_self_loop[edge.child] || edge.parent == edge.child;
      if (graph.clamped[edge.child] != 0)
        unrolled.join(at(edge.parent, k), at(edge.child, k), EndMark::tail, EndMark::head, "policy");
      else if (k < steps)
        unrolled.join(at(edge.parent, k), at(edge.child, k + 1), EndMark::tail, EndMark::head, kind_of(edge));
    });
    if (k == steps) break;
    for (std::size_t i = 0; i < count; ++i)
      if (graph.clamped[i] == 0 && !has_self_loop[i])
        unrolled.join(at(i, k), at(i, k + 1), EndMark::tail, EndMark::head, "persistence");
    for_each_shared(graph, [&](std::size_t a, std::size_t b, const std::string& sources) {
      unrolled.join(at(a, k + 1), at(b, k + 1), EndMark::head, EndMark::head, sources);
    });
  }
  return unrolled;
}

MixedGraph equilibrium_graph(const CausalGraph& graph, const std::vector<RowStructure>& rows) {
  MixedGraph made;
  const std::size_t count = graph.variables.size();
  for (std::size_t i = 0; i < count; ++i) made.add(graph.variables[i], graph.is_latent(i), graph.clamped[i] != 0);
  for_each_edge(graph, [&](const GraphEdge& edge) {
    if (edge.in_drift && edge.parent != edge.child)
      made.join(edge.parent, edge.child, EndMark::tail, EndMark::head, sign_text(edge));
  });
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count; ++j) {
      for (const auto& source : common(rows[i].sources, rows[j].sources))
        made.join(i, j, EndMark::head, EndMark::head, source);
      for (const auto& draw : common(rows[i].draws, rows[j].draws))
        made.join(i, j, EndMark::head, EndMark::head, draw_text(draw));
    }
  }
  return made;
}

MixedGraph local_independence_graph(const CausalGraph& graph, const std::vector<RowStructure>& rows) {
  MixedGraph made;
  std::map<std::string, std::size_t> vertex;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].is_held) vertex[graph.variables[i]] = made.add(graph.variables[i], graph.is_latent(i));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].is_held) continue;
    const std::size_t own = vertex.at(graph.variables[i]);
    for (const auto& name : rows[i].drift) made.join(vertex.at(name), own, EndMark::tail, EndMark::head);
    if (rows[i].is_bounded && !rows[i].drift.contains(graph.variables[i]))
      made.join(own, own, EndMark::tail, EndMark::head);
    for (const auto& draw : rows[i].draws) {
      if (!vertex.contains(draw)) vertex[draw] = made.add(draw_text(draw), true);
      made.join(vertex.at(draw), own, EndMark::tail, EndMark::head);
    }
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      const auto shared = common(rows[i].sources, rows[j].sources);
      if (!rows[j].is_held && !shared.empty())
        made.join(own, vertex.at(graph.variables[j]), EndMark::blunt, EndMark::blunt, joined(shared));
    }
  }
  return made;
}

std::string objection_to_local_independence(const CausalGraph& graph, const std::vector<RowStructure>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].loadings.empty())
      return "a noise loading of '" + graph.variables[i] + "' depends on " + joined(rows[i].loadings);
  return "";
}

}  // namespace dosde
