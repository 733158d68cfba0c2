#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "io/result/diff.hpp"

namespace dosde {
namespace {

struct DiffOptions {
  std::string first;
  std::string second;
  bool with_provenance = false;
};

std::string sentence(const DatasetDifference& difference) {
  if (!difference.obstacle.empty()) return fmt::format("{}: {}", difference.dataset, difference.obstacle);
  std::vector<std::string> place;
  for (const auto& [axis, label] : difference.first_place) place.push_back(axis + " " + label);
  std::string text = fmt::format("{}: {} of {} values differ; first{}{}: {} against {}", difference.dataset,
                                 difference.differing, difference.values, place.empty() ? "" : " at ",
                                 fmt::join(place, ", "), difference.first_values[0], difference.first_values[1]);
  if (difference.largest_absolute > 0.0) {
    text += fmt::format("; at most {} ulp, {:.3g} absolute, {:.3g} relative", difference.largest_ulp,
                        difference.largest_absolute, difference.largest_relative);
  }
  if (difference.nan_on_one_side > 0) text += fmt::format("; {} are NaN on one side only", difference.nan_on_one_side);
  return text;
}

nlohmann::ordered_json to_json(const DatasetDifference& difference) {
  nlohmann::ordered_json json = {{"dataset", difference.dataset}};
  if (!difference.obstacle.empty()) {
    json["obstacle"] = difference.obstacle;
    return json;
  }
  nlohmann::ordered_json place = nlohmann::ordered_json::object();
  for (const auto& [axis, label] : difference.first_place) place[axis] = label;
  json["values"] = difference.values;
  json["differing"] = difference.differing;
  json["first"] = {{"place", place}, {"values", {difference.first_values[0], difference.first_values[1]}}};
  json["largest_ulp"] = difference.largest_ulp;
  json["largest_absolute"] = difference.largest_absolute;
  json["largest_relative"] = difference.largest_relative;
  json["nan_on_one_side"] = difference.nan_on_one_side;
  return json;
}

ExitCode diff_files(const DiffOptions& options, const Application& application) {
  const DiffReport report = diff_result_files(
      options.first, options.second, options.with_provenance ? DiffScope::results_and_provenance : DiffScope::results);
  for (const auto& remark : report.remarks) say(application, remark);
  if (application.wants_json) {
    nlohmann::ordered_json differences = nlohmann::ordered_json::array();
    for (const auto& difference : report.differences) differences.push_back(to_json(difference));
    print_json({{"files", {options.first, options.second}},
                {"compared_datasets", report.compared_datasets},
                {"differences", differences},
                {"remarks", report.remarks}});
  } else {
    for (const auto& difference : report.differences) fmt::print("{}\n", sentence(difference));
    if (report.differences.empty())
      fmt::print("{} and {} agree in all {} datasets\n", options.first, options.second, report.compared_datasets);
    else
      fmt::print("{} and {} differ in {} of {} datasets\n", options.first, options.second, report.differences.size(),
                 report.compared_datasets);
  }
  return report.differences.empty() ? ExitCode::done : ExitCode::difference;
}

}  // namespace

void add_diff_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = program.add_subcommand("diff", "Compare two result files value by value");
  command->footer("Example: dosde diff one.h5 two.h5   (exit code 6 if they differ)");
  command->add_option("first", options->first, "Result file (HDF5)")->required()->type_name("A");
  command->add_option("second", options->second, "Result file (HDF5)")->required()->type_name("B");
  command->add_flag("--provenance", options->with_provenance,
                    "Compare scenario texts, command lines and attempts as well");
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return diff_files(*options, application); };
  });
}

}  // namespace dosde
