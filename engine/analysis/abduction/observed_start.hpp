#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "engine/analysis/abduction/observed_run.hpp"

namespace dosde {

/// What is known of a trajectory's start before the path is looked at: by variable, a number (variance 0) or a law.
struct ObservedStart {
  Eigen::VectorXd mean;
  Eigen::VectorXd variance;
  std::vector<std::optional<Law>> laws;  ///< of those that are drawn, and by no normal law; with numbers for parameters

  [[nodiscard]] bool is_normal() const;
  /// [variable] a draw by one uniform each, for those of `laws`; else the mean.
  [[nodiscard]] Eigen::VectorXd draw(const std::vector<double>& uniforms) const;
};

/// `held` [variable]: the value of a clamp there, NaN where there is none.
ObservedStart start_of(const ObservedRun& observed, std::int64_t trajectory, const Eigen::VectorXd& held);

}  // namespace dosde
