#include "engine/solvers/langevin_rows.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/smoothness.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr std::size_t longest_formula = 60;
const std::string form = "the scheme splits dx = v dt from dv = (F(x) - friction*v) dt + noise";

enum class Kind { unknown, position, velocity };

class Reader {
 public:
  explicit Reader(const StepProblem& problem) : problem_(problem), kinds_(problem.rows.size(), Kind::unknown) {
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < problem.rows.size(); ++i) place.emplace(problem.rows[i].name, i);
    for (const auto& row : problem.rows) {
      drifts_.push_back(with_values(row.drift, problem.numbers));
      named_.emplace_back();
      for (const auto& symbol : symbols_of(drifts_.back()))
        if (const auto other = place.find(symbol); other != place.end()) named_.back().insert(other->second);
    }
  }

  LangevinRows read() {
    tell_kinds();
    for (std::size_t i = 0; i < kinds_.size() && !rows_.misfit; ++i) {
      const FreeRow& row = problem_.rows[i];
      if (row.lower || row.upper)
        refuse(i, "has reflecting bounds", "a wall turns a velocity around, and bounds move one variable only",
               "take out the bounds, or choose another scheme");
      rows_.is_velocity.push_back(kinds_[i] == Kind::velocity);
      rows_.friction.emplace_back(0.0);
      rows_.drive.push_back(drifts_[i]);
      kinds_[i] == Kind::velocity ? read_velocity(i) : check_position(i);
    }
    return std::move(rows_);
  }

 private:
  [[nodiscard]] bool names(std::size_t i, Kind kind) const {
    return std::any_of(named_[i].begin(), named_[i].end(), [&](std::size_t j) { return j != i && kinds_[j] == kind; });
  }

  /// What one row's kind says of the rows that name it and are named by it, until nothing new is said.
  void spread() {
    for (bool is_new = true; is_new;) {
      is_new = false;
      for (std::size_t i = 0; i < kinds_.size(); ++i) {
        if (kinds_[i] != Kind::unknown) continue;
        if (names(i, Kind::position))
          kinds_[i] = Kind::velocity;
        else if (names(i, Kind::velocity))
          kinds_[i] = Kind::position;
        else
          continue;
        is_new = true;
      }
      for (std::size_t i = 0; i < kinds_.size(); ++i)
        for (const auto j : named_[i])
          if (kinds_[i] == Kind::position && kinds_[j] == Kind::unknown) {
            kinds_[j] = Kind::velocity;
            is_new = true;
          }
    }
  }

  void tell_kinds() {
    for (std::size_t i = 0; i < kinds_.size(); ++i)
      if (!problem_.rows[i].noise.empty() || named_[i].contains(i)) kinds_[i] = Kind::velocity;
    spread();
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      if (kinds_[i] != Kind::unknown || !drifts_[i].is_symbol() || named_[i].empty()) continue;
      kinds_[i] = Kind::position;
      spread();
    }
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      if (kinds_[i] != Kind::unknown) continue;
      kinds_[i] = Kind::position;
      spread();
    }
  }

  void refuse(std::size_t i, const std::string& problem, const std::string& why, const std::string& suggestion) {
    if (!rows_.misfit) rows_.misfit = Misfit{"row '" + problem_.rows[i].name + "' " + problem, why, suggestion};
  }

  void check_position(std::size_t i) {
    for (const auto j : named_[i])
      if (kinds_[j] == Kind::position)
        return refuse(i,
                      "is a position (it has neither noise nor friction) and is moved by '" + problem_.rows[j].name +
                          "', which is a position too",
                      form + ", where velocities alone move positions", "choose another scheme, or \"auto\"");
  }

  void read_velocity(std::size_t i) {
    const std::string& name = problem_.rows[i].name;
    for (const auto j : named_[i])
      if (j != i && kinds_[j] == Kind::velocity)
        return refuse(i, "is a velocity and is moved by '" + problem_.rows[j].name + "', which is a velocity too",
                      form + ", where a velocity is moved by positions and its own friction",
                      "choose another scheme, or \"auto\"");
    if (!named_[i].contains(i)) return;
    const Expression slope = assume_finite(differentiate(drifts_[i], name));
    if (!is_smooth_in(drifts_[i], {name}))
      return refuse(i, "has a friction with a jump or a kink: " + to_short_text(drifts_[i], longest_formula),
                    form + ", and solves the friction as an Ornstein-Uhlenbeck process",
                    "choose another scheme, or \"auto\"");
    for (const auto& symbol : symbols_of(slope))
      if (symbol == time_symbol().name() || is_row(symbol))
        return refuse(i,
                      "has a friction that is not constant: the derivative of its drift by '" + name + "' is " +
                          to_short_text(slope, longest_formula),
                      form + ", and solves the friction as an Ornstein-Uhlenbeck process",
                      "choose another scheme, or \"auto\"");
    rows_.friction.back() = -slope;
    rows_.drive.back() = assume_finite(substitute(drifts_[i], {{name, Expression(0.0)}}));
  }

  [[nodiscard]] bool is_row(const std::string& symbol) const {
    return std::any_of(problem_.rows.begin(), problem_.rows.end(),
                       [&](const FreeRow& row) { return row.name == symbol; });
  }

  const StepProblem& problem_;
  std::vector<Kind> kinds_;
  std::vector<Expression> drifts_;            ///< with numbers put in
  std::vector<std::set<std::size_t>> named_;  ///< rows that a row's drift names
  LangevinRows rows_;
};

}  // namespace

LangevinRows read_langevin_rows(const StepProblem& problem) { return Reader(problem).read(); }

}  // namespace dosde
