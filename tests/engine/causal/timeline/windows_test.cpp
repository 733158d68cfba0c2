#include "engine/causal/timeline/windows.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Intervention clamp(const std::string& what, Window when) {
  return intervention("clamp", {"x"}, {{"value", value(what)}}, when);
}

TEST(Windows, without_interventions_there_is_one_regime_of_the_model_itself) {
  const Timeline timeline = build_timeline(feedback_pair(), {}, ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0));
  ASSERT_EQ(timeline.mechanism_sets.size(), 1U);
  expect_formula(timeline.mechanism_sets[0][0].drift, "-x + a*y");
  expect_noise(timeline.mechanism_sets[0][1], {{"y", "s"}, {"weather", "0.2*x"}});
  EXPECT_TRUE(timeline.regimes[0].active.empty());
}

TEST(Windows, open_and_close_at_their_steps_and_release_gives_the_mechanism_back) {
  const Timeline timeline = build_timeline(feedback_pair(), {clamp("2", window(1.0, 3.0))}, ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0, 10, 30));
  EXPECT_EQ(timeline.mechanism_sets.size(), 2U);  // the model before and after is stored once
  EXPECT_EQ(timeline.regimes[0].mechanisms, timeline.regimes[2].mechanisms);
  expect_clamped(rows_of(timeline, 1)[0], "2");
  EXPECT_THAT(timeline.regimes[1].active, ElementsAre(0));
  EXPECT_TRUE(timeline.regimes[2].active.empty());
}

TEST(Windows, an_end_left_out_is_that_of_the_run) {
  EXPECT_THAT(switches(build_timeline(feedback_pair(), {clamp("2", {5.0, {}, {}})}, ten())), ElementsAre(0, 50));
  EXPECT_THAT(switches(build_timeline(feedback_pair(), {clamp("2", {{}, 5.0, {}})}, ten())), ElementsAre(0, 50));
  EXPECT_THAT(switches(build_timeline(feedback_pair(), {clamp("2", {})}, ten())), ElementsAre(0));
}

TEST(Windows, may_outlast_the_run) {
  const Timeline timeline = build_timeline(feedback_pair(), {clamp("2", window(8.0, 30.0))}, ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0, 80));
  EXPECT_THAT(switches(build_timeline(feedback_pair(), {clamp("2", window(8.0, 10.0))}, ten())), ElementsAre(0, 80));
}

TEST(Windows, repeat_within_the_span_and_draw_again_each_time) {
  const auto pulse = intervention("clamp", {"x"}, {{"value", law("normal", {"0", "1"})}}, repeated(1.0, 2.0, 4.0));
  const Timeline timeline = build_timeline(feedback_pair(), {pulse}, ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0, 10, 20, 50, 60, 90));
  EXPECT_EQ(timeline.mechanism_sets.size(), 2U);
  for (const std::size_t repetition : {0U, 1U, 2U}) {
    const Regime& regime = timeline.regimes[2 * repetition + 1];
    ASSERT_EQ(regime.draws.size(), 1U);
    EXPECT_EQ(regime.draws[0].repetition, static_cast<std::int64_t>(repetition));
    EXPECT_EQ(regime.draws[0].key_name, "x:0");
    EXPECT_TRUE(timeline.regimes[2 * repetition].draws.empty());
  }
}

TEST(Windows, that_follow_each_other_without_a_gap_switch_only_for_a_new_draw) {
  EXPECT_THAT(switches(build_timeline(feedback_pair(), {clamp("2", repeated(1, 2, 1))}, ten())), ElementsAre(0, 10));
  const auto drawn = intervention("clamp", {"x"}, {{"value", law("uniform", {"0", "1"})}}, repeated(7, 8, 1));
  const Timeline timeline = build_timeline(feedback_pair(), {drawn}, ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0, 70, 80, 90));
  EXPECT_EQ(timeline.regimes[1].mechanisms, timeline.regimes[2].mechanisms);
}

TEST(Windows, overlap_cuts_the_timeline_at_every_switch) {
  const Timeline timeline = build_timeline(
      feedback_pair(), {clamp("2", window(1, 4)), intervention("shift", {"y"}, {{"value", value("1")}}, window(2, 6))},
      ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0, 10, 20, 40, 60));
  expect_formula(rows_of(timeline, 1)[1].drift, "b*2 - y");
  expect_formula(rows_of(timeline, 2)[1].drift, "b*2 - y + 1");
  expect_formula(rows_of(timeline, 3)[1].drift, "b*x - y + 1");
  EXPECT_THAT(timeline.regimes[2].active, ElementsAre(0, 1));
  EXPECT_EQ(timeline.regimes[4].mechanisms, timeline.regimes[0].mechanisms);
}

TEST(Windows, of_a_drawn_clamp_keep_their_draw_while_others_switch) {
  const auto drawn = intervention("clamp", {"x"}, {{"value", law("uniform", {"0", "1"})}}, window(1, 9));
  const auto shift = intervention("shift", {"y"}, {{"value", value("1")}}, window(4, 5));
  const Timeline timeline = build_timeline(feedback_pair(), {drawn, shift}, ten());
  EXPECT_THAT(switches(timeline), ElementsAre(0, 10, 40, 50, 90));
  for (const std::size_t regime : {1U, 2U, 3U}) EXPECT_EQ(timeline.regimes[regime].draws.at(0).repetition, 0);
}

TEST(Windows, draws_are_numbered_by_the_drawn_clamps_of_the_variable_alone) {
  const auto drawn = [](const std::string& target, Window when) {
    return intervention("clamp", {target}, {{"value", law("uniform", {"0", "1"})}}, when);
  };
  const Timeline timeline = build_timeline(
      feedback_pair(),
      {clamp("1", window(1, 2)), drawn("y", window(1, 2)), drawn("x", window(3, 4)), drawn("x", window(5, 6))}, ten());
  EXPECT_EQ(timeline.regimes[1].draws.at(0).symbol, "u:clamp:y:0");
  EXPECT_EQ(timeline.regimes[3].draws.at(0).symbol, "u:clamp:x:0");
  EXPECT_EQ(timeline.regimes[5].draws.at(0).symbol, "u:clamp:x:1");
}

TEST(Windows, are_refused_where_they_cannot_be) {
  const auto complaint = [](Window when) { return complaint_of_timeline({clamp("2", when)}); };
  EXPECT_THAT(complaint(window(-1, 3)), HasSubstr("begins before the start (the run goes from 0 to 10)"));
  EXPECT_THAT(complaint(window(10, 13)), HasSubstr("lies outside the time span"));
  EXPECT_THAT(complaint(window(3, 3)), HasSubstr("is empty (`until` = 3 is not after `from` = 3)"));
  EXPECT_THAT(complaint(window(3, 2)), HasSubstr("is empty"));
  EXPECT_THAT(complaint({{}, -2.0, {}}), HasSubstr("lies outside the time span"));
  EXPECT_THAT(complaint(repeated(1, 3, 1.5)), HasSubstr("`every` = 1.5 of the clamp of 'x' (1st intervention) is too "
                                                        "short (its window is 2 long)"));
  EXPECT_THAT(complaint({1.0, {}, 2.0}), HasSubstr("has `every` but no `until`"));
  EXPECT_THAT(complaint(repeated(1, 2, -2)), HasSubstr("it must be positive"));
}

TEST(Windows, off_the_grid_are_refused_with_the_nearest_grid_times) {
  EXPECT_EQ(complaint_of_timeline({clamp("2", window(1.25, 3.0))}),
            "error: the start `from` of the clamp of 'x' (1st intervention), 1.25, is not a step time (the grid is 0 + "
            "k*0.1); use 1.2 or 1.3, or another step");
  const std::string both = complaint_of_timeline({clamp("2", repeated(1.0, 3.01, 4.05))});
  EXPECT_THAT(both, HasSubstr("the end `until` of the clamp of 'x' (1st intervention), 3.01, is not a step time"));
}

TEST(Windows, too_many_are_refused_before_they_are_made) {
  EXPECT_THAT(complaint_of_timeline({clamp("2", repeated(0.7, 0.9, 1e-9))}), HasSubstr("is too short"));
  EXPECT_THAT(complaint_of_timeline({clamp("2", repeated(0.7, 0.7 + 1e-10, 1e-9))}),
              HasSubstr("more than a million windows"));
  EXPECT_TRUE(action_times(clamp("2", repeated(0.7, 0.9, 1e-9)), ten()).empty());
  EXPECT_TRUE(action_times(clamp("2", repeated(0.7, 0.7 + 5e-10, 1e-9)), ten()).empty());
}

TEST(Windows, switch_at_ticks_between_steps) {
  const auto pulse = clamp("2", repeated(1.0, 3.01, 4.05));
  const TimeGrid grid = split_grid(ten(), action_times(pulse, ten()));
  ASSERT_EQ(grid.splits.size(), 3U);  // 3.01, 5.05, 7.06; 9.1 is a step time, the window from there outlasts the run
  const Timeline timeline = build_timeline(feedback_pair(), {pulse}, grid);
  std::vector<double> times;
  for (const auto tick : switches(timeline)) times.push_back(grid.time(tick));
  ASSERT_EQ(times.size(), 6U);
  const std::vector<double> expected = {0.0, 1.0, 3.01, 5.05, 7.06, 9.1};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_DOUBLE_EQ(times[i], expected[i]);
}

}  // namespace
}  // namespace dosde
