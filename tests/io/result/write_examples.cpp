// Writes the result files that the Python tests read: write_examples FOLDER.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "io/result/create.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"

namespace {

using namespace dosde;

void write_file(const std::string& path, SyntheticRun& run, const std::vector<std::int64_t>& units) {
  create_result_file(run.request, path, ExistingFile::replace);
  ResultFileSink sink(path);
  for (const std::int64_t unit : units) sink.write(run.unit(unit));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_examples FOLDER\n");
    return 2;
  }
  try {
    const std::string folder = argv[1];
    std::filesystem::create_directories(folder);
    SyntheticRun complete({});
    write_file(folder + "/complete.h5", complete, {2, 0, 3, 1});
    write_file(folder + "/partial.h5", complete, {3, 1});
    SyntheticRun narrow({});
    narrow.request.output.precision = Precision::f32;
    write_file(folder + "/f32.h5", narrow, {0, 1, 2, 3});
    SyntheticRun first({});
    first.request.output.kept_trajectories = 100;
    write_file(folder + "/first.h5", first, {0, 1, 2, 3});
    SyntheticRun subset({.subset = true});
    write_file(folder + "/subset.h5", subset, {0, 1, 2, 3});
    SyntheticRun minimal({.scenarios = 1, .trajectories = 5, .times = 1, .minimal = true});
    write_file(folder + "/minimal.h5", minimal, {0});
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
