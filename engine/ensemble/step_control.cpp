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

RowTolerances row_tolerances(const StepControl& control, const Model& model, std::int32_t row_count) {
  const auto own_or = [](const std::map<std::string, double>& own, const std::string& name, double otherwise) {
    const auto found = own.find(name);
    return found == own.end() ? otherwise : found->second;
  };
  const auto rows = static_cast<std::size_t>(row_count);
  RowTolerances tolerances{std::vector<double>(rows, std::numeric_limits<double>::infinity()),
                           std::vector<double>(rows, 0.0)};
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const std::string& name = model.variables[i].name;
    tolerances.absolute[i] = own_or(control.absolute_of, name, control.absolute_tolerance);
    tolerances.relative[i] = own_or(control.relative_of, name, control.relative_tolerance);
  }
  return tolerances;
}

}  // namespace dosde
