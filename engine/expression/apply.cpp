#include "engine/expression/apply.hpp"

#if !defined(__CUDACC__) && !defined(__HIPCC__)

#include "engine/expression/apply_to_lanes.hpp"

namespace dosde {

double apply_operation(Operation operation, double a, double b, double c, int detail) {
  return apply_to_lanes(operation, a, b, c, detail);
}

}  // namespace dosde

#endif
