#include "engine/expression/named_function.hpp"

#include <array>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {
namespace {

/// Names from other languages, and what to write for them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 23> foreign_names{{
    {"ln", "log(x)"},
    {"log10", "log(x)/log(10)"},
    {"log2", "log(x)/log(2)"},
    {"exp2", "2^x"},
    {"square", "x^2"},
    {"fabs", "abs(x)"},
    {"sgn", "sign(x)"},
    {"arcsin", "asin(x)"},
    {"arccos", "acos(x)"},
    {"arctan", "atan(x)"},
    {"arctan2", "atan2(y, x)"},
    {"minimum", "min(a, b)"},
    {"maximum", "max(a, b)"},
    {"if", "where(condition, a, b)"},
    {"ifelse", "where(condition, a, b)"},
    {"ceil", "-floor(-x)"},
    {"round", "floor(x + 0.5)"},
    {"mod", "x - y*floor(x/y)"},
    {"logistic", "sigmoid(x)"},
    {"expit", "sigmoid(x)"},
    {"heaviside", "where(x < 0, 0, 1)"},
    {"step", "where(x < 0, 0, 1)"},
    {"power", "pow(x, y) or x^y"},
}};

std::vector<std::string> function_names() {
  std::vector<std::string> names{"pow", "hill"};
  for (int i = 0; i <= static_cast<int>(Operation::where); ++i) {
    const OperationFacts& facts = facts_of(static_cast<Operation>(i));
    if (facts.notation == Notation::function) names.emplace_back(facts.name);
  }
  return names;
}

}  // namespace

int argument_count_of(std::string_view function) {
  if (function == "pow") return 2;
  if (function == "hill") return 3;
  const OperationFacts* facts = find_function(function);
  return facts == nullptr || facts->operation == Operation::lookup ? -1 : facts->arity;
}

Expression call_function(std::string_view function, const std::vector<Expression>& arguments) {
  if (function == "pow") return pow(arguments[0], arguments[1]);
  if (function == "hill") return hill(arguments[0], arguments[1], arguments[2]);
  return Expression::make(find_function(function)->operation, arguments);
}

std::string suggest_function(const std::string& name) {
  for (const auto& [foreign, ours] : foreign_names) {
    if (name == foreign) return "write " + std::string(ours);
  }
  return suggest_nearest(name, function_names(), "write " + name + "*(...) if a product was meant");
}

}  // namespace dosde
