#include "io/result/survival.hpp"

#include "engine/ensemble/sink.hpp"

namespace dosde {

Survival read_survival(const RawFile& file, const RawLayout& layout, std::int64_t scenario) {
  const std::int64_t kept = layout.sizes().kept;
  const std::int64_t first = scenario * layout.sizes().trajectories;
  Survival survival;
  survival.lifetime.resize(static_cast<std::size_t>(kept));
  file.read_at(layout.offset("end_time") + first * 8, survival.lifetime.data(), kept * 8);
  std::vector<std::uint8_t> statuses(survival.lifetime.size());
  file.read_at(layout.offset("status") + first, statuses.data(), kept);
  for (const std::uint8_t status : statuses) {
    double& lifetime = survival.lifetime[survival.status.size()];
    survival.status.push_back(static_cast<TrajectoryStatus>(status));
    lifetime = TrajectoryEnd{survival.status.back(), lifetime}.lifetime();
  }
  return survival;
}

}  // namespace dosde
