#pragma once

#include <functional>
#include <string>

#include "cluster/session.hpp"
#include "engine/ensemble/run.hpp"
#include "io/result/create.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// A run and the file that it goes to.
struct EnsembleJob {
  const CompiledRun& run;
  const ResultFileRequest& request;
  std::string path;
  ExistingFile existing = ExistingFile::refuse;
  std::function<void(const UnitResult&)> inspect =
      {};  ///< called on every rank with every unit that it computed; may be empty
};

/// Runs the job on all ranks of the session: the first rank creates the file, every rank computes its contiguous range
/// of units and writes them into it by itself, the first rank completes the summaries. `observe` is called on the first
/// rank with the progress of its own units. Returns the progress of all ranks together. Throws Error (on every rank,
/// where one rank failed).
Progress run_job(const EnsembleJob& job, const Session& session, const std::function<void(const Progress&)>& observe);

}  // namespace dosde
