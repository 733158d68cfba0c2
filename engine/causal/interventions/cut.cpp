#include "engine/causal/interventions/interventions.hpp"

namespace dosde {
namespace {

std::string complain_of_cut(const Intervention& intervention, const Model&) {
  const auto has = [&](const std::string& key) { return intervention.arguments.contains(key); };
  if (has("parent") == has("source")) return "it needs either `parent` (an edge) or `source` (a shared noise)";
  if (has("parent") && !has("value")) return "it needs `value`: what the row shall see instead of the parent";
  if (has("source") && (has("value") || has("part")))
    return "`value` and `part` belong to `parent`; cutting a `source` takes neither";
  const std::string* part = find_text(intervention, "part");
  if (part != nullptr && *part != "both" && *part != "drift" && *part != "noise")
    return "its `part` is '" + *part + "', not 'both', 'drift' or 'noise'";
  return "";
}

void cut_edge(Mechanism& row, const Intervention& intervention, const RewriteContext& context) {
  if (const std::string* source = find_text(intervention, "source")) {
    // An independent copy: a new source of the same law, named after both, that no other row meets.
    for (auto& term : row.noise)
      if (term.source == *source) term.source = *source + "@" + context.target;
    return;
  }
  const std::string& parent = *find_text(intervention, "parent");
  const Expression& value = formula_argument(intervention, "value");
  const std::string* part = find_text(intervention, "part");
  if (part == nullptr || *part != "noise") row.drift = replace_symbol(row.drift, parent, value);
  if (part == nullptr || *part != "drift")
    for (auto& term : row.noise) term.loading = replace_symbol(term.loading, parent, value);
}

}  // namespace

InterventionKind cut_kind() {
  InterventionKind kind;
  kind.name = "cut";
  kind.description = "Cuts one edge: in this row alone a parent is replaced by a value, or a shared noise by a copy.";
  kind.arguments = {
      {"parent", ArgumentType::variable_name, false, "The variable whose edge into the target is cut."},
      {"value", ArgumentType::formula, false, "What the row sees instead of the parent."},
      {"part", ArgumentType::part, false, "Where: 'drift', 'noise' or 'both' (the default)."},
      {"source", ArgumentType::source_name, false, "A shared noise source of which the row gets its own copy."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = cut_edge;
  kind.complaint = complain_of_cut;
  return kind;
}

}  // namespace dosde
