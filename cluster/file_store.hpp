#pragma once

#include <chrono>
#include <string>

#include "cluster/seconds_since.hpp"
#include "cluster/unit_loop.hpp"
#include "io/result/checkpoint_file.hpp"
#include "io/result/result_file_sink.hpp"

namespace dosde {

/// Units into a result file, long units on their way into files beside it. Knows how long writing took.
class FileStore final : public UnitStore {
 public:
  /// Units go into `file`: the result file, or the shard of this rank. Checkpoints lie beside the result file.
  FileStore(const std::string& file, const std::string& result, std::uint64_t run_identity)
      : file_(file), checkpoints_(result, run_identity) {}

  void write(const UnitResult& result) override {
    const auto start = std::chrono::steady_clock::now();
    file_.write(result);
    if (has_checkpoint_) checkpoints_.remove(result.range.unit);
    has_checkpoint_ = false;
    seconds_ += seconds_since(start);
  }
  void write_failed(const UnitRange& range) override { file_.write_failed(range); }
  void store_checkpoint(const UnitCheckpoint& checkpoint) override {
    checkpoints_.store(checkpoint);
    has_checkpoint_ = true;
  }
  bool load_checkpoint(std::int64_t unit, UnitCheckpoint& checkpoint) override {
    has_checkpoint_ = checkpoints_.load(unit, checkpoint);
    return has_checkpoint_;
  }

  [[nodiscard]] std::int64_t overflowed_states() const { return file_.overflowed_states(); }
  /// Spent in writing finished units.
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  ResultFileSink file_;
  CheckpointFiles checkpoints_;
  bool has_checkpoint_ = false;  ///< of the unit at hand
  double seconds_ = 0.0;
};

}  // namespace dosde
