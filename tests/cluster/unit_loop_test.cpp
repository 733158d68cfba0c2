#include "cluster/unit_loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstring>
#include <map>
#include <numeric>

#include "engine/ensemble/run.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// A store in memory that does what a test asks for.
class MemoryStore final : public UnitStore {
 public:
  void write(const UnitResult& result) override {
    if (on_write) on_write(result.range.unit);
    states[result.range.unit].assign(result.states.begin(), result.states.end());
  }
  void write_failed(const UnitRange& range) override { failed.push_back(range.unit); }
  void store_checkpoint(const UnitCheckpoint& checkpoint) override { checkpoints[checkpoint.unit] = checkpoint; }
  bool load_checkpoint(std::int64_t unit, UnitCheckpoint& checkpoint) override {
    if (unit == unit_without_memory) throw std::bad_alloc();
    const auto found = checkpoints.find(unit);
    if (found != checkpoints.end()) checkpoint = found->second;
    return found != checkpoints.end();
  }

  std::function<void(std::int64_t unit)> on_write;
  std::int64_t unit_without_memory = -1;
  std::map<std::int64_t, std::vector<double>> states;
  std::map<std::int64_t, UnitCheckpoint> checkpoints;
  std::vector<std::int64_t> failed;
};

class UnitLoopTest : public ::testing::Test {
 protected:
  UnitLoopTest() {
    Experiment experiment = feedback_experiment();
    experiment.time.step_count = 400;
    experiment.trajectories = 300;
    run_ = compile_run(experiment);
    run_.shape.unit_size = 64;
    units_.resize(static_cast<std::size_t>(run_.shape.unit_count()));
    std::iota(units_.begin(), units_.end(), 0);
  }

  Work work(UnitRunner& runner, MemoryStore& store, const LoopObserver& observer = {}) {
    const StopRequest stop;
    UnitQueue queue(session_, static_cast<std::int64_t>(units_.size()), stop);
    return run_units(run_.shape, runner, store, queue, units_, observer);
  }

  int argument_count_ = 0;
  char** arguments_ = nullptr;
  const Session session_{argument_count_, arguments_};
  CompiledRun run_;
  std::vector<std::int64_t> units_;
};

TEST_F(UnitLoopTest, ComputesTheListedUnits) {
  units_ = {1, 4};
  UnitRunner runner(run_, 16, 64);
  MemoryStore store;
  std::int64_t last_told = 0;
  LoopObserver observer;
  observer.progress = [&](const Work& total) { last_told = total.units_done; };
  const Work done = work(runner, store, observer);
  EXPECT_EQ(done.units_done, 2);
  EXPECT_EQ(done.trajectories_done, 64 + 44);
  EXPECT_EQ(last_told, 2);
  EXPECT_EQ(store.states.size(), 2u);
  EXPECT_EQ(store.states.count(4), 1u);
}

TEST_F(UnitLoopTest, AUnitThatCannotBeComputedIsMarkedAndTheRestGoesOn) {
  UnitRunner runner(run_, 16, 64);
  MemoryStore store;
  store.unit_without_memory = 2;
  std::string reason;
  LoopObserver observer;
  observer.unit_failed = [&](const UnitRange& range, const std::string& why) {
    reason = std::to_string(range.unit) + " " + why;
  };
  const Work done = work(runner, store, observer);
  EXPECT_EQ(done.units_done, 5);
  EXPECT_EQ(done.failed_units, 1);
  EXPECT_EQ(store.failed, (std::vector<std::int64_t>{2}));
  EXPECT_EQ(store.states.size(), 4u);
  EXPECT_EQ(reason, "2 std::bad_alloc");
}

TEST_F(UnitLoopTest, AnErrorOfTheStoreEndsTheLoop) {
  UnitRunner runner(run_, 16, 64);
  MemoryStore store;
  store.on_write = [](std::int64_t unit) {
    if (unit == 1) throw Error(ErrorKind::input_output, "the disk is full");
  };
  EXPECT_THROW(work(runner, store), Error);
  EXPECT_EQ(store.states.size(), 1u);
  EXPECT_TRUE(store.failed.empty());
}

TEST_F(UnitLoopTest, ASignalDrainsAfterTheUnit) {
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1, SIGUSR2}) {
    UnitRunner runner(run_, 16, 64);
    MemoryStore store;
    store.on_write = [&](std::int64_t unit) {
      if (unit == 1) raise(signal);
    };
    EXPECT_EQ(work(runner, store).units_done, 2) << signal;
    EXPECT_EQ(store.states.size(), 2u);
  }
}

TEST_F(UnitLoopTest, ASecondSignalLeavesTheUnitAtOnce) {
  UnitRunner runner(run_, 16, 64);
  MemoryStore store;
  store.on_write = [&](std::int64_t unit) {
    if (unit == 1) {
      raise(SIGTERM);
      raise(SIGTERM);
    }
  };
  EXPECT_EQ(work(runner, store).units_done, 2);
}

TEST_F(UnitLoopTest, ALongUnitStopsBetweenPartsAndGoesOnFromThere) {
  UnitRunner whole(run_, 16, 64);
  MemoryStore expected;
  work(whole, expected);

  UnitRunner in_parts(run_, 16, 64, choose_batch_steps(run_, 16));
  MemoryStore store;
  int looks = 0;
  LoopObserver observer;
  observer.progress = [&](const Work& total) {
    // Some slices into the third unit.
    if (total.units_done == 2 && ++looks == 6) raise(SIGUSR1);
  };
  EXPECT_EQ(work(in_parts, store, observer).units_done, 2);
  ASSERT_EQ(store.checkpoints.size(), 1u);
  EXPECT_EQ(store.checkpoints.begin()->first, 2);
  EXPECT_GT(store.checkpoints.begin()->second.next_step, 0);

  units_ = {2, 3, 4};
  EXPECT_EQ(work(in_parts, store).units_done, 3);
  for (const auto& [unit, states] : expected.states) {
    ASSERT_EQ(store.states[unit].size(), states.size());
    EXPECT_EQ(std::memcmp(store.states[unit].data(), states.data(), states.size() * sizeof(double)), 0) << unit;
  }
}

TEST_F(UnitLoopTest, ADeadlineDrains) {
  UnitRunner runner(run_, 16, 64);
  MemoryStore store;
  const StopRequest stop(StopRequest::Clock::now());
  UnitQueue queue(session_, static_cast<std::int64_t>(units_.size()), stop);
  EXPECT_EQ(run_units(run_.shape, runner, store, queue, units_, {}).units_done, 0);
}

}  // namespace
}  // namespace dosde
