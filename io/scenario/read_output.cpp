#include "io/scenario/read_output.hpp"

#include <algorithm>
#include <set>

#include "engine/causal/names.hpp"
#include "engine/expression/name.hpp"
#include "engine/solvers/registry.hpp"
#include "io/scenario/read_formula.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

void read_keep(const Section& output, OutputRequest& request, Findings& findings) {
  const std::vector<std::string> words = output.texts("keep");
  const auto keeps = [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  request.keep_trajectories = keeps("trajectories");
  request.keep_mean = keeps("mean");
  request.keep_variance = keeps("variance");
  request.keep_extremes = keeps("extremes");
  const bool wants_quantiles = keeps("quantiles") || (output.has("quantiles") && !output.has("keep"));
  if (output.has("quantiles") && !wants_quantiles) {
    findings.error("E014", output.place_of("quantiles"), "quantiles are listed, but keep does not have \"quantiles\"",
                   "they would not be stored", "add \"quantiles\" to keep, or take the list out");
  }
  if (!wants_quantiles) return;
  request.quantiles = output.numbers("quantiles");
  const auto unordered = std::adjacent_find(request.quantiles.begin(), request.quantiles.end(), std::greater_equal<>());
  if (request.quantiles.empty() || unordered != request.quantiles.end()) {
    findings.error("E005", output.place_of("quantiles"), "quantiles must be a list of increasing numbers", "", "");
  }
}

void read_kept_trajectories(const Section& output, std::int64_t trajectories, OutputRequest& request,
                            Findings& findings) {
  const std::string kept = output.text("trajectories");
  const Place place = output.place_of("trajectories");
  if (kept == "none") {
    if (request.keep_trajectories && output.has("keep")) {
      findings.error("E014", place, "trajectories = \"none\", but keep has \"trajectories\"",
                     "one of them says to store states", "take one of them out");
    }
    request.keep_trajectories = false;
  } else if (!request.keep_trajectories && output.has("trajectories")) {
    findings.error("E014", place, "trajectories = " + toml_string(kept) + ", but keep does not have \"trajectories\"",
                   "the states would not be stored", "add \"trajectories\" to keep, or take this out");
  } else if (kept.starts_with("first:")) {
    const std::int64_t count = std::stoll(kept.substr(6));
    if (count < trajectories) {
      request.kept_trajectories = count;
    } else if (count > trajectories) {
      findings.warning("W003", place, "trajectories = " + toml_string(kept) + " stores all of them",
                       "there are only " + std::to_string(trajectories), "");
    }
  }
}

/// Quantiles are those of the stored trajectories. (Moment equations have neither, which compile_moments says.)
void check_quantiles(const Section& output, const OutputRequest& request, Findings& findings) {
  if (request.quantiles.empty()) return;
  if (!request.keep_trajectories) {
    findings.error("E014", output.place_of("quantiles"), "quantiles need stored trajectories",
                   "they are exact, taken from the stored states",
                   "add \"trajectories\" to keep, or take quantiles out");
  } else if (request.kept_trajectories >= 0) {
    findings.warning("W001", output.place_of("trajectories"),
                     "quantiles are those of the first " + std::to_string(request.kept_trajectories) + " trajectories",
                     "only these are stored", "");
  }
}

void read_variables(const Section& output, const Model& model, OutputRequest& request, Findings& findings) {
  const Value* chosen = output.find("variables");
  if (chosen == nullptr) {
    for (std::size_t i = 0; i < model.variables.size(); ++i) {
      request.variables.push_back(VariableId{static_cast<std::int32_t>(i)});
    }
    return;
  }
  std::set<std::string> seen;
  for (const auto& item : chosen->items) {
    const VariableId variable = model.find_variable(item.text);
    if (!variable.is_valid()) {
      const auto names = model.variable_names();
      findings.error("E009", item.place, "there is no variable '" + item.text + "' to save",
                     "the variables are " + list_words(names), suggest_nearest(item.text, names));
    } else if (!seen.insert(item.text).second) {
      findings.error("E007", item.place, "the variable '" + item.text + "' is listed twice", "", "");
    } else {
      request.variables.push_back(variable);
    }
  }
}

void read_observables(const Section& output, const Model& model, OutputRequest& request, Findings& findings) {
  const Value* table = output.find("observables");
  if (table == nullptr) return;
  for (const auto& entry : table->entries) {
    const auto formula = read_formula(entry.value, findings);
    const bool is_taken = is_reserved(entry.key) || meaning_of(model, entry.key) != NameMeaning::unknown;
    if (is_taken || !is_name(entry.key)) {
      findings.error("E007", entry.key_place, "an observable cannot be named '" + entry.key + "'",
                     is_taken ? "the name has a meaning already"
                              : "a name is a letter or underscore, then letters, digits and underscores",
                     "rename it");
    }
    if (!formula) continue;
    std::vector<Diagnostic> complaints;
    check_names(model, *formula, {true, true, true, true}, "the observable '" + entry.key + "'", "",
                to_location(entry.value.place), complaints);
    findings.adopt(complaints, "E009", entry.value.place);
    request.observables.push_back({entry.key, *formula, to_location(entry.value.place)});
  }
}

}  // namespace

OutputRequest read_output(const Section& output, const Experiment& experiment, const std::string& default_file,
                          Findings& findings) {
  const Model& model = experiment.model;
  OutputRequest request;
  request.file = output.has("file") ? output.text("file") : default_file;
  if (request.file.empty()) findings.error("E005", output.place_of("file"), "the result file has no name", "", "");
  request.precision = output.text("precision") == "f32" ? Precision::f32 : Precision::f64;
  request.layout = output.text("layout") == "sharded" ? FileLayout::sharded : FileLayout::shared;
  read_keep(output, request, findings);
  read_kept_trajectories(output, experiment.trajectories, request, findings);
  if (experiment.scheme != moments_name) check_quantiles(output, request, findings);
  if (model.variables.empty()) return request;  // no model was read, which has been said
  read_variables(output, model, request, findings);
  read_observables(output, model, request, findings);
  if (output.has("variables") && request.variables.empty() && request.observables.empty() &&
      output.find("variables")->items.empty()) {
    findings.error("E014", output.place_of("variables"), "no variable and no observable is saved",
                   "the file would hold nothing", "take variables out to save all");
  }
  const bool keeps_anything = request.keep_trajectories || request.keep_mean || request.keep_variance ||
                              request.keep_extremes || !request.quantiles.empty();
  if (!keeps_anything && !findings.has_errors()) {
    findings.error("E014", output.place_of("keep"), "nothing is kept", "the file would hold no result",
                   "for example keep = [\"mean\"]");
  }
  return request;
}

}  // namespace dosde
