#include "io/abduction/read_noise_file.hpp"

#include <algorithm>
#include <filesystem>

#include "io/abduction/noise_layout.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/hdf5.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

Hdf5Handle open_noise_file(const std::string& path) {
  Hdf5Handle file = open_hdf5_file(path);
  const bool is_ours = has_attribute(file.get(), "format") && read_text_attribute(file.get(), "format") == noise_format;
  if (!is_ours)
    throw Error(ErrorKind::input_output, "'" + path + "' is not a noise file", "`dosde abduct` makes them", "");
  if (read_text_attribute(file.get(), "format_version") != noise_format_version)
    throw Error(ErrorKind::input_output, "'" + path + "' is a noise file of another version",
                "this program reads version " + std::string(noise_format_version), "");
  return file;
}

std::vector<std::int64_t> extents_of(hid_t file, const std::string& name) {
  const Hdf5Handle dataset = open_dataset(file, name);
  return dataset_extents(dataset.get());
}

std::vector<double> read_numbers(hid_t file, const std::string& name, const std::vector<std::int64_t>& extents) {
  std::int64_t count = 1;
  for (const auto extent : extents) count *= extent;
  std::vector<double> values(static_cast<std::size_t>(count));
  if (count == 0) return values;  // an axis is empty: there is no such dataset
  const Hdf5Handle dataset = open_dataset(file, name);
  if (dataset_extents(dataset.get()) != extents)
    throw Error(ErrorKind::input_output, "the shape of '" + name + "' is not that of a noise file");
  read_dataset(dataset.get(), ElementType::float64, values.data());
  return values;
}

std::vector<std::string> read_names(hid_t file, const std::string& name) {
  if (!has_link(file, name)) return {};
  const Hdf5Handle dataset = open_dataset(file, name);
  const auto extents = dataset_extents(dataset.get());
  if (extents.size() != 2) throw Error(ErrorKind::input_output, "'" + name + "' is no list of names");
  std::vector<char> letters(static_cast<std::size_t>(extents[0] * extents[1]));
  read_dataset(dataset.get(), ElementType::character, letters.data());
  std::vector<std::string> names;
  for (std::int64_t k = 0; k < extents[0]; ++k) {
    const auto* begin = letters.data() + k * extents[1];
    names.emplace_back(begin, std::find(begin, begin + extents[1], '\0'));
  }
  return names;
}

}  // namespace

RecordedWorld read_noise_file(const std::string& path) {
  const Hdf5Handle file = open_noise_file(path);
  RecordedWorld world;
  read_number_attribute(file.get(), "start", ElementType::float64, &world.start);
  read_number_attribute(file.get(), "cell", ElementType::float64, &world.cell);
  world.sources = read_names(file.get(), "source");
  world.variables = read_names(file.get(), "variable");
  world.cell_count = extents_of(file.get(), "time").at(0);
  world.trajectories = extents_of(file.get(), "trajectory").at(0);
  const auto sources = static_cast<std::int64_t>(world.sources.size());
  const auto variables = static_cast<std::int64_t>(world.variables.size());
  const auto increments = read_numbers(file.get(), "increment", {world.trajectories, world.cell_count, sources});
  world.increments.resize(increments.size());
  for (std::int64_t n = 0; n < world.trajectories; ++n)
    for (std::int64_t cell = 0; cell < world.cell_count; ++cell)
      for (std::int64_t k = 0; k < sources; ++k)
        world.increments[world.place(k, cell, n)] =
            increments[static_cast<std::size_t>((n * world.cell_count + cell) * sources + k)];
  const auto initial = read_numbers(file.get(), "initial", {world.trajectories, variables});
  for (std::int64_t v = 0; v < variables; ++v) {
    world.initial.emplace_back();
    for (std::int64_t n = 0; n < world.trajectories; ++n)
      world.initial.back().push_back(initial[static_cast<std::size_t>(n * variables + v)]);
  }
  return world;
}

std::vector<std::string> noise_overrides(const std::string& path) {
  const Hdf5Handle file = open_noise_file(path);
  const std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
  return {"noise.file=" + toml_string(absolute),
          "ensemble.trajectories=" + std::to_string(extents_of(file.get(), "trajectory").at(0))};
}

std::uint32_t checksum(const RecordedWorld& world) {
  const auto add = [](const std::vector<double>& values, std::uint32_t before) {
    return crc32c(values.data(), static_cast<std::int64_t>(values.size() * sizeof(double)), before);
  };
  std::uint32_t sum = add(world.increments, 0);
  for (const auto& values : world.initial) sum = add(values, sum);
  return sum;
}

}  // namespace dosde
