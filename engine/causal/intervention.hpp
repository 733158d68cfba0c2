#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/causal/model.hpp"

namespace dosde {

/// When an intervention acts: [from, until), repeated with period `every` if given, in model time; or from the moment
/// at which a condition becomes true, on each trajectory by itself.
struct Window {
  std::optional<double> from;                ///< absent: from the start
  std::optional<double> until;               ///< absent: to the end
  std::optional<double> every;               ///< period of repetition, longer than until - from
  std::optional<Expression> when = {};       ///< begins when this condition becomes true (an impulse: acts then)
  std::optional<Expression> ends_when = {};  ///< ends when this condition becomes true

  /// Does it wait for a condition? Then it has no times.
  [[nodiscard]] bool waits() const { return when || ends_when; }
};

/// What a key of an intervention table may hold.
using Argument = std::variant<Quantity, std::string, std::vector<double>, std::vector<NoiseTerm>>;

/// One edit of the model, as the user wrote it. The kind decides which arguments it has (see intervention_registry).
struct Intervention {
  std::string kind;
  std::vector<std::string> targets;  ///< variables, or parameters for kind "parameter"
  Window window;
  std::map<std::string, Argument>
      arguments;  ///< by key: value, rate, factor, source, drift, noise, parent, part, at, add, set
  Location location = {};
};

/// One row under edit.
struct Mechanism {
  Expression drift;
  std::vector<NoiseTerm> noise;
  std::optional<Expression> clamp = {};  ///< held at this formula: drift and noise are void, other rows see the formula
  std::optional<Expression> lower = {};  ///< reflecting bounds of a free row, parameter interventions applied
  std::optional<Expression> upper = {};
  /// The row with all its edits, but before clamped variables were replaced by their values; null where that is this
  /// row. What graphs and `plan` show: under do(x = 2) the row of a child of x still names x here.
  std::shared_ptr<const Mechanism> edited = {};
};

/// What sort of value a key holds; decides parsing, schema and messages.
enum class ArgumentType { formula, quantity, source_name, variable_name, part, times, noise_row };

struct ArgumentFacts {
  std::string key;
  ArgumentType type;
  bool is_required;
  std::string description;  ///< one sentence, for schema and manual
};

struct RewriteContext;  // engine/causal/rewrite.hpp: the target, the symbol of its draw

/// A kind of intervention: adding one is one file in engine/causal/interventions and one line of its registry.
struct InterventionKind {
  std::string name;
  std::string description;
  std::vector<ArgumentFacts> arguments;
  enum class Acts { on_mechanism, on_parameter, on_state, on_initial, on_trajectory } acts;
  /// Rewrites the target's row while the window is open (on_mechanism); null otherwise.
  void (*rewrite)(Mechanism& row, const Intervention& intervention, const RewriteContext& context);
  /// A sentence part on what is wrong with the arguments beyond types and unknown names ("it needs `drift` or
  /// `noise`"), or "". Called once types are right.
  std::string (*complaint)(const Intervention& intervention, const Model& model);
};

const std::vector<InterventionKind>& intervention_registry();
const InterventionKind* find_intervention_kind(const std::string& name);

}  // namespace dosde
