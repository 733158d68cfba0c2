// No include guard: the list of elementary functions, included once with DOSDE_UNARY(our name, the library's name) and
// DOSDE_BINARY defined.

namespace dosde {

DOSDE_UNARY(lane_exp, exp)
DOSDE_UNARY(lane_expm1, expm1)
DOSDE_UNARY(lane_log, log)
DOSDE_UNARY(base_log1p, log1p)
DOSDE_UNARY(lane_cbrt, cbrt)
DOSDE_UNARY(lane_sin, sin)
DOSDE_UNARY(lane_cos, cos)
DOSDE_UNARY(lane_tan, tan)
DOSDE_UNARY(lane_asin, asin)
DOSDE_UNARY(lane_acos, acos)
DOSDE_UNARY(lane_atan, atan)
DOSDE_UNARY(base_sinh, sinh)
DOSDE_UNARY(base_cosh, cosh)
DOSDE_UNARY(lane_tanh, tanh)
DOSDE_BINARY(lane_atan2, atan2)
DOSDE_BINARY(lane_pow, pow)

}  // namespace dosde
