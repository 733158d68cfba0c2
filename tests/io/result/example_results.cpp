// For the Python tests, which read with what people read files with:
//   example_results write FOLDER   writes result files with known contents
//   example_results read FILE      reads everything that `dosde info` and `dosde graph` ask of a file
//   example_results check FILE     prints what is wrong with a file, one line each; exit code 6 if anything is
//   example_results accept FILE    accepts its metadata as they are now
//   example_results pack FILE TO   packs it, finished or not
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "io/result/attempts.hpp"
#include "io/result/check.hpp"
#include "io/result/finalise.hpp"
#include "io/result/pack.hpp"
#include "io/result/result_file.hpp"
#include "tests/io/result/synthetic_run.hpp"

namespace {

using namespace dosde;

void write_complete_file(const std::string& path, SyntheticRun run) {
  std::vector<std::int64_t> units;
  for (std::int64_t unit = run.request.shape.unit_count(); unit-- > 0;) units.push_back(unit);
  write_units(run, path, units);
  Attempt attempt = attempt_from_now();
  const std::int64_t row = begin_attempt(path, attempt);
  finalise_result_file(path);
  attempt.exit_code = 0;
  end_attempt(path, row, attempt);
}

void write_examples(const std::string& folder) {
  std::filesystem::create_directories(folder);
  write_complete_file(folder + "/complete.h5", SyntheticRun({}));
  write_complete_file(folder + "/appended.h5", SyntheticRun({}));
  SyntheticRun partial({});
  write_units(partial, folder + "/partial.h5", {3, 1});
  SyntheticRun narrow({});
  narrow.request.output.precision = Precision::f32;
  write_complete_file(folder + "/f32.h5", narrow);
  SyntheticRun first({});
  first.request.output.kept_trajectories = 100;
  write_complete_file(folder + "/first.h5", first);
  write_complete_file(folder + "/subset.h5", SyntheticRun({.subset = true}));
  write_complete_file(folder + "/sweep.h5", SyntheticRun({.scenarios = 5, .unit_points = 2}));
  SyntheticRun half_sweep({.scenarios = 5, .unit_points = 2});
  write_units(half_sweep, folder + "/half_sweep.h5", {0, 6, 9});
  write_complete_file(folder + "/large.h5", SyntheticRun({.trajectories = 2000, .times = 30}));
  write_complete_file(folder + "/minimal.h5",
                      SyntheticRun({.scenarios = 1, .trajectories = 5, .times = 1, .minimal = true}));
}

int check(const std::string& path) {
  const CheckReport report = check_result_file(path);
  for (const CheckFinding& finding : report.findings) std::printf("%s\n", finding.sentence.c_str());
  return report.finding_count == 0 ? 0 : 6;
}

void read(const std::string& path) {
  const ResultFile file(path);
  static_cast<void>(file.shape());
  static_cast<void>(file.interventions());
  static_cast<void>(file.provenance());
  static_cast<void>(file.build());
  static_cast<void>(file.progress());
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  const bool is_known = verb == "write" || verb == "read" || verb == "check" || verb == "accept";
  if (!(is_known && argc == 3) && !(verb == "pack" && argc == 4)) {
    std::fprintf(stderr, "usage: example_results write FOLDER | read FILE | check FILE | accept FILE | pack FILE TO\n");
    return 2;
  }
  try {
    if (verb == "check") return check(argv[2]);
    if (verb == "read") read(argv[2]);
    if (verb == "accept") accept_changed_metadata(argv[2]);
    if (verb == "pack") pack_result_file(argv[2], argv[3], {.allows_unfinished = true});
    if (verb == "write") write_examples(argv[2]);
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
  return 0;
}
