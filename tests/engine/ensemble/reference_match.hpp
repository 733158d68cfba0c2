#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/sequential_reference.hpp"

namespace dosde {

/// One NaN is as good as another.
inline std::uint64_t bits(double value) {
  return std::isnan(value) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(value);
}

/// The kernel against the plain sequential reference, bit for bit: every saved value of the first `trajectories`
/// trajectories of every scenario.
inline void expect_matches_reference(const Experiment& experiment, std::int64_t trajectories) {
  const CompiledRun run = compile_run(experiment);
  const Recording recording = simulate(experiment);
  SequentialReference reference(run);
  for (std::size_t s = 0; s < experiment.scenarios.size(); ++s) {
    for (std::int64_t n = 0; n < trajectories; ++n) {
      const std::vector<double> expected = reference.integrate(s, n);
      std::size_t i = 0;
      for (std::size_t time = 0; time < recording.shape.save_times.size(); ++time)
        for (std::size_t column = 0; column < recording.shape.columns.size(); ++column, ++i)
          ASSERT_EQ(bits(recording.state(s, static_cast<std::size_t>(n), time, column)), bits(expected[i]))
              << experiment.scenarios[s].name << ", trajectory " << n << ", time " << recording.shape.save_times[time]
              << ", " << recording.shape.columns[column] << ": "
              << recording.state(s, static_cast<std::size_t>(n), time, column) << " against " << expected[i];
    }
  }
}

}  // namespace dosde
