#include "io/abstraction/read_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

template <class Read>
std::string refusal(Read read) {
  try {
    read();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return {};
}

TEST(ReadMap, takes_a_name_and_a_formula) {
  const MacroVariable row = read_macro_variable(" total=2*x + where(y == 1, 0, y)");
  EXPECT_EQ(row.name, "total");
  EXPECT_TRUE(row.formula.is_same(parse_expression("2*x + where(y == 1, 0, y)")));
  for (const char* text : {"x + y", "= x", "2x = y", ""})
    EXPECT_THAT(refusal([&] { read_macro_variable(text); }), HasSubstr("no row of a map"));
  EXPECT_THAT(refusal([] { read_macro_variable("z = x +"); }), HasSubstr("x +"));
}

TEST(ReadMap, takes_pairs_of_scenarios) {
  EXPECT_EQ(read_scenario_pair("do x = held").micro, "do x");
  EXPECT_EQ(read_scenario_pair("do x = held").macro, "held");
  EXPECT_EQ(read_scenario_pair("do x").macro, "do x");
  for (const char* text : {"", "=", "a=", "=b"})
    EXPECT_THAT(refusal([&] { read_scenario_pair(text); }), HasSubstr("a name is missing"));
}

}  // namespace
}  // namespace dosde
