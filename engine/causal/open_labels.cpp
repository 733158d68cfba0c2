#include "engine/causal/open_labels.hpp"

namespace dosde {

std::vector<std::string> open_labels(const Timeline& timeline, const std::vector<Intervention>& interventions,
                                     std::uint32_t open) {
  std::vector<std::string> labels;
  for (std::size_t w = 0; w < timeline.waiting.size(); ++w) {
    if ((open >> w & 1U) == 0) continue;
    const Intervention& intervention = interventions[timeline.waiting[w]];
    std::string targets;
    for (const auto& target : intervention.targets) targets += (targets.empty() ? "" : ", ") + target;
    labels.push_back(intervention.kind + " of " + targets + " (intervention " +
                     std::to_string(timeline.waiting[w] + 1) + ")");
  }
  return labels;
}

}  // namespace dosde
