#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cli/progress.hpp"
#include "io/result/pack.hpp"

namespace dosde {
namespace {

struct PackArguments {
  std::string path;
  std::string output;
  PackOptions options;
  bool overwrite = false;
};

/// loop.h5 -> loop.packed.h5
std::string packed_name(const std::string& path) {
  std::filesystem::path name(path);
  const std::string ending = name.extension().string();
  return name.replace_extension(".packed" + ending).string();
}

ExitCode pack_file(PackArguments arguments, const Application& application) {
  if (arguments.output.empty()) arguments.output = packed_name(arguments.path);
  if (arguments.overwrite) arguments.options.existing = ExistingFile::replace;
  const PackReport report = pack_result_file(arguments.path, arguments.output, arguments.options);
  if (application.wants_json) {
    print_json(
        {{"file", arguments.output}, {"bytes_before", report.bytes_before}, {"bytes_after", report.bytes_after}});
  } else {
    fmt::print("{}\n", arguments.output);
  }
  say(application, fmt::format("{} -> {}, compared with the original byte for byte",
                               format_bytes(static_cast<double>(report.bytes_before)),
                               format_bytes(static_cast<double>(report.bytes_after))));
  return ExitCode::done;
}

}  // namespace

void add_pack_command(CLI::App& program, Application& application) {
  auto arguments = std::make_shared<PackArguments>();
  CLI::App* command = program.add_subcommand("pack", "Write a compressed copy of a result file, for reading");
  command->footer("Example: dosde pack loop.h5 -o archive/loop.h5");
  command->add_option("file", arguments->path, "Result file (HDF5)")->required()->type_name("FILE");
  command->add_option("-o,--output", arguments->output, "The copy; by default FILE with .packed before its ending")
      ->type_name("COPY");
  command->add_option("--level", arguments->options.level, "1 (fast, the default) to 9 (small)")
      ->check(CLI::Range(1, 9))
      ->type_name("N");
  command->add_flag("--unfinished", arguments->options.allows_unfinished,
                    "Pack a file whose run has not finished, too (it cannot be resumed from the copy)");
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing file");
  add_common_options(*command, application);
  command->callback([arguments, &application] {
    application.action = [arguments, &application] { return pack_file(*arguments, application); };
  });
}

}  // namespace dosde
