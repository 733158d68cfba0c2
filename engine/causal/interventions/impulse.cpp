#include <algorithm>

#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// Moves the state once and leaves the equations alone; to hold a variable is a clamp. The assignment itself is
// impulses.cpp.
InterventionKind impulse_kind() {
  InterventionKind kind;
  kind.name = "impulse";
  kind.description = "Moves the variable once, at given times: adds to it or sets it; the equations stay.";
  kind.arguments = {{"at", ArgumentType::times, false, "When: a time or a list of times (`every` repeats each)."},
                    {"add", ArgumentType::formula, false, "What is added, a formula of the state just before."},
                    {"set", ArgumentType::formula, false, "What the variable becomes, likewise."}};
  kind.acts = InterventionKind::Acts::on_state;
  kind.rewrite = nullptr;
  kind.complaint = [](const Intervention& intervention, const Model&) -> std::string {
    const bool adds = intervention.arguments.contains("add");
    const bool sets = intervention.arguments.contains("set");
    if (adds == sets) return "it needs either `add` or `set`";
    const bool has_times = intervention.arguments.contains("at");
    if (has_times == intervention.window.when.has_value())
      return "it needs either `at` (times) or `when` (a condition)";
    if (!has_times) return "";
    std::vector<double> times = *find_times(intervention, "at");
    if (times.empty()) return "its list `at` is empty";
    std::sort(times.begin(), times.end());
    if (std::adjacent_find(times.begin(), times.end()) != times.end()) return "its list `at` names a time twice";
    if (intervention.window.from) return "it acts `at` times and has no `from`";
    if (intervention.window.until && !intervention.window.every)
      return "its `until` ends a repetition, but it has no `every`";
    return "";
  };
  return kind;
}

}  // namespace dosde
