#include "io/result/result_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/result/check.hpp"
#include "io/result/create.hpp"
#include "io/result/finalise.hpp"
#include "io/result/initial_states.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

void write_units(SyntheticRun& run, const std::string& path, const std::vector<std::int64_t>& units) {
  create_result_file(run.request, path);
  ResultFileSink sink(path);
  for (const std::int64_t unit : units) sink.write(run.unit(unit));
}

bool are_same_bits(const std::vector<double>& left, const std::vector<double>& right) {
  return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size() * sizeof(double)) == 0;
}

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(ResultFile, GivesBackEverythingThatWasAskedFor) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  const ResultFile file(folder.file("run.h5"));
  const RunShape shape = file.shape();
  const RunShape& expected = run.request.shape;
  EXPECT_EQ(file.title(), run.request.title);
  EXPECT_EQ(shape.scenarios, expected.scenarios);
  EXPECT_EQ(shape.trajectories, expected.trajectories);
  EXPECT_EQ(shape.unit_size, expected.unit_size);
  EXPECT_EQ(shape.save_times, expected.save_times);
  EXPECT_EQ(shape.columns, expected.columns);
  EXPECT_EQ(shape.variables, expected.variables);
  EXPECT_EQ(shape.sources, expected.sources);
  EXPECT_EQ(shape.parameters, expected.parameters);
  EXPECT_EQ(shape.parameter_values[2], 1.25);
  EXPECT_TRUE(std::isnan(shape.parameter_values[3]));
  ASSERT_EQ(shape.regimes.size(), expected.regimes.size());
  for (std::size_t regime = 0; regime < shape.regimes.size(); ++regime) {
    EXPECT_EQ(shape.regimes[regime].scenario, expected.regimes[regime].scenario);
    EXPECT_EQ(shape.regimes[regime].start, expected.regimes[regime].start);
    const CausalGraph& graph = shape.regimes[regime].graph;
    const CausalGraph& expected_graph = expected.regimes[regime].graph;
    EXPECT_EQ(graph.drift_edges, expected_graph.drift_edges);
    EXPECT_EQ(graph.drift_sign, expected_graph.drift_sign);
    EXPECT_EQ(graph.diffusion_edges, expected_graph.diffusion_edges);
    EXPECT_EQ(graph.shared_noise, expected_graph.shared_noise);
    EXPECT_EQ(graph.noise_loading, expected_graph.noise_loading);
    EXPECT_EQ(graph.clamped, expected_graph.clamped);
  }
  const auto interventions = file.interventions();
  ASSERT_EQ(interventions.size(), 2U);
  EXPECT_EQ(interventions[1].kind, "shift");
  EXPECT_EQ(interventions[1].target, "y");
  EXPECT_EQ(interventions[1].scenario, 2);
  EXPECT_TRUE(std::isinf(interventions[1].until));
  EXPECT_EQ(interventions[0].expression, "value = 2.0");
  const Provenance provenance = file.provenance();
  EXPECT_EQ(provenance.scenario_text, run.request.provenance.scenario_text);
  EXPECT_EQ(provenance.seed, 18446744073709551615ULL);
  EXPECT_EQ(provenance.scheme, "milstein");
  EXPECT_EQ(provenance.noise_cell, 0.01);
  EXPECT_EQ(file.build().at("version"), build_information().version);
}

TEST(ResultFile, StatesAndEndsStandWhereTheyBelongWhateverTheOrderOfUnits) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {3, 0, 2, 1});
  const ResultFile file(folder.file("run.h5"));
  for (std::int64_t s = 0; s < 3; ++s) {
    const std::vector<double> states = file.states(s, 0, 200);
    const std::vector<TrajectoryEnd> ends = file.ends(s, 0, 200);
    std::size_t position = 0;
    for (std::int64_t n = 0; n < 200; ++n) {
      for (std::int64_t k = 0; k < 7; ++k) {
        for (std::int64_t c = 0; c < 3; ++c) {
          const double expected = run.state(s, n, k, c);
          const double found = states[position++];
          ASSERT_TRUE(found == expected || (std::isnan(found) && std::isnan(expected)));
        }
      }
      const TrajectoryEnd& end = ends[static_cast<std::size_t>(n)];
      EXPECT_EQ(end.status, run.is_diverging(s, n) ? TrajectoryStatus::diverged : TrajectoryStatus::done);
      EXPECT_EQ(end.time, run.is_diverging(s, n) ? 1.99 : 3.0);
      EXPECT_EQ(end.variable, run.is_diverging(s, n) ? n % 3 : -1);
    }
  }
}

TEST(ResultFile, AnUnfinishedFileTellsHowFarItIs) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {3, 1});  // 8 and 64 trajectories, of which 69, 71-… diverge
  const ResultProgress progress = ResultFile(folder.file("run.h5")).progress();
  EXPECT_EQ(progress.units, 4);
  EXPECT_EQ(progress.finished_units, 2);
  EXPECT_EQ(progress.trajectories, 600);
  EXPECT_EQ(progress.counts.at(TrajectoryStatus::pending), 3 * 128);
  EXPECT_EQ(progress.counts.at(TrajectoryStatus::diverged), 2);  // 79 and 116
  EXPECT_FALSE(progress.is_complete);
  const std::string refusal = message_of([&] { finalise_result_file(folder.file("run.h5")); });
  EXPECT_THAT(refusal, HasSubstr("384 of 600"));
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
  for (const double mean : ResultFile(folder.file("run.h5")).numbers("mean")) EXPECT_TRUE(std::isnan(mean));
  blank_pending_states(folder.file("run.h5"));
  const ResultFile file(folder.file("run.h5"));
  for (const double state : file.states(2, 0, 64)) EXPECT_TRUE(std::isnan(state));
  for (const double state : file.states(2, 64, 64)) EXPECT_FALSE(std::isnan(state));
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
}

TEST(ResultFile, SummariesHaveTheSameBitsForEveryOrderAndSizeOfUnits) {
  const TemporaryFolder folder;
  SyntheticRun small({});
  write_units(small, folder.file("a.h5"), {0, 1, 2, 3});
  write_units(small, folder.file("b.h5"), {2, 3, 1, 0});
  SyntheticRun large({.unit_size = 128});
  write_units(large, folder.file("c.h5"), {1, 0});
  SyntheticRun whole({.unit_size = 1024});
  write_units(whole, folder.file("d.h5"), {0});
  for (const char* name : {"a.h5", "b.h5", "c.h5", "d.h5"}) finalise_result_file(folder.file(name));
  const ResultFile expected(folder.file("a.h5"));
  EXPECT_TRUE(expected.progress().is_complete);
  for (const char* name : {"b.h5", "c.h5", "d.h5"}) {
    const ResultFile file(folder.file(name));
    for (const char* summary : {"count", "mean", "variance", "minimum", "maximum", "quantiles", "state", "crc32c"}) {
      EXPECT_TRUE(are_same_bits(file.numbers(summary), expected.numbers(summary))) << summary << " of " << name;
    }
    EXPECT_EQ(check_result_file(folder.file(name)).finding_count, 0);
  }
  EXPECT_EQ(expected.numbers("reflections"), (std::vector<double>{6, 46, 86}));  // 10 s + unit over four units
}

TEST(ResultFile, VarianceNeedsTwoTrajectoriesAndTheMeanOne) {
  const TemporaryFolder folder;
  SyntheticRun lonely({.trajectories = 1});
  write_units(lonely, folder.file("run.h5"), {0});
  finalise_result_file(folder.file("run.h5"));
  const ResultFile file(folder.file("run.h5"));
  for (const double variance : file.numbers("variance")) EXPECT_TRUE(std::isnan(variance));
  for (const double mean : file.numbers("mean")) EXPECT_TRUE(std::isfinite(mean));
}

TEST(ResultFileSink, RefusesAUnitThatDoesNotFit) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {});
  ResultFileSink sink(folder.file("run.h5"));
  UnitResult wrong = run.unit(1);
  wrong.range.unit = 4;
  EXPECT_THROW(sink.write(wrong), Error);
  wrong = run.unit(3);
  wrong.range.unit = 2;
  wrong.range.first_trajectory = 128;
  EXPECT_THROW(sink.write(wrong), Error);
  wrong = run.unit(1);
  wrong.states = wrong.states.subspan(1);
  EXPECT_THROW(sink.write(wrong), Error);
}

TEST(ResultFileSink, WithoutKeptTrajectoriesStatesAreNeitherWantedNorStored) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.output.keep_trajectories = false;
  run.request.output.quantiles.clear();
  create_result_file(run.request, folder.file("run.h5"));
  {
    ResultFileSink sink(folder.file("run.h5"));
    for (std::int64_t unit = 0; unit < 4; ++unit) {
      UnitResult result = run.unit(unit);
      result.states = {};
      sink.write(result);
    }
  }
  finalise_result_file(folder.file("run.h5"));
  const ResultFile file(folder.file("run.h5"));
  EXPECT_FALSE(file.has("state"));
  EXPECT_FALSE(file.has("crc32c"));
  EXPECT_TRUE(file.progress().is_complete);
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
}

TEST(InitialStates, AreTheColumnOfTheSavedTime) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  const std::string path = folder.file("run.h5");
  write_units(run, path, {0, 1, 2, 3});
  const std::vector<double> values = read_initial_states(path, "observed", "y", 1.5);
  ASSERT_EQ(values.size(), 200U);
  for (std::int64_t n = 0; n < 200; ++n) EXPECT_EQ(values[static_cast<std::size_t>(n)], run.state(0, n, 3, 1));
  EXPECT_EQ(read_initial_states(path, "do(x)=1 \u00b5", "x", 1.5).size(), 200U);
  const auto complaint = [&](const std::string& scenario, const std::string& variable, double time) {
    return message_of([&] { read_initial_states(path, scenario, variable, time); });
  };
  EXPECT_THAT(complaint("observe", "y", 1.5), HasSubstr("Did you mean 'observed'"));
  EXPECT_THAT(complaint("observed", "w", 1.5), HasSubstr("it has x, y, z"));
  EXPECT_THAT(complaint("observed", "y", 1.6), HasSubstr("nearest time that it saved is 1.5"));
  EXPECT_THAT(complaint("do(x)=1 \u00b5", "x", 2.0), HasSubstr("trajectory 5 "));  // it diverged at 1.99
  write_units(run, folder.file("part.h5"), {1});
  EXPECT_THAT(message_of([&] { read_initial_states(folder.file("part.h5"), "observed", "y", 1.5); }),
              HasSubstr("has not been computed"));
}

TEST(Attempts, AreEnteredAndClosed) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  const std::string path = folder.file("run.h5");
  write_units(run, path, {});
  EXPECT_TRUE(read_attempts(path).empty());
  Attempt first = attempt_from_now();
  EXPECT_EQ(begin_attempt(path, first), 0);
  EXPECT_EQ(begin_attempt(path, attempt_from_now()), 1);
  first.units = 4;
  first.exit_code = 0;
  first.compute_seconds = 1.5;
  end_attempt(path, 0, first);
  const std::vector<Attempt> attempts = ResultFile(path).attempts();
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].units, 4);
  EXPECT_EQ(attempts[0].exit_code, 0);
  EXPECT_EQ(attempts[0].compute_seconds, 1.5);
  EXPECT_GE(attempts[0].end, attempts[0].start);
  EXPECT_FALSE(attempts[0].host.empty());
  EXPECT_EQ(attempts[1].exit_code, -1);
  const std::vector<double> starts(attempt_capacity, 1.0);
  RawFile(path, RawFile::Access::read_write)
      .write_at(read_raw_layout(path).offset("provenance/attempt_start"), starts.data(), attempt_capacity * 8);
  EXPECT_EQ(begin_attempt(path, attempt_from_now()), attempt_capacity - 1);  // full: the last row is overwritten
  EXPECT_EQ(check_result_file(path).finding_count, 0);
}

TEST(ResultFile, SaysThatAFileIsNotOne) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("text.h5")) << "not HDF5 at all";
  EXPECT_THAT(message_of([&] { ResultFile file(folder.file("text.h5")); }), HasSubstr("HDF5 says"));
  EXPECT_THAT(message_of([&] { ResultFile file(folder.file("none.h5")); }), HasSubstr("none.h5"));
  EXPECT_THAT(message_of([&] { ResultFileSink sink(folder.file("text.h5")); }), HasSubstr("text.h5"));
}

}  // namespace
}  // namespace dosde
