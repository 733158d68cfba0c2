#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/analysis/abduction/inversion.hpp"
#include "engine/analysis/abduction/particles.hpp"
#include "engine/analysis/abduction/recorded_starts.hpp"

namespace dosde {
namespace {

/// Paths in which some is hidden: steps between known states are inverted, stretches between them drawn by particles.
class Guiding {
 public:
  Guiding(const ObservedRun& observed, std::uint64_t seed, Abduction& found)
      : observed_(observed),
        seed_(seed),
        found_(found),
        inversion_(observed, seed, found),
        seen_(observed),
        linear_(observed),
        map_(observed),
        held_(linear_.held_at_start()) {
    lay_out_starts(observed_, found_);
    GuidingEvidence& told = found_.guiding;
    const auto cells = static_cast<std::size_t>(found_.world.cell_count);
    told.effective.resize(static_cast<std::size_t>(found_.observed) * cells, static_cast<double>(told.particles));
    told.weights.resize(static_cast<std::size_t>(found_.world.trajectories) * cells, 1.0);
  }

  void take(std::int64_t trajectory) {
    inversion_.begin(trajectory);
    if (observed_.is_known(trajectory, 0)) store_known_start(trajectory);
    for (std::int64_t first = 0; first < observed_.step_count;) {
      std::int64_t last = first + 1;
      const bool begins_known = observed_.is_known(trajectory, first);
      while (last < observed_.step_count && !observed_.is_known(trajectory, last)) ++last;
      if (begins_known && last == first + 1 && observed_.is_known(trajectory, last))
        inversion_.take_step(first);
      else
        draw_stretch(trajectory, first, last);
      first = last;
    }
    inversion_.judge_clamps();
  }

 private:
  [[nodiscard]] Stretch lay_out_stretch(std::int64_t trajectory, std::int64_t first, std::int64_t last) const {
    Stretch stretch;
    stretch.trajectory = trajectory;
    stretch.first = first;
    for (std::int64_t tick = first; tick <= last; ++tick) {
      if (tick > first) seen_.refuse_hidden(trajectory, tick);
      stretch.seen.push_back(seen_.at(trajectory, tick));
    }
    if (first == 0) {
      stretch.start = start_of(observed_, trajectory, held_);
    } else {
      stretch.start.mean = observed_.state(trajectory, first);
      stretch.start.variance = Eigen::VectorXd::Zero(held_.size());
      stretch.start.laws.resize(static_cast<std::size_t>(held_.size()));
    }
    return stretch;
  }

  void draw_stretch(std::int64_t trajectory, std::int64_t first, std::int64_t last) {
    const Stretch stretch = lay_out_stretch(trajectory, first, last);
    const ReferencePath reference = find_reference(observed_, stretch, linear_, map_);
    Particles particles(observed_, stretch, reference, map_, found_.guiding.particles, seed_);
    particles.run(found_.rows);
    note_evidence(stretch, particles);
    const auto places = pick_draws(stretch, particles);
    const auto paths = particles.trace(places);
    const auto count = static_cast<double>(found_.guiding.particles);
    for (std::int64_t draw = 0; draw < found_.draws; ++draw) {
      const std::int64_t row = trajectory * found_.draws + draw;
      const auto own = static_cast<std::size_t>(draw);
      const double weight = count * particles.weights()[static_cast<std::size_t>(places[own])];
      for (std::size_t step = 0; step < stretch.step_count(); ++step) {
        const std::int64_t cell = first + static_cast<std::int64_t>(step);
        found_.guiding.weights[static_cast<std::size_t>(row * found_.world.cell_count + cell)] = weight;
        for (std::size_t k = 0; k < found_.sources.size(); ++k)
          found_.world.increments[found_.world.place(static_cast<std::int64_t>(k), cell, row)] =
              particles.increment(step, k, paths[step][own]);
      }
      if (first == 0) store_start(observed_, row, particles.start(paths.front()[own]), found_.world);
    }
  }

  /// In proportion to the weights, in an order of their own: stretches are independent of each other.
  [[nodiscard]] std::vector<std::int32_t> pick_draws(const Stretch& stretch, const Particles& particles) const {
    const auto sorted = pick_systematically(particles.weights(), found_.draws,
                                            draw_uniform("pick", seed_, stretch.trajectory, stretch.first));
    std::vector<std::size_t> order(sorted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> keys;
    for (std::int64_t draw = 0; draw < found_.draws; ++draw)
      keys.push_back(draw_uniform("order", seed_, stretch.trajectory * found_.draws + draw, stretch.first));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    std::vector<std::int32_t> places;
    for (const auto place : order) places.push_back(sorted[place]);
    return places;
  }

  void note_evidence(const Stretch& stretch, const Particles& particles) {
    GuidingEvidence& told = found_.guiding;
    const auto sizes = particles.effective();
    for (std::size_t step = 0; step < sizes.size(); ++step) {
      const std::int64_t cell = stretch.first + static_cast<std::int64_t>(step);
      told.effective[static_cast<std::size_t>(stretch.trajectory * found_.world.cell_count + cell)] = sizes[step];
      for (std::size_t k = 0; k < found_.sources.size(); ++k)
        found_.note(stretch.trajectory, cell, k,
                    particles.is_determined(step, k) ? Undetermined::no : Undetermined::state_unseen);
    }
  }

  void store_known_start(std::int64_t trajectory) {
    for (std::int64_t draw = 0; draw < found_.draws; ++draw)
      store_start(observed_, trajectory * found_.draws + draw, observed_.state(trajectory, 0), found_.world);
  }

  const ObservedRun& observed_;
  std::uint64_t seed_;
  Abduction& found_;
  Inversion inversion_;
  SeenStates seen_;
  LinearSteps linear_;
  StepMap map_;
  Eigen::VectorXd held_;  ///< [variable] values of clamps at the start; NaN: free
};

}  // namespace

void guide_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found) {
  Guiding guiding(observed, seed, found);
  for (std::int64_t n = 0; n < found.observed; ++n) guiding.take(n);
  GuidingEvidence& told = found.guiding;
  const auto least = std::min_element(told.effective.begin(), told.effective.end()) - told.effective.begin();
  told.least_effective = told.effective[static_cast<std::size_t>(least)];
  told.least_trajectory = least / found.world.cell_count;
  told.least_time = found.world.start + static_cast<double>(least % found.world.cell_count) * found.world.cell;
}

}  // namespace dosde
