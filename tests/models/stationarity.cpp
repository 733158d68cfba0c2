#include "tests/models/stationarity.hpp"

#include <map>

#include "engine/causal/timeline.hpp"

namespace dosde {

namespace {

Expression loading_product(const Mechanism& a, const Mechanism& b) {
  Expression sum(0.0);
  for (const NoiseTerm& left : a.noise) {
    for (const NoiseTerm& right : b.noise) {
      if (left.source == right.source) sum = sum + left.loading * right.loading;
    }
  }
  return sum;
}

}  // namespace

std::vector<Identity> stationarity_identities(const Experiment& experiment, const Scenario& scenario) {
  const Model model = to_ito(resolve(experiment.model));
  const Timeline timeline = build_timeline(model, scenario.interventions, experiment.time);
  const MechanismSet& rows = timeline.mechanism_sets.at(timeline.regimes.back().mechanisms);
  const Expression h(experiment.time.step);
  std::vector<Identity> identities;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].clamp) continue;
    const std::string& name_i = model.variables[i].name;
    identities.push_back({"E f(" + name_i + ")", rows[i].drift});
    for (std::size_t j = 0; j <= i; ++j) {
      if (rows[j].clamp) continue;
      const std::string& name_j = model.variables[j].name;
      const Expression &f_i = rows[i].drift, &f_j = rows[j].drift;
      identities.push_back(
          {"E L(" + name_j + " " + name_i + ")", Expression::symbol(name_i) * f_j + Expression::symbol(name_j) * f_i +
                                                     loading_product(rows[i], rows[j]) + h * f_i * f_j});
    }
  }
  return identities;
}

}  // namespace dosde
