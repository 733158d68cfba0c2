#pragma once

/// The elementary functions that a library provides: unary(our name, the library's name) and binary(…) are called for
/// each. base_… are those that lane_derived.hpp mends.
#define DOSDE_FOR_EACH_ELEMENTARY(unary, binary)                                                                     \
  unary(lane_exp, exp) unary(lane_expm1, expm1) unary(lane_log, log) unary(base_log1p, log1p) unary(lane_cbrt, cbrt) \
      unary(lane_sin, sin) unary(lane_cos, cos) unary(lane_tan, tan) unary(lane_asin, asin) unary(lane_acos, acos)   \
          unary(lane_atan, atan) unary(base_sinh, sinh) unary(base_cosh, cosh) unary(lane_tanh, tanh)                \
              binary(lane_atan2, atan2) binary(lane_pow, pow)
