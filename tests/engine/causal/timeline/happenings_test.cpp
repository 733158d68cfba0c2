#include "engine/causal/timeline/happenings.hpp"

#include <gtest/gtest.h>

#include "engine/causal/causal_graph.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

Model jumping_model() {
  Model model;
  model.variables = {variable("x", "-x", {{"x", "1"}, {"shock", "mark*x"}}), variable("y", "x - y", {{"shock", "0.5"}}),
                     variable("z", "-z")};
  model.parameters = {parameter("r", "2")};
  model.jumps = {{"shock", formula("r*z"), Law{"normal", {formula("0"), formula("1")}}, {}}};
  model.events = {{"spike", formula("x > 1"), {{"x", formula("0")}, {"z", formula("z + x")}}, false, {}}};
  return model;
}

Intervention waiting(const std::string& kind, std::vector<std::string> targets,
                     std::map<std::string, Argument> arguments, const char* when, const char* ends_when = nullptr) {
  Intervention made;
  made.kind = kind;
  made.targets = std::move(targets);
  made.arguments = std::move(arguments);
  if (when != nullptr) made.window.when = formula(when);
  if (ends_when != nullptr) made.window.ends_when = formula(ends_when);
  return made;
}

Timeline timeline_with(const std::vector<Intervention>& interventions) {
  return build_timeline(jumping_model(), interventions, ten());
}

std::string problem_of(const std::vector<Intervention>& interventions) {
  try {
    timeline_with(interventions);
  } catch (const Error& error) {
    return error.diagnostics().front().problem;
  }
  return "";
}

TEST(Happenings, EachSetOfOpenInterventionsHasItsMechanisms) {
  const Timeline timeline = timeline_with({waiting("clamp", {"x"}, {{"value", value("3")}}, "y > 1", "y < 0"),
                                           waiting("parameter", {"r"}, {{"value", value("7")}}, nullptr, "z > 2")});
  ASSERT_EQ(timeline.regimes.size(), 1U);
  ASSERT_EQ(timeline.regimes[0].mechanisms_of.size(), 4U);
  EXPECT_EQ(timeline.open_at_start, 2U);
  ASSERT_EQ(timeline.happenings.size(), 4U);  // the event, two conditions, one
  EXPECT_EQ(timeline.happenings[1].act, HappeningAct::open);
  EXPECT_EQ(timeline.happenings[2].act, HappeningAct::close);
  EXPECT_EQ(timeline.happenings[3].waiting, 1);
  const std::size_t held = timeline.regimes[0].mechanisms_of[1];
  EXPECT_TRUE(timeline.mechanism_sets[held][0].clamp.has_value());
  // Under do(x = 3) the event's condition is a number, x is not set, and z is set with 3.
  const HappeningFormulas& formulas = timeline.happening_sets[held];
  EXPECT_TRUE(formulas.conditions[0].is_same(formula("3 > 1")));
  ASSERT_EQ(formulas.moves[0].size(), 1U);
  EXPECT_TRUE(formulas.moves[0][0].value.is_same(formula("z + 3")));
  EXPECT_TRUE(formulas.rates[0].is_same(formula("r*z")));
  EXPECT_TRUE(timeline.happening_sets[timeline.regimes[0].mechanisms_of[2]].rates[0].is_same(formula("7*z")));
}

TEST(Happenings, MarksAreDrawnASourceAndACopyEach) {
  const Timeline timeline =
      timeline_with({waiting("cut", {"y"}, {{"source", Argument(std::string("shock"))}}, "x > 0")});
  const Law mark = *jumping_model().jumps[0].mark;
  EXPECT_TRUE(timeline.happening_sets[0].marks[0].is_same(draw_from(mark, mark_draw(""))));
  EXPECT_EQ(timeline.mechanism_sets[timeline.regimes[0].mechanisms_of[1]][1].noise[0].source, "shock@y");
}

TEST(Happenings, EdgesOfJumpsAndEventsAreInTheGraph) {
  const Model model = jumping_model();
  const Timeline timeline = build_timeline(model, {}, ten());
  const CausalGraph graph = build_causal_graph(model, timeline.mechanism_sets[0], {{"r", 2.0}});
  const auto edge = [&](const std::vector<std::int8_t>& edges, std::size_t child, std::size_t parent) {
    return edges[child * 3 + parent] != 0;
  };
  EXPECT_TRUE(edge(graph.diffusion_edges, 0, 0));   // mark*x
  EXPECT_TRUE(edge(graph.diffusion_edges, 0, 2));   // by the rate
  EXPECT_TRUE(edge(graph.diffusion_edges, 1, 2));   // likewise
  EXPECT_FALSE(edge(graph.diffusion_edges, 2, 2));  // z does not jump
  EXPECT_TRUE(edge(graph.drift_edges, 2, 0));       // the event adds x to z
  EXPECT_TRUE(edge(graph.shared_noise, 0, 1));
}

TEST(Happenings, OnlyLoadingsOnMarkedJumpsNameTheMark) {
  const auto replaced = [](const std::string& source, const std::string& loading) {
    return intervention("replace", {"y"}, {{"noise", std::vector<NoiseTerm>{{source, formula(loading), {}}}}});
  };
  EXPECT_EQ(problem_of({replaced("shock", "2*mark*x")}), "");
  EXPECT_NE(problem_of({replaced("shock", "2*mark*w")}).find("names 'w', which does not exist"), std::string::npos);
  EXPECT_NE(problem_of({replaced("x", "2*mark")}).find("names 'mark', which does not exist"), std::string::npos);
  EXPECT_NE(problem_of({intervention("replace", {"y"}, {{"drift", value("mark")}})}).find("names 'mark'"),
            std::string::npos);
  EXPECT_NE(problem_of({intervention("scale_noise", {"x"}, {{"factor", value("2*mark")}})}).find("names 'mark'"),
            std::string::npos);
}

TEST(Happenings, MistakesAreTold) {
  EXPECT_NE(problem_of({waiting("stop", {}, {}, nullptr)}).find("it needs `when`"), std::string::npos);
  EXPECT_NE(problem_of({waiting("stop", {"x"}, {}, "x > 1")}).find("has a target"), std::string::npos);
  EXPECT_NE(problem_of({waiting("initial", {"x"}, {{"value", value("1")}}, "x > 1")}).find("has `when`"),
            std::string::npos);
  EXPECT_NE(problem_of({waiting("shift", {"x"}, {{"value", value("1")}}, "w > 1")}).find("names 'w'"),
            std::string::npos);
  EXPECT_NE(problem_of({waiting("shift", {"x"}, {{"value", value("1")}}, "x - 1", "x < 0")})
                .find("its `when` is 'x - 1', which is a number"),
            std::string::npos);
  EXPECT_NE(problem_of({waiting("shift", {"x"}, {{"value", value("1")}}, "x > 1", "x*y")})
                .find("its `ends_when` is 'x*y', which is a number"),
            std::string::npos);
  Intervention timed = waiting("shift", {"x"}, {{"value", value("1")}}, "x > 1");
  timed.window.from = 1.0;
  EXPECT_NE(problem_of({timed}).find("`when` and a time"), std::string::npos);
  EXPECT_NE(problem_of({waiting("impulse", {"x"}, {{"add", value("1")}}, "x > 1", "x < 0")}).find("has `ends_when`"),
            std::string::npos);
  EXPECT_NE(problem_of({waiting("impulse", {"x"}, {{"add", value("1")}}, nullptr)}).find("`at` (times) or `when`"),
            std::string::npos);
  const std::vector<Intervention> many(most_waiting + 1, waiting("shift", {"x"}, {{"value", value("1")}}, "y > 1"));
  EXPECT_NE(problem_of(many).find("one intervention too many"), std::string::npos);
  Model model = jumping_model();
  model.events[0].stops = true;
  model.jumps[0].rate = formula("-1");
  model.events.push_back(model.events[0]);
  std::string all;
  for (const auto& diagnostic : validate(model)) all += diagnostic.problem + "\n";
  for (const char* part :
       {"sets variables and stops", "the rate of the jump source 'shock' is -1", "two events 'spike'"})
    EXPECT_NE(all.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace dosde
