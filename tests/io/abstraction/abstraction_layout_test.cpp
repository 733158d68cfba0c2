#include "io/abstraction/abstraction_layout.hpp"

#include <gtest/gtest.h>

#include "tests/io/result/page_rows.hpp"

namespace dosde {
namespace {

/// The table of io/abstraction/README.md has every dataset, with its axes and its meaning.
TEST(AbstractionLayout, is_what_the_page_says) {
  AbstractionSizes sizes;
  sizes.diagrams = sizes.windows = sizes.variables = sizes.assignments = sizes.macro_text_length = 2;
  expect_rows_on_page(describe_abstraction_layout(sizes), "io/abstraction/README.md");
}

TEST(AbstractionLayout, a_derived_model_has_assignments_and_a_given_one_a_text) {
  AbstractionSizes sizes;
  sizes.diagrams = sizes.windows = sizes.variables = 2;
  sizes.macro_text_length = 5;
  EXPECT_EQ(describe_abstraction_layout(sizes).find("assignment"), nullptr);
  EXPECT_NE(describe_abstraction_layout(sizes).find("provenance/macro_text"), nullptr);
  sizes.assignments = 2;
  sizes.macro_text_length = 0;
  EXPECT_NE(describe_abstraction_layout(sizes).find("assignment"), nullptr);
  EXPECT_EQ(describe_abstraction_layout(sizes).find("provenance/macro_text"), nullptr);
}

}  // namespace
}  // namespace dosde
