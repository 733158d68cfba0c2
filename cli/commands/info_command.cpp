#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/attempts_report.hpp"
#include "cli/messages.hpp"
#include "cli/progress.hpp"
#include "engine/solvers/registry.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_table.hpp"
#include "io/scenario/resolved_control.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_named = 6;

std::int64_t count_of(const ResultProgress& progress, TrajectoryStatus status) {
  const auto found = progress.counts.find(status);
  return found == progress.counts.end() ? 0 : found->second;
}

std::vector<AttemptReport> attempts_of(const ResultFile& file, const ResultProgress& progress) {
  const Attempt here = attempt_from_now();
  return report_attempts(file.attempts(), progress, lock_holder(file.path()), here.host, here.start);
}

/// "[10, 20)"; of an impulse, whose times are among its arguments, when its repetitions end.
std::string window_of(const InterventionRow& row) {
  const std::string repeated = std::isnan(row.every) ? "" : fmt::format(" every {}", row.every);
  if (row.kind != "impulse") return fmt::format("[{}, {}){}", row.from, row.until, repeated);
  return fmt::format("from {}{}{}", row.from, repeated,
                     std::isinf(row.until) ? "" : fmt::format(" until {}", row.until));
}

/// All names; of a sweep those of a few, and what it varies.
void print_scenarios(const RunShape& shape) {
  const auto shown = shape.sweep_axes.empty() ? shape.scenarios.size() : std::min(shape.scenarios.size(), most_named);
  fmt::print("scenarios {}{}\n", fmt::join(shape.scenarios.begin(), shape.scenarios.begin() + shown, ", "),
             shown < shape.scenarios.size() ? ", …" : "");
  if (!shape.sweep_axes.empty())
    fmt::print("sweep     {} points of {}\n", shape.points, fmt::join(shape.sweep_axes, ", "));
}

/// Of a file with its shards: what they take, which is less than their sizes, full of holes, say.
double size_of(const ResultFile& file) {
  auto bytes = static_cast<double>(std::filesystem::file_size(file.path()));
  for (const std::string& name : file.shards()) {
    struct stat facts = {};
    if (stat(locate_shard(file.path(), name).c_str(), &facts) == 0)
      bytes += 512.0 * static_cast<double>(facts.st_blocks);
  }
  return bytes;
}

/// What the sweep's axes run over: words, or the lowest and the highest value.
struct AxisRange {
  std::vector<std::string> words;
  double lowest = 0.0, highest = 0.0;
};

AxisRange range_of(const RunShape& shape, std::size_t axis) {
  AxisRange range{shape.sweep_words[axis], std::numeric_limits<double>::infinity(),
                  -std::numeric_limits<double>::infinity()};
  for (std::size_t i = axis; i < shape.sweep_values.size(); i += shape.sweep_axes.size()) {
    range.lowest = std::min(range.lowest, shape.sweep_values[i]);
    range.highest = std::max(range.highest, shape.sweep_values[i]);
  }
  return range;
}

/// A setting: `text`, or what the sweep's axis of that key runs over.
std::string setting(const RunShape& shape, const std::string& key, const std::string& text) {
  const auto axis = std::find(shape.sweep_axes.begin(), shape.sweep_axes.end(), key);
  if (axis == shape.sweep_axes.end()) return text;
  const AxisRange range = range_of(shape, static_cast<std::size_t>(axis - shape.sweep_axes.begin()));
  return range.words.empty() ? fmt::format("{} … {} (swept)", range.lowest, range.highest)
                             : fmt::format("{} (swept)", fmt::join(range.words, ", "));
}

nlohmann::ordered_json sweep_ranges(const RunShape& shape) {
  nlohmann::ordered_json ranges = nlohmann::ordered_json::object();
  for (std::size_t axis = 0; axis < shape.sweep_axes.size(); ++axis) {
    const AxisRange range = range_of(shape, axis);
    if (range.words.empty())
      ranges[shape.sweep_axes[axis]] = {range.lowest, range.highest};
    else
      ranges[shape.sweep_axes[axis]] = range.words;
  }
  return ranges;
}

/// "relative 0.001 (x: 1e-05), absolute 1e-06; no step below 1e-08".
std::string describe_control(const StepControl& control, const RunShape& shape) {
  const auto tolerance = [&shape](const std::string& kind, double of_all, const std::map<std::string, double>& own) {
    const std::string all = setting(shape, "solver." + kind + "_tolerance", fmt::format("{}", of_all));
    std::vector<std::string> named;
    for (const auto& [variable, number] : own) named.push_back(fmt::format("{}: {}", variable, number));
    return fmt::format("{} {}{}", kind, all, named.empty() ? "" : fmt::format(" ({})", fmt::join(named, ", ")));
  };
  return fmt::format("{}, {}{}", tolerance("relative", control.relative_tolerance, control.relative_of),
                     tolerance("absolute", control.absolute_tolerance, control.absolute_of),
                     control.smallest_step > 0.0 ? fmt::format("; no step below {}", control.smallest_step) : "");
}

nlohmann::ordered_json to_json(const std::optional<StepControl>& control) {
  if (!control) return nullptr;
  return {{"relative_tolerance", control->relative_tolerance},
          {"absolute_tolerance", control->absolute_tolerance},
          {"relative_tolerances", control->relative_of},
          {"absolute_tolerances", control->absolute_of},
          {"smallest_step", control->smallest_step > 0.0 ? nlohmann::ordered_json(control->smallest_step) : nullptr}};
}

void print_info(const ResultFile& file) {
  const RunShape shape = file.shape();
  const ResultProgress progress = file.progress();
  const Provenance provenance = file.provenance();
  const auto build = file.build();
  const auto stopped = count_of(progress, TrajectoryStatus::stopped_by_event);
  fmt::print("{}: {}\n", file.path(), file.title());
  fmt::print("state     {}; {} of {} units ({:.1f}%); {} done, {}{} diverged, {} failed, {} pending\n",
             progress.is_complete ? "complete" : "NOT complete", progress.finished_units, progress.units,
             100.0 * static_cast<double>(progress.finished_units) / static_cast<double>(progress.units),
             count_of(progress, TrajectoryStatus::done),
             stopped > 0 ? fmt::format("{} stopped by an event, ", stopped) : "",
             count_of(progress, TrajectoryStatus::diverged), count_of(progress, TrajectoryStatus::failed),
             count_of(progress, TrajectoryStatus::pending));
  for (const auto& attempt : attempts_of(file, progress)) fmt::print("attempt   {}\n", describe(attempt));
  if (const UnitSpan share = file.share(); share.count < progress.units)
    fmt::print("shard     of {} units, from unit {} on; `dosde merge` puts shards together\n", share.count,
               share.first);
  if (file.form() == FileForm::packed) fmt::print("form      packed: compressed, for reading\n");
  if (file.form() == FileForm::sharded)
    fmt::print("form      sharded: {} files, {} and so on; keep them beside this one\n", file.shards().size(),
               file.shards().front());
  fmt::print("size      {} on disk\n", format_bytes(size_of(file)));
  fmt::print("axes      {} scenarios x {} trajectories ({} stored) x {} times x {} columns\n", shape.scenarios.size(),
             shape.trajectories, file.sizes().kept, shape.save_times.size(), shape.columns.size());
  print_scenarios(shape);
  fmt::print("columns   {}\n", fmt::join(shape.columns, ", "));
  if (!shape.save_times.empty()) fmt::print("time      {} … {}\n", shape.save_times.front(), shape.save_times.back());
  const auto set = [&shape](const char* key, const auto& value) {
    return setting(shape, key, fmt::format("{}", value));
  };
  fmt::print("seed      {}, pairing {}, noise version {}\n", set("ensemble.seed", provenance.seed), provenance.pairing,
             provenance.noise_version);
  const bool has_cells = provenance.noise_cell != provenance.step;
  fmt::print("scheme    {}, step {}{}\n", set("solver.scheme", provenance.scheme), set("time.step", provenance.step),
             has_cells ? ", noise cell " + set("noise.cell", provenance.noise_cell) : "");
  if (provenance.scheme == moments_name) fmt::print("          {}\n", provenance.scheme_reason);
  if (const auto control = find_resolved_control(provenance.scenario_resolved))
    fmt::print("adaptive  that step is the longest; tolerances {}\n", describe_control(*control, shape));
  for (const auto& row : file.interventions())
    fmt::print("          {}: {} {} {} {}\n", shape.scenarios[static_cast<std::size_t>(row.scenario)], row.kind,
               row.target, window_of(row), row.expression);
  for (const auto& [key, value] : build) fmt::print("{:<9} {}\n", key, value);
  fmt::print("command   {}\n", provenance.command_line);
}

nlohmann::ordered_json to_json(const ResultFile& file) {
  const RunShape shape = file.shape();
  const ResultProgress progress = file.progress();
  nlohmann::ordered_json attempts = nlohmann::ordered_json::array();
  for (const auto& attempt : attempts_of(file, progress)) attempts.push_back(to_json(attempt));
  const Provenance provenance = file.provenance();
  return {{"file", file.path()},
          {"title", file.title()},
          {"complete", progress.is_complete},
          {"packed", file.form() == FileForm::packed},
          {"shards", file.shards()},
          {"share", {file.share().first, file.share().end()}},
          {"units", progress.units},
          {"finished_units", progress.finished_units},
          {"done", count_of(progress, TrajectoryStatus::done)},
          {"stopped_by_event", count_of(progress, TrajectoryStatus::stopped_by_event)},
          {"diverged", count_of(progress, TrajectoryStatus::diverged)},
          {"pending", count_of(progress, TrajectoryStatus::pending)},
          {"failed", count_of(progress, TrajectoryStatus::failed)},
          {"attempts", attempts},
          {"scenarios", shape.scenarios},
          {"sweep_axes", shape.sweep_axes},
          {"sweep_ranges", sweep_ranges(shape)},
          {"points", shape.points},
          {"trajectories", shape.trajectories},
          {"times", shape.save_times.size()},
          {"columns", shape.columns},
          {"seed", provenance.seed},
          {"pairing", provenance.pairing},
          {"scheme", provenance.scheme},
          {"scheme_reason", provenance.scheme_reason},
          {"step", provenance.step},
          {"noise_cell", provenance.noise_cell},
          {"adaptive", to_json(find_resolved_control(provenance.scenario_resolved))},
          {"noise_version", provenance.noise_version},
          {"command_line", provenance.command_line},
          {"build", file.build()}};
}

}  // namespace

void add_info_command(CLI::App& program, Application& application) {
  auto path = std::make_shared<std::string>();
  auto shows_scenario = std::make_shared<bool>(false);
  CLI::App* command =
      program.add_subcommand("info", "What a result file holds, also of a run that is under way or was killed");
  command->footer("Examples: dosde info loop.h5\n          dosde info loop.h5 --scenario > again.toml");
  command->add_option("file", *path, "Result file (HDF5)")->required()->type_name("FILE");
  command->add_flag("--scenario", *shows_scenario,
                    "Print the scenario, every default written out: running it gives the same numbers");
  add_common_options(*command, application);
  command->callback([path, shows_scenario, &application] {
    application.action = [path, shows_scenario, &application] {
      const ResultFile file(*path);
      if (*shows_scenario)
        fmt::print("{}", file.provenance().scenario_resolved);
      else if (application.wants_json)
        print_json(to_json(file));
      else
        print_info(file);
      return ExitCode::done;
    };
  });
}

}  // namespace dosde
