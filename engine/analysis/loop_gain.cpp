#include "engine/analysis/loop_gain.hpp"

#include <Eigen/Core>
#include <algorithm>

#include "engine/analysis/drift_field.hpp"
#include "engine/analysis/stiffness.hpp"
#include "engine/causal/graphs/loops.hpp"
#include "engine/causal/graphs/regime_structure.hpp"
#include "engine/core/error.hpp"

namespace dosde {
namespace {

std::vector<std::string> free_names(const CompiledRun& run, const MechanismSet& mechanisms) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (!mechanisms[i].clamp) names.push_back(run.model.variables[i].name);
  return names;
}

std::vector<std::vector<std::size_t>> children_of(const std::vector<std::string>& names,
                                                  const std::vector<RowStructure>& rows) {
  std::vector<std::vector<std::size_t>> children(names.size());
  std::size_t child = 0;
  for (const auto& row : rows) {
    if (row.is_held) continue;
    for (std::size_t parent = 0; parent < names.size(); ++parent)
      if (row.drift.contains(names[parent])) children[parent].push_back(child);
    ++child;
  }
  return children;
}

/// The start with the values that are given; those of held variables do not matter.
Eigen::VectorXd place_values(const Model& model, const std::vector<std::string>& names,
                             const std::map<std::string, double>& values, Eigen::VectorXd start) {
  for (const auto& [name, value] : values) {
    if (!model.find_variable(name).is_valid()) {
      throw Error(ErrorKind::usage, "there is no variable '" + name + "' to take a value", "",
                  suggest_nearest(name, model.variable_names(), "see `dosde plan` for the equations"));
    }
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) start[found - names.begin()] = value;
  }
  return start;
}

}  // namespace

LoopGains find_loop_gains(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time,
                          LoopPoint point, const std::map<std::string, double>& values, std::size_t most) {
  LoopGains found;
  const std::vector<std::string> names = free_names(run, mechanisms);
  if (names.empty()) return found;
  DriftField field(run, timeline, mechanisms, time);
  Eigen::VectorXd x = place_values(run.model, names, values, field.start());
  if (point == LoopPoint::equilibrium) {
    const StiffnessReport report = examine_stiffness(run, timeline, mechanisms, time);
    if (!report.has_equilibrium)
      throw Error(ErrorKind::usage, "no equilibrium was found near the noise-free path",
                  "gains were asked for at the equilibrium", "give a point: --at x=1,y=0, or --at initial");
    x = Eigen::Map<const Eigen::VectorXd>(report.equilibrium.data(), field.size());
  }
  const Eigen::MatrixXd jacobian = field.jacobian(x);
  for (std::size_t i = 0; i < names.size(); ++i) found.point[names[i]] = x[static_cast<Eigen::Index>(i)];
  std::set<std::string> constants;
  for (const auto& swept : run.swept) constants.insert(swept.symbol);
  const auto rows = read_structure(run.model, mechanisms, timeline.initial, constants);
  const Loops loops = find_loops(children_of(names, rows), most);
  found.is_complete = loops.is_complete;
  for (const auto& loop : loops.all) {
    LoopGain gain;
    gain.gain = 1.0;
    for (std::size_t k = 0; k < loop.size(); ++k) {
      gain.variables.push_back(names[loop[k]]);
      const std::size_t next = loop[(k + 1) % loop.size()];
      gain.gain *= jacobian(static_cast<Eigen::Index>(next), static_cast<Eigen::Index>(loop[k]));
    }
    found.loops.push_back(gain);
  }
  return found;
}

}  // namespace dosde
