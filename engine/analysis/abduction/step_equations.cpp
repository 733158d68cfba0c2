#include "engine/analysis/abduction/step_equations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/analysis/frozen_rows.hpp"
#include "engine/causal/structure.hpp"

namespace dosde {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// An entry of the projector 1 - σ⁺σ that is this small is 0 but for rounding: its entries are of order 1.
constexpr double projector_rounding = 1e-10;

std::vector<Expression> all_loadings(const FrozenRows& rows) {
  std::vector<Expression> formulas;
  for (const auto& row : rows.loadings)
    for (const auto& term : row) formulas.push_back(term.loading);
  return formulas;
}

std::vector<Expression> all_clamps(const CompiledRun& run, const MechanismSet& mechanisms) {
  const auto parameters = uniform_parameters(run.model);
  std::vector<Expression> formulas;
  for (const auto& row : mechanisms)
    if (row.clamp) formulas.push_back(bind_values(*row.clamp, parameters));
  return formulas;
}

Eigen::Index place_of(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) - names.begin();
}

}  // namespace

StepEquations::StepEquations(const CompiledRun& run, const MechanismSet& mechanisms, double time)
    : StepEquations(run, mechanisms, freeze_rows(run, run.timelines.front(), mechanisms, time)) {}

StepEquations::StepEquations(const CompiledRun& run, const MechanismSet& mechanisms, const FrozenRows& frozen)
    : step_(run.experiment.time.step),
      theta_(*run.scheme.scheme->implicitness),
      source_count_(static_cast<Eigen::Index>(run.sources.size())),
      variable_count_(static_cast<Eigen::Index>(run.model.variables.size())),
      is_of_held_row_(run.sources.size(), false),
      drift_(frozen.drifts, frozen.names, run.model.inputs),
      loading_(all_loadings(frozen), frozen.names, run.model.inputs),
      clamp_(all_clamps(run, mechanisms), run.model.variable_names(), run.model.inputs) {
  for (std::size_t i = 0; i < mechanisms.size(); ++i) {
    if (!mechanisms[i].clamp) continue;
    clamped_.push_back(static_cast<Eigen::Index>(i));
    for (const auto& term : run.model.variables[i].noise)
      is_of_held_row_[static_cast<std::size_t>(place_of(term.source, run.sources))] = true;
  }
  for (std::size_t row = 0; row < frozen.names.size(); ++row) {
    rows_.push_back(run.model.find_variable(frozen.names[row]).value);
    for (const auto& term : frozen.loadings[row])
      entries_.push_back({static_cast<Eigen::Index>(row), place_of(term.source, run.sources)});
  }
  loadings_ = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(rows_.size()), source_count_);
  find_blocks();
}

/// Connected parts of the graph of rows and sources.
void StepEquations::find_blocks() {
  const auto row_count = static_cast<Eigen::Index>(rows_.size());
  std::vector<Eigen::Index> part(static_cast<std::size_t>(row_count + source_count_));
  std::iota(part.begin(), part.end(), Eigen::Index{0});
  for (const auto& entry : entries_) {
    const Eigen::Index from = part[static_cast<std::size_t>(row_count + entry.source)];
    const Eigen::Index to = part[static_cast<std::size_t>(entry.row)];
    std::replace(part.begin(), part.end(), from, to);
  }
  std::map<Eigen::Index, Block> blocks;
  for (Eigen::Index row = 0; row < row_count; ++row) blocks[part[static_cast<std::size_t>(row)]].rows.push_back(row);
  for (Eigen::Index source = 0; source < source_count_; ++source)
    blocks[part[static_cast<std::size_t>(row_count + source)]].sources.push_back(source);
  for (auto& [root, block] : blocks) blocks_.push_back(std::move(block));
}

Eigen::VectorXd StepEquations::clamp_values(const Eigen::VectorXd& state, double time) {
  Eigen::VectorXd values = Eigen::VectorXd::Constant(variable_count_, std::numeric_limits<double>::quiet_NaN());
  if (clamped_.empty()) return values;
  const Eigen::VectorXd& found = clamp_.evaluate(state, time);
  for (std::size_t k = 0; k < clamped_.size(); ++k) values[clamped_[k]] = found[static_cast<Eigen::Index>(k)];
  return values;
}

void StepEquations::decompose(Block& block, const std::vector<Eigen::Index>& seen) {
  const Eigen::MatrixXd loadings = loadings_(seen, block.sources);
  const bool is_known = block.seen == seen && block.loadings.rows() == loadings.rows() &&
                        block.loadings.cols() == loadings.cols() && block.loadings == loadings;
  if (is_known) return;  // additive noise: every step has the same matrix
  block.seen = seen;
  block.loadings = loadings;
  const Eigen::Index count = loadings.cols();
  block.rank = 0;
  if (loadings.size() > 0) {
    block.solver.setThreshold(8.0 * epsilon * static_cast<double>(std::max(loadings.rows(), count)));
    block.solver.compute(loadings);
    block.rank = loadings.isZero(0.0) ? 0 : block.solver.rank();
  }
  block.open = Eigen::MatrixXd::Identity(count, count);
  if (block.rank > 0) block.open -= block.solver.pseudoInverse() * loadings;
  if (block.rank == count) block.open.setZero();
  for (Eigen::Index k = 0; k < count; ++k) {
    if (block.open(k, k) > projector_rounding) continue;
    block.open.row(k).setZero();
    block.open.col(k).setZero();
  }
}

void StepEquations::solve_block(Block& block, const Eigen::VectorXd& right, const std::vector<bool>& is_seen,
                                StepNoise& noise) {
  std::vector<Eigen::Index> seen;
  for (const auto row : block.rows)
    if (is_seen[static_cast<std::size_t>(rows_[static_cast<std::size_t>(row)])]) seen.push_back(row);
  decompose(block, seen);
  const Eigen::VectorXd wanted = right(seen);
  Eigen::VectorXd least = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(block.sources.size()));
  Eigen::VectorXd rest = wanted;
  if (block.loadings.size() == 1 && block.rank == 1) {
    least[0] = wanted[0] / block.loadings(0, 0);
    rest[0] = 0.0;
  } else if (block.rank > 0) {
    least = block.solver.solve(wanted);
    least += block.solver.solve(wanted - block.loadings * least);  // once refined: what is left is rounding
    rest = wanted - block.loadings * least;
  }
  noise.degrees += static_cast<int>(block.rank);
  noise.square += least.squaredNorm() / step_;
  for (std::size_t k = 0; k < seen.size(); ++k)
    noise.residual[rows_[static_cast<std::size_t>(seen[k])]] = rest[static_cast<Eigen::Index>(k)];
  for (std::size_t k = 0; k < block.sources.size(); ++k) {
    const Eigen::Index source = block.sources[k];
    const auto column = static_cast<Eigen::Index>(k);
    noise.least[source] = least[column];
    auto& why = noise.why[static_cast<std::size_t>(source)];
    if (block.open(column, column) == 0.0)
      why = Undetermined::no;
    else if (seen.size() < block.rows.size())
      why = Undetermined::row_overwritten;
    else if (block.rows.empty() && is_of_held_row_[static_cast<std::size_t>(source)])
      why = Undetermined::row_held;
    else if (block.rows.empty() || block.loadings.col(column).isZero(0.0))
      why = Undetermined::zero_loading;
    else
      why = is_of_held_row_[static_cast<std::size_t>(source)] ? Undetermined::row_held : Undetermined::rows_too_few;
  }
}

void StepEquations::solve(const Eigen::VectorXd& before, const Eigen::VectorXd& after, double time,
                          const std::vector<bool>& is_seen, StepNoise& noise) {
  noise.least = Eigen::VectorXd::Zero(source_count_);
  noise.why.assign(static_cast<std::size_t>(source_count_), Undetermined::no);
  noise.residual = Eigen::VectorXd::Zero(variable_count_);
  noise.rounding = Eigen::VectorXd::Zero(variable_count_);
  noise.square = 0.0;
  noise.degrees = 0;
  const Eigen::VectorXd x = before(rows_);
  const Eigen::VectorXd next = after(rows_);
  Eigen::VectorXd right = next - x;
  Eigen::VectorXd size = x.cwiseAbs() + next.cwiseAbs();
  const auto take_drift = [&](double weight, const Eigen::VectorXd& state, double at) {
    if (weight == 0.0 || rows_.empty()) return;
    const Eigen::VectorXd& drift = drift_.evaluate(state, at);
    for (Eigen::Index i = 0; i < right.size(); ++i) right[i] = std::fma(-drift[i], weight * step_, right[i]);
    size += (weight * step_) * drift.cwiseAbs();
  };
  take_drift(1.0 - theta_, x, time);
  take_drift(theta_, next, time + step_);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    noise.rounding[rows_[i]] = epsilon * size[static_cast<Eigen::Index>(i)];
  if (!entries_.empty()) {
    const Eigen::VectorXd& values = loading_.evaluate(x, time);
    loadings_.setZero();
    for (std::size_t k = 0; k < entries_.size(); ++k)
      loadings_(entries_[k].row, entries_[k].source) += values[static_cast<Eigen::Index>(k)];
  }
  for (auto& block : blocks_) solve_block(block, right, is_seen, noise);
}

Eigen::VectorXd StepEquations::complete(const StepNoise& noise, const Eigen::VectorXd& drawn) const {
  Eigen::VectorXd increments = noise.least;
  for (const auto& block : blocks_) {
    if (block.open.isZero(0.0)) continue;
    const Eigen::VectorXd part = block.open * drawn(block.sources);
    for (std::size_t k = 0; k < block.sources.size(); ++k)
      increments[block.sources[k]] += part[static_cast<Eigen::Index>(k)];
  }
  return increments;
}

}  // namespace dosde
