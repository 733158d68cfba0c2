#pragma once

#include <string>

#include "engine/expression/expression.hpp"

namespace dosde {

/// A macro variable as a formula of micro variables and of parameters that are numbers: a row of τ.
struct MacroVariable {
  std::string name;
  Expression formula;
};

}  // namespace dosde
