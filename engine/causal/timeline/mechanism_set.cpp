#include "engine/causal/timeline/mechanism_set.hpp"

#include <algorithm>

#include "engine/causal/finding.hpp"
#include "engine/causal/names.hpp"
#include "engine/causal/parameter_order.hpp"
#include "engine/causal/timeline/clamp_substitution.hpp"
#include "engine/causal/timeline/parameter_edits.hpp"
#include "engine/causal/timeline/rows.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

/// Collects findings, each once.
class Findings {
 public:
  Findings(std::set<std::string>& told, std::vector<Diagnostic>& diagnostics)
      : told_(told), diagnostics_(diagnostics) {}

  void add(const Location& location, const std::string& problem, const std::string& why,
           const std::string& suggestion) {
    if (!told_.insert(problem).second) return;
    diagnostics_.push_back(make_finding(location, problem, why, suggestion));
  }

 private:
  std::set<std::string>& told_;
  std::vector<Diagnostic>& diagnostics_;
};

void substitute_parameters(Mechanism& row, const std::map<std::string, Expression>& values) {
  if (values.empty()) return;
  row.drift = substitute(row.drift, values);
  for (auto& term : row.noise) term.loading = substitute(term.loading, values);
  for (auto* formula : {&row.clamp, &row.lower, &row.upper})
    if (*formula) *formula = substitute(**formula, values);
}

/// Bounds stay formulas of parameters, also after a parameter edit.
void check_bounds(const Model& model, const Variable& variable, const Mechanism& row, Findings& findings) {
  for (const auto* bound : {&row.lower, &row.upper}) {
    if (!*bound) continue;
    for (const auto& symbol : symbols_of(**bound)) {
      const NameMeaning meaning = meaning_of(model, symbol);
      if (meaning != NameMeaning::variable && meaning != NameMeaning::time) continue;
      findings.add(variable.location,
                   "a parameter intervention makes a bound of '" + variable.name + "' depend on '" + symbol + "'",
                   "a reflecting bound is a formula of parameters",
                   "give that parameter a number or a formula of parameters");
    }
  }
}

/// A loading that is the number 0 carries no noise.
void drop_zero_loadings(Mechanism& row) {
  std::erase_if(row.noise, [](const NoiseTerm& term) { return term.loading.is_constant(0.0); });
}

}  // namespace

std::vector<std::size_t> edits_on_row(const std::string& variable, const std::vector<Edit>& edits,
                                      const std::vector<std::size_t>& active) {
  std::vector<std::size_t> on_row;
  for (const auto index : active) {
    const auto& targets = edits[index].intervention.targets;
    if (edits[index].acts(InterventionKind::Acts::on_mechanism) &&
        std::find(targets.begin(), targets.end(), variable) != targets.end())
      on_row.push_back(index);
  }
  return on_row;
}

MechanismSet build_mechanism_set(const Model& model, const std::vector<Edit>& edits,
                                 const std::vector<std::size_t>& active, std::set<std::string>& told,
                                 std::vector<Diagnostic>& diagnostics) {
  Findings findings(told, diagnostics);
  const auto parameter_values = parameter_replacements(model, edits, active);
  MechanismSet rows;
  for (const auto& variable : model.variables) {
    EditedRow edited = edit_row(variable, edits, edits_on_row(variable.name, edits, active));
    if (edited.conflict) {
      const auto& [first, second] = *edited.conflict;
      findings.add(edits[second].intervention.location,
                   "two clamps of '" + variable.name + "' are open at one time: " + edits[first].label + " and " +
                       edits[second].label,
                   "a variable is held at one value", "make their windows disjoint");
    }
    substitute_parameters(edited.row, parameter_values);
    check_bounds(model, variable, edited.row, findings);
    drop_zero_loadings(edited.row);
    rows.push_back(std::move(edited.row));
  }
  const ClampValues clamps = solve_clamps(model, rows);
  if (!clamps.cycle.empty()) {
    const auto on_row = edits_on_row(clamps.cycle.front(), edits, active);
    const EditedRow first = edit_row(model.variables[model.find_variable(clamps.cycle.front()).index()], edits, on_row);
    findings.add(edits[first.held_by.value()].intervention.location,
                 "clamps name each other in a cycle: " + cycle_text(clamps.cycle),
                 "each variable would be held at a value that needs the other's",
                 "let one of them name free variables only");
  }
  substitute_clamps(rows, clamps.values);
  return rows;
}

}  // namespace dosde
