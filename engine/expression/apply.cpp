#include "engine/expression/apply.hpp"

#if !defined(__CUDACC__) && !defined(__HIPCC__)

#include "engine/expression/apply_to_lanes.hpp"

namespace dosde {

double apply_operation(Operation operation, double a, double b, double c, int detail) {
  return apply_to_lanes(operation, a, b, c, detail);
}

double apply_second(FollowUp follow_up, double value, double d, double e) {
  return apply_follow_up(follow_up, value, d, e);
}

}  // namespace dosde

#endif
