#include "engine/ensemble/refuse_happenings.hpp"

namespace dosde {

void refuse_happenings(const CompiledRun& run, const std::string& what) {
  if (!run.has_happenings) return;
  throw Error(ErrorKind::scenario, what + " of a model with jumps, events or interventions that wait for a condition",
              "they are known of diffusions between fixed times only", "simulate trajectories, or take these out");
}

}  // namespace dosde
