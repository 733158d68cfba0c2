#include "engine/causal/noise_class.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/smoothness.hpp"

namespace dosde {
namespace {

constexpr std::size_t longest_formula = 60;  // in a reason

struct FreeNoise {
  std::string variable;
  std::vector<PresentLoading> loadings;  ///< depends_on holds free variables only
};

/// The rows that have noise, loadings simplified.
std::vector<FreeNoise> noisy_rows(const Model& model, const MechanismSet& mechanisms,
                                  const std::map<std::string, double>& parameters) {
  std::set<std::string> free_variables;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (!mechanisms[i].clamp) free_variables.insert(model.variables[i].name);
  std::vector<FreeNoise> rows;
  for (std::size_t i = 0; i < mechanisms.size(); ++i) {
    FreeNoise row{model.variables[i].name, present_loadings(mechanisms[i], parameters)};
    std::erase_if(row.loadings,
                  [&](const PresentLoading& present) { return model.find_jump(present.source) != nullptr; });
    for (auto& present : row.loadings)
      std::erase_if(present.depends_on, [&](const std::string& name) { return !free_variables.contains(name); });
    if (!row.loadings.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

/// Why the rows are not truly diagonal, in a sentence; nothing where they are.
std::optional<std::string> objection_to_diagonal(const std::vector<FreeNoise>& rows) {
  std::map<std::string, std::string> row_of_source;
  for (const auto& row : rows) {
    for (const auto& present : row.loadings) {
      for (const auto& name : present.depends_on)
        if (name != row.variable)
          return "row " + row.variable + "'s loading on source " + present.source + " depends on " + name +
                 ", which is another row";
      const auto [place, is_new] = row_of_source.emplace(present.source, row.variable);
      if (!is_new) return "source " + present.source + " enters the rows " + place->second + " and " + row.variable;
    }
    if (row.loadings.size() > 1)
      return "row " + row.variable + " loads on the sources " + row.loadings[0].source + " and " +
             row.loadings[1].source;
  }
  return std::nullopt;
}

const PresentLoading* find_loading(const FreeNoise& row, const std::string& source) {
  const auto found = std::find_if(row.loadings.begin(), row.loadings.end(),
                                  [&](const PresentLoading& present) { return present.source == source; });
  return found == row.loadings.end() ? nullptr : &*found;
}

/// The first row that source `a` moves and where the loading may jump as that row does; nullptr: none.
const FreeNoise* find_jump(const std::vector<FreeNoise>& rows, const std::string& a, const PresentLoading& g) {
  for (const auto& row : rows)
    if (g.depends_on.contains(row.variable) && find_loading(row, a) != nullptr &&
        may_jump_in(g.loading, {row.variable}))
      return &row;
  return nullptr;
}

std::string jump_text(const FreeNoise& row, const PresentLoading& g, const FreeNoise& where) {
  return "row " + row.variable + "'s loading on source " + g.source + " may jump where " + where.variable + " moves";
}

/// L^a g = Σ_j g^a_j ∂g/∂x_j over free rows j (Kloeden & Platen 1992, 10.3.2).
Expression directional_derivative(const std::vector<FreeNoise>& rows, const std::string& a, const PresentLoading& g) {
  Expression sum;
  for (const auto& row : rows) {
    const PresentLoading* loading = find_loading(row, a);
    if (loading != nullptr && g.depends_on.contains(row.variable))
      sum = sum + loading->loading * differentiate(g.loading, row.variable);
  }
  return sum;
}

/// Are all loadings of one source those of the other times one number? Then the two are one source to every row, and
/// commute whatever the loadings are.
bool are_proportional(const std::vector<FreeNoise>& rows, const std::string& a, const std::string& b) {
  Expression ratio;
  for (const auto& row : rows) {
    const PresentLoading* on_a = find_loading(row, a);
    const PresentLoading* on_b = find_loading(row, b);
    if (on_a == nullptr && on_b == nullptr) continue;
    if (on_a == nullptr || on_b == nullptr) return false;
    const Expression own_ratio = assume_finite(on_a->loading / on_b->loading);
    if (!own_ratio.is_constant() || !(ratio.is_constant(0.0) || ratio.is_same(own_ratio))) return false;
    ratio = own_ratio;
  }
  return true;
}

std::string shown(const Expression& formula) { return to_short_text(assume_finite(formula), longest_formula); }

/// Why the loadings do not commute, or are not known to; nothing where they do. Only pairs in which some loading
/// depends on the state can fail.
std::optional<std::string> objection_to_commutative(const std::vector<FreeNoise>& rows) {
  std::set<std::string> sources;
  for (const auto& row : rows)
    for (const auto& present : row.loadings) sources.insert(present.source);
  for (const auto& row : rows) {
    for (const auto& b : row.loadings) {
      if (b.depends_on.empty()) continue;
      for (const auto& a : sources) {
        if (a == b.source || are_proportional(rows, a, b.source)) continue;
        if (const FreeNoise* where = find_jump(rows, a, b))
          return "it is not decided whether the loadings commute: " + jump_text(row, b, *where) +
                 ", and derivatives do not tell of jumps";
        const Expression one = directional_derivative(rows, a, b);
        const PresentLoading* row_on_a = find_loading(row, a);
        const Expression other =
            row_on_a == nullptr ? Expression(0.0) : directional_derivative(rows, b.source, *row_on_a);
        const Proof equal = is_zero(one - other);
        if (equal == Proof::proven) continue;
        const std::string where = "in row " + row.variable + " along the sources " + a + " and " + b.source + ": ";
        const std::string terms = shown(one) + " against " + shown(other);
        return equal == Proof::refuted ? "the loadings do not commute " + where + terms
                                       : "it is not decided whether the loadings commute " + where + terms;
      }
    }
  }
  return std::nullopt;
}

bool is_additive(const std::vector<FreeNoise>& rows) {
  for (const auto& row : rows)
    for (const auto& present : row.loadings)
      if (!present.depends_on.empty()) return false;
  return true;
}

std::optional<OwnJump> find_own_jump(const std::vector<FreeNoise>& rows) {
  for (const auto& row : rows)
    for (const auto& present : row.loadings)
      if (const FreeNoise* where = find_jump(rows, present.source, present))
        return OwnJump{row.variable, jump_text(row, present, *where) + ", which that source moves"};
  return std::nullopt;
}

NoiseClassProof prove_class_of(const std::vector<FreeNoise>& rows) {
  if (rows.empty()) return {NoiseClass::none, "no free row has noise"};
  if (is_additive(rows)) return {NoiseClass::additive, "no loading depends on a free variable"};
  const auto not_diagonal = objection_to_diagonal(rows);
  if (!not_diagonal)
    return {NoiseClass::diagonal, "every noisy row has one source of its own and its loading depends on no other row"};
  std::set<std::string> sources;
  for (const auto& row : rows)
    for (const auto& present : row.loadings) sources.insert(present.source);
  if (sources.size() == 1)
    return {NoiseClass::scalar, *sources.begin() + " is the only source; not diagonal, for " + *not_diagonal};
  const auto not_commutative = objection_to_commutative(rows);
  if (!not_commutative)
    return {NoiseClass::commutative,
            "the loadings commute for every pair of sources; not diagonal, for " + *not_diagonal};
  return {NoiseClass::general, *not_diagonal + ": not diagonal; and " + *not_commutative};
}

}  // namespace

std::string to_string(NoiseClass noise_class) {
  switch (noise_class) {
    case NoiseClass::none:
      return "none";
    case NoiseClass::additive:
      return "additive";
    case NoiseClass::scalar:
      return "scalar";
    case NoiseClass::diagonal:
      return "diagonal";
    case NoiseClass::commutative:
      return "commutative";
    case NoiseClass::general:
      return "general";
  }
  return "general";
}

NoiseClassProof prove_noise_class(const Model& model, const MechanismSet& mechanisms,
                                  const std::map<std::string, double>& parameters) {
  const std::vector<FreeNoise> rows = noisy_rows(model, mechanisms, parameters);
  NoiseClassProof proof = prove_class_of(rows);
  if (const auto jump = find_own_jump(rows)) proof.own_jump = jump->sentence;
  return proof;
}

std::optional<OwnJump> find_own_jump(const Model& model, const MechanismSet& mechanisms,
                                     const std::map<std::string, double>& parameters) {
  return find_own_jump(noisy_rows(model, mechanisms, parameters));
}

// What a scheme must serve if it has to serve both: the join of
//   none < additive < scalar, diagonal < commutative < general
// where a scheme for scalar or diagonal noise serves additive noise too, any number of sources: all the terms in which
// it differs from Euler-Maruyama vanish there.
NoiseClass widest(NoiseClass a, NoiseClass b) {
  const bool are_siblings =
      (a == NoiseClass::scalar && b == NoiseClass::diagonal) || (a == NoiseClass::diagonal && b == NoiseClass::scalar);
  return are_siblings ? NoiseClass::commutative : std::max(a, b);
}

NoiseClassProof widest(const NoiseClassProof& a, const NoiseClassProof& b) {
  const NoiseClass wider = widest(a.noise_class, b.noise_class);
  NoiseClassProof both = {wider, a.reason + "; " + b.reason};
  if (wider == a.noise_class)
    both.reason = a.reason;
  else if (wider == b.noise_class)
    both.reason = b.reason;
  both.own_jump = a.own_jump.empty() ? b.own_jump : a.own_jump;
  return both;
}

}  // namespace dosde
