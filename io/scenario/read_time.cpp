#include "io/scenario/read_time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/ensemble/cell_count.hpp"
#include "engine/solvers/registry.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

constexpr double most_saves = 1e7;  // as many times are a list of 80 MB

/// save_every; 0 with a complaint where it is none.
double read_period(const Section& time, const TimeGrid& grid, Findings& findings) {
  if (!time.has("save_every")) return static_cast<double>(default_save_stride(grid.step_count)) * grid.step;
  const double every = time.number("save_every");
  const double length = static_cast<double>(grid.step_count) * grid.step;
  if (every > length * (1.0 + 1e-9)) {
    findings.error("E013", time.place_of("save_every"), "save_every " + toml_number(every) + " is longer than the run",
                   "from start to stop it is " + toml_number(length), "");
    return 0.0;
  }
  if (length / every > most_saves) {
    findings.error("E005", time.place_of("save_every"), "there are more than 10 million save times", "",
                   "use a longer save_every");
    return 0.0;
  }
  return every;
}

std::vector<double> read_save_times(const Section& time, const TimeGrid& grid, Findings& findings) {
  std::vector<double> times;
  const double earliest = grid.start + time.number("burn_in");
  const double slack = 1e-9 * grid.step;
  for (const auto& item : time.find("save_at")->items) {
    if (!(item.number >= grid.start - slack && item.number <= grid.stop() + slack)) {
      findings.error("E013", item.place, "save_at " + toml_number(item.number) + " is outside the time span",
                     "it is from " + toml_number(grid.start) + " to " + toml_number(grid.stop()), "");
      continue;
    }
    const double snapped = snap_to_step(grid, item.number);
    if (!times.empty() && (snapped <= times.back() || is_same_time(grid, snapped, times.back())))
      findings.error("E013", item.place, "save_at " + toml_number(item.number) + " does not come after the one before",
                     "save times must increase, by more than 1e-9 steps", "");
    else
      times.push_back(snapped);
  }
  std::erase_if(times, [&](double moment) { return moment < earliest - 1e-6 * grid.step; });
  return times;
}

}  // namespace

std::optional<TimeGrid> read_time_grid(const Section& time, Findings& findings) {
  if (!time.has("stop") || !time.has("step")) return std::nullopt;
  const double start = time.number("start");
  const double stop = time.number("stop");
  const double step = time.number("step");
  try {
    return make_time_grid(start, stop, step);
  } catch (const Error& error) {
    const double steps = std::floor((stop - start) / step) + 1.0;
    const bool is_too_fine = stop > start && steps < 1e14 && !is_step_resolved(start, stop, step);
    findings.adopt(error.diagnostics(), "E013", time.place_of(is_too_fine ? "step" : "stop"));
    if (is_too_fine || !(stop > start && steps >= 1.0 && steps < 1e14)) return std::nullopt;
    return TimeGrid{start, step, static_cast<std::int64_t>(steps)};
  }
}

std::int64_t default_save_stride(std::int64_t step_count) {
  for (std::int64_t power = 1;; power *= 10) {
    for (const std::int64_t digit : {1, 2, 5}) {
      if (step_count / (digit * power) <= 200) return digit * power;
    }
  }
}

std::vector<double> strided_times(const TimeGrid& grid, double every, double burn_in) {
  // Counted in steps from the start: a start far from zero does not round the count.
  const auto first = static_cast<std::int64_t>(std::max(0.0, std::ceil(burn_in / every - 1e-6)));
  std::vector<double> times;
  for (std::int64_t k = first;; ++k) {
    const double steps = static_cast<double>(k) * every / grid.step;
    const double nearest = std::round(steps);
    const double slack = 1e-9 + 4.0 * std::numeric_limits<double>::epsilon() * steps;
    const auto last = static_cast<double>(grid.step_count);
    if (steps > last + slack) {
      // A third of the span in ten digits, three times, is its end.
      if (steps <= last * (1.0 + 1e-9)) times.push_back(grid.stop());
      return times;
    }
    const bool is_step_time = std::abs(steps - nearest) <= slack;
    times.push_back(is_step_time ? grid.step_time(static_cast<std::int64_t>(nearest))
                                 : snap_to_step(grid, grid.start + static_cast<double>(k) * every));
  }
}

SaveGrid read_saves(const Section& time, const TimeGrid& grid, Findings& findings) {
  const std::size_t before = findings.error_count();
  SaveGrid saves;
  if (time.has("save_at")) {
    if (time.has("save_every")) {
      findings.error("E014", time.place_of("save_at"), "save_at and save_every cannot stand together",
                     "each says when states are saved", "take one of them out");
    }
    saves.times = read_save_times(time, grid, findings);
  } else {
    const double every = read_period(time, grid, findings);
    if (every > 0.0) saves.times = strided_times(grid, every, time.number("burn_in"));
  }
  if (saves.times.empty() && findings.error_count() == before) {
    const bool is_empty_list = time.has("save_at") && time.find("save_at")->items.empty();
    findings.error("E013", time.place_of(is_empty_list ? "save_at" : "burn_in"), "nothing is saved",
                   is_empty_list ? "save_at is an empty list" : "no save time is left after the burn-in", "");
  }
  return saves;
}

double read_noise_cell(const Section& noise, const std::string& scheme, const TimeGrid& grid, Findings& findings) {
  if (!noise.has("cell")) return grid.step;
  if (scheme == moments_name)
    findings.error("E014", noise.place_of("cell"), "the moment equations have no noise cells",
                   "they are over all noise, and cells say how a path is cut", "take cell out");
  const double cell = noise.number("cell");
  try {
    count_cells(grid, cell);
  } catch (const Error& error) {
    findings.adopt(error.diagnostics(), "E013", noise.place_of("cell"));
  }
  return cell;
}

}  // namespace dosde
