#include "engine/ensemble/step_control.hpp"

#include <cmath>
#include <limits>

#include "engine/core/error.hpp"
#include "engine/core/number_text.hpp"

namespace dosde {

std::int32_t count_halvings(const StepControl& control, const TimeGrid& grid) {
  if (control.smallest_step == 0.0) return most_halvings;
  const double ratio = grid.step / control.smallest_step;
  if (!(ratio >= 1.0 - 1e-9 && ratio <= std::ldexp(1.0 + 1e-9, most_halvings)))
    throw Error(ErrorKind::scenario,
                "the smallest step " + number_text(control.smallest_step, 6) + " does not fit the step " +
                    number_text(grid.step, 6),
                "the step is the longest, and is halved " + std::to_string(most_halvings) + " times at most",
                "choose it between " + number_text(std::ldexp(grid.step, -most_halvings), 6) + " and " +
                    number_text(grid.step, 6));
  return static_cast<std::int32_t>(std::floor(std::log2(ratio) + 1e-9));
}

std::vector<double> row_tolerances(const StepControl& control, const Model& model, std::int32_t row_count) {
  std::vector<double> tolerances(static_cast<std::size_t>(row_count), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const auto own = control.absolute_of.find(model.variables[i].name);
    tolerances[i] = own == control.absolute_of.end() ? control.absolute_tolerance : own->second;
  }
  return tolerances;
}

}  // namespace dosde
