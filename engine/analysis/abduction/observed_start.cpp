#include "engine/analysis/abduction/observed_start.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/causal/structure.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

double number(const Expression& formula, const Point& point) { return evaluate_scalar(formula, point); }

}  // namespace

bool ObservedStart::is_normal() const {
  return std::none_of(laws.begin(), laws.end(), [](const auto& law) { return law.has_value(); });
}

Eigen::VectorXd ObservedStart::draw(const std::vector<double>& uniforms) const {
  Eigen::VectorXd drawn = mean;
  for (std::size_t i = 0; i < laws.size(); ++i)
    if (laws[i]) drawn[static_cast<Eigen::Index>(i)] = number(draw_from(*laws[i], Expression(uniforms[i])), Point());
  return drawn;
}

ObservedStart start_of(const ObservedRun& observed, std::int64_t trajectory, const Eigen::VectorXd& held) {
  const CompiledRun& run = observed.run;
  Point point;
  point.tables = run.model.inputs;
  point.values = uniform_parameters(run.model);
  point.values["t"] = run.experiment.time.start;
  const Eigen::VectorXd seen = observed.state(trajectory, 0);
  ObservedStart start{Eigen::VectorXd::Zero(held.size()), Eigen::VectorXd::Zero(held.size()),
                      std::vector<std::optional<Law>>(static_cast<std::size_t>(held.size()))};
  for (Eigen::Index i = 0; i < held.size(); ++i) {
    const InitialValue& initial = run.timelines.front().initial[static_cast<std::size_t>(i)];
    const auto* law = std::get_if<Law>(&initial);
    if (!std::isnan(held[i])) {
      start.mean[i] = held[i];
    } else if (observed.deviations[i] == 0.0 && !std::isnan(seen[i])) {
      start.mean[i] = seen[i];
    } else if (const auto* formula = std::get_if<Expression>(&initial)) {
      start.mean[i] = number(*formula, point);
    } else if (law != nullptr) {
      Law known{law->name, {}};
      for (const auto& argument : law->arguments) known.arguments.emplace_back(number(argument, point));
      const LawKind& kind = *find_law(law->name);
      start.mean[i] = number(kind.mean(known.arguments), point);
      start.variance[i] = number(kind.variance(known.arguments), point);
      if (law->name != "normal") start.laws[static_cast<std::size_t>(i)] = std::move(known);
    } else {
      throw Error(ErrorKind::usage,
                  "the start of '" + run.model.variables[static_cast<std::size_t>(i)].name + "' in trajectory " +
                      std::to_string(trajectory) + " was not observed, or with noise, and it has no law",
                  "it is recorded", "give the start, or a law");
    }
  }
  return start;
}

}  // namespace dosde
