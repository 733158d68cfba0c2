#include "engine/solvers/registry.hpp"

#include <cmath>
#include <tuple>

#include "engine/core/error.hpp"
#include "engine/solvers/schemes/baoab.hpp"
#include "engine/solvers/schemes/derivative_free_milstein.hpp"
#include "engine/solvers/schemes/dopri5.hpp"
#include "engine/solvers/schemes/dri1.hpp"
#include "engine/solvers/schemes/euler_heun.hpp"
#include "engine/solvers/schemes/euler_maruyama.hpp"
#include "engine/solvers/schemes/exact_linear.hpp"
#include "engine/solvers/schemes/implicit_euler_maruyama.hpp"
#include "engine/solvers/schemes/implicit_midpoint.hpp"
#include "engine/solvers/schemes/log_euler.hpp"
#include "engine/solvers/schemes/milstein.hpp"
#include "engine/solvers/schemes/platen.hpp"
#include "engine/solvers/schemes/positive_splitting.hpp"
#include "engine/solvers/schemes/rosenbrock4.hpp"
#include "engine/solvers/schemes/shark.hpp"
#include "engine/solvers/schemes/skencarp.hpp"
#include "engine/solvers/schemes/slow_rk.hpp"
#include "engine/solvers/schemes/sosra.hpp"
#include "engine/solvers/schemes/sosri2.hpp"
#include "engine/solvers/schemes/split_step_implicit.hpp"
#include "engine/solvers/schemes/sra1.hpp"
#include "engine/solvers/schemes/sra3.hpp"
#include "engine/solvers/schemes/sri2.hpp"
#include "engine/solvers/schemes/sriw1.hpp"
#include "engine/solvers/schemes/srs2.hpp"
#include "engine/solvers/schemes/stochastic_heun.hpp"
#include "engine/solvers/schemes/tamed_euler.hpp"
#include "engine/solvers/schemes/w2ito1.hpp"
#include "engine/solvers/schemes/weak_euler.hpp"

namespace dosde {
namespace {

std::string quote(const std::string& name) { return "'" + name + "'"; }

std::string orders_in_words(const SchemeOrder& order) {
  const auto number = [](double value) {
    if (std::isinf(value)) return std::string("∞");
    if (value == 0.5) return std::string("1/2");
    return value == 1.5 ? std::string("3/2") : std::to_string(static_cast<int>(value));
  };
  if (order.noise_class == NoiseClass::none) return "order " + number(order.weak) + " without noise";
  return (order.strong == 0.0 ? "no strong order" : "strong order " + number(order.strong)) + ", weak order " +
         number(order.weak) + " on " + to_string(order.noise_class) + " noise";
}

/// Is the form that the scheme integrates known? A Stratonovich form is not where a loading jumps.
bool has_known_form(const Scheme& scheme, const NoiseClassProof& proof) {
  return scheme.integrates == Calculus::ito || proof.own_jump.empty();
}

std::string fitting_schemes(const NoiseClassProof& proof, StepLengths lengths) {
  std::string names;
  for (const auto& scheme : scheme_registry())
    if (order_on(scheme, proof.noise_class) && has_known_form(scheme, proof) &&
        objection_to_steps(scheme, proof.noise_class, lengths).empty())
      names += (names.empty() ? "" : ", ") + quote(scheme.name);
  return names;
}

/// Why the class is that, and what the orders don't hold for.
std::string reason_of(const NoiseClassProof& proof) {
  return proof.reason + (proof.own_jump.empty() ? "" : "; " + proof.own_jump + ": orders are lower there");
}

/// Which of two fitting schemes `auto` prefers: larger is better.
auto merit(const Scheme& scheme, const SchemeOrder& order) {
  return std::make_tuple(order.strong, order.weak, -(scheme.drift_evaluations + scheme.loading_evaluations));
}

[[noreturn]] void refuse(const Location& location, const std::string& problem, const std::string& why,
                         const std::string& suggestion) {
  throw Error(ErrorKind::scenario, {{Severity::error, location, "E019", problem, why, suggestion, "", 0, 1}});
}

SchemeChoice choose_best(const NoiseClassProof& proof, const Location& location, StepLengths lengths) {
  const Scheme* best = nullptr;
  for (const auto& scheme : scheme_registry()) {
    const auto order = order_on(scheme, proof.noise_class);
    if (order && has_known_form(scheme, proof) && objection_to_steps(scheme, proof.noise_class, lengths).empty() &&
        is_of_path(scheme.detail) && scheme.fit == nullptr &&
        (best == nullptr || merit(scheme, *order) > merit(*best, *order_on(*best, proof.noise_class))))
      best = &scheme;
  }
  if (best == nullptr)
    refuse(location, "no scheme can take steps that follow the path here",
           proof.own_jump + ", and on " + to_string(proof.noise_class) +
               " noise such steps change the law of all schemes but those of the Stratonovich form, which is not known "
               "there",
           "leave out steps = \"adaptive\"");
  return {best, quote(best->name) +
                    " has the highest order among the schemes that fit and serve every model of the class: " +
                    orders_in_words(*order_on(*best, proof.noise_class)) + "; " + reason_of(proof)};
}

}  // namespace

const std::vector<Scheme>& scheme_registry() {
  static const std::vector<Scheme> schemes = {
      euler_maruyama_scheme(),
      tamed_euler_scheme(),
      log_euler_scheme(),
      milstein_scheme(),
      derivative_free_milstein_scheme(),
      euler_heun_scheme(),
      stochastic_heun_scheme(),
      sra1_scheme(),
      sra3_scheme(),
      sosra_scheme(),
      shark_scheme(),
      sriw1_scheme(),
      sosri2_scheme(),
      slow_rk_scheme(),
      sri2_scheme(),
      srs2_scheme(),
      implicit_euler_maruyama_scheme(),
      trapezoidal_maruyama_scheme(),
      split_step_implicit_scheme(),
      implicit_midpoint_scheme(),
      skencarp_scheme(),
      baoab_scheme(),
      positive_splitting_scheme(),
      exact_linear_scheme(),
      dopri5_scheme(),
      rosenbrock4_scheme(),
      weak_euler_scheme(),
      platen_scheme(),
      dri1_scheme(),
      w2ito1_scheme(),
  };
  return schemes;
}

const Scheme* find_scheme(const std::string& name) {
  for (const auto& scheme : scheme_registry())
    if (scheme.name == name) return &scheme;
  return nullptr;
}

std::string objection_to_steps(const Scheme& scheme, NoiseClass noise_class, StepLengths lengths) {
  if (lengths == StepLengths::fixed) return "";
  if (!is_of_path(scheme.detail)) return "it draws a few values in the place of the path's increments";
  if (scheme.made_for != MadeFor::steps_of_any_length) return "its formula is made for steps of one length";
  const auto order = order_on(scheme, noise_class);
  if (order && (order->strong >= 1.0 || scheme.integrates == Calculus::stratonovich)) return "";
  return "of an Itô scheme of strong order 1/2 such steps change the law";
}

std::vector<std::string> scheme_names() {
  std::vector<std::string> names = {"auto"};
  for (const auto& scheme : scheme_registry()) names.push_back(scheme.name);
  names.push_back(moments_name);
  return names;
}

SchemeChoice choose_scheme(const std::string& name, const NoiseClassProof& proof, const Location& location,
                           const std::string& partial_function, StepLengths lengths) {
  const bool is_euler_fit = objection_to_steps(*find_scheme("euler_maruyama"), proof.noise_class, lengths).empty();
  if (name == "auto" && !partial_function.empty() && is_euler_fit)
    return {find_scheme("euler_maruyama"),
            "'euler_maruyama' evaluates formulas on the path only, and " + partial_function +
                ", which support values of schemes of higher order may leave the domain of; " + reason_of(proof)};
  if (name == "auto") return choose_best(proof, location, lengths);
  const Scheme* scheme = find_scheme(name);
  if (name == moments_name)
    refuse(location, "the scheme " + quote(name) + " makes no trajectories, and this needs some",
           "it integrates the equations of mean and covariance", "use run, plan, validate, graph, info and check");
  if (scheme == nullptr) {
    std::string known;
    for (const auto& candidate : scheme_names()) known += (known.empty() ? "" : ", ") + quote(candidate);
    refuse(location, "unknown scheme " + quote(name), "schemes are " + known, suggest_nearest(name, scheme_names()));
  }
  const auto order = order_on(*scheme, proof.noise_class);
  if (!order)
    refuse(location,
           "the scheme " + quote(name) + " does not fit this model" +
               (proof.noise_class == NoiseClass::none ? std::string(", which has no noise")
                                                      : "'s " + to_string(proof.noise_class) + " noise"),
           proof.reason, "schemes that fit are " + fitting_schemes(proof, StepLengths::fixed));
  if (!has_known_form(*scheme, proof))
    refuse(
        location, "the scheme " + quote(name) + " does not fit: " + proof.own_jump,
        "it integrates the Stratonovich form, which has a push at the jump, by the local time of the state there, and "
        "derivatives do not tell of it",
        "schemes that fit are " + fitting_schemes(proof, lengths));
  const std::string objection = objection_to_steps(*scheme, proof.noise_class, lengths);
  if (!objection.empty())
    refuse(
        location,
        "the scheme " + quote(name) + " cannot take steps that follow the path" +
            (proof.noise_class == NoiseClass::none ? std::string() : ", on " + to_string(proof.noise_class) + " noise"),
        objection, "schemes that can are " + fitting_schemes(proof, lengths));
  return {scheme, quote(name) + " was asked for and fits: " + orders_in_words(*order) + "; " + reason_of(proof)};
}

}  // namespace dosde
