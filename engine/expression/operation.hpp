#pragma once

#include <cstdint>
#include <string_view>

namespace dosde {

/// Everything a node of the expression graph or an instruction of a program can be.
/// One list serves the graph, the text form, derivatives, programs and devices. Truth is 1.0 and 0.0.
enum class Operation : std::uint8_t {
  // leaves of the graph (never instructions)
  constant,
  symbol,
  // arithmetic; each is one IEEE operation
  negate,
  add,
  subtract,
  multiply,
  divide,
  fused_multiply_add,  ///< fma(a, b, c) = a*b + c with one rounding
  integer_power,       ///< x^n, n a literal integer 2 <= |n| <= 16: by repeated multiplication, n < 0 then 1/x^|n|
  power,               ///< x^y
  // elementary functions (engine/expression/elementary)
  exp,
  log,
  log1p,
  expm1,
  sqrt,
  cbrt,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  atan2,
  sinh,
  cosh,
  tanh,
  sigmoid,         ///< 1/(1 + e^-x)
  softplus,        ///< log(1 + e^x)
  inverse_normal,  ///< quantile function of the standard normal law: how a keyed uniform becomes a draw
  // piecewise; all propagate NaN
  abs,
  sign,
  floor,
  relu,
  minimum,
  maximum,
  // comparison and logic
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
  where,  ///< where(condition, a, b): a if condition != 0; NaN if the condition is NaN; the branch not taken may be NaN
  // forcing tables
  lookup,  ///< the value at a time of a named table of the model (engine/expression/table.hpp)
  // instructions of programs only (never nodes of the graph)
  copy,  ///< a
};

/// How the text form writes an operation.
enum class Notation : std::uint8_t { leaf, prefix, infix, function };

/// What every pass wants to know of an operation.
struct OperationFacts {
  Operation operation;
  std::string_view name;  ///< as written in text: "+", "exp", "where"
  int arity;              ///< number of operands: 0 to 3
  Notation notation;
  int precedence;       ///< binding strength of infix and prefix forms (1 `or` … 7 `^`), 0 otherwise
  bool is_commutative;  ///< operands are put in structural order
};

/// The facts of an operation. Constant time.
const OperationFacts& facts_of(Operation operation);

/// The function of that name (`exp`, `where`, …) or nullptr. Infix operators are not found here.
const OperationFacts* find_function(std::string_view name);

}  // namespace dosde
