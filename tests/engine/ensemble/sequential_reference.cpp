#include "tests/engine/ensemble/sequential_reference.hpp"

#include <cmath>

#include "engine/ensemble/compile_scenario.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/derivative_along.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/random/normal.hpp"
#include "engine/random/uniform.hpp"
#include "engine/solvers/reflect.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {

SequentialReference::SequentialReference(const CompiledRun& run) : run_(run), tables_(run.model.inputs) {}

double SequentialReference::evaluate(const Expression& formula) const {
  return evaluate_scalar(formula, {values_, tables_});
}

double SequentialReference::draw(StreamKind kind, const std::string& name, std::int64_t repetition) const {
  const auto& experiment = run_.experiment;
  const std::string full = paired_name(experiment.pairing, name, experiment.scenarios[scenario_].name);
  return uniform_open(stream_key(experiment.seed, kind, full), static_cast<std::uint64_t>(trajectory_),
                      static_cast<std::uint64_t>(repetition), 0);
}

/// The increment of a step: its cells' increments, summed in order.
double SequentialReference::increment(const std::string& source, std::int64_t step) const {
  const auto& experiment = run_.experiment;
  const std::string full = paired_name(experiment.pairing, source, experiment.scenarios[scenario_].name);
  const std::uint64_t key = stream_key(experiment.seed, StreamKind::noise, full);
  double sum = 0.0;
  for (std::int64_t i = 0; i < run_.cells_per_step; ++i) {
    const std::int64_t cell = step * run_.cells_per_step + i;
    double four[4];
    fill_normals<1>(four, key, static_cast<std::uint64_t>(trajectory_), static_cast<std::uint64_t>(cell / 4), 0,
                    std::sqrt(run_.cell));
    sum = i == 0 ? four[cell % 4] : sum + four[cell % 4];
  }
  return sum;
}

void SequentialReference::start() {
  const Model& model = run_.model;
  const Timeline& timeline = run_.timelines[scenario_];
  values_.clear();
  values_["t"] = run_.experiment.time.start;
  values_["step:"] = run_.experiment.time.step;
  for (const auto& [name, value] : uniform_parameters(model)) values_[name] = value;
  const std::vector<std::string> drawn = drawn_parameters(model);
  for (std::size_t pass = 0; pass < drawn.size(); ++pass) {
    for (const auto& name : drawn) {
      const auto& value = model.parameters[model.find_parameter(name).index()].value;
      if (const auto* law = std::get_if<Law>(&value)) {
        values_["u:"] = draw(StreamKind::parameter, name, 0);
        values_[name] = evaluate(find_law(law->name)->quantile(law->arguments, Expression::symbol("u:")));
      } else {
        bool is_ready = true;
        for (const auto& symbol : symbols_of(std::get<Expression>(value)))
          is_ready = is_ready && values_.count(symbol) > 0;
        if (is_ready) values_[name] = evaluate(std::get<Expression>(value));
      }
    }
  }
  Values initial;
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const std::string& name = model.variables[i].name;
    if (const auto* formula = std::get_if<Expression>(&timeline.initial[i])) initial[name] = evaluate(*formula);
    if (const auto* law = std::get_if<Law>(&timeline.initial[i])) {
      values_["u:"] = draw(StreamKind::initial, name, 0);
      initial[name] = evaluate(find_law(law->name)->quantile(law->arguments, Expression::symbol("u:")));
    }
    if (const auto* recorded = std::get_if<RecordedInitial>(&timeline.initial[i]))
      initial[name] = (*recorded->values)[static_cast<std::size_t>(trajectory_)];
  }
  for (const auto& [name, value] : initial) values_[name] = value;
  regime_ = 0;
  reflections_ = 0;
  reflect(free_rows());  // a drawn value may lie outside
}

void SequentialReference::write_out_clamps(const MechanismSet& mechanisms) {
  Values written;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (mechanisms[i].clamp) written[run_.model.variables[i].name] = evaluate(*mechanisms[i].clamp);
  for (const auto& [name, value] : written) values_[name] = value;
}

/// Switches and impulses at a step time: old clamps written out, impulses, new clamps.
void SequentialReference::act(std::int64_t step) {
  const Timeline& timeline = run_.timelines[scenario_];
  std::size_t next = regime_;
  while (next + 1 < timeline.regimes.size() && timeline.regimes[next + 1].first_step <= step) ++next;
  const bool is_switch = next != regime_ || step == 0;
  if (step > 0) write_out_clamps(timeline.mechanism_sets[timeline.regimes[regime_].mechanisms]);
  Values moved;
  for (const auto& impulse : timeline.impulses)
    if (impulse.step == step) moved[run_.model.variables[impulse.variable.index()].name] = evaluate(impulse.new_value);
  for (const auto& [name, value] : moved) values_[name] = value;
  regime_ = next;
  if (is_switch)
    for (const auto& clamp : timeline.regimes[regime_].draws)
      values_[clamp.symbol] = draw(StreamKind::clamp, clamp.key_name, clamp.repetition);
  write_out_clamps(timeline.mechanism_sets[timeline.regimes[regime_].mechanisms]);
}

SequentialReference::Values SequentialReference::euler_maruyama(const std::vector<FreeRow>& rows,
                                                                const Values& increments) const {
  Values next;
  for (const auto& row : rows) {
    double x = std::fma(evaluate(row.drift), values_.at("step:"), values_.at(row.name));
    for (const auto& term : row.noise) x = std::fma(evaluate(term.loading), increments.at(term.source), x);
    next[row.name] = x;
  }
  return next;
}

SequentialReference::Values SequentialReference::milstein(const std::vector<FreeRow>& rows,
                                                          const Values& increments) const {
  Values next = euler_maruyama(rows, increments);
  for (const auto& row : rows) {
    for (const auto& term : row.noise) {
      for (const auto& [source, dw] : increments) {
        Expression derivative;  // L g = Σ_j g_j ∂g/∂x_j along this source
        for (const auto& other : rows)
          for (const auto& loading : other.noise)
            if (loading.source == source && depends_on(term.loading, other.name))
              derivative = derivative + derivative_along(loading.loading, term.loading, other.name);
        if (derivative.is_constant(0.0)) continue;
        const double own = increments.at(term.source);
        const double product = source == term.source ? own * own - values_.at("step:") : own * dw;
        next[row.name] = std::fma(evaluate(0.5 * derivative), product, next[row.name]);
      }
    }
  }
  return next;
}

SequentialReference::Values SequentialReference::stochastic_heun(const std::vector<FreeRow>& rows,
                                                                 const Values& increments) {
  Values predicted = euler_maruyama(rows, increments);
  for (const auto& row : rows)
    predicted[row.name] = evaluate(reflect_into_bounds(Expression(predicted[row.name]), row.lower, row.upper));
  const Values present = values_;
  const double step = values_.at("step:");
  Values next;
  for (const auto& row : rows) {
    const auto mean_of_stages = [&](const Expression& formula) {
      values_ = present;
      const double first = evaluate(formula);
      bool is_fixed = !depends_on(formula, "t");
      for (const auto& other : rows) is_fixed = is_fixed && !depends_on(formula, other.name);
      if (is_fixed) return first;
      for (const auto& [name, value] : predicted) values_[name] = value;
      values_["t"] = present.at("t") + step;
      return 0.5 * (first + evaluate(formula));
    };
    double x = std::fma(mean_of_stages(row.drift), step, present.at(row.name));
    for (const auto& term : row.noise) x = std::fma(mean_of_stages(term.loading), increments.at(term.source), x);
    next[row.name] = x;
  }
  values_ = present;
  return next;
}

std::vector<FreeRow> SequentialReference::free_rows() const {
  const Timeline& timeline = run_.timelines[scenario_];
  const MechanismSet& mechanisms = timeline.mechanism_sets[timeline.regimes[regime_].mechanisms];
  return make_step_problem(run_.model, mechanisms, run_.scheme.scheme->integrates).rows;
}

void SequentialReference::take_step(std::int64_t step) {
  const Scheme& scheme = *run_.scheme.scheme;
  const std::vector<FreeRow> rows = free_rows();
  Values increments;
  for (const auto& source : run_.sources) increments[source] = increment(source, step);
  Values next;
  if (scheme.name == "euler_maruyama")
    next = euler_maruyama(rows, increments);
  else if (scheme.name == "milstein")
    next = milstein(rows, increments);
  else if (scheme.name == "stochastic_heun")
    next = stochastic_heun(rows, increments);
  else
    throw Error(ErrorKind::internal, "the sequential reference has no scheme '" + scheme.name + "'");
  for (const auto& [name, value] : next) values_[name] = value;
  reflect(rows);
}

void SequentialReference::reflect(const std::vector<FreeRow>& rows) {
  for (const auto& row : rows) {
    double& x = values_[row.name];
    const double lower = row.lower ? evaluate(*row.lower) : -HUGE_VAL;
    const double upper = row.upper ? evaluate(*row.upper) : HUGE_VAL;
    if (x < lower || x > upper) ++reflections_;
    if (x < lower)
      x = std::fmin(lower + (lower - x), upper);
    else if (x > upper)
      x = std::fmax(upper - (x - upper), lower);
  }
}

bool SequentialReference::is_finite() const {
  for (const auto& variable : run_.model.variables)
    if (!std::isfinite(values_.at(variable.name))) return false;
  return true;
}

void SequentialReference::save(std::vector<double>& saved) const {
  for (const auto row : run_.saved_rows)
    saved.push_back(values_.at(run_.model.variables[static_cast<std::size_t>(row)].name));
  for (const auto& observable : run_.experiment.output.observables) saved.push_back(evaluate(observable.value));
}

std::vector<double> SequentialReference::integrate(std::size_t scenario, std::int64_t trajectory) {
  scenario_ = scenario;
  trajectory_ = trajectory;
  start();
  std::vector<double> saved;
  const TimeGrid& grid = run_.experiment.time;
  std::size_t next_save = 0;
  for (std::int64_t step = 0; step <= grid.step_count; ++step) {
    values_["t"] = grid.time(step);
    act(step);
    if (!is_finite()) break;
    if (next_save < run_.experiment.saves.steps.size() && run_.experiment.saves.steps[next_save] == step) {
      save(saved);
      ++next_save;
    }
    if (step < grid.step_count) take_step(step);
  }
  saved.resize(run_.experiment.saves.steps.size() * run_.shape.columns.size(),
               std::nan(""));  // of a trajectory that ended
  return saved;
}

}  // namespace dosde
