#include "io/result/result_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "engine/core/version.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

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

TEST(ResultFile, SaysThatAFileIsNotOne) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("text.h5")) << "not HDF5 at all";
  EXPECT_THAT(message_of([&] { ResultFile file(folder.file("text.h5")); }), HasSubstr("HDF5 says"));
  EXPECT_THAT(message_of([&] { ResultFile file(folder.file("none.h5")); }), HasSubstr("none.h5"));
  EXPECT_THAT(message_of([&] { ResultFileSink sink(folder.file("text.h5")); }), HasSubstr("text.h5"));
}

}  // namespace
}  // namespace dosde
