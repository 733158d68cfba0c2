// Steps that a trajectory chooses by itself, the plain way: a stack of nodes.

#include <algorithm>
#include <cmath>

#include "engine/random/counter.hpp"
#include "tests/engine/ensemble/sequential_reference.hpp"

namespace dosde {

SequentialReference::Node SequentialReference::root_of(std::int64_t cell) const {
  Node root;
  const auto block = static_cast<std::uint64_t>(cell / 4);
  for (const auto& source : run_.sources) {
    root.increments[source] = normal(source, 0, block, kWholeCellSlot, static_cast<int>(cell % 4));
    root.areas[source] = normal(source, 0, block, kAreaSlot, static_cast<int>(cell % 4));
  }
  return root;
}

std::vector<SequentialReference::Node> SequentialReference::halves_of(const Node& node, std::int64_t cell) const {
  std::vector<Node> halves(2, {node.depth + 1, 2 * node.number, {}, {}});
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
    const auto own = control.absolute_of.find(name);
    const double absolute = own == control.absolute_of.end() ? control.absolute_tolerance : own->second;
    const double size = std::max(std::fabs(value), std::fabs(before.at(name)));
    const double error = std::fabs(value - coarse.at(name)) / (absolute + control.relative_tolerance * size);
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
    const double more = (0.7 * logarithm - 0.4 * last_logarithm_) / order + 0.2;
    wanted_depth_ = depth + (more > 1.0 ? 1 : -std::min(3, static_cast<int>(std::max(0.0, -more))));
    last_logarithm_ = logarithm;
  }
  wanted_depth_ = std::clamp(wanted_depth_, 0, run_.control->halvings);
}

bool SequentialReference::take_controlled_step(std::int64_t tick) {
  const double step = run_.experiment.time.step;
  const double step_time = run_.experiment.time.step_time(tick);
  std::vector<Node> ahead = {root_of(tick)};
  while (!ahead.empty()) {
    const Node node = ahead.back();
    ahead.pop_back();
    const std::vector<Node> halves = halves_of(node, tick);
    const auto go_down = [&] { ahead.insert(ahead.end(), {halves[1], halves[0]}); };
    if (node.depth < wanted_depth_) {
      go_down();
      continue;
    }
    Values state;
    for (const auto& variable : run_.model.variables) state[variable.name] = values_.at(variable.name);
    const double length = std::ldexp(1.0, -node.depth);
    const double begin = static_cast<double>(node.number) * length;
    const double half = 0.5 * length;
    const std::int64_t met_before = reflections_;
    const Values coarse = step_from(state, step_time + begin * step, length * step, node.increments);
    reflections_ = met_before;
    const Values middle = step_from(state, step_time + begin * step, half * step, halves[0].increments);
    const Values refined = step_from(middle, step_time + (begin + half) * step, half * step, halves[1].increments);
    const double error = error_of(state, coarse, refined);
    choose_depth(node.depth, error);
    if (error <= 1.0) {
      if (!run_.has_happenings) continue;
      const Values after = values_;
      for (const auto& [name, value] : state) values_[name] = value;
      const Values before = values_;
      values_ = after;
      const double end = begin + length;
      const Span span{tick, begin, end, step_time + begin * step,
                      end == 1.0 ? run_.experiment.time.step_time(tick + 1) : step_time + end * step};
      if (!let_happen(before, span)) return false;
      continue;
    }
    reflections_ = met_before;
    for (const auto& [name, value] : state) values_[name] = value;
    if (node.depth == run_.control->halvings) return false;
    go_down();
  }
  return true;
}

}  // namespace dosde
