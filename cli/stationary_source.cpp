#include "cli/stationary_source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/analysis/moment_run.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/run.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

constexpr std::int64_t most_numbers = 20'000'000;  ///< of a window in memory
constexpr std::size_t least_times = 16;  // of fewer, autocorrelations cannot be summed and errors are too small

ReadScenario read_again(const ResultFile& file, const std::vector<std::string>& overrides = {}) {
  return read_scenario_text(file.provenance().scenario_resolved, file.path(), overrides);
}

/// Appends the save times from `first` on of one trajectory whose states are [time][column].
void append_window(const double* states, std::size_t times, std::size_t columns, std::size_t first,
                   std::vector<double>& values) {
  values.insert(values.end(), states + first * columns, states + times * columns);
}

}  // namespace

struct StationarySource::TwoRuns {
  Recording coarse;
  Recording fine;
};

StationarySource::StationarySource(const std::string& path) : file_(path), shape_(file_.shape()) {
  const ReadScenario read = read_again(file_);
  if (asks_for_moments(read.experiment) || !file_.has("state"))
    throw Error(ErrorKind::usage, "there are no trajectories in '" + path + "'",
                "stationarity is judged by states that were saved",
                "put \"trajectories\" into output.keep, and choose a scheme that makes them");
  run_ = compile_run(read.experiment);
}

std::vector<std::size_t> StationarySource::find_scenarios(const std::string& name) const {
  std::vector<std::size_t> all;
  for (std::size_t s = 0; s < shape_.scenarios.size(); ++s)
    if (name.empty() || shape_.scenarios[s] == name) all.push_back(s);
  if (all.empty()) {
    throw Error(ErrorKind::usage, "there is no scenario '" + name + "' in " + file_.path(), "",
                suggest_nearest(name, shape_.scenarios, "see `dosde info` for their names"));
  }
  return all;
}

StationaryWindow StationarySource::read(std::size_t scenario, std::optional<double> from) const {
  StationaryWindow window;
  window.scenario = shape_.scenarios[scenario];
  window.regime = last_regime_of(run_, scenario);
  const double begin = window.regime.start;
  window.from = from ? *from : 0.5 * (begin + window.regime.stop);
  if (!(window.from >= begin))
    throw Error(ErrorKind::usage, "--from is before the last regime of '" + window.scenario + "'",
                "its mechanisms are in force from t = " + number_text(begin, 6) + " on",
                "leave --from out, or take a later time");

  const auto& times = shape_.save_times;
  const auto first =
      static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), window.from) - times.begin());
  if (times.size() - first < least_times)
    throw Error(
        ErrorKind::usage,
        fmt::format("from t = {} on only {} states were saved", number_text(window.from, 6), times.size() - first),
        "that is too few to judge by", "save more often (time.save_every), or begin earlier");
  window.states.times.assign(times.begin() + static_cast<std::ptrdiff_t>(first), times.end());
  window.states.columns = shape_.columns;
  const std::size_t columns = shape_.columns.size();
  window.stored = file_.sizes().kept;
  const auto number = static_cast<std::int64_t>(scenario);
  const auto ends = file_.ends(number, 0, window.stored);
  const auto per_trajectory = static_cast<std::int64_t>(window.states.times.size() * columns);
  const std::int64_t most = std::max<std::int64_t>(2, most_numbers / per_trajectory);
  for (std::int64_t n = 0; n < window.stored; ++n) {
    if (!ends[static_cast<std::size_t>(n)].is_alive_at(times.back())) {
      ++window.lost;
    } else if (static_cast<std::int64_t>(window.states.trajectories) == most) {
      ++window.left_out;
    } else {
      const auto states = file_.states(number, n, 1);
      append_window(states.data(), times.size(), columns, first, window.states.values);
      ++window.states.trajectories;
    }
  }
  if (window.states.trajectories == 0)
    throw Error(ErrorKind::usage, "no trajectory of '" + window.scenario + "' lives to the end of the run");
  return window;
}

std::vector<StepBias> StationarySource::halve_step(std::size_t scenario, const StationaryWindow& window) {
  const auto& times = shape_.save_times;
  const std::size_t columns = shape_.columns.size();
  if (runs_ == nullptr) {
    if (run_.experiment.step_control)
      throw Error(ErrorKind::usage, "--halve does not serve adaptive steps",
                  "trajectories chose their steps themselves",
                  "run with a smaller solver.relative_tolerance and compare the two files");
    const auto all = static_cast<std::int64_t>(shape_.scenarios.size() * times.size() * columns);
    const std::int64_t trajectories = std::clamp<std::int64_t>(most_numbers / all, 2, shape_.trajectories);
    const std::string half = fmt::format("{:.17g}", 0.5 * run_.experiment.time.step);
    const std::vector<std::string> common = {"noise.cell=" + half,
                                             fmt::format("ensemble.trajectories={}", trajectories)};
    std::vector<std::string> finer = common;
    finer.push_back("time.step=" + half);
    runs_ = std::make_shared<TwoRuns>(
        TwoRuns{simulate(read_again(file_, common).experiment), simulate(read_again(file_, finer).experiment)});
  }
  WindowStates coarse{{}, 0, window.states.times, window.states.columns}, fine = coarse;
  const std::size_t first = times.size() - window.states.times.size();
  const auto trajectories = static_cast<std::size_t>(runs_->coarse.shape.trajectories);
  for (std::size_t n = 0; n < trajectories; ++n) {
    const std::size_t place = scenario * trajectories + n;
    if (!runs_->coarse.ends[place].is_alive_at(times.back()) || !runs_->fine.ends[place].is_alive_at(times.back()))
      continue;
    const std::size_t begin = place * times.size() * columns;
    append_window(runs_->coarse.states.data() + begin, times.size(), columns, first, coarse.values);
    append_window(runs_->fine.states.data() + begin, times.size(), columns, first, fine.values);
    ++coarse.trajectories;
    ++fine.trajectories;
  }
  if (coarse.trajectories < 2)
    throw Error(ErrorKind::usage,
                "fewer than two trajectories of '" + window.scenario + "' live to the end at both steps");
  return compare_steps(coarse, fine);
}

}  // namespace dosde
