#pragma once

#include <string>
#include <vector>

#include "engine/causal/model.hpp"

namespace dosde {

/// What a name in a formula means.
enum class NameMeaning { unknown, time, variable, parameter, input };

NameMeaning meaning_of(const Model& model, const std::string& name);

/// Which names a formula may use.
struct NameRules {
  bool variables = false;
  bool parameters = true;
  bool inputs = false;
  bool time = false;
};

/// Complains of every name in `formula` that is unknown (with the nearest permitted one) or that this formula may not
/// use. `what` is the formula in words ("the drift of 'x'"), `rule` says what it may name ("an initial value is a
/// formula of parameters").
void check_names(const Model& model, const Expression& formula, const NameRules& rules, const std::string& what,
                 const std::string& rule, const Location& location, std::vector<Diagnostic>& diagnostics);

/// Complains of a formula that is a number where a condition belongs (is_condition): "x - 1". `what` as above.
void check_condition(const Expression& formula, const std::string& what, const Location& location,
                     std::vector<Diagnostic>& diagnostics);

/// Complains of an unregistered law (with the nearest registered one), of a wrong number of arguments, of senseless
/// literal arguments, and of the arguments' names.
void check_law(const Model& model, const Law& law, const NameRules& rules, const std::string& what,
               const Location& location, std::vector<Diagnostic>& diagnostics);

/// Names that formulas need for themselves: `t`, `pi`, the functions and the words of logic.
bool is_reserved(const std::string& name);

/// 'a', 'b' and 'c'.
std::string quoted_list(const std::vector<std::string>& names);

}  // namespace dosde
