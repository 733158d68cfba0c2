#pragma once

#include <vector>

#include "engine/expression/exact_number.hpp"
#include "engine/expression/expression.hpp"

namespace dosde {

/// A part of a collected sum or product: weight*part in a sum, part^weight in a product.
template <class Weight>
struct Weighted {
  Expression part;
  Weight weight;
};

/// constant + Σ weight*part
struct CollectedSum {
  ExactNumber constant = 0;
  std::vector<Weighted<ExactNumber>> terms;
};

/// coefficient * Π part^weight
struct CollectedProduct {
  ExactNumber coefficient = 1;
  std::vector<Weighted<int>> factors;
};

/// Collects the like terms of a sum (add, subtract), through nested sums, minus signs and constant factors. Each node
/// is met once, after all its parents, with all it weighs, so shared parts cost nothing. `effort` counts down with
/// every node met; at 0 nested sums are left as they are.
CollectedSum collect_sum(const Expression& sum, long& effort);

/// The same for a product (multiply, divide, integer power, minus).
CollectedProduct collect_product(const Expression& product, long& effort);

}  // namespace dosde
