#include "engine/ensemble/observables.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

TEST(Observables, HaveTablesAndWhatStandsForParameters) {
  Experiment experiment = feedback_experiment();
  experiment.model.inputs = {Table{"dose", {0.0, 1.0}, {0.0, 2.0}}};
  experiment.output.observables = {{"flux", parse_expression("b*x"), {}}, {"given", parse_expression("dose + a"), {}}};
  const Expression given = Expression::make_lookup("dose", Expression::symbol("t")) + Expression::symbol("a");

  const auto plain = observables_under(experiment, {});
  ASSERT_EQ(plain.size(), 2U);
  EXPECT_TRUE(plain[0].is_same(parse_expression("b*x")));
  EXPECT_TRUE(plain[1].is_same(given));

  const auto edited = observables_under(experiment, {{"b", parse_expression("2*y")}});
  EXPECT_TRUE(edited[0].is_same(parse_expression("2*y*x")));
  EXPECT_TRUE(edited[1].is_same(given));
}

}  // namespace
}  // namespace dosde
