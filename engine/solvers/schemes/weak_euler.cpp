#include "engine/solvers/schemes/weak_euler.hpp"

#include "engine/solvers/schemes/euler_maruyama.hpp"

namespace dosde {

Scheme weak_euler_scheme() {
  return {"weak_euler",
          "weak Euler with two-point variables",
          "Kloeden & Platen 1992, 14.1",
          Calculus::ito,
          weak_orders(1.0, 1.0),
          1,
          1,
          &take_euler_maruyama_step,
          PathDetail::two_points};
}

}  // namespace dosde
