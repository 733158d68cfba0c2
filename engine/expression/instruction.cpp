#include "engine/expression/program.hpp"

namespace dosde {

Instruction make_instruction(Operation operation, Operand result, const std::vector<Operand>& operands,
                             std::int32_t detail) {
  const Operand a = operands[0];
  const Operand b = operands.size() > 1 ? operands[1] : a;
  const Operand c = operands.size() > 2 ? operands[2] : a;
  const int pattern = is_uniform(a.segment) + 2 * is_uniform(b.segment) + 4 * is_uniform(c.segment);
  return {operation, static_cast<std::uint8_t>(pattern), 1, result, a, b, c, detail};
}

}  // namespace dosde
