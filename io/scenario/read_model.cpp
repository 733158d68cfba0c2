#include "io/scenario/read_model.hpp"

#include <algorithm>
#include <tuple>

#include "io/scenario/read_formula.hpp"
#include "io/scenario/read_initial.hpp"
#include "io/scenario/read_table.hpp"
#include "io/scenario/section.hpp"

namespace dosde {
namespace {

bool is_same(const Location& a, const Location& b) {
  return std::tie(a.file, a.line, a.column) == std::tie(b.file, b.line, b.column);
}

class ModelReader {
 public:
  explicit ModelReader(ReadContext& context) : context_(context), findings_(context.findings) {}

  Model read(const Value& table) {
    const Section section(&table, "model", findings_);
    Model model;
    model.name = section.text("name");
    model.description = section.text("description");
    model.calculus = section.text("calculus") == "stratonovich" ? Calculus::stratonovich : Calculus::ito;
    for (const auto* entry : entries_of(section, "parameters")) model.parameters.push_back(read_parameter(*entry));
    for (const auto* entry : entries_of(section, "inputs")) {
      const bool is_bad = findings_.is_bad(entry->value);
      const Section input(&entry->value, "model.inputs.*", findings_);
      model.inputs.push_back(is_bad ? Table{entry->key, {0.0}, {0.0}} : read_table(entry->key, input, context_));
    }
    for (const auto* entry : entries_of(section, "variables")) model.variables.push_back(read_variable(*entry));
    for (const auto* entry : entries_of(section, "jumps")) model.jumps.push_back(read_jump(*entry));
    for (const auto* entry : entries_of(section, "events")) model.events.push_back(read_event(*entry));
    adopt_validation(model, section.place());
    return model;
  }

 private:
  /// The entries of a sub-table; bad ones too, so that their names are known to the rest.
  std::vector<const Entry*> entries_of(const Section& section, const std::string& key) const {
    std::vector<const Entry*> entries;
    const Value* table = section.find(key);
    if (table == nullptr) return entries;
    for (const auto& entry : table->entries) entries.push_back(&entry);
    return entries;
  }

  Parameter read_parameter(const Entry& entry) {
    Parameter parameter;
    parameter.name = entry.key;
    const Value* value = &entry.value;
    if (value->is(Value::Type::table) && value->find("value") != nullptr) {
      const Section section(value, "model.parameters.*", findings_);
      parameter.unit = section.text("unit");
      parameter.description = section.text("description");
      value = value->find("value");
    }
    parameter.value = read_quantity(*value, findings_).value_or(Expression(0.0));
    parameter.location = to_location(entry.key_place);
    const std::string phrase = "the parameter '" + parameter.name + "'";
    for (const char* end : {" names ", ": ", " (", " is not a finite"}) {
      parts_.push_back({parameter.location, phrase + end, value->place});
    }
    return parameter;
  }

  Variable read_variable(const Entry& entry) {
    const Section section(&entry.value, "model.variables.*", findings_);
    Variable variable;
    variable.name = entry.key;
    variable.location = to_location(entry.key_place);
    if (const Value* drift = section.find("drift")) {
      variable.drift = read_formula(*drift, findings_).value_or(Expression(0.0));
      variable.drift_location = to_location(drift->place);
    }
    if (const Value* noise = section.find("noise")) variable.noise = read_noise(*noise, variable.name, findings_);
    variable.initial = read_initial(section.find("initial"), variable.name, context_);
    if (const Value* initial = section.find("initial")) variable.initial_location = to_location(initial->place);
    variable.visibility = section.flag("observed") ? Visibility::observed : Visibility::latent;
    variable.unit = section.text("unit");
    variable.description = section.text("description");
    variable.lower = read_bound(section, "lower");
    variable.upper = read_bound(section, "upper");
    const std::pair<const char*, const char*> phrases[] = {{"the initial value of", "initial"},
                                                           {" starts at ", "initial"},
                                                           {"the lower bound of", "lower"},
                                                           {"the upper bound of", "upper"},
                                                           {"the bounds of", "lower"}};
    for (const auto& [phrase, key] : phrases) {
      if (section.has(key)) parts_.push_back({variable.location, phrase, section.place_of(key)});
    }
    return variable;
  }

  JumpSource read_jump(const Entry& entry) {
    const Section section(&entry.value, "model.jumps.*", findings_);
    JumpSource jump{entry.key, Expression(0.0), std::nullopt, to_location(entry.key_place)};
    if (const Value* rate = section.find("rate")) {
      jump.rate = read_formula(*rate, findings_).value_or(Expression(0.0));
      parts_.push_back({jump.location, "the rate of ", rate->place});
    }
    const Value* mark = section.find("mark");
    if (mark == nullptr) return jump;
    if (findings_.is_bad(*mark))
      jump.mark = Law{"uniform", {Expression(0.0), Expression(1.0)}};  // loadings may name it all the same
    else
      jump.mark = read_law(*mark, findings_);
    parts_.push_back({jump.location, "the mark of ", mark->place});
    return jump;
  }

  Event read_event(const Entry& entry) {
    const Section section(&entry.value, "model.events.*", findings_);
    Event event{entry.key, Expression(0.0), {}, section.flag("stop"), to_location(entry.key_place)};
    if (const Value* when = section.find("when")) {
      event.when = read_formula(*when, findings_).value_or(Expression(0.0));
      parts_.push_back({event.location, "the condition of ", when->place});
    }
    if (const Value* set = section.find("set")) {
      for (const auto& assigned : set->entries) {
        event.set.push_back({assigned.key, read_formula(assigned.value, findings_).value_or(Expression(0.0))});
        parts_.push_back({event.location, "sets '" + assigned.key + "' to", assigned.value.place});
        parts_.push_back({event.location, "sets '" + assigned.key + "'", assigned.key_place});
      }
    }
    return event;
  }

  std::optional<Expression> read_bound(const Section& section, const std::string& key) {
    const Value* value = section.find(key);
    return value == nullptr ? std::nullopt : read_formula(*value, findings_);
  }

  /// What validate() finds at a variable or parameter as a whole is about a part of it that the problem names: it is
  /// shown there.
  void adopt_validation(const Model& model, const Place& place) {
    std::vector<Diagnostic> diagnostics = validate(model);
    for (auto& diagnostic : diagnostics) {
      const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const PartPlace& candidate) {
        return is_same(candidate.whole, diagnostic.location) &&
               diagnostic.problem.find(candidate.phrase) != std::string::npos;
      });
      if (part != parts_.end()) diagnostic.location = to_location(part->place);
    }
    findings_.adopt(diagnostics, "E015", place);
  }

  /// Where the part of a variable or parameter stands that messages call by this phrase.
  struct PartPlace {
    Location whole;
    std::string phrase;
    Place place;
  };

  ReadContext& context_;
  Findings& findings_;
  std::vector<PartPlace> parts_;
};

}  // namespace

Model read_model(const Value& table, ReadContext& context) { return ModelReader(context).read(table); }

}  // namespace dosde
