#include <set>
#include <utility>
#include <variant>

#include "engine/ensemble/compile_scenario.hpp"

namespace dosde {

void refuse_shared_streams(const Experiment& experiment, const std::vector<Timeline>& timelines,
                           const std::vector<std::string>& sources, const std::vector<std::string>& jumps) {
  std::set<std::pair<StreamKind, std::string>> names;  // each stream once, however many scenarios share it
  for (std::size_t s = 0; s < timelines.size(); ++s) {
    const auto add = [&](StreamKind kind, const std::string& name) {
      names.emplace(kind, paired_name(experiment.pairing, name, experiment.scenarios[s].name));
    };
    for (const auto& source : sources) add(StreamKind::noise, source);
    for (const auto& jump : jumps) add(StreamKind::jump, jump);
    for (const auto& parameter : experiment.model.parameters)
      if (std::holds_alternative<Law>(parameter.value)) add(StreamKind::parameter, parameter.name);
    for (std::size_t i = 0; i < timelines[s].initial.size(); ++i)
      if (std::holds_alternative<Law>(timelines[s].initial[i]))
        add(StreamKind::initial, experiment.model.variables[i].name);
    for (const auto& regime : timelines[s].regimes)
      for (const auto& draw : regime.draws) add(StreamKind::clamp, draw.key_name);
  }
  std::vector<RandomStream> streams;
  for (const auto& [kind, name] : names) streams.push_back({kind, name, stream_key(experiment.seed, kind, name)});
  refuse_equal_keys(streams);
}

}  // namespace dosde
