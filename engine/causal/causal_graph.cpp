#include "engine/causal/causal_graph.hpp"

#include <algorithm>
#include <unordered_set>

#include "engine/causal/sign.hpp"
#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/stepwise.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

/// What is known of symbols' signs: bounded variables, and parameters drawn from laws that are never negative.
Sign sign_of_symbol(const Model& model, const std::string& name, const std::map<std::string, double>& parameters) {
  const auto is_at_least_zero = [&](const std::optional<Expression>& bound, double orientation) {
    const Expression value = bound ? with_values(*bound, parameters) : Expression::symbol("none:");
    return value.is_constant() && orientation * value.value() >= 0.0;
  };
  if (const VariableId id = model.find_variable(name); id.is_valid()) {
    const Variable& variable = model.variables[id.index()];
    if (is_at_least_zero(variable.lower, 1.0)) return Sign::not_negative;
    if (is_at_least_zero(variable.upper, -1.0)) return Sign::not_positive;
  } else if (const ParameterId parameter = model.find_parameter(name); parameter.is_valid()) {
    const auto* law = std::get_if<Law>(&model.parameters[parameter.index()].value);
    if (law != nullptr && find_law(law->name)->is_never_negative(law->arguments)) return Sign::not_negative;
  }
  return Sign::unknown;
}

/// Can the formula jump where `name` moves? A jump would make the derivative's sign say nothing about the effect.
bool may_jump(const Expression& formula, const std::string& name) {
  std::unordered_set<const ExpressionNode*> moving;  // subformulas that name it
  bool jumps = false;
  visit_operands_first(formula, [&](const Expression& node) {
    bool moves = node.is_symbol() && node.name() == name;
    for (std::size_t i = 0; i < node.operand_count(); ++i) moves = moves || moving.contains(node.operand(i).node());
    if (!moves) return;
    moving.insert(node.node());
    jumps = jumps || is_stepwise(node.operation());
  });
  return jumps;
}

/// -1 where the derivative is never positive, +1 where it is never negative, 0 where neither is proven (or it
/// vanishes).
std::int8_t edge_sign(const Expression& formula, const std::string& parent, const SymbolSigns& signs) {
  if (may_jump(formula, parent)) return 0;
  switch (sign_of(assume_finite(differentiate(formula, parent)), signs)) {
    case Sign::negative:
    case Sign::not_positive:
      return -1;
    case Sign::positive:
    case Sign::not_negative:
      return 1;
    case Sign::zero:
    case Sign::unknown:
      return 0;
  }
  return 0;
}

/// Reads one row of the graph.
class RowReader {
 public:
  RowReader(const Model& model, const MechanismSet& mechanisms, const std::map<std::string, double>& parameters)
      : model_(model), mechanisms_(mechanisms), parameters_(parameters) {
    for (std::size_t i = 0; i < model.variables.size(); ++i) position_[model.variables[i].name] = i;
  }

  /// The parents that a formula names: `edited` before and `final` after clamped variables were replaced. A free parent
  /// must be in both: under do(x = 0) the row x*z does not depend on z, and a policy x = k*z does not make z a direct
  /// parent of x's children. A clamped parent can only be in the first.
  [[nodiscard]] std::vector<std::size_t> parents(const Expression& edited, const Expression& final) const {
    const auto named = dependencies_of(edited);
    const auto remaining = edited.is_same(final) ? named : dependencies_of(final);
    std::vector<std::size_t> found;
    for (const auto& name : named) {
      const auto place = position_.find(name);
      if (place == position_.end()) continue;
      if (mechanisms_[place->second].clamp || remaining.contains(name)) found.push_back(place->second);
    }
    return found;
  }

  [[nodiscard]] Expression value(const Expression& formula) const { return with_values(formula, parameters_); }
  [[nodiscard]] std::int8_t sign(const Expression& formula, std::size_t parent) const {
    const SymbolSigns signs = [this](const std::string& name) { return sign_of_symbol(model_, name, parameters_); };
    return edge_sign(formula, model_.variables[parent].name, signs);
  }

 private:
  const Model& model_;
  const MechanismSet& mechanisms_;
  const std::map<std::string, double>& parameters_;
  std::map<std::string, std::size_t> position_;
};

std::vector<std::string> all_sources(const Model& model, const MechanismSet& mechanisms) {
  std::vector<std::string> sources = model.sources();
  for (const auto& row : mechanisms)
    for (const auto& term : row.noise)
      if (std::find(sources.begin(), sources.end(), term.source) == sources.end()) sources.push_back(term.source);
  return sources;
}

/// The formula of a term of `source` in a row, or 0.
Expression loading_of(const Mechanism& row, const std::string& source) {
  const auto found =
      std::find_if(row.noise.begin(), row.noise.end(), [&](const NoiseTerm& term) { return term.source == source; });
  return found == row.noise.end() ? Expression(0.0) : found->loading;
}

/// What an event sets depends on what its condition and the new value name: edges of the drift's kind, as they move
/// means.
void mark_event(const Model& model, const Event& event, const RowReader& reader, CausalGraph& graph) {
  const std::size_t count = graph.variables.size();
  for (const auto& assignment : event.set) {
    const std::size_t i = model.find_variable(assignment.variable).index();
    if (graph.clamped[i] != 0) continue;
    for (const Expression& formula : {reader.value(event.when), reader.value(assignment.value)})
      for (const auto j : reader.parents(formula, formula)) {
        graph.drift_edges[i * count + j] = 1;
        graph.drift_sign[i * count + j] = 0;
      }
  }
}

void mark_shared_noise(CausalGraph& graph) {
  const std::size_t count = graph.variables.size();
  const std::size_t source_count = graph.sources.size();
  for (std::size_t k = 0; k < source_count; ++k) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < count; ++i)
      if (graph.noise_loading[i * source_count + k] != 0) rows.push_back(i);
    for (const auto i : rows)
      for (const auto j : rows)
        if (i != j) graph.shared_noise[i * count + j] = 1;
  }
}

}  // namespace

CausalGraph build_causal_graph(const Model& model, const MechanismSet& mechanisms,
                               const std::map<std::string, double>& parameters) {
  const std::size_t count = mechanisms.size();
  CausalGraph graph;
  for (const auto& variable : model.variables) {
    graph.variables.push_back(variable.name);
    graph.observed.push_back(variable.visibility == Visibility::observed ? 1 : 0);
  }
  graph.sources = all_sources(model, mechanisms);
  for (auto* matrix : {&graph.drift_edges, &graph.diffusion_edges, &graph.shared_noise, &graph.drift_sign})
    matrix->assign(count * count, 0);
  graph.noise_loading.assign(count * graph.sources.size(), 0);
  graph.clamped.assign(count, 0);
  const RowReader reader(model, mechanisms, parameters);
  for (std::size_t i = 0; i < count; ++i) {
    const Mechanism& row = mechanisms[i];
    const Mechanism& edited = row.edited == nullptr ? row : *row.edited;
    graph.clamped[i] = row.clamp ? 1 : 0;
    const Expression drift = reader.value(row.clamp ? *edited.clamp : edited.drift);
    for (const auto j : reader.parents(drift, reader.value(row.clamp ? *row.clamp : row.drift))) {
      graph.drift_edges[i * count + j] = 1;
      graph.drift_sign[i * count + j] = reader.sign(drift, j);
    }
    for (const auto& present : present_loadings(row, parameters)) {
      const auto source = std::find(graph.sources.begin(), graph.sources.end(), present.source);
      graph.noise_loading[i * graph.sources.size() + static_cast<std::size_t>(source - graph.sources.begin())] = 1;
      const Expression loading = reader.value(loading_of(edited, present.source));
      for (const auto j : reader.parents(loading, present.loading)) graph.diffusion_edges[i * count + j] = 1;
      const JumpSource* jump = model.find_jump(present.source);
      if (jump == nullptr) continue;  // how often a row jumps is a matter of the row
      const Expression rate = reader.value(jump->rate);
      for (const auto j : reader.parents(rate, rate)) graph.diffusion_edges[i * count + j] = 1;
    }
  }
  for (const auto& event : model.events) mark_event(model, event, reader, graph);
  mark_shared_noise(graph);
  return graph;
}

}  // namespace dosde
