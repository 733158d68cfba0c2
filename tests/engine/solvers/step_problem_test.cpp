#include "engine/solvers/step_problem.hpp"

#include <gtest/gtest.h>

#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

Model two_rows() {
  Model model;
  for (const char* name : {"x", "y"}) {
    Variable variable;
    variable.name = name;
    model.variables.push_back(variable);
  }
  return model;
}

TEST(StepProblem, ClampedRowsAreNotThere) {
  MechanismSet mechanisms(2);
  mechanisms[0].clamp = Expression(2.0);
  mechanisms[1].drift = parse_expression("-y + 2");
  const StepProblem problem = make_step_problem(two_rows(), mechanisms, Calculus::ito);
  ASSERT_EQ(problem.rows.size(), 1u);
  EXPECT_EQ(problem.rows[0].name, "y");
  EXPECT_EQ(problem.rows[0].variable.value, 1);
}

TEST(StepProblem, StratonovichDriftOfGeometricNoise) {
  // dx = a x dt + s x dW is, read in Stratonovich form, (a - s²/2) x dt + s x ∘ dW.
  MechanismSet mechanisms(2);
  mechanisms[0].drift = parse_expression("a*x");
  mechanisms[0].noise = {{"W", parse_expression("s*x"), {}}};
  const StepProblem problem = make_step_problem(two_rows(), mechanisms, Calculus::stratonovich);
  EXPECT_EQ(is_zero(problem.rows[0].drift - parse_expression("(a - s^2/2)*x")), Proof::proven)
      << to_text(problem.rows[0].drift);
}

TEST(StepProblem, SharedSourcesCorrectAcrossRows) {
  // dy = x dW with dx = dW: the correction of y is ½ (Itô form of the do-versus-convert example).
  MechanismSet mechanisms(2);
  mechanisms[0].noise = {{"W", Expression(1.0), {}}};
  mechanisms[1].noise = {{"W", parse_expression("x"), {}}};
  const StepProblem problem = make_step_problem(two_rows(), mechanisms, Calculus::stratonovich);
  EXPECT_EQ(is_zero(problem.rows[1].drift + Expression(0.5)), Proof::proven) << to_text(problem.rows[1].drift);
}

}  // namespace
}  // namespace dosde
