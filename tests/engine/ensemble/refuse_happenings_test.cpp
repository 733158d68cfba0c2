#include "engine/ensemble/refuse_happenings.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

TEST(RefuseHappenings, JumpsEventsAndWhatWaitsAndNothingElse) {
  const Experiment plain = feedback_experiment();
  EXPECT_NO_THROW(refuse_happenings(compile_run(plain), "this"));

  Experiment eventful = plain;
  eventful.model.events = {{"seen", parse_expression("x > 1"), {}, false, {}}};
  EXPECT_THROW(refuse_happenings(compile_run(eventful), "this"), Error);

  Experiment waiting = plain;
  Window window;
  window.when = parse_expression("x > 1");
  waiting.scenarios[0].interventions = {make_intervention("shift", "x", {{"value", formula("1")}}, window)};
  EXPECT_THROW(refuse_happenings(compile_run(waiting), "this"), Error);

  Experiment jumping = plain;
  jumping.model.jumps = {{"shock", Expression(1.0), {}, {}}};
  EXPECT_NO_THROW(refuse_happenings(compile_run(jumping), "this"));  // no row names it
  jumping.model.variables[0].noise.push_back({"shock", Expression(1.0)});
  EXPECT_THROW(refuse_happenings(compile_run(jumping), "this"), Error);
}

}  // namespace
}  // namespace dosde
