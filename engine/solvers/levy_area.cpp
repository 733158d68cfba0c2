#include "engine/solvers/levy_area.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/number_text.hpp"
#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr double pi = 3.141592653589793;
const double root_of_two = std::sqrt(2.0);
const double root_of_twelve = std::sqrt(12.0);

/// Σ_{r>n} 1/r².
double tail_of_squares(int n) {
  double sum = pi * pi / 6.0;
  for (int r = 1; r <= n; ++r) sum -= 1.0 / (static_cast<double>(r) * r);
  return sum;
}

}  // namespace

int count_area_terms(double step) {
  const double terms = 1.0 / (pi * std::sqrt(6.0 * step));  // √M/(π √(12 h)) for two sources: so it is pair by pair
  return static_cast<int>(std::clamp(std::ceil(terms), 1.0, most_area_terms + 1.0));
}

std::string pair_stream(const std::string& i, const std::string& j) {
  return std::min(i, j) + ":" + std::max(i, j) + ":area";
}

LevyAreas::LevyAreas(const StepProblem& problem) : terms_(count_area_terms(problem.step)) {
  const double beyond = std::sqrt(tail_of_squares(terms_)) / (root_of_two * pi);
  for (const auto& source : sources_of(problem)) {
    Bridge bridge;
    // The cosines as they are drawn freely, and what their sum, with all beyond, must be moved by: -H of it all.
    Expression excess = area_symbol(source) + beyond * increment_symbol(further_source(source, terms_ + 1));
    for (int r = 1; r <= terms_; ++r) {
      const std::string stream = further_source(source, r);
      bridge.cosines.push_back((1.0 / (root_of_two * pi * r)) * increment_symbol(stream));
      bridge.sines.push_back((root_of_twelve / (root_of_two * pi * r)) * area_symbol(stream));
      excess = excess + bridge.cosines.back();
    }
    // Each by its share in the variance h/12 of the sum.
    for (int r = 1; r <= terms_; ++r) {
      Expression& cosine = bridge.cosines[static_cast<std::size_t>(r - 1)];
      cosine = add_product(cosine, -6.0 / (pi * pi * r * r), excess);
    }
    bridges_.emplace(source, bridge);
  }
}

Expression LevyAreas::between(const std::string& i, const std::string& j) const {
  if (i == j) return Expression();
  if (i > j) return -between(j, i);
  const Bridge& first = bridges_.at(i);
  const Bridge& second = bridges_.at(j);
  Expression area = area_symbol(i) * increment_symbol(j) - area_symbol(j) * increment_symbol(i);
  for (int r = 1; r <= terms_; ++r) {
    const auto at = static_cast<std::size_t>(r - 1);
    area = add_product(area, pi * r, first.cosines[at] * second.sines[at] - first.sines[at] * second.cosines[at]);
  }
  // Var π r (a_r b_r - b_r a_r) = h²/(2π² r²): of all that are beyond, by a number ~ N(0, h).
  const double deviation = std::sqrt(tail_of_squares(terms_)) / (root_of_two * pi);
  return add_product(area, deviation * sqrt(step_symbol()), increment_symbol(pair_stream(i, j)));
}

SchemeFit fit_areas(const StepProblem& problem) {
  const std::vector<std::string> sources = sources_of(problem);
  if (sources.size() < 2) return {};
  const int terms = count_area_terms(problem.step);
  if (terms > most_area_terms) {
    double longer = problem.step;
    while (count_area_terms(longer) > most_area_terms) longer *= 2.0;
    return {Misfit{"the step " + number_text(problem.step, 6) + " is too short for Lévy areas",
                   "their series would have more than " + std::to_string(most_area_terms) + " terms",
                   "take a step of " + number_text(longer, 6) + ", or euler_maruyama"}};
  }
  SchemeFit fit;
  fit.streams.per_source = 1 + terms + 1;  // the path's own, one a term, what is beyond
  for (std::size_t j = 0; j < sources.size(); ++j)
    for (std::size_t i = 0; i < j; ++i) fit.streams.further.insert(pair_stream(sources[i], sources[j]));
  return fit;
}

}  // namespace dosde
