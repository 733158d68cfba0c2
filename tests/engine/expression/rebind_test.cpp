#include "engine/expression/rebind.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"
#include "tests/engine/expression/lane_memory.hpp"

namespace dosde {
namespace {

TEST(Rebind, GivesTheConstantsThatBindingGives) {
  const std::vector<Table> tables = {{"light", {0.0, 1.0, 2.5}, {1.0, -2.0, 0.5}, Interpolation::linear}};
  Layout layout;
  layout.inputs["h"] = {Segment::constant, 0};
  layout.inputs["a"] = {Segment::constant, 1};
  layout.inputs["x"] = {Segment::state, 0};
  layout.uniform_count = 2;
  layout.tables = {"light"};
  const Expression formula = parse_expression("x*exp(-a*h) + sqrt(h)/(1 + a^3) + sin(a)") +
                             Expression::make_lookup("light", parse_expression("h + a")) * Expression::symbol("x");
  const Program program = compile_program({{formula, {Segment::next_state, 0}}}, layout);
  ASSERT_GT(program.once.size(), 4U);
  const LaneMemory<16> memory(program, {1, 1, 0, 0}, bind_constants(program, {0.5, 1.25}, tables), tables);
  for (const double h : {0.25, 1.0, 0.1}) {
    const std::vector<double> expected = bind_constants(program, {h, 1.25}, tables);
    std::vector<double> constants(expected.size());
    const ProgramView bound = rebind_first_input(memory.view(), h, constants.data());
    EXPECT_EQ(bound.constants, constants.data());
    for (std::size_t slot = 0; slot < expected.size(); ++slot) EXPECT_EQ(constants[slot], expected[slot]) << slot;
  }
}

}  // namespace
}  // namespace dosde
