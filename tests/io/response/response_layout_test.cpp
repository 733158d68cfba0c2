#include "io/response/response_layout.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

namespace dosde {
namespace {

/// The table of io/response/README.md has every dataset, with its axes and its meaning.
TEST(ResponseLayout, is_what_the_page_says) {
  std::ifstream page(DOSDE_SOURCE_DIR "/io/response/README.md");
  std::set<std::string> rows;
  for (std::string line; std::getline(page, line);) rows.insert(line);
  ResponseSizes sizes;
  sizes.variables = sizes.intervened = sizes.horizons = sizes.sources = 2;
  for (const DatasetSpec& dataset : describe_response_layout(sizes).datasets) {
    std::string axes;
    for (const std::string& name : dataset.dimensions) axes += (axes.empty() ? "" : ", ") + name;
    const std::string row = "| `" + dataset.path + "` | " + element_name(dataset.type) + " | [" + axes + "] | " +
                            dataset.description + " |";
    EXPECT_EQ(rows.count(row), 1U) << "io/response/README.md misses\n" << row;
  }
  sizes.sources = 0;  // a model without noise
  EXPECT_EQ(describe_response_layout(sizes).find("direct_noise"), nullptr);
  EXPECT_NE(describe_response_layout(sizes).find("direct_drift"), nullptr);
}

}  // namespace
}  // namespace dosde
