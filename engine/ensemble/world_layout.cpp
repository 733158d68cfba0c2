#include "engine/ensemble/world_layout.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include "engine/expression/analysis.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

void append_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

class LaneSlots {
 public:
  explicit LaneSlots(Layout& layout) : layout_(layout) {}
  void add(const std::string& symbol) {
    if (layout_.inputs.emplace(symbol, Operand{Segment::lane_input, next_}).second) ++next_;
  }

 private:
  Layout& layout_;
  std::int32_t next_ = 0;
};

void add_lane_inputs(Layout& layout, const Model& model, const std::vector<Timeline>& timelines,
                     const std::set<std::string>& swept) {
  LaneSlots slots(layout);
  for (const auto& parameter : drawn_parameters(model)) slots.add(parameter);
  for (const auto& parameter : model.parameters)
    if (std::holds_alternative<Law>(parameter.value) && !swept.contains(parameter.name))
      slots.add(parameter_draw_name(parameter.name));
  for (const auto& timeline : timelines) {
    for (std::size_t i = 0; i < model.variables.size(); ++i) {
      if (std::holds_alternative<Law>(timeline.initial[i])) slots.add(initial_draw_name(model.variables[i].name));
      if (std::holds_alternative<RecordedInitial>(timeline.initial[i]))
        slots.add(recorded_initial_name(model.variables[i].name));
    }
    for (const auto& regime : timeline.regimes)
      for (const auto& draw : regime.draws) slots.add(draw.symbol);
    for (const auto& mechanisms : timeline.mechanism_sets)
      for (const auto& row : mechanisms)
        for (const auto& term : row.noise)
          if (const JumpSource* jump = model.find_jump(term.source); jump != nullptr && jump->mark)
            slots.add(mark_draw(term.source).name());
  }
}

}  // namespace

std::string parameter_draw_name(const std::string& parameter) { return "u:parameter:" + parameter; }
std::string initial_draw_name(const std::string& variable) { return "u:initial:" + variable; }
std::string recorded_initial_name(const std::string& variable) { return "recorded:initial:" + variable; }
std::string reflection_counter_name() { return "reflections:"; }

bool has_bounds(const Model& model) {
  return std::any_of(model.variables.begin(), model.variables.end(),
                     [](const Variable& variable) { return variable.lower || variable.upper; });
}

std::vector<std::string> sources_of(const Model& model, const std::vector<Timeline>& timelines) {
  std::vector<std::string> sources = model.sources();
  for (const auto& timeline : timelines)
    for (const auto& mechanisms : timeline.mechanism_sets)
      for (const auto& row : mechanisms)
        for (const auto& term : row.noise) append_once(sources, term.source);
  return sources;
}

std::vector<std::string> drawn_parameters(const Model& model) {
  std::vector<std::string> drawn;
  for (const auto& parameter : model.parameters)
    if (std::holds_alternative<Law>(parameter.value)) drawn.push_back(parameter.name);
  // A formula of a drawn parameter is drawn too; repeat until nothing new is found (references are acyclic).
  for (std::size_t known = 0; known != drawn.size();) {
    known = drawn.size();
    for (const auto& parameter : model.parameters) {
      const auto* formula = std::get_if<Expression>(&parameter.value);
      if (formula == nullptr) continue;
      for (const auto& symbol : symbols_of(*formula))
        if (std::find(drawn.begin(), drawn.end(), symbol) != drawn.end()) append_once(drawn, parameter.name);
    }
  }
  return drawn;
}

Layout make_layout(const Model& model, const std::vector<Timeline>& timelines, const std::vector<std::string>& sources,
                   PathDetail detail, const std::set<std::string>& swept) {
  Layout layout;
  for (std::size_t i = 0; i < model.variables.size(); ++i)
    layout.inputs[model.variables[i].name] = {Segment::state, static_cast<std::int32_t>(i)};
  if (has_bounds(model))
    layout.inputs[reflection_counter_name()] = {Segment::state, static_cast<std::int32_t>(model.variables.size())};
  for (std::size_t k = 0; k < sources.size(); ++k)
    layout.inputs[increment_name(sources[k])] = {Segment::increment, static_cast<std::int32_t>(k)};
  for (std::size_t k = 0; k < sources.size() && numbers_per_source(detail) == 2; ++k)
    layout.inputs[second_name(detail, sources[k])] = {Segment::increment,
                                                      static_cast<std::int32_t>(sources.size() + k)};
  layout.inputs["t"] = {Segment::clock, 0};

  add_lane_inputs(layout, model, timelines, swept);
  layout.inputs[step_symbol().name()] = {Segment::constant, layout.uniform_count++};
  for (const auto& parameter : model.parameters)
    if (layout.inputs.find(parameter.name) == layout.inputs.end())
      layout.inputs[parameter.name] = {Segment::constant, layout.uniform_count++};
  for (const auto& table : model.inputs) layout.tables.push_back(table.name);
  return layout;
}

std::int32_t count_lane_slots(const Layout& layout) {
  std::int32_t slots = 0;
  for (const auto& [symbol, place] : layout.inputs)
    if (place.segment == Segment::lane_input) slots = std::max(slots, place.slot + 1);
  return slots;
}

Layout with_own_steps(const Layout& layout) {
  Layout own = layout;
  const std::int32_t slots = count_lane_slots(layout);
  own.inputs[time_symbol().name()] = {Segment::lane_input, slots};
  own.inputs[step_symbol().name()] = {Segment::lane_input, slots + 1};
  return own;
}

}  // namespace dosde
