#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "engine/analysis/abduction/guided_step.hpp"
#include "engine/analysis/abduction/reference_path.hpp"

namespace dosde {

/// Weighted noise of one stretch: particles, each a draw of a law that is guided by what lies ahead, weighted so that
/// together they follow the law given the path. A particle's weight at x_t is
///
///     Π_s Z_s(x_s) / g_s(x_s),   Z_s(x) = ∫ N(z; 0, 1) [rows seen exactly] ahead(x') dz,   g_s = future(x_s),
///
/// known before its step is drawn. In a linear model Z = g, so that all weights are 1. Where the effective sample size
/// falls below half of them, particles are drawn again from themselves, systematically.
class Particles {
 public:
  /// `count` of them; draws are keyed by the seed, the trajectory and the number of the particle.
  Particles(const ObservedRun& observed, const Stretch& stretch, const ReferencePath& reference, StepMap& map,
            std::int64_t count, std::uint64_t seed);

  /// Takes them through the stretch. Evidence of rows goes to `rows` [variable]. Throws Error (usage) where none of
  /// them reaches what was seen.
  void run(std::vector<RowEvidence>& rows);

  /// Of the particles at the end, summing to 1.
  [[nodiscard]] const std::vector<double>& weights() const { return weights_; }
  /// Whole paths of the particles at these places: [step] the places where they were.
  [[nodiscard]] std::vector<std::vector<std::int32_t>> trace(const std::vector<std::int32_t>& places) const;
  /// [step] (Σ m²)⁻¹, m the weight at the end of all that came through a particle of that step.
  [[nodiscard]] std::vector<double> effective() const;
  /// Of a particle at its place in a step.
  [[nodiscard]] double increment(std::size_t step, std::size_t source, std::int32_t place) const {
    return increments_[(step * sources_ + source) * static_cast<std::size_t>(count_) + static_cast<std::size_t>(place)];
  }
  /// Where the particle at that place in the first step began.
  [[nodiscard]] const Eigen::VectorXd& start(std::int32_t place) const {
    const auto own = static_cast<std::size_t>(place);
    return starts_[ancestors_.front().empty() ? own : static_cast<std::size_t>(ancestors_.front()[own])];
  }
  /// Does the path tell the increment: was it the same for all particles, with nothing left to draw?
  [[nodiscard]] bool is_determined(std::size_t step, std::size_t source) const {
    return is_determined_[step * sources_ + source];
  }

 private:
  void draw_starts();
  void draw_normals(std::size_t step);
  void guide(std::size_t step, GuidedStep& guided, std::vector<RowEvidence>& rows);
  void judge(std::size_t step, const GuidedStep& guided, std::vector<RowEvidence>& rows) const;
  void normalise(std::size_t step);
  void resample(std::size_t step);
  void move(std::size_t step);
  [[nodiscard]] std::int64_t tick(std::size_t step) const { return stretch_.first + static_cast<std::int64_t>(step); }
  [[nodiscard]] std::int64_t key_of(std::int64_t particle) const { return stretch_.trajectory * count_ + particle; }

  const ObservedRun& observed_;
  const Stretch& stretch_;
  const ReferencePath& reference_;
  StepMap& map_;
  GuidingLaw law_;
  std::int64_t count_;
  std::uint64_t seed_;
  std::size_t sources_;
  std::vector<Eigen::VectorXd> states_, starts_;
  std::vector<double> log_weights_, log_futures_, weights_;
  std::vector<GuidedNoise> noise_;
  std::vector<double> increments_;                    ///< [step][source][place]
  std::vector<std::vector<std::int32_t>> ancestors_;  ///< [step][place]; empty: each its own
  std::vector<bool> is_determined_;                   ///< [step][source]
};

/// Places in proportion to the weights (which sum to 1): `count` of them, by one uniform in (0, 1); each is met at most
/// one time more or less often than count × weight (Carpenter, Clifford & Fearnhead 1999, IEE Proc. 146:2).
std::vector<std::int32_t> pick_systematically(const std::vector<double>& weights, std::int64_t count, double uniform);

}  // namespace dosde
