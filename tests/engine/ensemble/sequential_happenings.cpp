// Events, interventions that wait and jumps, the plain way.

#include <algorithm>
#include <cmath>

#include "engine/ensemble/compile_scenario.hpp"
#include "engine/random/jump_points.hpp"
#include "tests/engine/ensemble/sequential_reference.hpp"

namespace dosde {

std::size_t SequentialReference::mechanisms_now() const {
  const Regime& regime = run_.timelines[scenario_].regimes[regime_];
  return regime.mechanisms_of.empty() ? regime.mechanisms : regime.mechanisms_of[open_];
}

std::vector<double> SequentialReference::rates() const {
  const Timeline& timeline = run_.timelines[scenario_];
  std::vector<double> found;
  for (const auto& jump : run_.jumps) {
    bool is_met = false;
    for (const auto& row : timeline.mechanism_sets[mechanisms_now()])
      for (const auto& term : row.noise) is_met = is_met || (term.source == jump && !row.clamp);
    const auto number = static_cast<std::size_t>(run_.model.find_jump(jump) - run_.model.jumps.data());
    const Expression& rate = timeline.happening_sets[mechanisms_now()].rates[number];
    found.push_back(is_met ? run_.cell * evaluate(rate) : 0.0);
  }
  return found;
}

bool SequentialReference::has_risen() const {
  const auto& conditions = run_.timelines[scenario_].happening_sets[mechanisms_now()].conditions;
  for (std::size_t i = 0; i < conditions.size(); ++i)
    if (!was_true_[i] && evaluate(conditions[i]) == 1.0) return true;
  return false;
}

bool SequentialReference::settle(double time) {
  const Timeline& timeline = run_.timelines[scenario_];
  values_["t"] = time;
  const auto rewrite = [&](const std::vector<Move>& moves) {
    Values moved;
    for (const auto& move : moves) moved[run_.model.variables[move.variable.index()].name] = evaluate(move.value);
    for (const auto& [name, value] : moved) values_[name] = value;
  };
  while (true) {
    std::vector<std::size_t> risen;
    const auto conditions = timeline.happening_sets[mechanisms_now()].conditions;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      const bool is_true = evaluate(conditions[i]) == 1.0;
      if (is_true && !was_true_[i]) risen.push_back(i);
      was_true_[i] = is_true;
    }
    if (risen.empty()) break;
    for (const std::size_t number : risen) {
      ++happened_;
      const Happening& happening = timeline.happenings[number];
      if (happening.act == HappeningAct::stop) return false;
      if (happening.act == HappeningAct::move) {
        rewrite(timeline.happening_sets[mechanisms_now()].moves[number]);
        continue;
      }
      const std::uint32_t bit = std::uint32_t{1} << happening.waiting;
      write_out_clamps(timeline.mechanism_sets[mechanisms_now()]);
      open_ = happening.act == HappeningAct::open ? open_ | bit : open_ & ~bit;
      write_out_clamps(timeline.mechanism_sets[mechanisms_now()]);
    }
  }
  last_rates_ = rates();
  return true;
}

double SequentialReference::next_point(const std::vector<double>& bounds, std::int64_t cell, double from,
                                       double until) const {
  double first = until;
  for (std::size_t j = 0; j < run_.jumps.size(); ++j)
    visit_points(run_.scenarios[scenario_].jump_keys[j], static_cast<std::uint64_t>(trajectory_),
                 static_cast<std::uint64_t>(cell), bounds[j], [&](const JumpPoint& point) {
                   if (point.time > from && point.time < first) first = point.time;
                 });
  return first;
}

void SequentialReference::step_between(std::int64_t cell, double from, double until, double time) {
  Values increments;
  for (const auto& source : run_.sources) {
    increments[source] = in_cell(source, cell, until).value - in_cell(source, cell, from).value;
  }
  const double whole = values_.at("step:");
  values_["t"] = time;
  values_["step:"] = (until - from) * run_.cell;
  advance(increments);
  values_["step:"] = whole;
}

bool SequentialReference::jump_at(std::int64_t cell, double place, double time) {
  values_["t"] = time;
  for (std::size_t j = 0; j < run_.jumps.size(); ++j) {
    const double rate = rates()[j];
    if (!(rate > 0.0)) continue;
    visit_points(
        run_.scenarios[scenario_].jump_keys[j], static_cast<std::uint64_t>(trajectory_),
        static_cast<std::uint64_t>(cell), rate, [&](const JumpPoint& point) {
          if (point.time != place) return;
          ++happened_;
          const auto number = static_cast<std::size_t>(run_.model.find_jump(run_.jumps[j]) - run_.model.jumps.data());
          values_[mark_draw("").name()] = point.mark;
          values_[mark_name] = evaluate(run_.timelines[scenario_].happening_sets[mechanisms_now()].marks[number]);
          Values moved;
          const auto& rows = run_.timelines[scenario_].mechanism_sets[mechanisms_now()];
          for (std::size_t i = 0; i < rows.size(); ++i)
            for (const auto& term : rows[i].noise)
              if (term.source == run_.jumps[j] && !rows[i].clamp) {
                const std::string& name = run_.model.variables[i].name;
                moved[name] = values_.at(name) + evaluate(term.loading);
              }
          for (const auto& [name, value] : moved) values_[name] = value;
        });
  }
  return true;
}

SequentialReference::Span SequentialReference::span_at(std::int64_t tick) const {
  const TimeGrid& grid = run_.experiment.time;
  const TickPlace here = grid.view().place(tick);
  const std::int64_t cell = first_cell(here.step);
  const std::int64_t number = here.step % run_.steps_per_cell;
  Span span{cell,      place_of(number),    place_of(number + 1),
            here.time, grid.time(tick + 1), cell + run_.cells_per_step - 1};
  for (std::size_t i = 0; i < run_.pieces.size(); ++i) {
    if (run_.pieces[i].first_tick != tick) continue;
    const bool is_first = i == 0 || run_.pieces[i - 1].step != run_.pieces[i].step;
    span.last_cell = cell + run_.pieces[i].end_cell;
    span.until = run_.pieces[i].end_fraction;
    if (span.until == 0.0) {
      span.until = 1.0;
      --span.last_cell;
    }
    if (is_first) continue;
    span.cell = cell + run_.pieces[i - 1].end_cell;
    span.from = run_.pieces[i - 1].end_fraction;
  }
  return span;
}

/// As the kernel does: the step as ever; where something happens in it, once more from its begin.
bool SequentialReference::take_eventful_step(std::int64_t tick) {
  const Values before = values_;
  take_step(tick);
  return let_happen(before, span_at(tick));
}

/// The state is the one after a step over the span, taken from `before`. To each point and event in turn.
bool SequentialReference::let_happen(const Values& before, const Span& span) {
  values_["t"] = span.end_time;
  const std::vector<double> after = rates();
  bool is_met = has_risen();
  for (std::size_t j = 0; j < after.size(); ++j) {
    std::vector<double> own(after.size(), 0.0);
    own[j] = 2.0 * std::max(after[j], last_rates_[j]);
    for (std::int64_t cell = span.cell; cell <= span.last_cell; ++cell) {
      const Span part = part_in(span, cell);
      is_met = is_met || next_point(own, cell, part.from, 3.0) <= part.until;
    }
  }
  if (!is_met) {
    const auto& conditions = run_.timelines[scenario_].happening_sets[mechanisms_now()].conditions;
    for (std::size_t i = 0; i < was_true_.size(); ++i) was_true_[i] = evaluate(conditions[i]) == 1.0;
    last_rates_ = after;
    return true;
  }
  values_ = before;
  for (std::int64_t cell = span.cell; cell <= span.last_cell; ++cell)
    if (!walk_through(part_in(span, cell))) return false;
  return true;
}

double SequentialReference::cell_time(std::int64_t cell) const {
  const TimeGrid& grid = run_.experiment.time;
  if (run_.steps_per_cell > 1) return grid.step_time(cell * run_.steps_per_cell);
  return grid.step_time(cell / run_.cells_per_step) + static_cast<double>(cell % run_.cells_per_step) * run_.cell;
}

SequentialReference::Span SequentialReference::part_in(const Span& span, std::int64_t cell) const {
  const bool is_first = cell == span.cell;
  const bool is_last = cell == span.last_cell;
  return {cell,
          is_first ? span.from : 0.0,
          is_last ? span.until : 1.0,
          is_first ? span.begin_time : cell_time(cell),
          is_last ? span.end_time : cell_time(cell + 1),
          cell};
}

bool SequentialReference::walk_through(const Span& span) {
  const auto time_at = [&](double place) {
    if (place == span.from) return span.begin_time;
    return place == span.until ? span.end_time : cell_time(span.cell) + place * run_.cell;
  };
  const double resolution = (run_.sources.empty() ? 0x1p-20 : 0x1p-10) / run_.steps_per_cell;
  const auto halve = [&](double a, double b) {
    const double middle = std::floor((a + 0.5 * (b - a)) * 0x1p20) * 0x1p-20;
    return b - a <= resolution || middle <= a ? b : middle;
  };
  double place = span.from;
  double risen = 0.0;
  std::vector<double> bounds(run_.jumps.size());
  while (place < span.until) {
    const Values state = values_;
    double end = risen > place ? halve(place, risen) : span.until;
    for (std::size_t j = 0; j < bounds.size(); ++j) bounds[j] = 2.0 * last_rates_[j];
    while (true) {
      end = next_point(bounds, span.cell, place, end);
      values_ = state;
      step_between(span.cell, place, end, time_at(place));
      values_["t"] = time_at(end);
      if (has_risen() && halve(place, end) < end) {
        risen = end;
        end = halve(place, end);
        continue;
      }
      const std::vector<double> now = rates();
      for (std::size_t j = 0; j < bounds.size(); ++j) bounds[j] = std::max(bounds[j], 2.0 * now[j]);
      if (next_point(bounds, span.cell, place, end) == end) break;
    }
    place = end;
    if (place == risen) risen = 0.0;
    happened_ = 0;
    jump_at(span.cell, place, time_at(place));
    if (!settle(time_at(place))) return false;
    if (happened_ > 0) risen = 0.0;
  }
  return true;
}

}  // namespace dosde
