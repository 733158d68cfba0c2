#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/application.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// Remembers the first trajectories that left the finite numbers, the first observables that were undefined for a
/// trajectory that lived, and the first state that is finite and absurd (beyond 1e100), and tells, at the end, when,
/// through what and why.
class DivergenceCollector {
 public:
  explicit DivergenceCollector(const CompiledRun& run) : run_(run) {}

  /// To be called with every unit that was computed here.
  std::function<void(const UnitResult&)> observer();

  /// Replays the first few of this rank's and names the causes of the first rank that has any on standard error. All
  /// ranks must come here. `total`: diverged trajectories of all ranks. True where an observable was undefined
  /// anywhere.
  bool report(std::int64_t total, const Application& application) const;

 private:
  struct Case {
    std::size_t scenario;
    std::int64_t trajectory;
    TrajectoryEnd end;
  };
  struct Undefined {
    std::size_t scenario;
    std::int64_t trajectory;
    std::size_t save;
    std::size_t column;
  };

  struct Absurd {
    std::size_t scenario;
    std::size_t save;
    std::size_t column;
    double value;
  };

  void note_undefined(const UnitResult& result);
  void note_absurd(const UnitResult& result);
  [[nodiscard]] std::string describe_diverged() const;
  [[nodiscard]] std::string describe_undefined() const;
  [[nodiscard]] std::string describe_absurd() const;

  const CompiledRun& run_;
  std::vector<Case> first_;
  std::vector<Undefined> undefined_;
  std::optional<Absurd> absurd_;
};

}  // namespace dosde
