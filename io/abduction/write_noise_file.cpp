#include "io/abduction/write_noise_file.hpp"

#include <numeric>

#include "engine/core/version.hpp"
#include "io/abduction/noise_layout.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/table_writer.hpp"
#include "io/result/write_provenance.hpp"

namespace dosde {
namespace {

NoiseSizes sizes_of(const Abduction& abduction, const Provenance& provenance) {
  NoiseSizes sizes;
  sizes.trajectories = abduction.world.trajectories;
  sizes.observed = abduction.observed;
  sizes.cells = abduction.world.cell_count;
  sizes.sources = static_cast<std::int64_t>(abduction.world.sources.size());
  sizes.variables = static_cast<std::int64_t>(abduction.world.variables.size());
  sizes.rows = static_cast<std::int64_t>(abduction.rows.size());
  sizes.particles = abduction.guiding.particles;
  sizes.name_length = longest(longest(1, abduction.world.sources), abduction.world.variables);
  for (const auto& row : abduction.rows) sizes.name_length = longest(sizes.name_length, {row.name});
  sizes.scenario_text_length = longest(1, {provenance.scenario_text});
  sizes.resolved_text_length = longest(1, {provenance.scenario_resolved});
  sizes.command_line_length = longest(1, {provenance.command_line});
  return sizes;
}

void write_attributes(const TableWriter& writer, const Abduction& abduction) {
  const hid_t file = writer.file();
  write_attribute(file, "Conventions", "CF-1.11");
  write_attribute(file, "title", "noise of observed paths");
  write_attribute(file, "format", noise_format);
  write_attribute(file, "format_version", noise_format_version);
  write_attribute(file, "source", "doSDE " + build_information().version);
  write_attribute(file, "method", to_string(abduction.method));
  write_attribute(file, "scenario", abduction.scenario);
  write_attribute(file, "draws", ElementType::int64, 1, &abduction.draws);
  write_attribute(file, "start", ElementType::float64, 1, &abduction.world.start);
  write_attribute(file, "cell", ElementType::float64, 1, &abduction.world.cell);
  write_attribute(file, "square", ElementType::float64, 1, &abduction.square);
  write_attribute(file, "degrees", ElementType::int64, 1, &abduction.degrees);
  write_attribute(file, "chance", ElementType::float64, 1, &abduction.chance);
  if (abduction.guiding.particles > 0) {
    write_attribute(file, "particles", ElementType::int64, 1, &abduction.guiding.particles);
    write_attribute(file, "least_effective", ElementType::float64, 1, &abduction.guiding.least_effective);
  }
  write_attribute(writer.handle("time"), "units", "1");  // never a date
}

/// [source][cell][trajectory] as [trajectory][cell][source].
std::vector<double> by_trajectory(const RecordedWorld& world) {
  const auto sources = static_cast<std::int64_t>(world.sources.size());
  std::vector<double> values(world.increments.size());
  for (std::int64_t k = 0; k < sources; ++k)
    for (std::int64_t cell = 0; cell < world.cell_count; ++cell)
      for (std::int64_t n = 0; n < world.trajectories; ++n)
        values[static_cast<std::size_t>((n * world.cell_count + cell) * sources + k)] =
            world.increments[world.place(k, cell, n)];
  return values;
}

template <class Of>
std::vector<double> column(std::size_t count, Of of) {
  std::vector<double> values;
  for (std::size_t k = 0; k < count; ++k) values.push_back(of(k));
  return values;
}

void write_evidence(TableWriter& writer, const Abduction& abduction) {
  const auto& sources = abduction.sources;
  const auto& rows = abduction.rows;
  writer.fill("variance", column(sources.size(), [&](std::size_t k) { return sources[k].variance; }));
  writer.fill("variance_chance", column(sources.size(), [&](std::size_t k) { return sources[k].variance_chance; }));
  writer.fill("autocorrelation", column(sources.size(), [&](std::size_t k) { return sources[k].autocorrelation; }));
  writer.fill("autocorrelation_chance",
              column(sources.size(), [&](std::size_t k) { return sources[k].autocorrelation_chance; }));
  writer.fill("residual", column(rows.size(), [&](std::size_t k) { return rows[k].residual; }));
  writer.fill("roundings", column(rows.size(), [&](std::size_t k) { return rows[k].roundings; }));
  writer.fill("residual_time", column(rows.size(), [&](std::size_t k) { return rows[k].time; }));
  if (abduction.guiding.particles == 0) return;
  writer.fill("effective_sample_size", abduction.guiding.effective);
  writer.fill("weight", abduction.guiding.weights);
}

void write_world(TableWriter& writer, const Abduction& abduction) {
  const RecordedWorld& world = abduction.world;
  std::vector<std::string> rows;
  for (const auto& row : abduction.rows) rows.push_back(row.name);
  std::vector<std::int32_t> of;
  std::vector<double> initial;
  for (std::int64_t n = 0; n < world.trajectories; ++n) {
    of.push_back(static_cast<std::int32_t>(n / abduction.draws));
    for (const auto& starts : world.initial) initial.push_back(starts[static_cast<std::size_t>(n)]);
  }
  writer.fill_numbers("trajectory", static_cast<std::size_t>(world.trajectories));
  writer.fill_numbers("observed", static_cast<std::size_t>(abduction.observed));
  writer.fill("time", column(static_cast<std::size_t>(world.cell_count),
                             [&](std::size_t k) { return world.start + static_cast<double>(k) * world.cell; }));
  writer.fill("source", world.sources);
  writer.fill("variable", world.variables);
  writer.fill("row", rows);
  writer.fill("observed_trajectory", of);
  writer.fill("increment", by_trajectory(world));
  writer.fill("initial", initial);
  writer.fill("determined", abduction.determined);
}

}  // namespace

void write_noise_file(const Abduction& abduction, const Provenance& provenance, const std::string& path,
                      ExistingFile existing, const std::vector<std::string>& inputs) {
  const FileLock lock(path);
  refuse_existing(path, existing, inputs);
  make_and_place(path, existing, [&](const std::string& growing) {
    const ResultLayout layout = describe_noise_layout(sizes_of(abduction, provenance));
    TableWriter writer(growing, layout, [](const DatasetSpec& /*spec*/) { return std::nullopt; });
    writer.create_dimensions();
    writer.create_datasets();
    write_attributes(writer, abduction);
    write_world(writer, abduction);
    write_evidence(writer, abduction);
    write_provenance(writer, provenance);
    writer.finish();
  });
}

}  // namespace dosde
