#include "io/result/raw_layout.hpp"

#include "engine/core/error.hpp"
#include "io/result/byte_routes.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/shard_survey.hpp"
#include "io/result/unit_ranges.hpp"

namespace dosde {
namespace {

/// From the offsets that `layout` gives to what units write, to where the shards have it.
std::shared_ptr<const ByteRoutes> routes_to_shards(const std::string& path, hid_t file, const RawLayout& layout) {
  const ShardTable table = survey_shards(path, file);
  const std::vector<OwnedRun> runs = owned_runs(table);
  std::vector<std::string> files;
  std::vector<ByteRoutes::Route> routes;
  for (std::size_t number = 0; number < table.shards.size(); ++number) {
    files.push_back(locate_shard(path, table.shards[number].file));
    const RawLayout shard = read_raw_layout(files.back());
    for (const OwnedRun& run : runs) {
      if (static_cast<std::size_t>(run.shard) != number) continue;
      for (const DatasetSpec& spec : unit_datasets(layout.sizes())) {
        const std::vector<RawRange> shown = unit_ranges(layout, spec, run.first, run.end);
        const std::vector<RawRange> held = unit_ranges(shard, spec, run.first, run.end);
        for (std::size_t k = 0; k < shown.size(); ++k)
          routes.push_back({shown[k].offset, shown[k].offset + shown[k].bytes, number, held[k].offset});
      }
    }
  }
  return std::make_shared<const ByteRoutes>(std::move(files), std::move(routes));
}

}  // namespace

const RawLayout::Range& RawLayout::range(const std::string& dataset) const {
  const auto found = ranges_.find(dataset);
  if (found == ranges_.end()) {
    throw Error(ErrorKind::input_output, "the result file has no dataset '" + dataset + "'");
  }
  return found->second;
}

RawLayout read_raw_layout(const std::string& path) {
  const Hdf5Handle file = open_result_file(path);
  const ResultSizes sizes = read_result_sizes(file.get());
  const ResultLayout layout = describe_layout(sizes);
  const bool is_sharded = read_file_form(file.get()) == FileForm::sharded;
  if (read_file_form(file.get()) == FileForm::packed) {
    throw Error(ErrorKind::input_output, "'" + path + "' is packed: its data cannot be written to or read raw",
                "a packed file is for reading", "Use the file that it was packed from.");
  }
  std::map<std::string, RawLayout::Range> ranges;
  std::int64_t routed = ByteRoutes::first_offset;
  for (const DatasetSpec& spec : layout.datasets) {
    const Hdf5Handle dataset = open_dataset(file.get(), spec.path);
    RawLayout::Range range = {dataset_offset(dataset.get()), layout.bytes(spec), spec.type};
    if (is_sharded && spec.written == Written::with_unit) {
      range.offset = routed;
      routed += range.bytes;
    }
    if (range.offset < 0 || element_type(dataset.get()) != spec.type ||
        dataset_extents(dataset.get()) != layout.extents(spec)) {
      throw Error(ErrorKind::input_output,
                  "dataset '" + spec.path + "' of '" + path + "' cannot be written to or read raw",
                  "it is not one plain range of bytes of the expected type and shape");
    }
    ranges.emplace(spec.path, range);
  }
  RawLayout raw(sizes, std::move(ranges));
  if (is_sharded) raw.lead_to_shards(routes_to_shards(path, file.get(), raw));
  return raw;
}

}  // namespace dosde
