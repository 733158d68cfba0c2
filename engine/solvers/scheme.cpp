#include "engine/solvers/scheme.hpp"

namespace dosde {

std::optional<SchemeOrder> order_on(const Scheme& scheme, NoiseClass noise_class) {
  for (const auto& order : scheme.orders)
    if (order.noise_class == noise_class) return order;
  return std::nullopt;
}

}  // namespace dosde
