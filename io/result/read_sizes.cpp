#include "io/result/read_sizes.hpp"

#include "engine/core/error.hpp"
#include "io/result/checksum_list.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_survey.hpp"

namespace dosde {
namespace {

/// The length of an axis of a dataset; 0 where there is no such dataset.
std::int64_t axis_length(hid_t file, const std::string& name, std::size_t axis) {
  if (!has_link(file, name)) return 0;
  const std::vector<std::int64_t> extents = dataset_extents(open_dataset(file, name).get());
  if (axis >= extents.size()) {
    throw Error(ErrorKind::input_output, "dataset '" + name + "' has too few axes for a result file");
  }
  return extents[axis];
}

/// The root attribute `format`; "" where there is none or the file cannot be read.
std::string format_of(const std::string& path) {
  try {
    const Hdf5Handle file = open_hdf5_file(path);
    return has_attribute(file.get(), "format") ? read_text_attribute(file.get(), "format") : "";
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

bool is_result_file(const std::string& path) { return format_of(path) == result_format; }

bool is_dosde_file(const std::string& path) { return format_of(path).starts_with("dosde-"); }

Hdf5Handle open_result_file(const std::string& path) {
  Hdf5Handle file = open_hdf5_file(path);
  const bool is_ours = has_attribute(file.get(), "format") && has_attribute(file.get(), "format_version") &&
                       read_text_attribute(file.get(), "format") == result_format;
  const std::string format = has_attribute(file.get(), "format") ? read_text_attribute(file.get(), "format") : "";
  if (format == "dosde-effects" || format == "dosde-response" || format == "dosde-noise") {
    throw Error(ErrorKind::input_output, "'" + path + "' is not a result file: it holds " + format.substr(6),
                "`dosde " + (format == "dosde-noise" ? "abduct" : format.substr(6)) + "` made it",
                "xarray, h5py and ncdump open it.");
  }
  if (!is_ours) {
    throw Error(ErrorKind::input_output, "'" + path + "' is not a doSDE result file",
                "its root attribute `format` is not \"" + std::string(result_format) + "\"");
  }
  const std::string version = read_text_attribute(file.get(), "format_version");
  if (version != result_format_version) {
    throw Error(ErrorKind::input_output,
                "'" + path + "' has format version " + version + ", this program reads version " +
                    std::string(result_format_version),
                {}, "Use the version of doSDE that wrote it (its root attribute `source` names it).");
  }
  if (read_file_form(file.get()) != FileForm::sharded) return file;
  if (!has_sound_metadata(file.get(), path)) {
    throw Error(ErrorKind::input_output, "the metadata of '" + path + "' are not as they were written",
                "it was damaged, or another program changed it, and its virtual datasets could show anything",
                "The shards are whole in themselves: `dosde merge --partial` makes one plain file of them.");
  }
  verify_shards(path, file.get());
  return file;
}

FileForm read_file_form(hid_t file) {
  const std::string storage = has_attribute(file, "storage") ? read_text_attribute(file, "storage") : "";
  return storage == "packed" ? FileForm::packed : storage == "sharded" ? FileForm::sharded : FileForm::plain;
}

ResultSizes read_result_sizes(hid_t file) {
  for (const char* name : {"scenario", "trajectory", "time", "variable", "parent", "status", "scenario_name", "units",
                           "provenance", "complete"}) {
    if (!has_link(file, name)) {
      throw Error(ErrorKind::input_output, "the result file has no '" + std::string(name) + "'",
                  "it was damaged, or changed by another program");
    }
  }
  ResultSizes sizes;
  sizes.scenarios = axis_length(file, "scenario", 0);
  sizes.trajectories = axis_length(file, "trajectory", 0);
  sizes.kept = axis_length(file, "state", 1);
  sizes.times = axis_length(file, "time", 0);
  sizes.columns = axis_length(file, "variable", 0);
  sizes.variables = axis_length(file, "parent", 0);
  sizes.sources = axis_length(file, "source", 0);
  sizes.parameters = axis_length(file, "param", 0);
  sizes.regimes = axis_length(file, "regime", 0);
  sizes.quantiles = axis_length(file, "quantile", 0);
  sizes.interventions = axis_length(file, "intervention", 0);
  sizes.columns_are_variables = !has_link(file, "child");
  sizes.is_law = has_link(file, "covariance");
  sizes.mean = has_link(file, "mean");
  sizes.variance = has_link(file, "variance");
  sizes.extremes = has_link(file, "minimum");
  if (sizes.kept > 0) sizes.state_type = element_type(open_dataset(file, "state").get());
  if (sizes.state_type != ElementType::float64 && sizes.state_type != ElementType::float32) {
    throw Error(ErrorKind::input_output, "the states of the result file are neither f64 nor f32",
                "it was damaged, or changed by another program");
  }
  sizes.name_length = axis_length(file, "scenario_name", 1);
  const Hdf5Handle units = open_group(file, "units");
  read_number_attribute(units.get(), "leaf_size", ElementType::int64, &sizes.leaf_size);
  read_number_attribute(units.get(), "unit_size", ElementType::int64, &sizes.unit_size);
  sizes.units = axis_length(units.get(), "reflections", 0);
  if (sizes.leaf_size < 1 || sizes.unit_size < 1 ||
      sizes.units != (sizes.trajectories + sizes.unit_size - 1) / sizes.unit_size) {
    throw Error(ErrorKind::input_output, "the result file's unit size does not fit its number of trajectories",
                "it was damaged, or changed by another program");
  }
  if (has_attribute(units.get(), "unit_scenarios"))
    read_number_attribute(units.get(), "unit_scenarios", ElementType::int64, &sizes.unit_scenarios);
  if (sizes.unit_scenarios < 0 || sizes.unit_scenarios >= sizes.scenarios) sizes.unit_scenarios = 0;
  sizes.sweep_axes = axis_length(file, "sweep_axis", 0);
  sizes.has_sweep_words = has_link(file, "sweep_word");
  sizes.has_shared_graphs = has_link(file, "graph_scenario");
  sizes.text_length = axis_length(file, "variable_description", 1);
  const Hdf5Handle provenance = open_group(file, "provenance");
  sizes.scenario_text_length = axis_length(provenance.get(), "scenario_text", 0);
  sizes.resolved_text_length = axis_length(provenance.get(), "scenario_resolved", 0);
  sizes.command_line_length = axis_length(provenance.get(), "command_line", 0);
  sizes.checksums_length = axis_length(provenance.get(), "checksums", 0);
  if (has_link(file, "shards")) {
    const Hdf5Handle shards = open_group(file, "shards");
    sizes.shards = axis_length(shards.get(), "file", 0);
    sizes.shard_name_length = axis_length(shards.get(), "file", 1);
  }
  for (const std::int64_t length : {sizes.scenarios, sizes.trajectories, sizes.times, sizes.columns, sizes.variables,
                                    sizes.name_length, sizes.text_length, sizes.scenario_text_length,
                                    sizes.resolved_text_length, sizes.command_line_length, sizes.checksums_length}) {
    if (length > 0) continue;
    throw Error(ErrorKind::input_output, "an axis of the result file has no length",
                "it was damaged, or changed by another program");
  }
  return sizes;
}

}  // namespace dosde
