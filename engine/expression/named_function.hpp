#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/expression.hpp"

namespace dosde {

/// How many arguments the function of that name takes in a text, or -1 where there is no such function. Counts those
/// that are written out on reading (`pow`, `hill`), not `lookup`, which has a syntax of its own.
int argument_count_of(std::string_view function);

/// The formula of a function's text. The number of arguments must be right.
Expression call_function(std::string_view function, const std::vector<Expression>& arguments);

/// What to do about a name that is no function: the function meant, if it can be guessed, in words.
std::string suggest_function(const std::string& name);

}  // namespace dosde
