#include "engine/expression/program.hpp"

namespace dosde {

Instruction make_instruction(Operation operation, Operand result, const std::vector<Operand>& operands,
                             std::int32_t detail) {
  const Operand a = operands[0];
  const Operand b = operands.size() > 1 ? operands[1] : a;
  const Operand c = operands.size() > 2 ? operands[2] : a;
  const Operand d = operands.size() > 3 ? operands[3] : a;
  const Operand e = operands.size() > 4 ? operands[4] : a;
  int pattern = is_uniform(a.segment) + 2 * is_uniform(b.segment) + 4 * is_uniform(c.segment);
  if (operands.size() > 3) pattern += 8 * is_uniform(d.segment) + 16 * is_uniform(e.segment);
  return {operation, static_cast<std::uint8_t>(pattern), 1, result, a, b, c, d, e, detail};
}

}  // namespace dosde
