#include "engine/analysis/abstraction/abstraction.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/abstraction/derived_model.hpp"
#include "engine/analysis/abstraction/diagram_plan.hpp"
#include "engine/analysis/abstraction/exact_laws.hpp"
#include "engine/analysis/abstraction/gaussian_gap.hpp"
#include "engine/analysis/abstraction/law_gap.hpp"
#include "engine/analysis/abstraction/macro_map.hpp"
#include "engine/analysis/abstraction/mean_gap.hpp"
#include "engine/analysis/abstraction/simulated_model.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/refuse_happenings.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

/// A difference between half-way and the window is told from this many standard errors on, where it is also more than
/// one per cent of the spread.
constexpr double most_errors = 5.0;

GaussianLaw at_point(const std::vector<double>& point) {
  const auto size = static_cast<Eigen::Index>(point.size());
  return {Eigen::Map<const Eigen::VectorXd>(point.data(), size), Eigen::MatrixXd::Zero(size, size)};
}

void take_exact(const GaussianLaw& micro, const GaussianLaw& macro, const Eigen::VectorXd& macro_mean,
                DiagramGap& gap) {
  gap.exact_mean = (micro.mean - macro_mean).norm();
  gap.exact_gaussian = gaussian_distance(micro, macro);
}

/// What holds of several windows is told once.
void add_remark(const std::string& remark, Diagram& diagram) {
  if (std::find(diagram.remarks.begin(), diagram.remarks.end(), remark) == diagram.remarks.end())
    diagram.remarks.push_back(remark);
}

/// A sentence on trajectories that are missing; none where all live.
void add_losses(const std::string& whose, std::int64_t alive, std::int64_t all, Diagram& diagram) {
  if (alive < all)
    add_remark(std::to_string(all - alive) + " of " + std::to_string(all) + " trajectories of the " + whose +
                   " are lost before the window ends; what is compared is the law of the others",
               diagram);
}

/// One side after the other, over all pairs and windows.
class Diagrams {
 public:
  Diagrams(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request)
      : plan_(plan_diagrams(micro, macro, request)),
        map_(complete_map(request.map, micro.model, macro == nullptr ? nullptr : &macro->model), micro.model),
        micro_(plan_.micro),
        comparison_(micro.seed, request.features, map_.names()),
        exact_micro_(plan_.micro),
        sampling_(request.sampling) {
    if (plan_.macro) {
      macro_.emplace(*plan_.macro);
      exact_macro_.emplace(*plan_.macro);
    } else {
      // The noise of the SCM is that of the reference's trajectories.
      sampling_ = micro.pairing == Pairing::shared ? Sampling::paired : Sampling::independent;
      refuse_happenings(micro_.run(), "the structural equations");
      derived_.emplace(micro_, plan_.reference, plan_.ranges.back(), exact_micro_);
    }
  }

  [[nodiscard]] Abstraction compare() {
    Abstraction found;
    describe(found);
    micro_.simulate();
    if (macro_) macro_->simulate();
    for (std::size_t pair = 0; pair < plan_.pairs.size(); ++pair) {
      Diagram diagram{plan_.pairs[pair], {}, {}};
      for (const SaveRange& range : plan_.ranges)
        diagram.at.push_back(macro_ ? compare_models(pair, range, diagram) : compare_scm(pair, range, diagram));
      found.diverged += micro_.diverged(plan_.micro_scenario[pair]);
      if (macro_) found.diverged += macro_->diverged(plan_.macro_scenario[pair]);
      found.diagrams.push_back(std::move(diagram));
    }
    return found;
  }

 private:
  void describe(Abstraction& found) const {
    found.form = macro_ ? MacroForm::sde : MacroForm::equilibrium_scm;
    found.sampling = sampling_;
    found.variables = map_.names();
    for (const MacroVariable& variable : map_.variables()) found.formulas.push_back(to_text(variable.formula));
    found.windows = plan_.windows;
    found.micro_scheme = micro_.run().scheme.scheme->name;
    if (macro_) found.macro_scheme = macro_->run().scheme.scheme->name;
    if (derived_) {
      found.reference = plan_.micro.scenarios[plan_.reference].name;
      found.scm = derived_->assignments();
    }
    found.exact_objection = exact_objection();
  }

  [[nodiscard]] std::string exact_objection() const {
    if (!map_.is_affine()) return "the map is not affine";
    if (!exact_micro_.objection().empty()) return "of the micro model " + exact_micro_.objection();
    if (exact_macro_ && !exact_macro_->objection().empty()) return "of the macro model " + exact_macro_->objection();
    return {};
  }

  DiagramGap compare_models(std::size_t pair, SaveRange range, Diagram& diagram) {
    const std::size_t own = plan_.micro_scenario[pair], other = plan_.macro_scenario[pair];
    std::vector<bool> micro_alive = micro_.alive(own, range), macro_alive = macro_->alive(other, range);
    if (sampling_ == Sampling::paired) micro_alive = macro_alive = both_alive(micro_alive, macro_alive);
    const LawSample micro = map_.apply(micro_.sample(own, range, micro_alive));
    const LawSample macro = macro_->sample(other, range, macro_alive);
    DiagramGap gap = comparison_.compare(sampling_, micro, macro);
    add_losses("micro model", gap.micro_trajectories, plan_.micro.trajectories, diagram);
    add_losses("macro model", gap.macro_trajectories, plan_.macro->trajectories, diagram);
    if (exact_objection().empty()) {
      const GaussianLaw macro_law = exact_macro_->law(other, range);
      take_exact(map_.apply(exact_micro_.law(own, range)), macro_law, macro_law.mean, gap);
    }
    return gap;
  }

  DiagramGap compare_scm(std::size_t pair, SaveRange range, Diagram& diagram) {
    const std::size_t own = plan_.micro_scenario[pair];
    std::vector<bool> alive = micro_.alive(own, range), observed = micro_.alive(plan_.reference, range);
    if (sampling_ == Sampling::paired) alive = observed = both_alive(alive, observed);
    const LawSample states = micro_.sample(own, range, alive);
    const DerivedAnswer answer = derived_->answer(own, range, observed);
    const LawSample micro = map_.apply(states);
    const LawSample macro = answer.objection.empty() ? map_.apply(answer.sample) : LawSample{0, 1, micro.variables, {}};
    DiagramGap gap = comparison_.compare(sampling_, micro, macro);
    add_losses("micro model", gap.micro_trajectories, plan_.micro.trajectories, diagram);
    for (const std::string& caution : answer.cautions) add_remark(caution, diagram);
    if (!answer.objection.empty()) {
      add_remark("the structural causal model has no answer: " + answer.objection, diagram);
      return gap;
    }
    warn_of_motion(own, range, alive, diagram);
    const GaussianLaw point = at_point(answer.point);
    LawSample solution{1, 1, states.variables, answer.point};
    comparison_.compare_with_point(micro, map_.apply(solution).values, gap);
    if (map_.is_affine() && answer.law)
      take_exact(map_.apply(exact_micro_.law(own, range)), map_.apply(*answer.law), map_.apply(point).mean, gap);
    return gap;
  }

  /// An equilibrium is where nothing moves any more: means half-way to the window are those in it.
  void warn_of_motion(std::size_t scenario, SaveRange range, const std::vector<bool>& alive, Diagram& diagram) const {
    if (!plan_.half_way || range.last != plan_.ranges.back().last) return;
    const LawSample early = micro_.sample(scenario, {*plan_.half_way, *plan_.half_way + 1}, alive);
    const LawSample late = micro_.sample(scenario, {range.first, range.first + 1}, alive);
    const MeanGap motion = estimate_mean_gap(Sampling::paired, late, early);
    const GaussianLaw spread = moments_of(late);
    for (std::size_t v = 0; v < late.variables; ++v) {
      const auto place = static_cast<Eigen::Index>(v);
      const double change = std::fabs(motion.gap[v]);
      const double size =
          std::sqrt(std::max(spread.covariance(place, place), 0.0)) + 1e-6 * std::fabs(spread.mean[place]);
      if (change > most_errors * motion.gap_error[v] && change > 0.01 * size)
        add_remark("the mean of '" + micro_.run().model.variables[v].name + "' still moves, by " +
                       number_text(motion.gap[v], 3) + " since half of the time before: that is no equilibrium yet",
                   diagram);
    }
  }

  DiagramPlan plan_;
  MacroMap map_;
  SimulatedModel micro_;
  LawComparison comparison_;
  ExactLaws exact_micro_;
  Sampling sampling_;
  std::optional<SimulatedModel> macro_;
  std::optional<ExactLaws> exact_macro_;
  std::optional<DerivedModel> derived_;
};

}  // namespace

Abstraction estimate_abstraction(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request) {
  return Diagrams(micro, macro, request).compare();
}

}  // namespace dosde
