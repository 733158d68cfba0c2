#include "io/response/response_layout.hpp"

#include <gtest/gtest.h>

#include "tests/io/result/page_rows.hpp"

namespace dosde {
namespace {

/// The table of io/response/README.md has every dataset, with its axes and its meaning.
TEST(ResponseLayout, is_what_the_page_says) {
  ResponseSizes sizes;
  sizes.variables = sizes.intervened = sizes.horizons = sizes.sources = 2;
  expect_rows_on_page(describe_response_layout(sizes), "io/response/README.md");
  sizes.sources = 0;  // a model without noise
  EXPECT_EQ(describe_response_layout(sizes).find("direct_noise"), nullptr);
  EXPECT_NE(describe_response_layout(sizes).find("direct_drift"), nullptr);
}

}  // namespace
}  // namespace dosde
