#pragma once

#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/expression/expression.hpp"

namespace dosde {

/// What a variable becomes.
struct Assignment {
  std::string variable;
  Expression value;  ///< a formula of the state just before
};

/// Something that happens to a trajectory when a condition becomes true: a part of the model, in all scenarios. It
/// happens again once the condition was false in between; one that holds at the start happens at the start.
struct Event {
  std::string name;
  Expression when;                   ///< a condition (engine/expression/condition.hpp)
  std::vector<Assignment> set = {};  ///< made together
  bool stops = false;                ///< the trajectory ends
  Location location = {};
};

}  // namespace dosde
