#include "engine/analysis/abduction/particles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace dosde {
namespace {

constexpr double impossible = -std::numeric_limits<double>::infinity();
/// A whitened increment that varies no more than this is the same for all.
constexpr double no_deviation = 1e-5;
/// Normals are made for so many steps at a time.
constexpr std::size_t steps_at_once = 64;

}  // namespace

std::vector<std::int32_t> pick_systematically(const std::vector<double>& weights, std::int64_t count, double uniform) {
  std::vector<std::int32_t> places;
  double sum = weights.front();
  std::size_t place = 0;
  for (std::int64_t n = 0; n < count; ++n) {
    const double level = (static_cast<double>(n) + uniform) / static_cast<double>(count);
    while (sum < level && place + 1 < weights.size()) sum += weights[++place];
    while (weights[place] == 0.0 && place > 0) --place;  // the sum fell short of the last level by rounding
    places.push_back(static_cast<std::int32_t>(place));
  }
  return places;
}

Particles::Particles(const ObservedRun& observed, const Stretch& stretch, const ReferencePath& reference, StepMap& map,
                     std::int64_t count, std::uint64_t seed)
    : observed_(observed),
      stretch_(stretch),
      reference_(reference),
      map_(map),
      law_(reference.steps, reference.states, stretch.seen, observed.deviations, observed.run.experiment.time.step),
      count_(count),
      seed_(seed),
      sources_(observed.run.sources.size()),
      log_weights_(static_cast<std::size_t>(count), 0.0),
      log_futures_(static_cast<std::size_t>(count), 0.0),
      weights_(static_cast<std::size_t>(count), 1.0 / static_cast<double>(count)),
      noise_(static_cast<std::size_t>(count)),
      increments_(stretch.step_count() * sources_ * static_cast<std::size_t>(count)),
      ancestors_(stretch.step_count()),
      is_determined_(stretch.step_count() * sources_, false) {}

void Particles::run(std::vector<RowEvidence>& rows) {
  draw_starts();
  for (std::size_t step = 0; step < stretch_.step_count(); ++step) {
    if (step % steps_at_once == 0) draw_normals(step);
    GuidedStep guided(stretch_.seen[step + 1], law_.ahead(step + 1), reference_.states[step + 1]);
    guide(step, guided, rows);
    normalise(step);
    resample(step);
    move(step);
  }
}

/// Normal starts are guided as noise is; others are drawn from their law and weighted.
void Particles::draw_starts() {
  const Eigen::Index variables = stretch_.start.mean.size();
  Eigen::MatrixXd loading = stretch_.start.variance.cwiseSqrt().asDiagonal();
  for (Eigen::Index i = 0; i < variables; ++i)
    if (stretch_.start.laws[static_cast<std::size_t>(i)]) loading(i, i) = 0.0;
  const bool is_drawn = !stretch_.start.variance.isZero(0.0);
  const SeenState nothing{stretch_.seen.front().values, {}, {}};
  GuidedStep guided(nothing, law_.ahead(0), reference_.states.front());
  const auto& model = observed_.run.model.variables;
  for (std::int64_t n = 0; n < count_; ++n) {
    const auto place = static_cast<std::size_t>(n);
    Eigen::VectorXd state = stretch_.start.mean;
    if (is_drawn) {
      std::vector<double> uniforms;
      Eigen::VectorXd normals(variables);
      for (Eigen::Index i = 0; i < variables; ++i) {
        const std::string name = "particle:initial:" + model[static_cast<std::size_t>(i)].name;
        uniforms.push_back(draw_uniform(name, seed_, key_of(n), 0));
        normals[i] = draw_along(name, seed_, key_of(n), 1, 1.0)[0];
      }
      state = stretch_.start.draw(uniforms);
      guided.solve(state, loading, noise_[place]);
      log_weights_[place] = noise_[place].log_integral;
      state += loading * (noise_[place].mean + noise_[place].spread * normals);
    }
    log_futures_[place] = law_.future(0).log_at(state - reference_.states.front());
    starts_.push_back(state);
    states_.push_back(std::move(state));
  }
}

/// Into the places of the increments that they will become.
void Particles::draw_normals(std::size_t step) {
  const std::size_t count = std::min(steps_at_once, stretch_.step_count() - step);
  for (std::size_t k = 0; k < sources_; ++k) {
    for (std::int64_t n = 0; n < count_; ++n) {
      const auto drawn = draw_along("particle:" + observed_.run.sources[k], seed_, key_of(n),
                                    static_cast<std::int64_t>(count), 1.0, tick(step));
      for (std::size_t s = 0; s < count; ++s)
        increments_[((step + s) * sources_ + k) * static_cast<std::size_t>(count_) + static_cast<std::size_t>(n)] =
            drawn[s];
    }
  }
}

/// The law of every particle's noise, and its weight.
void Particles::guide(std::size_t step, GuidedStep& guided, std::vector<RowEvidence>& rows) {
  const LinearEnd& end = reference_.ends[step];
  Eigen::VectorXd low = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(sources_), -impossible), high = -low;
  for (std::size_t n = 0; n < states_.size(); ++n) {
    if (log_weights_[n] == impossible) continue;
    map_.begin(tick(step), states_[n]);
    if (end.is_nothing)
      guided.solve(map_.mean(), map_.loading(), noise_[n]);
    else
      guided.solve(end.move * map_.mean() + end.constant, end.move * map_.loading(), noise_[n]);
    log_weights_[n] += noise_[n].log_integral - log_futures_[n];
    if (!std::isfinite(log_weights_[n])) log_weights_[n] = impossible;
    if (log_weights_[n] == impossible) continue;
    low = low.cwiseMin(noise_[n].mean - noise_[n].spread.rowwise().norm());
    high = high.cwiseMax(noise_[n].mean + noise_[n].spread.rowwise().norm());
    judge(step, guided, rows);
  }
  for (std::size_t k = 0; k < sources_; ++k)
    is_determined_[step * sources_ + k] =
        high[static_cast<Eigen::Index>(k)] - low[static_cast<Eigen::Index>(k)] <= no_deviation;
}

/// What no noise explains is evidence where a step's begin is known, and else the model's way to tell of it, which no
/// draw can meet.
void Particles::judge(std::size_t step, const GuidedStep& guided, std::vector<RowEvidence>& rows) const {
  const SeenState& seen = stretch_.seen[step + 1];
  if (guided.rank() == static_cast<Eigen::Index>(seen.exact.size())) return;
  const double time = observed_.run.experiment.time.time(tick(step + 1));
  const bool begins_known = step == 0 && stretch_.start.variance.isZero(0.0);
  for (const auto i : seen.exact) {
    const double rounding = std::numeric_limits<double>::epsilon() * (map_.size()[i] + std::abs(seen.values[i]));
    auto& row = rows[static_cast<std::size_t>(i)];
    if (!begins_known && std::abs(guided.residual()[i]) > most_roundings * rounding &&
        !map_.loading().row(i).isZero(0.0))
      throw Error(ErrorKind::usage,
                  "at time " + time_text(time) + " more variables were seen without noise than sources move, '" +
                      row.name + "' among them, and the state before was not seen",
                  "only few hidden states lead there, and no draw meets one of them",
                  "say how exact it is: --observation-noise " + row.name + "=S");
    row.note(guided.residual()[i], rounding, time);
  }
}

void Particles::normalise(std::size_t step) {
  const double largest = *std::max_element(log_weights_.begin(), log_weights_.end());
  if (largest == impossible)
    throw Error(ErrorKind::usage,
                "no particle reaches what was seen of trajectory " + std::to_string(stretch_.trajectory) + " at time " +
                    time_text(observed_.run.experiment.time.time(tick(step + 1))),
                "their states or weights left the numbers", "is it the model, the scenario and the step of this path?");
  double sum = 0.0;
  for (std::size_t n = 0; n < weights_.size(); ++n) sum += weights_[n] = std::exp(log_weights_[n] - largest);
  for (auto& weight : weights_) weight /= sum;
}

void Particles::resample(std::size_t step) {
  const double square = std::inner_product(weights_.begin(), weights_.end(), weights_.begin(), 0.0);
  if (square * static_cast<double>(count_) < 2.0) return;
  auto& ancestors = ancestors_[step];
  ancestors = pick_systematically(weights_, count_, draw_uniform("resample", seed_, stretch_.trajectory, tick(step)));
  std::vector<Eigen::VectorXd> states;
  std::vector<GuidedNoise> noise;
  for (const auto ancestor : ancestors) {
    states.push_back(states_[static_cast<std::size_t>(ancestor)]);
    noise.push_back(noise_[static_cast<std::size_t>(ancestor)]);
  }
  states_ = std::move(states);
  noise_ = std::move(noise);
  std::fill(log_weights_.begin(), log_weights_.end(), 0.0);
  std::fill(weights_.begin(), weights_.end(), 1.0 / static_cast<double>(count_));
}

void Particles::move(std::size_t step) {
  const LinearEnd& end = reference_.ends[step];
  const SeenState& seen = stretch_.seen[step + 1];
  const double root = std::sqrt(observed_.run.experiment.time.step);
  for (std::size_t n = 0; n < states_.size(); ++n) {
    if (log_weights_[n] == impossible) continue;
    const auto place = [&](std::size_t k) -> double& {
      return increments_[(step * sources_ + k) * states_.size() + n];
    };
    Eigen::VectorXd normals(noise_[n].spread.cols());
    for (Eigen::Index k = 0; k < normals.size(); ++k) normals[k] = place(static_cast<std::size_t>(k));
    const Eigen::VectorXd drawn = noise_[n].mean + noise_[n].spread * normals;
    for (std::size_t k = 0; k < sources_; ++k) place(k) = root * drawn[static_cast<Eigen::Index>(k)];
    map_.begin(tick(step), states_[n]);
    const Eigen::VectorXd reached = map_.mean() + map_.loading() * drawn;
    Eigen::VectorXd distance = reached;
    if (!end.is_nothing) distance = (end.move * reached + end.constant).eval();
    states_[n] = map_.end(tick(step), reached);
    for (const auto i : seen.exact) distance[i] = states_[n][i] = seen.values[i];
    distance -= reference_.states[step + 1];
    log_futures_[n] = law_.future(step + 1).log_at(distance);
  }
}

std::vector<std::vector<std::int32_t>> Particles::trace(const std::vector<std::int32_t>& places) const {
  std::vector<std::vector<std::int32_t>> paths(ancestors_.size(), places);
  for (std::size_t step = paths.size(); step-- > 0;) {
    // Increments of a step stand where its particle stood after the step's own resampling.
    if (step + 1 < paths.size()) {
      paths[step] = paths[step + 1];
      if (!ancestors_[step + 1].empty())
        for (auto& place : paths[step]) place = ancestors_[step + 1][static_cast<std::size_t>(place)];
    }
  }
  return paths;
}

std::vector<double> Particles::effective() const {
  std::vector<double> sizes(ancestors_.size());
  std::vector<double> mass = weights_;
  for (std::size_t step = sizes.size(); step-- > 0;) {
    sizes[step] = 1.0 / std::inner_product(mass.begin(), mass.end(), mass.begin(), 0.0);
    if (ancestors_[step].empty()) continue;
    std::vector<double> before(mass.size(), 0.0);
    for (std::size_t n = 0; n < mass.size(); ++n) before[static_cast<std::size_t>(ancestors_[step][n])] += mass[n];
    mass = std::move(before);
  }
  return sizes;
}

}  // namespace dosde
