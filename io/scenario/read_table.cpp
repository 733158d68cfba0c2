#include "io/scenario/read_table.hpp"

#include <cmath>
#include <string_view>

#include "io/scenario/csv.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_complaints = 20;  // a file with another separator is wrong in every line

bool read_number(std::string_view text, double& number) {
  const auto found = parse_number(trim(text));
  number = found.value_or(0.0);
  return found && std::isfinite(number);
}

/// A complaint about one row, or "".
std::string read_row(std::string_view row, Table& table) {
  const std::size_t comma = row.find(',');
  if (comma == std::string_view::npos || row.find(',', comma + 1) != std::string_view::npos) {
    return "a row has two columns, time and value, with a comma between";
  }
  double time = 0.0;
  double value = 0.0;
  if (!read_number(row.substr(0, comma), time)) return "the time is not a finite number";
  if (!read_number(row.substr(comma + 1), value)) return "the value is not a finite number";
  if (!table.times.empty() && !(time > table.times.back())) {
    return "the time " + toml_number(time) + " does not come after " + toml_number(table.times.back());
  }
  table.times.push_back(time);
  table.values.push_back(value);
  return "";
}

void read_csv(const SourceText& source, Table& table, Findings& findings) {
  const std::string form = "a table is a header line, then rows of time,value in increasing time";
  const std::string_view header = source.line(1);
  double number = 0.0;
  if (header.find(',') == std::string_view::npos || read_number(header.substr(0, header.find(',')), number)) {
    findings.error("E012", whole_line(source, 1), "the first line is no header", form,
                   "begin the file with: time,value");
    return;
  }
  const std::size_t before = findings.error_count();
  for (int line = 2; line <= source.line_count() && findings.error_count() - before < most_complaints; ++line) {
    const std::string_view row = source.line(line);
    if (line == source.line_count() && trim(row).empty()) break;
    const std::string complaint = read_row(row, table);
    if (!complaint.empty()) findings.error("E012", whole_line(source, line), complaint, form, "");
  }
  if (table.times.empty() && findings.error_count() == before) {
    findings.error("E012", whole_line(source, 1), "the table has no rows", form, "");
  }
}

void read_rows(const Section& input, Table& table, Findings& findings) {
  table.times = input.numbers("times");
  table.values = input.numbers("values");
  const Place place = input.place_of("times");
  if (table.times.size() != table.values.size() || table.times.empty()) {
    findings.error("E012", place, "times and values must be of one length, at least 1", "", "");
  }
  for (std::size_t row = 1; row < table.times.size(); ++row) {
    if (table.times[row] > table.times[row - 1]) continue;
    findings.error(
        "E012", input.find("times")->items[row].place,
        "the time " + toml_number(table.times[row]) + " does not come after " + toml_number(table.times[row - 1]),
        "times must increase", "");
  }
}

}  // namespace

Table read_table(const std::string& name, const Section& input, ReadContext& context) {
  Table table;
  table.name = name;
  table.interpolation = input.text("interpolation") == "linear" ? Interpolation::linear : Interpolation::previous;
  const std::size_t before = context.findings.error_count();
  // What is written and bad has been told already.
  const bool names_file = input.mentions("table");
  const bool names_rows = input.mentions("times") && input.mentions("values");
  if (names_file && !input.mentions("times") && !input.mentions("values")) {
    if (const Value* path = input.find("table"))
      if (const SourceText* source = read_csv_source(*path, context)) read_csv(*source, table, context.findings);
  } else if (!names_file && names_rows) {
    if (input.has("times") && input.has("values")) read_rows(input, table, context.findings);
  } else {
    context.findings.error("E014", input.place(), "the input '" + name + "' needs either table, or times and values",
                           "", "for example table = \"dose.csv\"");
  }
  if (context.findings.error_count() > before || table.times.empty()) {
    table.times = {0.0};
    table.values = {0.0};
  }
  return table;
}

}  // namespace dosde
