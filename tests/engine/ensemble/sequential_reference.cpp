#include "tests/engine/ensemble/sequential_reference.hpp"

#include <algorithm>
#include <bit>
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

/// A normal at a place: of a cell, in its scale, or one of the two standard ones of a node of its tree.
double SequentialReference::normal(const std::string& source, std::uint64_t node, std::uint64_t block,
                                   std::uint16_t slot, int index) const {
  const auto& experiment = run_.experiment;
  const std::string full = paired_name(experiment.pairing, source, experiment.scenarios[scenario_].name);
  const std::uint64_t key = stream_key(experiment.seed, StreamKind::noise, full);
  double four[4];
  fill_normals<1>(four, node == 0 ? key : bridge_key(key, node / 2), static_cast<std::uint64_t>(trajectory_), block,
                  slot, node != 0 ? 1.0 : std::sqrt(run_.cell) * (slot == kAreaSlot ? 0.28867513459481287 : 1.0));
  return four[index + (node % 2 == 0 ? 0 : 2)];
}

/// The path of a source from the start of a cell to a fraction of it: halves are cut off until the time is met.
SequentialReference::Path SequentialReference::inside_cell(const std::string& source, std::uint64_t cell,
                                                           double fraction) const {
  const double root = std::sqrt(run_.cell);
  double whole = normal(source, 0, cell / 4, kWholeCellSlot, static_cast<int>(cell % 4));
  double area = normal(source, 0, cell / 4, kAreaSlot, static_cast<int>(cell % 4));
  Path path;
  double left = 0.0;
  double length = 1.0;
  for (std::uint64_t node = 1; left < fraction;) {
    const bool is_leaf = length == std::ldexp(1.0, -20);
    const double a = is_leaf ? (fraction - left) / length : 0.5;
    const double b = 1.0 - a;
    const double cubes = 1.0 - 3.0 * (a * b);
    const double common = std::sqrt(a * b / (12.0 * cubes)) * (std::sqrt(length) * root);
    const double z1 = normal(source, node, cell, kBridgeSlot, 0);
    const double z2 = normal(source, node, cell, kBridgeSlot, 1);
    const double distance = 6.0 * (a * b) * area + std::sqrt(a * b * cubes) * (std::sqrt(length) * root) * z1;
    const double rest = area - 0.5 * distance;
    const double first = a * whole + distance;
    const double first_area = a * a / cubes * rest + b * common * z2;
    if (!is_leaf && fraction < left + 0.5 * length) {
      whole = first;
      area = first_area;
      node = 2 * node;
    } else {
      const double passed = is_leaf ? fraction - left : 0.5 * length;
      path.integral += passed * (path.value + (0.5 * first + first_area));
      path.value += first;
      whole = whole - first;
      area = b * b / cubes * rest - a * common * z2;
      node = 2 * node + 1;
      left += passed;
    }
    length *= 0.5;
  }
  return path;
}

SequentialReference::Path SequentialReference::in_cell(const std::string& source, std::int64_t cell,
                                                       double fraction) const {
  if (fraction < 1.0) return inside_cell(source, static_cast<std::uint64_t>(cell), fraction);
  const auto block = static_cast<std::uint64_t>(cell / 4);
  const double whole = normal(source, 0, block, kWholeCellSlot, static_cast<int>(cell % 4));
  return {whole, 0.5 * whole + normal(source, 0, block, kAreaSlot, static_cast<int>(cell % 4))};
}

std::int64_t SequentialReference::first_cell(std::int64_t step) const {
  return run_.steps_per_cell > 1 ? step / run_.steps_per_cell : step * run_.cells_per_step;
}

double SequentialReference::place_of(std::int64_t number) const {
  return static_cast<double>(number) / run_.steps_per_cell;
}

/// A power of two of steps a cell: the numbers of the tree's nodes. Else differences of the path.
double SequentialReference::part_of_cell(const std::string& source, std::int64_t step) const {
  const std::int64_t cell = first_cell(step);
  const std::int64_t number = step % run_.steps_per_cell;
  const auto count = static_cast<std::uint64_t>(run_.steps_per_cell);
  if (!std::has_single_bit(count))
    return in_cell(source, cell, place_of(number + 1)).value - in_cell(source, cell, place_of(number)).value;
  Node node = root_of(cell);
  for (int bit = std::countr_zero(count) - 1; bit >= 0; --bit)
    node = halves_of(node, cell)[static_cast<std::size_t>(number >> bit & 1)];
  return node.increments.at(source);
}

/// The path of a source from the start of a step's first cell to `cells` cells and a fraction of the next.
SequentialReference::Path SequentialReference::inside_step(const std::string& source, std::int64_t step,
                                                           std::int64_t cells, double fraction) const {
  Path path;
  const auto first = static_cast<std::uint64_t>(first_cell(step));
  for (std::uint64_t cell = first; cell < first + static_cast<std::uint64_t>(cells); ++cell) {
    const double whole = normal(source, 0, cell / 4, kWholeCellSlot, static_cast<int>(cell % 4));
    const double area = normal(source, 0, cell / 4, kAreaSlot, static_cast<int>(cell % 4));
    path.integral += path.value + (0.5 * whole + area);
    path.value += whole;
  }
  if (fraction > 0.0) {
    const Path more = inside_cell(source, first + static_cast<std::uint64_t>(cells), fraction);
    path.integral += path.value * fraction + more.integral;
    path.value += more.value;
  }
  return path;
}

/// The increment of the step, or the piece of one, that begins at a tick: a step's cells' increments, summed in order;
/// of a piece the difference of the path at its ends.
double SequentialReference::increment(const std::string& source, std::int64_t tick) const {
  for (std::size_t i = 0; i < run_.pieces.size(); ++i) {
    const Piece& piece = run_.pieces[i];
    if (piece.first_tick != tick) continue;
    const bool is_first = i == 0 || run_.pieces[i - 1].step != piece.step;
    const Path end = inside_step(source, piece.step, piece.end_cell, piece.end_fraction);
    const Path begin =
        is_first ? inside_step(source, piece.step, 0, place_of(piece.step % run_.steps_per_cell))
                 : inside_step(source, piece.step, run_.pieces[i - 1].end_cell, run_.pieces[i - 1].end_fraction);
    return end.value - begin.value;
  }
  std::int64_t step = tick;
  std::int64_t split_tick = 0;
  for (const auto& split : run_.experiment.time.splits) {
    split_tick = split.step + 1 + (tick - step);  // were it the next
    if (split_tick <= tick) --step;
  }
  if (run_.steps_per_cell > 1) return part_of_cell(source, step);
  double sum = 0.0;
  for (std::int64_t i = 0; i < run_.cells_per_step; ++i) {
    const std::int64_t cell = step * run_.cells_per_step + i;
    const double one =
        normal(source, 0, static_cast<std::uint64_t>(cell / 4), kWholeCellSlot, static_cast<int>(cell % 4));
    sum = i == 0 ? one : sum + one;
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
  wanted_depth_ = run_.control ? std::min(run_.control->halvings, first_halvings) : 0;
  last_logarithm_ = 0.0;
  reflections_ = 0;
  open_ = timeline.open_at_start;
  was_true_.assign(timeline.happenings.size(), false);
  reflect(free_rows());  // a drawn value may lie outside
}

void SequentialReference::write_out_clamps(const MechanismSet& mechanisms) {
  Values written;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (mechanisms[i].clamp) written[run_.model.variables[i].name] = evaluate(*mechanisms[i].clamp);
  for (const auto& [name, value] : written) values_[name] = value;
}

/// Switches and impulses at a step time: old clamps written out, impulses, new clamps.
void SequentialReference::act(std::int64_t tick) {
  const Timeline& timeline = run_.timelines[scenario_];
  std::size_t next = regime_;
  while (next + 1 < timeline.regimes.size() && timeline.regimes[next + 1].first_tick <= tick) ++next;
  const bool is_switch = next != regime_ || tick == 0;
  if (tick > 0) write_out_clamps(timeline.mechanism_sets[mechanisms_now()]);
  Values moved;
  for (const auto& impulse : timeline.impulses)
    if (impulse.tick == tick) moved[run_.model.variables[impulse.variable.index()].name] = evaluate(impulse.new_value);
  for (const auto& [name, value] : moved) values_[name] = value;
  regime_ = next;
  if (is_switch)
    for (const auto& clamp : timeline.regimes[regime_].draws)
      values_[clamp.symbol] = draw(StreamKind::clamp, clamp.key_name, clamp.repetition);
  write_out_clamps(timeline.mechanism_sets[mechanisms_now()]);
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
  const MechanismSet& mechanisms = timeline.mechanism_sets[mechanisms_now()];
  return make_step_problem(run_.model, mechanisms, run_.scheme.scheme->integrates).rows;
}

void SequentialReference::take_step(std::int64_t tick) {
  Values increments;
  for (const auto& source : run_.sources) increments[source] = increment(source, tick);
  values_["step:"] = run_.experiment.time.step;
  for (const auto& piece : run_.pieces)
    if (piece.first_tick == tick) values_["step:"] = piece.length;
  advance(increments);
}

/// By values_["step:"], from values_["t"].
void SequentialReference::advance(const Values& increments) {
  const Scheme& scheme = *run_.scheme.scheme;
  const std::vector<FreeRow> rows = free_rows();
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
    if (x < lower) x = lower + (lower - x);
    if (row.lower && row.upper) x -= 2.0 * (upper - lower) * std::floor((x - lower) * (1.0 / (2.0 * (upper - lower))));
    if (x > upper) x = upper - (x - upper);
    if (x < lower) x = lower;
    if (x > upper) x = upper;
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
  const auto& parameters = run_.timelines[scenario_].parameter_sets[mechanisms_now()];
  for (const auto& observable : run_.experiment.output.observables)
    saved.push_back(evaluate(substitute(observable.value, parameters)));
}

std::vector<double> SequentialReference::integrate(std::size_t scenario, std::int64_t trajectory) {
  scenario_ = scenario;
  trajectory_ = trajectory;
  start();
  std::vector<double> saved;
  const TimeGrid& grid = run_.experiment.time;
  std::size_t next_save = 0;
  for (std::int64_t tick = 0; tick <= grid.last_tick(); ++tick) {
    values_["t"] = grid.time(tick);
    act(tick);
    if (!is_finite() || (run_.has_happenings && !settle(grid.time(tick)))) break;
    if (next_save < run_.save_ticks.size() && run_.save_ticks[next_save] == tick) {
      save(saved);
      ++next_save;
    }
    if (tick == grid.last_tick()) break;
    if (run_.experiment.step_control) {
      if (!take_controlled_step(tick)) break;
    } else if (run_.has_happenings) {
      if (!take_eventful_step(tick)) break;
    } else {
      take_step(tick);
    }
  }
  saved.resize(run_.save_ticks.size() * run_.shape.columns.size(),
               std::nan(""));  // of a trajectory that ended
  return saved;
}

}  // namespace dosde
