#include "engine/analysis/moment_run.hpp"

#include <limits>
#include <memory>
#include <set>
#include <span>
#include <variant>

#include "engine/analysis/moment_path.hpp"
#include "engine/causal/names.hpp"
#include "engine/ensemble/place_sweep.hpp"
#include "engine/ensemble/refuse_happenings.hpp"

namespace dosde {
namespace {

const Scheme& moments_scheme() {
  static const Scheme scheme = [] {
    Scheme made;
    made.name = moments_name;
    made.title = "the equations of mean and covariance";
    made.citation = "Gardiner 2009, Stochastic Methods, 4.4 and 4.5; van Kampen 2007, X";
    made.integrates = Calculus::ito;
    made.drift_step = DriftStep::exact;
    return made;
  }();
  return scheme;
}

[[noreturn]] void refuse(const Experiment& experiment, const std::string& problem, const std::string& why,
                         const std::string& suggestion) {
  throw Error(ErrorKind::scenario,
              {{Severity::error, experiment.scheme_location, "E019", problem, why, suggestion, "", 0, 1}});
}

void refuse_what_is_drawn(const CompiledRun& run) {
  const std::string suggestion = "fix it, or choose a scheme that makes trajectories";
  for (const auto& parameter : run.experiment.model.parameters)
    if (std::holds_alternative<Law>(parameter.value))
      refuse(run.experiment, "the moment equations of a model whose parameter '" + parameter.name + "' is drawn",
             "they are of one model, and each draw is another", suggestion);
  for (std::size_t s = 0; s < run.timelines.size(); ++s)
    for (const auto& regime : run.timelines[s].regimes)
      if (!regime.draws.empty())
        refuse(run.experiment,
               "the moment equations of '" + run.experiment.scenarios[s].name + "', whose clamp '" +
                   regime.draws.front().key_name + "' is drawn",
               "they are of one model, and each draw is another", suggestion);
}

void refuse_what_needs_paths(const Experiment& experiment) {
  if (experiment.world)
    refuse(experiment, "the moment equations of a recorded world", "they are over all noise, and that is one",
           "take noise.file out, or choose a scheme that makes trajectories");
  const std::string why = "the moment equations give mean, variance and covariance, and no other part of the law";
  if (!experiment.output.quantiles.empty())
    refuse(experiment, "quantiles of a run of moment equations", why, "take \"quantiles\" out of [output]");
  if (experiment.output.keep_extremes)
    refuse(experiment, "extremes of a run of moment equations", why, "take them out of output.keep");
}

/// The experiment as one that compiles: the scheme is never run.
Experiment stand_in(Experiment experiment) {
  refuse_what_needs_paths(experiment);
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = 1;
  experiment.noise_cell = 0.0;
  experiment.pairing = Pairing::shared;
  experiment.output.keep_trajectories = false;
  experiment.output.kept_trajectories = -1;
  return experiment;
}

/// A swept number is some number: what is closed there is closed at all points, up to a few where even less depends.
Model with_generic_numbers(Model model) {
  double generic = 0.73908513321516064;
  for (auto& parameter : model.parameters)
    if (std::holds_alternative<Law>(parameter.value)) {
      parameter.value = Expression(generic);
      generic *= 1.0 / 1.3247179572447460;
    }
  return model;
}

/// What a group's equations are.
struct Finding {
  bool is_noise_free = true;
  std::string objection;                       ///< why they are not closed; empty: they are
  std::set<std::string> variables_with_roots;  ///< in whose noise there is a root
  std::set<std::string> bent;                  ///< observables that are not seen to be quadratic
  std::set<std::string> quadratic;             ///< observables that are, where a law is not seen to be Gaussian
  std::string gaussian_objection;              ///< why it is not; empty: all are

  void merge(Finding other) {
    is_noise_free = is_noise_free && other.is_noise_free;
    if (objection.empty()) objection = std::move(other.objection);
    variables_with_roots.merge(other.variables_with_roots);
    bent.merge(other.bent);
    quadratic.merge(other.quadratic);
    if (gaussian_objection.empty()) gaussian_objection = std::move(other.gaussian_objection);
  }
};

Finding examine(const CompiledRun& group) {
  Finding finding;
  const Model model = with_generic_numbers(group.model);
  for (std::size_t s = 0; s < group.timelines.size(); ++s) {
    const MomentPath path(group, model, group.timelines[s]);
    const auto here = [&](const std::string& objection) {
      return objection.empty() ? objection
                               : objection + ", in the scenario '" + group.experiment.scenarios[s].name + "'";
    };
    Finding of_path;
    of_path.is_noise_free = path.is_noise_free();
    of_path.objection = here(path.objection());
    of_path.variables_with_roots = path.variables_with_roots();
    of_path.bent = path.observables_of(ColumnShape::bent);
    of_path.gaussian_objection = here(path.gaussian_objection());
    if (!of_path.gaussian_objection.empty()) of_path.quadratic = path.observables_of(ColumnShape::quadratic);
    finding.merge(std::move(of_path));
  }
  return finding;
}

MomentForm form_of(const Finding& finding) {
  // Without noise there is one path, and every formula of it is exact.
  if (finding.is_noise_free && !(finding.objection.empty() && finding.bent.empty())) return MomentForm::noise_free;
  return finding.objection.empty() ? MomentForm::closed : MomentForm::linear_noise;
}

std::string named_observables(const std::set<std::string>& names) {
  return (names.size() == 1 ? "the observable " : "the observables ") + quoted_list({names.begin(), names.end()});
}

/// What of closed equations is not exact all the same, sentence parts.
std::string exceptions_of(const MomentRun& moments, const std::string& gaussian_objection) {
  std::string parts;
  if (!moments.linearised.empty())
    parts += "; not exact: " + named_observables(moments.linearised) +
             ", by linearisation about the mean, since not seen to be quadratic in the state";
  if (!moments.of_gaussian_law.empty())
    parts += "; not exact: variance and covariances of " + named_observables(moments.of_gaussian_law) +
             ", those of a Gaussian law with these moments, since quadratic in a state that is not seen to be "
             "Gaussian (" +
             gaussian_objection + "); the mean is";
  return parts;
}

/// With bounds that are left out nothing is called exact.
std::string describe(const MomentRun& moments, const Finding& finding) {
  const std::set<std::string>& rooted = finding.variables_with_roots;
  const std::string left_out = "the bounds of " + moments.reflecting + " are left out, as if they were never reached";
  const std::string exact = "'moments' is exact here: ";
  const std::string inexact = ", but " + left_out + ", and not exact where they are: ";
  const bool is_exact = moments.reflecting.empty();
  switch (moments.form) {
    case MomentForm::closed:
      return (is_exact ? exact : "'moments' is closed here" + inexact) +
             "the equations of mean and covariance are closed, drift affine and covariance rate at most quadratic in "
             "the state" +
             (rooted.empty() ? std::string()
                             : ", as long as the root in the noise of " + quoted_list({rooted.begin(), rooted.end()}) +
                                   " has a value") +
             exceptions_of(moments, finding.gaussian_objection);
    case MomentForm::noise_free:
      return (is_exact ? exact : "'moments' is one path here" + inexact) +
             "without noise, and from a point, there is one path, and the mean is it";
    case MomentForm::linear_noise:
      return "'moments' is the linear noise approximation here, good where the noise is weak: " + finding.objection +
             (is_exact ? "" : "; " + left_out);
  }
  return {};
}

std::string reflecting_variables(const Model& model) {
  std::string names;
  for (const auto& variable : model.variables)
    if (variable.lower || variable.upper) names += (names.empty() ? "'" : ", '") + variable.name + "'";
  return names;
}

}  // namespace

bool asks_for_moments(const Experiment& experiment) { return experiment.scheme == moments_scheme().name; }

MomentRun compile_moments(const Experiment& experiment) {
  Experiment compiled = stand_in(experiment);
  for (auto& group : compiled.sweep.groups) {
    if (group.experiment == nullptr) continue;
    if (!asks_for_moments(*group.experiment))
      refuse(experiment, "a sweep of moment equations and other schemes", "one file has results of one kind",
             "sweep over schemes in a file of their own");
    group.experiment = std::make_shared<const Experiment>(stand_in(*group.experiment));
  }
  MomentRun moments{compile_run(compiled)};
  CompiledRun& run = moments.run;
  refuse_happenings(run, "the moment equations");
  refuse_what_is_drawn(run);
  Finding finding = examine(run);
  for (const auto& group : run.further_groups) finding.merge(examine(group));
  moments.form = form_of(finding);
  if (moments.form == MomentForm::closed) {
    moments.linearised = finding.bent;
    moments.of_gaussian_law = finding.quadratic;
  }
  run.experiment.scheme = experiment.scheme;
  run.scheme.scheme = &moments_scheme();
  moments.reflecting = reflecting_variables(run.model);
  run.scheme.reason = describe(moments, finding);
  return moments;
}

CompiledRun compile_for_description(const Experiment& experiment) {
  return asks_for_moments(experiment) ? compile_moments(experiment).run : compile_run(experiment);
}

MomentSolution solve_moments(const MomentRun& moments) {
  const CompiledRun& run = moments.run;
  const RunShape& shape = run.shape;
  const std::size_t columns = shape.columns.size(), times = shape.save_times.size();
  MomentSolution solution;
  solution.mean.assign(shape.scenarios.size() * times * columns, std::numeric_limits<double>::quiet_NaN());
  solution.covariance.assign(solution.mean.size() * columns, std::numeric_limits<double>::quiet_NaN());
  solution.ends.resize(shape.scenarios.size());
  solution.causes.resize(shape.scenarios.size());
  for (std::int64_t point = 0; point < shape.points; ++point) {
    const CompiledRun& group = run.group_of_point(point);
    PlacedPoint placed = place_point(group, run.experiment.sweep, point);
    for (std::size_t s = 0; s < placed.timelines.size(); ++s) {
      const std::size_t scenario = static_cast<std::size_t>(point * shape.base_count()) + s;
      MomentPath path(group, placed.model, placed.timelines[s]);
      solution.ends[scenario] = path.solve(
          moments.form, std::span(solution.mean).subspan(scenario * times * columns, times * columns),
          std::span(solution.covariance).subspan(scenario * times * columns * columns, times * columns * columns));
      solution.causes[scenario] = path.cause();
    }
  }
  return solution;
}

}  // namespace dosde
