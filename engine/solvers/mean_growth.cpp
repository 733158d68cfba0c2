#include "engine/solvers/mean_growth.hpp"

#include "engine/expression/functions.hpp"

namespace dosde {

Expression mean_growth(const Expression& rate, const Expression& z) {
  if (rate.is_constant(0.0)) return 1.0;
  return rate.is_constant() ? expm1(z) / z : where(equals(z, 0.0), 1.0, expm1(z) / z);
}

}  // namespace dosde
