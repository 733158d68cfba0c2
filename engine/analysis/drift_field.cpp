#include "engine/analysis/drift_field.hpp"

#include <Eigen/Dense>

#include "engine/analysis/frozen_rows.hpp"
#include "engine/causal/causal_graph.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

std::vector<std::vector<VariableId>> components_of(const std::vector<std::string>& names,
                                                   const std::vector<Expression>& drifts) {
  CausalGraph graph;
  graph.variables = names;
  graph.drift_edges.assign(names.size() * names.size(), 0);
  graph.diffusion_edges = graph.drift_edges;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = 0; j < names.size(); ++j)
      if (depends_on(drifts[i], names[j])) graph.drift_edges[i * names.size() + j] = 1;
  return strongly_connected_components(graph);
}

}  // namespace

DriftField::DriftField(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time,
                       Calculus calculus)
    : time_(time) {
  const FrozenRows rows = freeze_rows(run, timeline, mechanisms, time, calculus);
  start_ = Eigen::Map<const Eigen::VectorXd>(rows.start.data(), static_cast<Eigen::Index>(rows.start.size()));
  for (const auto& drift : rows.drifts)
    names_time_ = names_time_ || depends_on(drift, "t");  // which tables are read at
  components_ = components_of(rows.names, rows.drifts);
  drift_.emplace(rows.drifts, rows.names, run.model.inputs);
  field_.emplace(rows.drifts, rows.names, run.model.inputs);
}

Eigen::MatrixXd DriftField::jacobian(const Eigen::VectorXd& x) {
  field_->evaluate(x, time_);
  return field_->jacobian();
}

Eigen::VectorXcd DriftField::eigenvalues(const Eigen::MatrixXd& jacobian) const {
  Eigen::VectorXcd all(size());
  Eigen::Index filled = 0;
  for (const auto& component : components_) {
    const auto count = static_cast<Eigen::Index>(component.size());
    Eigen::MatrixXd block(count, count);
    for (Eigen::Index r = 0; r < count; ++r)
      for (Eigen::Index c = 0; c < count; ++c)
        block(r, c) =
            jacobian(component[static_cast<std::size_t>(r)].value, component[static_cast<std::size_t>(c)].value);
    if (count == 1)
      all[filled] = block(0, 0);
    else
      all.segment(filled, count) = block.eigenvalues();
    filled += count;
  }
  return all;
}

}  // namespace dosde
