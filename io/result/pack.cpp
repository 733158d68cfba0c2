#include "io/result/pack.hpp"

#include <filesystem>

#include "engine/core/error.hpp"
#include "io/result/check.hpp"
#include "io/result/checksum_list.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/packed_copy.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_survey.hpp"

namespace dosde {
namespace {

void require_sound(const std::string& path, bool allows_unfinished) {
  if (!allows_unfinished && !ResultFile(path).progress().is_complete) {
    throw Error(ErrorKind::input_output, "'" + path + "' is not packed: its run has not finished",
                "nothing can be written into a packed file", "Resume the run first, or pass --unfinished.");
  }
  const CheckReport report = check_result_file(path, 1);
  if (report.finding_count == 0) return;
  throw Error(ErrorKind::input_output, "'" + path + "' is not packed: it is not sound", report.findings[0].sentence,
              "`dosde check` tells everything that is wrong with it.");
}

void write_copy(const std::string& from, const std::string& to, int level) {
  const Hdf5Handle original = open_result_file(from);
  if (read_file_form(original.get()) == FileForm::packed) {
    throw Error(ErrorKind::input_output, "'" + from + "' is packed already");
  }
  require_tied(from, original.get());
  ResultSizes sizes = read_result_sizes(original.get());
  sizes.shards = 0;  // the copy holds what they hold
  // The list of checksums is of the bytes of the one file: that of the copy is longer, it has every dataset.
  const std::int64_t length = checksum_list_length(describe_layout(sizes), FileForm::packed);
  Hdf5Handle copy = create_hdf5_file(to);
  copy_packed(original.get(), copy.get(), level, length);
  write_attribute(copy.get(), "storage", "packed");
  close_hdf5_file(copy);
}

}  // namespace

PackReport pack_result_file(const std::string& from, const std::string& to, const PackOptions& options) {
  const FileLock lock(to);
  refuse_existing(to, options.existing, {from});
  require_sound(from, options.allows_unfinished);
  make_and_place(to, options.existing, [&](const std::string& growing) {
    write_copy(from, growing, options.level);
    write_checksum_list(growing);
    require_equal_datasets(open_result_file(from).get(), open_result_file(growing).get());
  });
  return {static_cast<std::int64_t>(std::filesystem::file_size(from)),
          static_cast<std::int64_t>(std::filesystem::file_size(to))};
}

}  // namespace dosde
