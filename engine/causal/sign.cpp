#include "engine/causal/sign.hpp"

#include <unordered_map>

namespace dosde {
namespace {

/// A sign as the set of values it allows: below, at and above zero.
struct Range {
  bool below;
  bool zero;
  bool above;
};

constexpr Range anything = {true, true, true};

Range to_range(Sign sign) {
  switch (sign) {
    case Sign::negative:
      return {true, false, false};
    case Sign::not_positive:
      return {true, true, false};
    case Sign::zero:
      return {false, true, false};
    case Sign::not_negative:
      return {false, true, true};
    case Sign::positive:
      return {false, false, true};
    case Sign::unknown:
      return anything;
  }
  return anything;
}

Sign to_sign(Range range) {
  if (range.below && range.above) return Sign::unknown;
  if (range.below) return range.zero ? Sign::not_positive : Sign::negative;
  if (range.above) return range.zero ? Sign::not_negative : Sign::positive;
  return Sign::zero;
}

Range negate(Range a) { return {a.above, a.zero, a.below}; }

Range add(Range a, Range b) {
  return {a.below || b.below, (a.zero && b.zero) || (a.below && b.above) || (a.above && b.below), a.above || b.above};
}

Range multiply(Range a, Range b) {
  return {(a.below && b.above) || (a.above && b.below), a.zero || b.zero, (a.above && b.above) || (a.below && b.below)};
}

Range divide(Range a, Range b) {
  const Range sign = multiply(a, b);
  return {sign.below, a.zero, sign.above};
}

Range unite(Range a, Range b) { return {a.below || b.below, a.zero || b.zero, a.above || b.above}; }

Range range_of_power(const Expression& node, Range base) {
  if (node.exponent() % 2 != 0) return base;
  return {false, base.zero && node.exponent() > 0, true};
}

/// Memory of subformulas keeps shared graphs linear.
class SignPass {
 public:
  explicit SignPass(const SymbolSigns& signs) : signs_(signs) {}

  Range of(const Expression& node) {
    const auto known = known_.find(node.node());
    if (known != known_.end()) return known->second;
    const Range range = compute(node);
    known_.emplace(node.node(), range);
    return range;
  }

 private:
  Range operand(const Expression& node, std::size_t position) { return of(node.operand(position)); }

  Range compute(const Expression& node) {
    switch (node.operation()) {
      case Operation::constant:
        return {node.value() < 0.0, node.value() == 0.0, node.value() > 0.0};
      case Operation::symbol:
        return to_range(signs_(node.name()));
      case Operation::negate:
        return negate(operand(node, 0));
      case Operation::add:
        return add(operand(node, 0), operand(node, 1));
      case Operation::subtract:
        return add(operand(node, 0), negate(operand(node, 1)));
      case Operation::multiply:
        return node.operand(0).is_same(node.operand(1)) ? Range{false, operand(node, 0).zero, true}
                                                        : multiply(operand(node, 0), operand(node, 1));
      case Operation::divide:
        return divide(operand(node, 0), operand(node, 1));
      case Operation::fused_multiply_add:
        return add(multiply(operand(node, 0), operand(node, 1)), operand(node, 2));
      case Operation::integer_power:
        return range_of_power(node, operand(node, 0));
      case Operation::power: {
        const Range base = operand(node, 0);  // a finite x^y of a negative x may have either sign
        return base.below ? anything : Range{false, base.zero, base.above};
      }
      case Operation::exp:
      case Operation::sigmoid:
      case Operation::softplus:
      case Operation::cosh:
        return {false, false, true};
      case Operation::abs:
        return {false, operand(node, 0).zero, operand(node, 0).below || operand(node, 0).above};
      case Operation::relu:
        return {false, operand(node, 0).zero || operand(node, 0).below, operand(node, 0).above};
      case Operation::sqrt:
        return {false, operand(node, 0).zero, operand(node, 0).above};
      case Operation::less:
      case Operation::less_equal:
      case Operation::equal:
      case Operation::not_equal:
      case Operation::logical_and:
      case Operation::logical_or:
      case Operation::logical_not:
        return {false, true, true};
      case Operation::cbrt:
      case Operation::sinh:
      case Operation::tanh:
      case Operation::atan:
      case Operation::asin:
      case Operation::expm1:
      case Operation::log1p:
      case Operation::sign:
        return operand(node, 0);  // odd-like: the sign of the argument
      case Operation::where:
        return unite(operand(node, 1), operand(node, 2));
      case Operation::minimum:
      case Operation::maximum:
        return unite(operand(node, 0), operand(node, 1));
      default:
        return anything;
    }
  }

  const SymbolSigns& signs_;
  std::unordered_map<const ExpressionNode*, Range> known_;
};

}  // namespace

Sign sign_of(const Expression& formula, const SymbolSigns& signs) { return to_sign(SignPass(signs).of(formula)); }

}  // namespace dosde
