#include "io/effects/write_effect_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/ensemble/saved_time.hpp"
#include "io/effects/effect_file.hpp"
#include "io/result/file_lock.hpp"

namespace dosde {
namespace {

void require_states(const ResultFile& run) {
  if (run.sizes().is_law)
    throw Error(ErrorKind::usage, "'" + run.path() + "' holds moments of a law, and no trajectory",
                "its `mean` of one scenario minus that of another is the effect itself, without a sampling error",
                "Run the scenario with another scheme to compare trajectories.");
  if (run.sizes().kept == 0)
    throw Error(ErrorKind::usage, "'" + run.path() + "' holds summaries, and no states",
                "pairs of trajectories cannot be compared by means",
                "Run again with output.trajectories = \"all\" or \"first:n\".");
}

std::int64_t position_of(const std::vector<double>& times, double wanted) {
  const SavedTime found = find_saved_time(times, wanted);
  if (found.is_meant) return static_cast<std::int64_t>(found.position);
  throw Error(ErrorKind::usage, fmt::format("the file has no states at t = {}", wanted),
              fmt::format("it has {} save times from {} to {}", times.size(), times.front(), times.back()),
              fmt::format("The nearest is {}.", times[found.position]));
}

std::vector<std::int64_t> positions_of(const std::vector<double>& times, const std::vector<double>& wanted) {
  std::vector<std::int64_t> positions;
  for (const double time : wanted) positions.push_back(position_of(times, time));
  if (positions.empty()) positions.push_back(static_cast<std::int64_t>(times.size()) - 1);
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

EffectHeader describe(const ResultFile& run, const EffectReport& report, const EffectOptions& options) {
  const ResultSizes& sizes = run.sizes();
  const Provenance provenance = run.provenance();
  EffectHeader header;
  header.contrasts = report.contrasts;
  header.levels = options.levels;
  for (const std::int64_t horizon : report.horizons)
    header.horizons.push_back(report.times[static_cast<std::size_t>(horizon)]);
  header.confidence = options.confidence;
  header.draws = options.draws;
  header.features = options.features;
  header.seed = options.seed.value_or(provenance.seed);
  header.command_line = options.command_line;
  EffectSizes& own = header.sizes;
  own.contrasts = static_cast<std::int64_t>(report.contrasts.size());
  own.trajectories = sizes.kept;
  own.times = sizes.times;
  own.variables = sizes.columns;
  own.levels = static_cast<std::int64_t>(options.levels.size());
  own.horizons = static_cast<std::int64_t>(report.horizons.size());
  own.sweep_axes = sizes.sweep_axes;
  own.has_sweep_words = sizes.has_sweep_words;
  own.pairing = report.pairing;
  own.has_differences = options.keeps_differences && report.pairing == Sampling::paired;
  own.difference_type = sizes.state_type;
  own.name_length = sizes.name_length;
  own.text_length = sizes.text_length;
  own.scenario_text_length = sizes.scenario_text_length;
  own.resolved_text_length = sizes.resolved_text_length;
  own.command_line_length = sizes.command_line_length;
  return header;
}

std::vector<double> codes_of(const Survival& survival) {
  std::vector<double> codes;
  for (const TrajectoryStatus status : survival.status) codes.push_back(static_cast<double>(status));
  return codes;
}

void write_contrast(EffectFile& file, std::int64_t contrast, const ContrastTables& tables) {
  const std::vector<EffectColumn>& columns = effect_columns();
  for (std::size_t k = 0; k < columns.size(); ++k) file.put(columns[k].name, contrast, tables.columns[k]);
  const auto flat = [](const std::vector<std::vector<double>>& parts) {
    std::vector<double> all;
    for (const std::vector<double>& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
  };
  const auto joint = [&tables](double KernelDistance::*member) {
    std::vector<double> values;
    for (const KernelDistance& distance : tables.joint) values.push_back(distance.*member);
    return values;
  };
  file.put("band", contrast, tables.band);
  file.put("critical_value", contrast, tables.critical_value);
  file.put("joint_critical_value", contrast, {tables.joint_critical_value});
  file.put("quantile_effect", contrast, flat(tables.quantile_effect));
  file.put("quantile_error", contrast, flat(tables.quantile_error));
  file.put("mmd", contrast, joint(&KernelDistance::mmd));
  file.put("mmd_floor", contrast, joint(&KernelDistance::floor));
  file.put("mmd_bandwidth", contrast, joint(&KernelDistance::bandwidth));
  file.put("alive", contrast, tables.alive);
  file.put("reference_alive", contrast, tables.reference_alive);
  file.put("pairs", contrast, tables.pairs);
  file.put("status", contrast, codes_of(tables.survival));
  file.put("reference_status", contrast, codes_of(tables.reference_survival));
}

void fill_file(const ResultFile& run, const std::string& growing, const EffectReport& report,
               const EffectOptions& options, const EffectObserver& observe) {
  const EffectHeader header = describe(run, report, options);
  EffectFile file(growing, header, run);
  StoredStates states(run, growing + ".states");
  const KernelDistanceEstimator kernel(header.seed, header.features, report.variables);
  const EstimationPlan plan{report.pairing, report.times, options.levels, report.horizons,    options.confidence,
                            options.draws,  header.seed,  &kernel,        options.tile_memory};
  observe(report, -1, nullptr);
  for (std::int64_t number = 0; number < header.sizes.contrasts; ++number) {
    DifferenceReceiver receive;
    if (header.sizes.has_differences)
      receive = [&file, number](std::int64_t first, std::int64_t width, const std::vector<double>& rows) {
        file.put_differences(number, first, width, rows);
      };
    const ContrastTables tables =
        estimate_contrast(states, report.contrasts[static_cast<std::size_t>(number)], plan, receive);
    write_contrast(file, number, tables);
    observe(report, number, &tables);
  }
}

}  // namespace

EffectReport write_effect_file(const std::string& from, const std::string& to, const EffectOptions& options,
                               const EffectObserver& observe) {
  const ResultFile run(from);
  require_states(run);
  EffectReport report;
  const RunShape shape = run.shape();
  report.pairing = run.provenance().pairing == "independent" ? Sampling::independent : Sampling::paired;
  report.contrasts = list_contrasts(shape, options.reference);
  report.scenarios = shape.scenarios;
  report.variables = shape.columns;
  report.times = shape.save_times;
  report.horizons = positions_of(report.times, options.horizons);
  report.trajectories = run.sizes().trajectories;
  report.stored = run.sizes().kept;

  const FileLock lock(to);
  refuse_existing(to, options.existing, {from});
  make_and_place(to, options.existing,
                 [&](const std::string& growing) { fill_file(run, growing, report, options, observe); });
  return report;
}

}  // namespace dosde
