#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "io/scenario/csv.hpp"
#include "io/scenario/sweep_reading.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_complaints = 20;

struct Cell {
  std::string text;
  bool is_quoted = false;
  int column = 1;
  int end_column = 1;
};

int count_characters(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// The cells of a line; a quoted one may hold commas and, doubled, quotes.
std::vector<Cell> split(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    Cell cell;
    std::size_t end = begin;
    bool is_open = false;
    for (; end < line.size() && (is_open || line[end] != ','); ++end) is_open = is_open != (line[end] == '"');
    const std::string_view written = trim(line.substr(begin, end - begin));
    cell.is_quoted = written.size() >= 2 && written.front() == '"' && written.back() == '"';
    if (cell.is_quoted) {
      for (std::size_t i = 1; i + 1 < written.size(); ++i) {
        if (written[i] == '"') ++i;  // the first of two
        if (i + 1 < written.size()) cell.text += written[i];
      }
    } else {
      cell.text = std::string(written);
    }
    cell.column = count_characters(line.substr(0, begin)) + 1;
    cell.end_column = std::max(cell.column + 1, count_characters(line.substr(0, end)) + 1);
    cells.push_back(std::move(cell));
    begin = end + 1;
  }
  return cells;
}

/// What an unquoted cell is as a number.
struct Number {
  bool is_number = false;
  bool is_whole = false;
  double value = 0.0;
};

Number read_number(const Cell& cell) {
  const auto value = cell.is_quoted ? std::nullopt : parse_number(cell.text);
  return {value.has_value(), value && cell.text.find_first_not_of("+-0123456789") == std::string::npos,
          value.value_or(0.0)};
}

class TableReader {
 public:
  TableReader(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  std::vector<AxisReading> read() {
    const std::size_t before = findings_.error_count();
    for (const auto& cell : split(source_.line(1))) {
      auto axis = make_axis(cell.text, place_of(cell, 1), findings_);
      if (axis) axes_.push_back(std::move(*axis));
    }
    if (findings_.error_count() > before) return {};
    for (auto& reading : axes_) reading.axis.is_whole = true;
    for (int line = 2; line <= source_.line_count() && findings_.error_count() - before < most_complaints; ++line) {
      if (line == source_.line_count() && trim(source_.line(line)).empty()) break;
      read_row(line);
    }
    if (findings_.error_count() == before && axes_.front().axis.listed.empty())
      complain(whole_line(source_, 1), "the table has no points", "after the header line every line is a point");
    return std::move(axes_);
  }

 private:
  [[nodiscard]] Place place_of(const Cell& cell, int line) const {
    return {&source_, line, cell.column, line, cell.end_column};
  }
  void complain(const Place& place, const std::string& problem, const std::string& why) {
    findings_.error("E012", place, problem, why, "");
  }

  void read_row(int line) {
    const auto cells = split(source_.line(line));
    if (cells.size() != axes_.size()) {
      complain(
          whole_line(source_, line),
          "a row of " + std::to_string(cells.size()) + " columns under a header of " + std::to_string(axes_.size()),
          "every row is a point: one value an axis");
      return;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) read_cell(cells[i], place_of(cells[i], line), axes_[i]);
  }

  void read_cell(const Cell& cell, const Place& place, AxisReading& reading) {
    SweepAxis& axis = reading.axis;
    const Number number = read_number(cell);
    const bool is_first = axis.listed.empty();
    if (cell.text.empty()) {
      complain(place, "the axis '" + axis.name + "' has no value here", "every row is a point: one value an axis");
    } else if (!is_first && number.is_number != axis.words.empty()) {
      complain(place, "the axis '" + axis.name + "' has numbers and texts", "its values are all of one sort");
    } else if (number.is_number && !std::isfinite(number.value)) {
      complain(place, "the value is not a finite number", "");
    } else if (number.is_number) {
      axis.listed.push_back(number.value);
      axis.is_whole = axis.is_whole && number.is_whole;
    } else {
      list_word(axis, cell.text);
    }
    reading.places.push_back(place);
  }

  const SourceText& source_;
  Findings& findings_;
  std::vector<AxisReading> axes_;
};

std::string quote(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace

std::optional<std::vector<AxisReading>> read_sweep_table(const Value& path_value, ReadContext& context) {
  const SourceText* source = read_csv_source(path_value, context);
  if (source == nullptr) return std::nullopt;
  const std::size_t before = context.findings.error_count();
  auto axes = TableReader(*source, context.findings).read();
  if (context.findings.error_count() > before || axes.empty()) return std::nullopt;
  return axes;
}

std::string axis_value_text(const SweepAxis& axis, double value) {
  if (!axis.words.empty()) return toml_string(axis.words[static_cast<std::size_t>(value)]);
  std::string text = toml_number(value);
  if (axis.is_whole && text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string write_points(const Sweep& sweep) {
  std::string text;
  for (const auto& axis : sweep.axes) {
    const bool is_plain = axis.name.find_first_of(",\"") == std::string::npos;
    text += (text.empty() ? "" : ",") + (is_plain ? axis.name : quote(axis.name));
  }
  text += '\n';
  for (std::int64_t point = 0; point < sweep.point_count; ++point) {
    for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
      const SweepAxis& axis = sweep.axes[i];
      const double value = sweep.value(point, i);
      if (i > 0) text += ',';
      text += axis.words.empty() ? axis_value_text(axis, value) : quote(axis.words[static_cast<std::size_t>(value)]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace dosde
