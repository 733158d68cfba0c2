#include "engine/solvers/scheme.hpp"

namespace dosde {

std::vector<SchemeOrder> weak_orders(double deterministic, double weak) {
  std::vector<SchemeOrder> orders = {{NoiseClass::none, deterministic, deterministic}};
  for (const auto noise_class :
       {NoiseClass::additive, NoiseClass::scalar, NoiseClass::diagonal, NoiseClass::commutative, NoiseClass::general})
    orders.push_back({noise_class, 0.0, weak});
  return orders;
}

std::optional<SchemeOrder> order_on(const Scheme& scheme, NoiseClass noise_class) {
  for (const auto& order : scheme.orders)
    if (order.noise_class == noise_class) return order;
  return std::nullopt;
}

}  // namespace dosde
