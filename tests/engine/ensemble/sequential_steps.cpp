// Steps that a trajectory chooses by itself, the plain way: a stack of nodes.

#include <algorithm>
#include <cmath>

#include "engine/random/counter.hpp"
#include "tests/engine/ensemble/sequential_reference.hpp"

namespace dosde {

double SequentialReference::Node::length() const { return std::ldexp(1.0, -depth); }

double SequentialReference::Node::place() const { return static_cast<double>(number) * length(); }

SequentialReference::Node SequentialReference::root_of(std::int64_t cell) const {
  Node root;
  const auto block = static_cast<std::uint64_t>(cell / 4);
  for (const auto& source : run_.sources) {
    root.increments[source] = normal(source, 0, block, kWholeCellSlot, static_cast<int>(cell % 4));
    root.areas[source] = normal(source, 0, block, kAreaSlot, static_cast<int>(cell % 4));
    root.begin[source] = {};
  }
  return root;
}

std::vector<SequentialReference::Node> SequentialReference::halves_of(const Node& node, std::int64_t cell) const {
  std::vector<Node> halves(2, {node.depth + 1, 2 * node.number, {}, {}, node.begin});
  ++halves[1].number;
  const std::uint64_t place = (std::uint64_t{1} << node.depth) + node.number;  // in the tree: the root is 1
  const double deviation = std::sqrt(std::ldexp(1.0, -node.depth)) * std::sqrt(run_.cell);
  for (const auto& source : run_.sources) {
    const double z1 = normal(source, place, static_cast<std::uint64_t>(cell), kBridgeSlot, 0);
    const double z2 = normal(source, place, static_cast<std::uint64_t>(cell), kBridgeSlot, 1);
    const double distance = 1.5 * node.areas.at(source) + 0.25 * deviation * z1;
    const double rest = node.areas.at(source) - 0.5 * distance;
    const double swing = 0.5 * std::sqrt(1.0 / 12.0) * deviation * z2;
    halves[0].increments[source] = 0.5 * node.increments.at(source) + distance;
    halves[1].increments[source] = node.increments.at(source) - halves[0].increments[source];
    halves[0].areas[source] = rest + swing;
    halves[1].areas[source] = rest - swing;
    Path& middle = halves[1].begin[source];
    middle.integral +=
        0.5 * node.length() * (middle.value + (0.5 * halves[0].increments.at(source) + halves[0].areas.at(source)));
    middle.value += halves[0].increments.at(source);
  }
  return halves;
}

SequentialReference::Values SequentialReference::step_from(const Values& state, double time, double length,
                                                           const Values& increments) {
  for (const auto& [name, value] : state) values_[name] = value;
  values_["t"] = time;
  values_["step:"] = length;
  advance(increments);
  Values after;
  for (const auto& [name, value] : state) after[name] = values_.at(name);
  return after;
}

double SequentialReference::error_of(const Values& before, const Values& coarse, const Values& refined) const {
  const StepControl& control = *run_.experiment.step_control;
  double largest = 0.0;
  for (const auto& [name, value] : refined) {
    const auto own_or = [name = name](const std::map<std::string, double>& own, double otherwise) {
      return own.count(name) > 0 ? own.at(name) : otherwise;
    };
    const double absolute = own_or(control.absolute_of, control.absolute_tolerance);
    const double relative = own_or(control.relative_of, control.relative_tolerance);
    const double size = std::max(std::fabs(value), std::fabs(before.at(name)));
    const double error = std::fabs(value - coarse.at(name)) / (absolute + relative * size);
    if (!(error <= largest)) largest = error;
    if (std::isnan(largest)) return HUGE_VAL;
  }
  return largest;
}

void SequentialReference::choose_depth(int depth, double error) {
  int exponent = 0;
  const double mantissa = std::frexp(std::clamp(error, std::ldexp(1.0, -32), 1e300), &exponent);
  const double logarithm = (exponent - 1) + (2.0 * mantissa - 1.0);
  const double order = 1.0 / run_.control->error_exponent;
  if (error > 1.0) {
    wanted_depth_ = depth + static_cast<int>(std::min(4.0, std::floor(logarithm / order + 0.2) + 1.0));
  } else {
    const double more = (0.65 * logarithm + 0.5 * std::fabs(logarithm - last_logarithm_)) / order + 0.2;
    wanted_depth_ = depth + (more > 1.0 ? 1 : -std::min(3, static_cast<int>(std::max(0.0, -more))));
    last_logarithm_ = logarithm;
  }
  wanted_depth_ = std::clamp(wanted_depth_, 0, run_.control->halvings);
}

/// The increments between two places of a span: a node's own where the node lies in the span, else the difference of
/// the path.
SequentialReference::Values SequentialReference::increments_between(double from, double until, const Node& node,
                                                                    const std::vector<Node>& halves,
                                                                    const Span& span) const {
  const double end = node.place() + node.length();
  const double middle = halves[1].place();
  const bool is_whole = node.place() >= span.from && end <= span.until;
  Values increments;
  for (const auto& source : run_.sources) {
    const auto path_at = [&](double place) {
      if (place == middle) return halves[1].begin.at(source).value;
      if (place == node.place()) return node.begin.at(source).value;
      if (place == end) return node.begin.at(source).value + node.increments.at(source);
      return inside_cell(source, static_cast<std::uint64_t>(span.cell), place).value;
    };
    const Node& own = until == middle ? halves[0] : from == middle ? halves[1] : node;
    increments[source] = is_whole ? own.increments.at(source) : path_at(until) - path_at(from);
  }
  return increments;
}

bool SequentialReference::take_controlled_step(std::int64_t tick) {
  const double step = run_.experiment.time.step;
  const Span span = span_at(tick);
  const double cell_time = run_.experiment.time.step_time(span.cell);
  const auto time_at = [&](double place) {
    return place == span.from ? span.begin_time : place == span.until ? span.end_time : cell_time + place * step;
  };
  const int levels = run_.pieces.empty() ? run_.control->halvings : most_halvings;
  std::vector<Node> ahead = {root_of(span.cell)};
  while (!ahead.empty()) {
    const Node node = ahead.back();
    ahead.pop_back();
    const double begin = std::max(node.place(), span.from);
    const double end = std::min(node.place() + node.length(), span.until);
    if (begin >= end) continue;
    const std::vector<Node> halves = halves_of(node, span.cell);
    const double middle = halves[1].place();
    const bool has_middle = span.from < middle && middle < span.until;
    const bool is_clipped = end - begin < node.length();
    const auto go_down = [&] { ahead.insert(ahead.end(), {halves[1], halves[0]}); };
    if (node.depth < wanted_depth_ || (!has_middle && node.depth < levels)) {
      go_down();
      continue;
    }
    Values state;
    for (const auto& variable : run_.model.variables) state[variable.name] = values_.at(variable.name);
    const auto take = [&](const Values& from_state, double from, double until) {
      return step_from(from_state, time_at(from), (until - from) * step,
                       increments_between(from, until, node, halves, span));
    };
    const std::int64_t met_before = reflections_;
    const Values coarse = take(state, begin, end);
    reflections_ = met_before;
    const Values refined = has_middle ? take(take(state, begin, middle), middle, end) : coarse;
    const double error = error_of(state, coarse, refined);
    if (!(is_clipped && error <= 1.0)) choose_depth(node.depth, error);
    if (error <= 1.0) {
      if (run_.control->extrapolation != 0.0)
        for (const auto& [name, value] : refined)
          values_[name] = value + run_.control->extrapolation * (value - coarse.at(name));
      if (!run_.has_happenings) continue;
      const Values after = values_;
      for (const auto& [name, value] : state) values_[name] = value;
      const Values before = values_;
      values_ = after;
      const double end_time = end == 1.0 ? span.end_time : time_at(end);
      if (!let_happen(before, {span.cell, begin, end, time_at(begin), end_time, span.cell})) return false;
      continue;
    }
    reflections_ = met_before;
    for (const auto& [name, value] : state) values_[name] = value;
    if (node.depth >= run_.control->halvings) return false;
    go_down();
  }
  return true;
}

}  // namespace dosde
