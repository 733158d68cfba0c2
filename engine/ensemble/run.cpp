#include "engine/ensemble/run.hpp"

#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {

void run_ensemble(const CompiledRun& run, Sink& sink) {
  UnitRunner runner(run, choose_block_width(run), run.shape.unit_size);
  for (std::int64_t unit = 0; unit < run.shape.unit_count(); ++unit)
    sink.write(runner.compute(unit_range(run.shape, unit)));
}

}  // namespace dosde
