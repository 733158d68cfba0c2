#include "engine/expression/term_collector.hpp"

#include <cstdlib>
#include <map>
#include <utility>

#include "engine/expression/expression_node.hpp"

namespace dosde {
namespace {

using enum Operation;

/// Powers beyond this stay closed.
constexpr int highest_exponent = 1024;

/// The nodes waiting to be opened, highest first, so that a node comes after all its parents and has its full weight.
template <class Weight>
class WaitingParts {
 public:
  void add(const Expression& part, const Weight& weight) {
    const auto [place, is_new] =
        weights_.try_emplace({-static_cast<long>(part.node()->height), part.node()}, part, weight);
    if (!is_new) place->second.second += weight;
  }
  [[nodiscard]] bool is_empty() const { return weights_.empty(); }
  std::pair<Expression, Weight> take() {
    auto next = weights_.extract(weights_.begin());
    return std::move(next.mapped());
  }

 private:
  // The order among nodes of equal height does not matter: none is the parent of another, and sums of weights are
  // exact.
  std::map<std::pair<long, const ExpressionNode*>, std::pair<Expression, Weight>> weights_;
};

/// Opens one part of a sum into parts. False where it has none.
bool open_sum(const Expression& e, const ExactNumber& weight, WaitingParts<ExactNumber>& waiting) {
  const auto is_number = [&](std::size_t i) { return e.operand(i).is_constant() && e.operand(i).value() != 0.0; };
  switch (e.operation()) {
    case add:
      waiting.add(e.operand(0), weight);
      waiting.add(e.operand(1), weight);
      return true;
    case subtract:
      waiting.add(e.operand(0), weight);
      waiting.add(e.operand(1), -weight);
      return true;
    case negate:
      waiting.add(e.operand(0), -weight);
      return true;
    case multiply:
      if (!is_number(0)) return false;
      waiting.add(e.operand(1), weight * exact(e.operand(0).value()));
      return true;
    case divide:
      if (!is_number(1)) return false;
      waiting.add(e.operand(0), weight / exact(e.operand(1).value()));
      return true;
    default:
      return false;
  }
}

bool open_product(const Expression& e, int weight, WaitingParts<int>& waiting, ExactNumber& coefficient) {
  switch (e.operation()) {
    case multiply:
      waiting.add(e.operand(0), weight);
      waiting.add(e.operand(1), weight);
      return true;
    case divide:
      waiting.add(e.operand(0), weight);
      waiting.add(e.operand(1), -weight);
      return true;
    case negate:
      if (weight % 2 != 0) coefficient = -coefficient;
      waiting.add(e.operand(0), weight);
      return true;
    case integer_power:
      if (std::abs(weight * e.exponent()) > highest_exponent) return false;
      waiting.add(e.operand(0), weight * e.exponent());
      return true;
    default:
      return false;
  }
}

bool is_small(int weight) { return std::abs(weight) <= highest_exponent; }

}  // namespace

CollectedSum collect_sum(const Expression& sum, long& effort) {
  CollectedSum result;
  WaitingParts<ExactNumber> waiting;
  open_sum(sum, 1, waiting);
  while (!waiting.is_empty()) {
    const auto [part, weight] = waiting.take();
    effort -= effort_of(weight);
    if (weight == 0) continue;
    if (part.is_constant()) {
      result.constant += weight * exact(part.value());
    } else if (effort < 0 || !is_manageable(weight) || !open_sum(part, weight, waiting)) {
      result.terms.push_back({part, weight});
    }
  }
  return result;
}

CollectedProduct collect_product(const Expression& product, long& effort) {
  CollectedProduct result;
  WaitingParts<int> waiting;
  open_product(product, 1, waiting, result.coefficient);
  while (!waiting.is_empty()) {
    const auto [part, weight] = waiting.take();
    effort -= effort_of(result.coefficient);
    if (weight == 0) continue;
    const bool is_factor_known = part.is_constant() && (weight > 0 || part.value() != 0.0) && std::abs(weight) <= 16;
    if (is_factor_known && is_manageable(result.coefficient)) {
      result.coefficient *= integer_power_of(exact(part.value()), weight);
    } else if (effort < 0 || !is_small(weight) || !open_product(part, weight, waiting, result.coefficient)) {
      result.factors.push_back({part, weight});
    }
  }
  return result;
}

}  // namespace dosde
