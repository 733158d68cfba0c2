#include "io/abduction/observed_table.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include "engine/core/error.hpp"
#include "io/scenario/csv.hpp"

namespace dosde {
namespace {

std::vector<std::string> split(std::string_view row) {
  std::vector<std::string> fields;
  for (std::size_t from = 0; from <= row.size();) {
    const std::size_t comma = std::min(row.find(',', from), row.size());
    std::string field(trim(row.substr(from, comma - from)));
    if (field.size() > 1 && field.front() == '"' && field.back() == '"') field = field.substr(1, field.size() - 2);
    fields.push_back(field);
    from = comma + 1;
  }
  return fields;
}

/// Which columns are read: places in a row.
struct Columns {
  std::size_t count = 0;
  std::size_t time = 0;
  std::optional<std::size_t> trajectory;
  std::vector<std::size_t> variables;
};

class TableReader {
 public:
  TableReader(std::string path, const ObservedChoice& choice) : choice_(choice) { paths_.origin = std::move(path); }

  void read_header(std::string_view line) {
    const auto names = split(line);
    columns_.count = names.size();
    bool has_time = false;
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(k), names[k]) !=
          names.begin() + static_cast<std::ptrdiff_t>(k))
        refuse(1, "the column '" + names[k] + "' is there twice");
      if (names[k] == "time") {
        columns_.time = k;
        has_time = true;
      } else if (names[k] == "trajectory") {
        columns_.trajectory = k;
      } else if (std::find(choice_.variables.begin(), choice_.variables.end(), names[k]) != choice_.variables.end()) {
        columns_.variables.push_back(k);
        paths_.variables.push_back(names[k]);
      }
    }
    if (!has_time) refuse(1, "the header has no column 'time'");
    if (columns_.variables.empty()) refuse(1, "no column is a variable of the model");
  }

  void read_row(int line, std::string_view text) {
    const auto fields = split(text);
    if (fields.size() != columns_.count)
      refuse(line, "the row has " + std::to_string(fields.size()) + " fields, and the header " +
                       std::to_string(columns_.count));
    const auto time = parse_number(fields[columns_.time]);
    if (!time) refuse(line, "the time '" + fields[columns_.time] + "' is no number");
    const std::string trajectory = columns_.trajectory ? fields[*columns_.trajectory] : std::string("0");
    if (labels_.empty() || labels_.back() != trajectory) begin(line, trajectory);
    if (paths_.trajectories == 1)
      paths_.times.push_back(*time);
    else if (row_ >= paths_.times.size() || paths_.times[row_] != *time)
      refuse(line, "trajectory " + trajectory + " has other times than the first");
    ++row_;
    for (const std::size_t column : columns_.variables) {
      const auto value =
          fields[column].empty() ? std::numeric_limits<double>::quiet_NaN() : parse_number(fields[column]);
      if (!value) refuse(line, "the field '" + fields[column] + "' is no number");
      paths_.states.push_back(*value);
    }
  }

  ObservedPaths finish(int line) {
    if (paths_.trajectories == 0) refuse(line, "there are no rows");
    if (row_ != paths_.times.size()) refuse(line, "the last trajectory has fewer times than the first");
    return std::move(paths_);
  }

 private:
  void begin(int line, const std::string& trajectory) {
    if (std::find(labels_.begin(), labels_.end(), trajectory) != labels_.end())
      refuse(line, "trajectory " + trajectory + " begins again");
    if (!labels_.empty() && row_ != paths_.times.size())
      refuse(line, "trajectory " + labels_.back() + " has fewer times than the first");
    labels_.push_back(trajectory);
    ++paths_.trajectories;
    row_ = 0;
  }

  [[noreturn]] void refuse(int line, const std::string& problem) const {
    throw Error(ErrorKind::input_output, paths_.origin + ":" + std::to_string(line) + ": " + problem,
                "a table of paths is a header with time and the variables, perhaps trajectory, then a row a time");
  }

  const ObservedChoice& choice_;
  Columns columns_;
  ObservedPaths paths_;
  std::vector<std::string> labels_;
  std::size_t row_ = 0;
};

}  // namespace

ObservedPaths read_observed_table(const std::string& path, const ObservedChoice& choice) {
  std::string problem;
  const auto text = read_text_file(path, problem);
  if (!text) throw Error(ErrorKind::input_output, "the file of paths '" + path + "' " + problem);
  TableReader reader(path, choice);
  int line = 0;
  for (std::size_t from = 0; from < text->size();) {
    const std::size_t end = std::min(text->find('\n', from), text->size());
    const std::string_view row = trim(std::string_view(*text).substr(from, end - from));
    from = end + 1;
    ++line;
    if (line == 1)
      reader.read_header(row.starts_with("\xEF\xBB\xBF") ? row.substr(3) : row);
    else if (!row.empty())
      reader.read_row(line, row);
  }
  return reader.finish(line);
}

}  // namespace dosde
