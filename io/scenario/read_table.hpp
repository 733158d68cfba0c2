#pragma once

#include "engine/expression/table.hpp"
#include "io/scenario/read_context.hpp"
#include "io/scenario/section.hpp"

namespace dosde {

/// One entry of [model.inputs]: a CSV file or rows written in place. Complaints about a file point into the file; then
/// the table has one row of zeros.
Table read_table(const std::string& name, const Section& input, ReadContext& context);

}  // namespace dosde
