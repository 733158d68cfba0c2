#include "engine/analysis/drift_field.hpp"

#include <Eigen/Dense>
#include <map>
#include <variant>

#include "engine/causal/causal_graph.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

double median(const Law& law, const Point& point) {
  return evaluate_scalar(find_law(law.name)->quantile(law.arguments, Expression(0.5)), point);
}

/// Every parameter, draw and initial value: where something is drawn, at u = ½.
Point median_point(const CompiledRun& run, const Timeline& timeline, double time) {
  Point point;
  point.tables = run.model.inputs;
  point.values = uniform_parameters(run.model);
  point.values["t"] = time;
  for (const auto& [symbol, place] : run.layout.inputs)
    if (place.segment == Segment::lane_input) point.values[symbol] = 0.5;
  const auto drawn = drawn_parameters(run.model);
  for (std::size_t pass = 0; pass < drawn.size(); ++pass) {  // a law may name other drawn parameters
    for (const auto& name : drawn) {
      const Quantity& quantity = run.model.parameters[run.model.find_parameter(name).index()].value;
      const auto* law = std::get_if<Law>(&quantity);
      point.values[name] =
          law != nullptr ? median(*law, point) : evaluate_scalar(std::get<Expression>(quantity), point);
    }
  }
  for (std::size_t i = 0; i < run.model.variables.size(); ++i) {
    const auto& initial = timeline.initial[i];
    double value = 0.0;
    if (const auto* formula = std::get_if<Expression>(&initial)) value = evaluate_scalar(*formula, point);
    if (const auto* law = std::get_if<Law>(&initial)) value = median(*law, point);
    if (const auto* recorded = std::get_if<RecordedInitial>(&initial)) value = recorded->values->front();
    point.values[run.model.variables[i].name] = value;
  }
  return point;
}

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

DriftField::DriftField(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time)
    : time_(time) {
  const Point point = median_point(run, timeline, time);
  const auto rows = make_step_problem(run.model, mechanisms, Calculus::ito).rows;
  std::map<std::string, Expression> numbers;
  for (const auto& [symbol, value] : point.values)
    if (symbol != "t") numbers.emplace(symbol, Expression(value));
  std::vector<std::string> names;
  std::vector<Expression> drifts;
  start_.resize(static_cast<Eigen::Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    names.push_back(rows[i].name);
    start_[static_cast<Eigen::Index>(i)] = point.values.at(rows[i].name);
    numbers.erase(rows[i].name);
  }
  for (const auto& row : rows) {
    drifts.push_back(substitute(row.drift, numbers));
    names_time_ = names_time_ || depends_on(drifts.back(), "t");  // which tables are read at
  }
  components_ = components_of(names, drifts);
  drift_.emplace(drifts, names, run.model.inputs);
  field_.emplace(drifts, names, run.model.inputs);
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
