#include "engine/expression/operation.hpp"

#include <array>
#include <cstddef>

namespace dosde {
namespace {

using enum Operation;

constexpr OperationFacts leaf(Operation operation, std::string_view name) {
  return {operation, name, 0, Notation::leaf, 0, false};
}
constexpr OperationFacts infix(Operation operation, std::string_view name, int precedence, bool is_commutative) {
  return {operation, name, 2, Notation::infix, precedence, is_commutative};
}
constexpr OperationFacts function(Operation operation, std::string_view name, int arity, bool is_commutative = false) {
  return {operation, name, arity, Notation::function, 0, is_commutative};
}

// In the order of the enumeration (checked below): facts_of is an index.
constexpr std::array facts{
    leaf(constant, "constant"),
    leaf(symbol, "symbol"),
    OperationFacts{negate, "-", 1, Notation::prefix, 6, false},
    infix(add, "+", 5, true),
    infix(subtract, "-", 5, false),
    infix(multiply, "*", 6, true),
    infix(divide, "/", 6, false),
    function(fused_multiply_add, "fma", 3),
    OperationFacts{integer_power, "^", 1, Notation::infix, 7, false},
    infix(power, "^", 7, false),
    function(exp, "exp", 1),
    function(log, "log", 1),
    function(log1p, "log1p", 1),
    function(expm1, "expm1", 1),
    function(sqrt, "sqrt", 1),
    function(cbrt, "cbrt", 1),
    function(sin, "sin", 1),
    function(cos, "cos", 1),
    function(tan, "tan", 1),
    function(asin, "asin", 1),
    function(acos, "acos", 1),
    function(atan, "atan", 1),
    function(atan2, "atan2", 2),
    function(sinh, "sinh", 1),
    function(cosh, "cosh", 1),
    function(tanh, "tanh", 1),
    function(sigmoid, "sigmoid", 1),
    function(softplus, "softplus", 1),
    function(inverse_normal, "inverse_normal", 1),
    function(abs, "abs", 1),
    function(sign, "sign", 1),
    function(floor, "floor", 1),
    function(relu, "relu", 1),
    function(minimum, "min", 2, true),
    function(maximum, "max", 2, true),
    infix(less, "<", 4, false),
    infix(less_equal, "<=", 4, false),
    infix(equal, "==", 4, true),
    infix(not_equal, "!=", 4, true),
    infix(logical_and, "and", 2, true),
    infix(logical_or, "or", 1, true),
    OperationFacts{logical_not, "not", 1, Notation::prefix, 3, false},
    function(where, "where", 3),
    function(lookup, "lookup", 1),
    leaf(copy, "copy"),
};

constexpr bool stands_in_order() {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (static_cast<std::size_t>(facts[i].operation) != i) return false;
  }
  return facts.size() == static_cast<std::size_t>(copy) + 1;
}
static_assert(stands_in_order(), "the table must list every operation in the order of the enumeration");

}  // namespace

const OperationFacts& facts_of(Operation operation) { return facts[static_cast<std::size_t>(operation)]; }

const OperationFacts* find_function(std::string_view name) {
  for (const auto& entry : facts) {
    if (entry.notation == Notation::function && entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace dosde
