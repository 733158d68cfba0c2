#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "io/result/layout.hpp"

namespace dosde {

/// Does the table of a room's page have every dataset of a layout, with its axes and its meaning? `page`: below the
/// project's root.
inline void expect_rows_on_page(const ResultLayout& layout, const std::string& page) {
  std::ifstream file(DOSDE_SOURCE_DIR "/" + page);
  std::set<std::string> rows;
  for (std::string line; std::getline(file, line);) rows.insert(line);
  for (const DatasetSpec& dataset : layout.datasets) {
    std::string axes;
    for (const std::string& name : dataset.dimensions) axes += (axes.empty() ? "" : ", ") + name;
    const std::string row = "| `" + dataset.path + "` | " + element_name(dataset.type) + " | [" + axes + "] | " +
                            dataset.description + " |";
    EXPECT_EQ(rows.count(row), 1U) << page << " misses\n" << row;
  }
}

}  // namespace dosde
