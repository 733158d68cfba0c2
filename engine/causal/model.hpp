#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/causal/event.hpp"
#include "engine/causal/jump_source.hpp"
#include "engine/causal/law.hpp"
#include "engine/core/error.hpp"
#include "engine/core/strong_id.hpp"
#include "engine/expression/expression.hpp"
#include "engine/expression/table.hpp"

namespace dosde {

/// How the model's noise terms are to be read. Interventions act on the Itô form: a Stratonovich model is converted
/// first.
enum class Calculus { ito, stratonovich };

/// A variable that the experimenter does not get to see is latent (it is simulated and stored all the same, and
/// marked).
enum class Visibility { observed, latent };

/// One entry of the loading matrix: dX_i = … + loading dW_source. A source named in two rows is shared noise (latent
/// confounding).
struct NoiseTerm {
  std::string source;
  Expression loading;
  Location location = {};  ///< where the user wrote it
};

/// Initial values taken from recorded states: trajectory n starts from values[n].
struct RecordedInitial {
  std::shared_ptr<const std::vector<double>> values;  ///< one per trajectory
  std::string origin;                                 ///< a sentence part: file, scenario, time
};

using InitialValue = std::variant<Expression, Law, RecordedInitial>;

/// One mechanism with its variable: dX = drift dt + Σ loading_k dW_k.
struct Variable {
  std::string name;
  Expression drift;
  std::vector<NoiseTerm> noise;
  InitialValue initial = Expression(0.0);
  Visibility visibility = Visibility::observed;
  std::string unit = "1";
  std::string description;
  std::optional<Expression> lower;  ///< reflecting bounds: formulas of parameters
  std::optional<Expression> upper;
  Location location = {};
  Location drift_location = {};
  Location initial_location = {};  ///< of the initial value, where it is written
};

/// A named constant of the model: a number, a formula of other parameters (acyclic), or a law (one draw a trajectory).
struct Parameter {
  std::string name;
  Quantity value;
  std::string unit = "1";
  std::string description;
  Location location = {};
};

/// A set of autonomous mechanisms. Order of variables and parameters is the file's.
struct Model {
  std::string name;
  std::string description;
  Calculus calculus = Calculus::ito;
  std::vector<Variable> variables;
  std::vector<Parameter> parameters;
  std::vector<Table> inputs;  ///< forcing tables; a symbol of that name in a formula means lookup(table, t)
  std::vector<JumpSource> jumps;
  std::vector<Event> events;

  [[nodiscard]] VariableId find_variable(const std::string& variable) const;  ///< invalid id where there is none
  [[nodiscard]] ParameterId find_parameter(const std::string& parameter) const;
  /// The jump source of that name, or of which it is a row's own copy ("shock@x"); nullptr: it is a Wiener source.
  [[nodiscard]] const JumpSource* find_jump(const std::string& source) const;
  /// The noise sources in order of first appearance (variables in order, terms in order), jump sources among them.
  [[nodiscard]] std::vector<std::string> sources() const;
  /// In the order of the model.
  [[nodiscard]] std::vector<std::string> variable_names() const;
};

/// Everything that can be wrong with a model, all at once: duplicate or reserved names, unknown symbols (with the
/// nearest known one), cycles of parameters (printed), initial laws that depend on variables, bounds that cross, empty
/// models, a parameter named like a source being no error. Empty: valid.
std::vector<Diagnostic> validate(const Model& model);

/// The model in Itô form: drift_i += ½ Σ_k Σ_j σ_jk ∂σ_ik/∂x_j for a Stratonovich model; an Itô model is returned as it
/// is.
Model to_ito(const Model& model);

/// The same model with input names replaced by table look-ups at `t` and parameters in dependency order checked (throws
/// Error where validate() would complain).
Model resolve(const Model& model);

/// The values of parameters that are numbers or formulas of such; drawn parameters are absent (and whatever depends on
/// them).
std::map<std::string, double> uniform_parameters(const Model& model);

}  // namespace dosde
