#include "io/scenario/resolved_control.hpp"

#include "io/scenario/value.hpp"

namespace dosde {
namespace {

void take_number(const Value& solver, const char* key, double& number) {
  if (const Value* found = solver.find(key); found != nullptr && found->is_numeric()) number = found->number;
}

void take_numbers(const Value& solver, const char* key, std::map<std::string, double>& numbers) {
  const Value* table = solver.find(key);
  if (table == nullptr) return;
  for (const auto& entry : table->entries)
    if (entry.value.is_numeric()) numbers[entry.key] = entry.value.number;
}

}  // namespace

std::optional<StepControl> find_resolved_control(const std::string& resolved_text) {
  const SourceText source("the resolved scenario", resolved_text);
  const Value scenario = parse_toml(source);
  const Value* solver = scenario.find("solver");
  const Value* steps = solver != nullptr ? solver->find("steps") : nullptr;
  if (steps == nullptr || steps->text != "adaptive") return std::nullopt;
  StepControl control;
  take_number(*solver, "relative_tolerance", control.relative_tolerance);
  take_number(*solver, "absolute_tolerance", control.absolute_tolerance);
  take_number(*solver, "smallest_step", control.smallest_step);
  take_numbers(*solver, "absolute_tolerances", control.absolute_of);
  take_numbers(*solver, "relative_tolerances", control.relative_of);
  return control;
}

}  // namespace dosde
