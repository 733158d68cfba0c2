#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/strong_id.hpp"
#include "engine/expression/expression.hpp"

namespace dosde {

/// What a scenario does where a condition becomes true: an event of the model, or an intervention that waits.
enum class HappeningAct : std::int32_t {
  move,   ///< variables are set
  stop,   ///< the trajectory ends
  open,   ///< a waiting intervention begins
  close,  ///< it ends
};

/// One condition and what it brings about.
struct Happening {
  HappeningAct act = HappeningAct::move;
  std::int32_t waiting = -1;  ///< which of the scenario's waiting interventions it opens or closes
  std::string label;          ///< "the event 'spike'"
};

/// What a variable becomes in a happening: a formula of the state just before.
struct Move {
  VariableId variable;
  Expression value;
};

/// The formulas of happenings under one set of mechanisms: parameters edited, clamped variables replaced by what they
/// are held at.
struct HappeningFormulas {
  std::vector<Expression> rates;         ///< [jump source of the model]
  std::vector<Expression> marks;         ///< [jump source] as a draw from mark_draw(""); 0 where it has none
  std::vector<Expression> conditions;    ///< [happening]
  std::vector<std::vector<Move>> moves;  ///< [happening] of variables that are not clamped
};

}  // namespace dosde
