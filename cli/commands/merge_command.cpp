#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "io/result/merge.hpp"

namespace dosde {
namespace {

struct MergeArguments {
  std::string output;
  std::vector<std::string> shards;
  bool is_partial = false;
  bool overwrite = false;
};

ExitCode merge_files(const MergeArguments& arguments, const Application& application) {
  const MergeReport report =
      merge_result_files(arguments.output, arguments.shards,
                         {arguments.is_partial, arguments.overwrite ? ExistingFile::replace : ExistingFile::refuse});
  if (application.wants_json) {
    nlohmann::ordered_json missing = nlohmann::ordered_json::array();
    for (const UnitSpan& span : report.missing) missing.push_back({span.first, span.end() - 1});
    print_json({{"file", arguments.output},
                {"units", report.units},
                {"merged_units", report.merged_units},
                {"missing_units", missing},
                {"diverged", report.diverged}});
  } else {
    fmt::print("{}\n", arguments.output);
  }
  say(application,
      fmt::format("{} of {} work units from {} files", report.merged_units, report.units, arguments.shards.size()));
  for (const UnitSpan& span : report.missing)
    say(application, fmt::format("missing: units {} to {}", span.first, span.end() - 1));
  if (!report.missing.empty()) say(application, fmt::format("compute them with: dosde resume {}", arguments.output));
  return report.diverged > 0 ? ExitCode::diverged : ExitCode::done;
}

}  // namespace

void add_merge_command(CLI::App& program, Application& application) {
  auto arguments = std::make_shared<MergeArguments>();
  CLI::App* command =
      program.add_subcommand("merge", "Put the shards of a run together: the same bits as one whole run");
  command->footer(
      "Example: dosde run loop.toml --shard 0/2\n"
      "         dosde run loop.toml --shard 1/2\n"
      "         dosde merge loop.h5 loop.shard-0-of-2.h5 loop.shard-1-of-2.h5");
  command->add_option("output", arguments->output, "The merged result file")->required()->type_name("OUT");
  command->add_option("shards", arguments->shards, "Result files made by run --shard")->required()->type_name("SHARD");
  command->add_flag("--partial", arguments->is_partial,
                    "Where work units are missing, make an unfinished file, which dosde resume completes");
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing file");
  add_common_options(*command, application);
  command->callback([arguments, &application] {
    application.action = [arguments, &application] { return merge_files(*arguments, application); };
  });
}

}  // namespace dosde
