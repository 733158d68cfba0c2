#pragma once

#include <optional>
#include <string_view>

#include "io/scenario/read_context.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

// What the readers of CSV files share: forcing tables and tables of sweep points.

/// The file that a value names, without a byte order mark, as a source of the reading; nullptr, and an error at the
/// value, where it cannot be read.
const SourceText* read_csv_source(const Value& path_value, ReadContext& context);

/// Without the blanks at both ends.
std::string_view trim(std::string_view text);

/// The whole of `text` as a number, NaN and infinities included; nothing where it is none.
std::optional<double> parse_number(std::string_view text);

Place whole_line(const SourceText& source, int line);

}  // namespace dosde
