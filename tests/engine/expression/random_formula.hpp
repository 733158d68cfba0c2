#pragma once

#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <iosfwd>
#include <string>
#include <vector>

#include "engine/expression/apply.hpp"
#include "engine/expression/expression.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {

/// A formula as it was written, before any simplification: the independent reference of the property tests.
struct RawFormula {
  Operation operation = Operation::constant;
  int exponent = 0;
  double value = 0.0;
  std::string name;
  std::vector<RawFormula> operands;
};

/// The same formula through the one door of the library.
inline Expression simplified(const RawFormula& raw) {
  if (raw.operation == Operation::constant) return raw.value;
  if (raw.operation == Operation::symbol) return Expression::symbol(raw.name);
  std::vector<Expression> operands;
  for (const auto& operand : raw.operands) operands.push_back(simplified(operand));
  if (raw.operation == Operation::integer_power) return Expression::make_integer_power(operands[0], raw.exponent);
  return Expression::make(raw.operation, operands);
}

/// Its value at a point, computed on the tree. `is_sign_of_zero_seen` becomes true where an operation tells -0 from +0,
/// which simplification may exchange.
inline double reference_value(const RawFormula& raw, const Point& point, bool& is_sign_of_zero_seen) {
  if (raw.operation == Operation::constant) return raw.value;
  if (raw.operation == Operation::symbol) return point.values.at(raw.name);
  double x[3] = {0.0, 0.0, 0.0};
  for (std::size_t i = 0; i < raw.operands.size(); ++i) {
    x[i] = reference_value(raw.operands[i], point, is_sign_of_zero_seen);
  }
  const bool has_zero_denominator = (raw.operation == Operation::divide && x[1] == 0.0) ||
                                    (raw.operation == Operation::integer_power && raw.exponent < 0 && x[0] == 0.0) ||
                                    (raw.operation == Operation::power && x[0] == 0.0);
  if (has_zero_denominator || (raw.operation == Operation::atan2 && (x[0] == 0.0 || x[1] == 0.0))) {
    is_sign_of_zero_seen = true;
  }
  if (raw.operation == Operation::power) {
    // A constant integer exponent means repeated multiplication, by definition.
    const Expression exponent = simplified(raw.operands[1]);
    const bool is_integer = exponent.is_constant() && std::floor(exponent.value()) == exponent.value() &&
                            std::abs(exponent.value()) <= 16.0;
    if (is_integer) {
      RawFormula power{Operation::integer_power, static_cast<int>(exponent.value()), 0.0, {}, {raw.operands[0]}};
      return reference_value(power, point, is_sign_of_zero_seen);
    }
  }
  if (raw.operation == Operation::integer_power) {
    if (raw.exponent == 0) return 1.0;
    if (raw.exponent == 1) return x[0];
    if (raw.exponent == -1) return 1.0 / x[0];
  }
  return apply_operation(raw.operation, x[0], x[1], x[2], raw.exponent);
}

/// Prints what rapidcheck found.
inline void showValue(const RawFormula& raw, std::ostream& os) {
  if (raw.operation == Operation::constant) {
    rc::show(raw.value, os);
  } else if (raw.operation == Operation::symbol) {
    rc::show(raw.name, os);
  } else {
    rc::show(std::string(facts_of(raw.operation).name) + std::to_string(raw.exponent), os);
    rc::show(raw.operands, os);
  }
}

inline const std::vector<std::string>& symbol_names() {
  static const std::vector<std::string> names{"x", "y", "z", "t", "dW:weather", "step:"};
  return names;
}

/// Random formulas of at most that height, over every operation but lookup and with awkward constants.
inline rc::Gen<RawFormula> any_formula(int height, bool has_constants = true) {
  return rc::gen::exec([height, has_constants]() -> RawFormula {
    RawFormula raw;
    const int kind = height == 0 ? *rc::gen::inRange(0, 2) : *rc::gen::inRange(0, 12);
    if (kind == 0 && has_constants) {
      raw.value = *rc::gen::element(0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 3.0, -0.25, 0.1, 16.0, 1e308, -1e200, 1e-300, 1e22,
                                    -7.25e-9, 4.9406564584124654e-324, 1.0 / 3.0);
      return raw;
    }
    if (kind <= 2) {
      raw.operation = Operation::symbol;
      raw.name = *rc::gen::elementOf(symbol_names());
      return raw;
    }
    const int first = static_cast<int>(Operation::negate);
    // Half of the operations are arithmetic, which has most of the rules.
    const int last = kind % 2 == 0 ? static_cast<int>(Operation::integer_power) : static_cast<int>(Operation::where);
    raw.operation = static_cast<Operation>(*rc::gen::inRange(first, last + 1));
    if (raw.operation == Operation::integer_power) raw.exponent = *rc::gen::inRange(-16, 17);
    const int arity = facts_of(raw.operation).arity;
    for (int i = 0; i < arity; ++i) raw.operands.push_back(*any_formula(height - 1, has_constants));
    return raw;
  });
}

/// A value for every symbol, with all that a formula may meet.
inline rc::Gen<Point> any_point() {
  return rc::gen::exec([]() -> Point {
    Point point;
    for (const auto& name : symbol_names()) {
      point.values[name] = *rc::gen::element(0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 1e308, -1e-308, 1e-8, 0.7, 12.0, NAN,
                                             HUGE_VAL, -HUGE_VAL);
    }
    return point;
  });
}

inline bool have_equal_values(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Runs a property on 1,000 cases, the same in every run (unless RC_PARAMS says otherwise). Tells whether it held;
/// failures are printed by rapidcheck.
template <class Property>
bool holds(const std::string& description, Property property) {
  setenv("RC_PARAMS", "seed=20260101 max_success=1000 max_discard_ratio=50", 0);
  return rc::check(description, property);
}

}  // namespace dosde
