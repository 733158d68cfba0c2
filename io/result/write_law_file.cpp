#include "io/result/write_law_file.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "io/result/attempts.hpp"
#include "io/result/create.hpp"
#include "io/result/finalise.hpp"
#include "io/result/result_file_sink.hpp"

namespace dosde {

void write_law_file(const ResultFileRequest& request, const std::string& path, ExistingFile existing) {
  Attempt attempt = attempt_from_now();
  create_result_file(request, path, existing);
  const std::int64_t row = begin_attempt(path, attempt);
  const ResultSizes sizes = result_sizes(request);
  const std::int64_t base = request.shape.base_count();
  {
    ResultFileSink sink(path);
    for (std::int64_t unit = 0; unit < sizes.work_units(); ++unit) {
      const UnitBox box = unit_box(sizes, unit);
      const std::vector<std::int64_t> reflections(static_cast<std::size_t>(box.scenario_count), 0);
      UnitResult result;
      result.range = {unit, box.first_trajectory, box.trajectory_count, box.first_scenario / base,
                      box.scenario_count / base};
      result.ends =
          std::span(request.law.ends)
              .subspan(static_cast<std::size_t>(box.first_scenario), static_cast<std::size_t>(box.scenario_count));
      result.reflections = reflections;
      sink.write(result);
    }
  }
  finalise_result_file(path);
  const bool is_done = std::all_of(request.law.ends.begin(), request.law.ends.end(),
                                   [](const TrajectoryEnd& end) { return end.status == TrajectoryStatus::done; });
  attempt.units = sizes.work_units();
  attempt.exit_code = is_done ? 0 : 5;
  end_attempt(path, row, attempt);
}

}  // namespace dosde
