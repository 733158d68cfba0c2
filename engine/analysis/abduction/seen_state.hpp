#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/abduction/overwrites.hpp"
#include "engine/analysis/abduction/step_formulas.hpp"

namespace dosde {

/// What a path shows, at one time, of where its step went: rows that clamps or impulses set are none of it.
struct SeenState {
  Eigen::VectorXd values;           ///< [variable]
  std::vector<Eigen::Index> exact;  ///< variables seen as they are
  std::vector<Eigen::Index> noisy;  ///< and with noise of observation
};

/// Reads what paths show. Throws Error (usage) where what is hidden enters what is seen in a way that proposals cannot
/// be guided by: rows without noise, and values of clamps and impulses.
class SeenStates {
 public:
  explicit SeenStates(const ObservedRun& observed);

  [[nodiscard]] SeenState at(std::int64_t trajectory, std::int64_t tick) const;
  /// Refuses a step, the one that ends at the tick, that must not be drawn.
  void refuse_hidden(std::int64_t trajectory, std::int64_t tick) const;

 private:
  struct Value {
    Eigen::Index variable;
    std::vector<Eigen::Index> named;
  };
  struct Rows {
    std::vector<Value> clamps;
    std::vector<Value> silent;  ///< free rows without noise: what their drifts name
  };
  [[nodiscard]] const Rows& rows_at(std::int64_t tick) const { return rows_[observed_.mechanisms_at(tick)]; }
  [[nodiscard]] bool is_set(Eigen::Index variable, std::int64_t tick) const;

  const ObservedRun& observed_;
  std::vector<Rows> rows_;  ///< [mechanism set]
  std::vector<Overwrite> overwrites_;
};

}  // namespace dosde
