#include "io/effects/effect_file.hpp"

#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/result/table_writer.hpp"
#include "io/result/write_provenance.hpp"

namespace dosde {
namespace {

void write_attributes(const TableWriter& writer, const EffectHeader& header, const ResultFile& run) {
  const hid_t file = writer.file();
  const auto number = [file](const char* name, ElementType type, const void* value) {
    write_attribute(file, name, type, 1, value);
  };
  write_attribute(file, "Conventions", "CF-1.11");
  write_attribute(file, "title", run.title());
  write_attribute(file, "format", effect_format);
  write_attribute(file, "format_version", effect_format_version);
  write_attribute(file, "source", "doSDE " + build_information().version);
  write_attribute(file, "history", header.command_line);
  write_attribute(file, "run_file", run.path());
  write_attribute(file, "pairing", header.sizes.pairing == Sampling::paired ? "paired" : "independent");
  number("confidence", ElementType::float64, &header.confidence);
  number("draws", ElementType::int64, &header.draws);
  number("features", ElementType::int64, &header.features);
  number("estimator_seed", ElementType::uint64, &header.seed);
  const auto build = run.build();
  write_attribute(file, "run_version", build.at("version"));
  write_attribute(file, "run_git_hash", build.at("git_hash"));
  for (const char* time : {"time", "horizon"}) write_attribute(writer.handle(time), "units", "1");  // never a date
  const std::uint8_t flags[] = {0, 1, 2, 3, 4};
  for (const char* status : {"status", "reference_status"}) {
    write_attribute(writer.handle(status), "flag_values", ElementType::uint8, 5, flags);
    write_attribute(writer.handle(status), "flag_meanings", status_meanings);
  }
  write_attribute(writer.handle("effect"), "coordinates", "scenario_name reference_name");
  write_attribute(writer.handle("effect"), "ancillary_variables", "standard_error band");
  if (header.sizes.has_differences)
    write_attribute(writer.handle("difference"), "coordinates", "scenario_name reference_name");
}

void write_sweep(TableWriter& writer, const EffectHeader& header, const ResultFile& run) {
  if (header.sizes.sweep_axes == 0) return;
  const auto axes = static_cast<std::size_t>(header.sizes.sweep_axes);
  const std::vector<double> values = run.numbers("sweep_value");
  const std::vector<std::string> words = run.texts("sweep_word");
  std::vector<double> own_values;
  std::vector<std::string> own_words;
  for (const Contrast& contrast : header.contrasts) {
    const std::size_t first = static_cast<std::size_t>(contrast.scenario) * axes;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      own_values.push_back(values[first + axis]);
      if (!words.empty()) own_words.push_back(words[first + axis]);
    }
  }
  writer.fill("sweep_axis", run.texts("sweep_axis"));
  writer.fill("sweep_value", own_values);
  if (!words.empty()) writer.fill("sweep_word", own_words);
}

void write_labels(TableWriter& writer, const EffectHeader& header, const ResultFile& run) {
  const std::vector<std::string> names = run.texts("scenario_name");
  std::vector<std::int32_t> scenarios;
  std::vector<std::int32_t> references;
  std::vector<std::string> scenario_names;
  std::vector<std::string> reference_names;
  for (const Contrast& contrast : header.contrasts) {
    scenarios.push_back(static_cast<std::int32_t>(contrast.scenario));
    references.push_back(static_cast<std::int32_t>(contrast.reference));
    scenario_names.push_back(names[static_cast<std::size_t>(contrast.scenario)]);
    reference_names.push_back(names[static_cast<std::size_t>(contrast.reference)]);
  }
  writer.fill_numbers("contrast", header.contrasts.size());
  std::vector<double> trajectories(static_cast<std::size_t>(header.sizes.trajectories));
  std::iota(trajectories.begin(), trajectories.end(), 0.0);
  writer.fill("trajectory", trajectories);
  writer.fill("time", run.numbers("time"));
  writer.fill("variable", run.texts("variable"));
  writer.fill("quantile", header.levels);
  writer.fill("horizon", header.horizons);
  writer.fill("scenario", scenarios);
  writer.fill("reference", references);
  writer.fill("scenario_name", scenario_names);
  writer.fill("reference_name", reference_names);
  writer.fill("variable_unit", run.texts("variable_unit"));
  writer.fill("variable_description", run.texts("variable_description"));
}

}  // namespace

EffectFile::EffectFile(const std::string& path, const EffectHeader& header, const ResultFile& run)
    : sizes_(header.sizes) {
  const ResultLayout layout = describe_effect_layout(header.sizes);
  TableWriter writer(path, layout, [](const DatasetSpec& /*spec*/) { return std::nullopt; });
  writer.create_dimensions();
  writer.create_datasets();
  write_attributes(writer, header, run);
  write_labels(writer, header, run);
  write_sweep(writer, header, run);
  write_provenance(writer, run.provenance());
  for (const DatasetSpec& spec : layout.datasets) {
    const std::int64_t elements = layout.bytes(spec) / element_size(spec.type) / header.sizes.contrasts;
    places_[spec.path] = {dataset_offset(writer.handle(spec.path)), elements, spec.type};
  }
  writer.finish();
  file_.emplace(path, RawFile::Access::read_write);
  file_->reserve(0, file_->size());
}

void EffectFile::put(const std::string& dataset, std::int64_t contrast, const std::vector<double>& values) {
  const auto found = places_.find(dataset);
  if (found == places_.end()) return;
  const Place& place = found->second;
  if (static_cast<std::int64_t>(values.size()) != place.elements)
    throw Error(ErrorKind::internal, "values of '" + dataset + "' do not fit the file of effects");
  const auto write = [&](const auto& elements) {
    using Element = typename std::decay_t<decltype(elements)>::value_type;
    const std::int64_t bytes = place.elements * static_cast<std::int64_t>(sizeof(Element));
    file_->write_at(place.offset + contrast * bytes, elements.data(), bytes);
  };
  switch (place.type) {
    case ElementType::float64:
      return write(values);
    case ElementType::int64:
      return write(std::vector<std::int64_t>(values.begin(), values.end()));
    case ElementType::uint8:
      return write(std::vector<std::uint8_t>(values.begin(), values.end()));
    default:
      throw Error(ErrorKind::internal, "a type that a file of effects does not have");
  }
}

void EffectFile::put_differences(std::int64_t contrast, std::int64_t first, std::int64_t width,
                                 const std::vector<double>& rows) {
  const auto found = places_.find("difference");
  if (found == places_.end()) return;
  const Place& place = found->second;
  const std::int64_t row = sizes_.times * sizes_.variables;
  const auto write = [&](const auto* elements) {
    constexpr auto size = static_cast<std::int64_t>(sizeof(*elements));
    const std::int64_t begin = place.offset + (contrast * place.elements + first) * size;
    if (width == row) return file_->write_at(begin, elements, place.elements * size);
    for (std::int64_t n = 0; n < sizes_.trajectories; ++n)
      file_->write_at(begin + n * row * size, elements + n * width, width * size);
  };
  if (place.type == ElementType::float64) return write(rows.data());
  narrow_.assign(rows.begin(), rows.end());
  write(narrow_.data());
}

}  // namespace dosde
