#include "io/result/tie_shards.hpp"

#include <cstdio>
#include <filesystem>

#include "engine/core/error.hpp"
#include "io/result/create.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_survey.hpp"

namespace dosde {
namespace {

/// What jobs wrote into the file itself, and in both files is one plain range of bytes of one length.
std::vector<std::string> kept_datasets(const ResultLayout& layout) {
  std::vector<std::string> paths;
  for (const DatasetSpec& spec : layout.datasets)
    if (spec.written == Written::at_end || spec.written == Written::with_attempt) paths.push_back(spec.path);
  return paths;
}

void copy_dataset(const std::string& path, hid_t from, hid_t to, const RawFile& source, const RawFile& target,
                  std::int64_t bytes) {
  const std::int64_t begin = dataset_offset(open_dataset(from, path).get());
  const std::int64_t place = dataset_offset(open_dataset(to, path).get());
  if (begin < 0 || place < 0) throw Error(ErrorKind::internal, "dataset '" + path + "' is not a plain range of bytes");
  copy_bytes(source, begin, bytes, target, place);
}

void write_tied(const std::string& path, std::uint8_t value) {
  std::int64_t offset = 0;
  {
    const Hdf5Handle file = open_hdf5_file(path);
    offset = dataset_offset(open_dataset(file.get(), "shards/tied").get());
  }
  RawFile(path, RawFile::Access::read_write).write_at(offset, &value, 1);
}

}  // namespace

ShardTable empty_shards(const ResultFileRequest& request, const std::string& path, int ranks) {
  ShardTable table;
  for (int rank = 0; rank < ranks; ++rank) table.shards.push_back({shard_name(path, rank)});
  table.owners.assign(static_cast<std::size_t>(request.shape.unit_count()), -1);
  return table;
}

bool is_sharded(const std::string& path) {
  return is_result_file(path) && read_file_form(open_hdf5_file(path).get()) == FileForm::sharded;
}

bool is_tied(const std::string& path) { return is_tied(open_hdf5_file(path).get()); }

void untie_shards(const std::string& path) { write_tied(path, 0); }

void tie_shards(const std::string& path, const ResultFileRequest& request) {
  ResultFileRequest anew = request;
  const Hdf5Handle old = open_result_file(path);
  {
    const ResultFile file(path);
    const Provenance provenance = file.provenance();
    anew.provenance.command_line = provenance.command_line;
    anew.provenance.scenario_text = provenance.scenario_text;
    anew.shards = survey_shards(path, old.get());
  }
  write_result_file(anew, path, ExistingFile::replace, [&](const std::string& growing) {
    const Hdf5Handle file = open_hdf5_file(growing);
    const ResultLayout layout = describe_layout(result_sizes(anew));
    const RawFile source(path, RawFile::Access::read);
    const RawFile target(growing, RawFile::Access::read_write);
    for (const std::string& name : kept_datasets(layout))
      copy_dataset(name, old.get(), file.get(), source, target, layout.bytes(*layout.find(name)));
    const std::uint8_t yes = 1;
    target.write_at(dataset_offset(open_dataset(file.get(), "shards/tied").get()), &yes, 1);
  });
}

}  // namespace dosde
