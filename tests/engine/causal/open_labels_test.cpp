#include "engine/causal/open_labels.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

TEST(OpenLabels, NameTheOpenOnesByTheirPlaceInTheFile) {
  std::vector<Intervention> interventions(4);
  for (auto& intervention : interventions) intervention.targets = {"x"};
  interventions[1].kind = "shift";
  interventions[3].kind = "clamp";
  interventions[3].targets = {"x", "y"};
  Timeline timeline;
  timeline.waiting = {1, 3};
  using Labels = std::vector<std::string>;
  EXPECT_EQ(open_labels(timeline, interventions, 0), Labels());
  EXPECT_EQ(open_labels(timeline, interventions, 1), Labels{"shift of x (intervention 2)"});
  EXPECT_EQ(open_labels(timeline, interventions, 3),
            (Labels{"shift of x (intervention 2)", "clamp of x, y (intervention 4)"}));
}

}  // namespace
}  // namespace dosde
