#include "engine/solvers/scheme.hpp"

namespace dosde {

std::vector<SchemeOrder> orders_on_any_noise(StrongAndWeak none, StrongAndWeak additive, StrongAndWeak commuting,
                                             StrongAndWeak general) {
  return {{NoiseClass::none, none.strong, none.weak},
          {NoiseClass::additive, additive.strong, additive.weak},
          {NoiseClass::scalar, commuting.strong, commuting.weak},
          {NoiseClass::diagonal, commuting.strong, commuting.weak},
          {NoiseClass::commutative, commuting.strong, commuting.weak},
          {NoiseClass::general, general.strong, general.weak}};
}

std::vector<SchemeOrder> weak_orders(double deterministic, double weak) {
  return orders_on_any_noise({deterministic, deterministic}, {0.0, weak}, {0.0, weak}, {0.0, weak});
}

std::optional<SchemeOrder> order_on(const Scheme& scheme, NoiseClass noise_class) {
  for (const auto& order : scheme.orders)
    if (order.noise_class == noise_class) return order;
  return std::nullopt;
}

}  // namespace dosde
