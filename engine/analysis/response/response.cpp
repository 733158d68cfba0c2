#include "engine/analysis/response/response.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/response/pair_moments.hpp"
#include "engine/analysis/response/response_experiment.hpp"
#include "engine/core/error.hpp"
#include "engine/ensemble/memory_need.hpp"
#include "engine/ensemble/run.hpp"

namespace dosde {
namespace {

/// States of one unit, as a sink gets them.
class UnitStates {
 public:
  UnitStates(const UnitResult& result, const RunShape& shape)
      : result_(result),
        trajectories_(static_cast<std::size_t>(result.range.trajectory_count)),
        times_(shape.save_times.size()),
        columns_(shape.columns.size()) {}

  [[nodiscard]] const double* row(std::size_t scenario, std::size_t trajectory) const {
    return result_.states.data() + (scenario * trajectories_ + trajectory) * times_ * columns_;
  }
  [[nodiscard]] double state(std::size_t scenario, std::size_t trajectory, std::size_t time, std::size_t column) const {
    return row(scenario, trajectory)[time * columns_ + column];
  }
  /// The mean of a column over save times first … last - 1.
  [[nodiscard]] double average(std::size_t scenario, std::size_t trajectory, std::size_t first, std::size_t last,
                               std::size_t column) const {
    const double* values = row(scenario, trajectory);
    const double origin = values[first * columns_ + column];  // so that a constant is its own mean, exactly
    double sum = 0.0;
    for (std::size_t time = first; time < last; ++time) sum += values[time * columns_ + column] - origin;
    return origin + sum / static_cast<double>(last - first);
  }
  [[nodiscard]] const TrajectoryEnd& end(std::size_t scenario, std::size_t trajectory) const {
    return result_.ends[scenario * trajectories_ + trajectory];
  }
  [[nodiscard]] std::size_t trajectories() const { return trajectories_; }
  [[nodiscard]] std::size_t times() const { return times_; }

 private:
  const UnitResult& result_;
  std::size_t trajectories_;
  std::size_t times_;
  std::size_t columns_;
};

/// Long-run averages of everything that the reference saves: variables, then derivatives.
class ReferenceSink : public Sink {
 public:
  ReferenceSink(const RunShape& shape, std::size_t variables, std::size_t long_run)
      : shape_(shape), long_run_(long_run), averages_(shape.columns.size()), values_(variables) {}

  void write(const UnitResult& result) override {
    const UnitStates unit(result, shape_);
    for (std::size_t n = 0; n < unit.trajectories(); ++n) {
      if (unit.end(0, n).status != TrajectoryStatus::done) continue;
      for (std::size_t column = 0; column < averages_.size(); ++column)
        averages_[column].add(unit.average(0, n, long_run_, unit.times(), column));
      for (std::size_t variable = 0; variable < values_.size(); ++variable)
        for (std::size_t time = long_run_; time < unit.times(); ++time)
          values_[variable].add(unit.state(0, n, time, variable));
    }
  }

  [[nodiscard]] const std::vector<RunningSpread>& averages() const { return averages_; }
  /// Over trajectories and times together, by variable.
  [[nodiscard]] const std::vector<RunningSpread>& values() const { return values_; }

 private:
  const RunShape& shape_;
  std::size_t long_run_;
  std::vector<RunningSpread> averages_;
  std::vector<RunningSpread> values_;
};

/// Moments of all pairs of all contrasts.
class ResponseSink : public Sink {
 public:
  ResponseSink(const RunShape& shape, const ResponseScenarios& scenarios, const ResponseTimes& times)
      : shape_(shape),
        scenarios_(scenarios),
        times_(times),
        variables_(shape.columns.size()),
        at_(times.horizons.size() * contrasts() * variables_),
        long_run_(contrasts() * variables_),
        change_(contrasts() * variables_),
        pairs_((times.horizons.size() + 1) * contrasts(), 0) {}

  void write(const UnitResult& result) override {
    const UnitStates unit(result, shape_);
    for (std::size_t contrast = 0; contrast < contrasts(); ++contrast) {
      for (std::size_t n = 0; n < unit.trajectories(); ++n) {
        const auto trajectory = result.range.first_trajectory + static_cast<std::int64_t>(n);
        for (std::size_t h = 0; h < times_.horizons.size(); ++h) add_horizon(unit, contrast, n, trajectory, h);
        add_long_run(unit, contrast, n, trajectory);
      }
    }
  }

  [[nodiscard]] const PairMoments& at(std::size_t horizon, std::size_t contrast, std::size_t variable) const {
    return at_[(horizon * contrasts() + contrast) * variables_ + variable];
  }
  [[nodiscard]] const PairMoments& long_run(std::size_t contrast, std::size_t variable) const {
    return long_run_[contrast * variables_ + variable];
  }
  [[nodiscard]] const RunningSpread& change(std::size_t contrast, std::size_t variable) const {
    return change_[contrast * variables_ + variable];
  }
  /// At a horizon; after the last of them in the long run.
  [[nodiscard]] std::int64_t pairs(std::size_t horizon, std::size_t contrast) const {
    return pairs_[horizon * contrasts() + contrast];
  }

 private:
  [[nodiscard]] std::size_t contrasts() const { return scenarios_.scenario.size(); }

  void add_horizon(const UnitStates& unit, std::size_t contrast, std::size_t n, std::int64_t trajectory,
                   std::size_t horizon) {
    const std::size_t own = scenarios_.scenario[contrast];
    const std::size_t other = scenarios_.reference[contrast];
    const std::size_t time = times_.horizons[horizon];
    const double now = times_.saves[time];
    if (!unit.end(own, n).is_alive_at(now) || !unit.end(other, n).is_alive_at(now)) return;
    ++pairs_[horizon * contrasts() + contrast];
    for (std::size_t v = 0; v < variables_; ++v) {
      const double y = unit.state(own, n, time, v);
      const double reference = unit.state(other, n, time, v);
      PairMoments& moments = at_[(horizon * contrasts() + contrast) * variables_ + v];
      moments.add_difference(y - reference);
      moments.add_values(trajectory, y, reference);
    }
  }

  void add_long_run(const UnitStates& unit, std::size_t contrast, std::size_t n, std::int64_t trajectory) {
    const std::size_t own = scenarios_.scenario[contrast];
    const std::size_t other = scenarios_.reference[contrast];
    if (unit.end(own, n).status != TrajectoryStatus::done || unit.end(other, n).status != TrajectoryStatus::done)
      return;
    ++pairs_[times_.horizons.size() * contrasts() + contrast];
    const std::size_t first = times_.long_run;
    const std::size_t quarter = (unit.times() - first) / 4;
    const std::size_t last_quarter = unit.times() - quarter;
    for (std::size_t v = 0; v < variables_; ++v) {
      const auto gap = [&](std::size_t begin, std::size_t end) {
        return unit.average(own, n, begin, end, v) - unit.average(other, n, begin, end, v);
      };
      PairMoments& moments = long_run_[contrast * variables_ + v];
      moments.add_difference(gap(first, unit.times()));
      for (std::size_t time = first; time < unit.times(); ++time)
        moments.add_values(trajectory, unit.state(own, n, time, v), unit.state(other, n, time, v));
      change_[contrast * variables_ + v].add(gap(last_quarter, unit.times()) - gap(first, first + quarter));
    }
  }

  const RunShape& shape_;
  const ResponseScenarios& scenarios_;
  const ResponseTimes& times_;
  std::size_t variables_;
  std::vector<PairMoments> at_, long_run_;
  std::vector<RunningSpread> change_;
  std::vector<std::int64_t> pairs_;
};

/// Runs the reference: where it lives, and its direct effects there.
void examine_reference(Experiment reference, const ResponseTimes& times, Response& response) {
  const std::size_t variables = response.variables.size();
  const CompiledRun compiled = compile_run(reference);
  response.sources = compiled.shape.sources;  // edits may have added some
  const std::vector<DirectEffect> effects = direct_effects(compiled);
  for (std::size_t k = 0; k < effects.size(); ++k)
    reference.output.observables.push_back({"direct:" + std::to_string(k), effects[k].derivative, {}});
  const CompiledRun run = compile_run(reference);
  require_memory(run);
  ReferenceSink sink(run.shape, variables, times.long_run);
  run_ensemble(run, sink);
  if (sink.values().front().count == 0.0)
    throw Error(ErrorKind::scenario, "no trajectory of '" + response.scenario + "' reaches the end",
                "they diverge, or stop before", "See `dosde run`, which says when and through what.");
  for (const RunningSpread& value : sink.values()) {
    response.reference_mean.push_back(value.mean);
    response.reference_deviation.push_back(std::sqrt(value.variance()));
  }
  response.direct_drift.assign(variables * variables, 0.0);
  response.direct_drift_error = response.direct_drift;
  response.direct_noise.assign(response.sources.size() * variables * variables, 0.0);
  response.direct_noise_error = response.direct_noise;
  for (std::size_t k = 0; k < effects.size(); ++k) {
    const DirectEffect& effect = effects[k];
    const RunningSpread& average = sink.averages()[variables + k];
    const bool is_drift = effect.source < 0;
    const std::size_t first = is_drift ? 0 : static_cast<std::size_t>(effect.source) * variables * variables;
    const std::size_t place = first + effect.child * variables + effect.parent;
    (is_drift ? response.direct_drift : response.direct_noise)[place] = average.mean;
    (is_drift ? response.direct_drift_error : response.direct_noise_error)[place] = average.standard_error();
  }
}

/// c and δ of every intervention.
void choose_sizes(const ResponseRequest& request, Response& response) {
  for (const std::size_t variable : response.intervened) {
    const double deviation = response.reference_deviation[variable];
    const double mean = response.reference_mean[variable];
    response.value.push_back(mean);
    if (request.kind == ResponseKind::scale_noise)
      response.size.push_back(request.size);
    else
      response.size.push_back(request.size * (deviation > 1e-12 * (1.0 + std::fabs(mean)) ? deviation : 1.0));
  }
}

/// The table of one horizon or the long run. moments(contrast, variable), pairs(contrast).
template <class Moments, class Pairs>
ResponseTable make_table(const Response& response, Moments moments, Pairs pairs) {
  const std::size_t contrasts = response.intervened.size();
  ResponseTable table;
  for (std::size_t v = 0; v < response.variables.size(); ++v) {
    for (std::size_t contrast = 0; contrast < contrasts; ++contrast) {
      const PairMoments& found = moments(contrast, v);
      const double unit = response.kind == ResponseKind::scale_noise ? 1.0 : response.size[contrast];
      const PairMoments::VarianceEffect variance = found.variance_effect();
      table.effect.push_back(found.effect() / unit);
      table.error.push_back(found.error() / std::fabs(unit));
      table.variance_effect.push_back(variance.effect);
      table.variance_error.push_back(variance.error);
    }
  }
  for (std::size_t contrast = 0; contrast < contrasts; ++contrast) table.pairs.push_back(pairs(contrast));
  return table;
}

void intervene_on_all(const Experiment& reference, const ResponseTimes& times, Response& response) {
  const ResponseScenarios scenarios =
      intervene(reference, response.kind, response.intervened, response.value, response.size);
  const CompiledRun run = compile_run(scenarios.experiment);
  require_memory(run);
  response.scheme = run.scheme.scheme->name;
  ResponseSink sink(run.shape, scenarios, times);
  run_ensemble(run, sink);
  for (std::size_t h = 0; h < times.horizons.size(); ++h)
    response.at.push_back(make_table(
        response, [&](std::size_t contrast, std::size_t v) -> const PairMoments& { return sink.at(h, contrast, v); },
        [&](std::size_t contrast) { return sink.pairs(h, contrast); }));
  response.long_run = make_table(
      response, [&](std::size_t contrast, std::size_t v) -> const PairMoments& { return sink.long_run(contrast, v); },
      [&](std::size_t contrast) { return sink.pairs(times.horizons.size(), contrast); });
  for (std::size_t v = 0; v < response.variables.size(); ++v) {
    for (std::size_t contrast = 0; contrast < response.intervened.size(); ++contrast) {
      const double unit = response.kind == ResponseKind::scale_noise ? 1.0 : response.size[contrast];
      const RunningSpread& change = sink.change(contrast, v);
      response.change.push_back(change.average() / unit);
      response.change_error.push_back(change.standard_error() / std::fabs(unit));
    }
  }
}

}  // namespace

Response estimate_response(const Experiment& experiment, const ResponseRequest& request) {
  const ResponseTimes times = choose_times(experiment, request);
  const Experiment reference = reference_experiment(experiment, request, times);
  Response response;
  response.kind = request.kind;
  response.scenario = reference.scenarios.front().name;
  response.variables = reference.model.variable_names();
  response.intervened = free_variables(reference);
  for (const std::size_t horizon : times.horizons) response.horizons.push_back(times.saves[horizon]);
  response.long_run_from = times.saves[times.long_run];
  response.long_run_until = times.saves.back();
  response.trajectories = reference.trajectories;
  examine_reference(reference, times, response);
  choose_sizes(request, response);
  intervene_on_all(reference, times, response);
  return response;
}

}  // namespace dosde
