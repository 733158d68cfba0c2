#include "io/abstraction/read_map.hpp"

#include <algorithm>
#include <iterator>

#include "engine/core/error.hpp"
#include "engine/expression/name.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

MacroVariable read_macro_variable(const std::string& text) {
  const std::size_t sign = text.find('=');
  const std::string name = trimmed(text.substr(0, sign));
  if (sign == std::string::npos || !is_name(name))
    throw Error(ErrorKind::usage, "'" + text + "' is no row of a map",
                "it is the name of a macro variable and its formula", "Write, for instance, --map \"total = x + y\".");
  try {
    return {name, parse_expression(text.substr(sign + 1))};
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, error.diagnostics());
  }
}

std::vector<MacroVariable> read_map(const std::vector<std::string>& rows) {
  std::vector<MacroVariable> map;
  for (const std::string& row : rows) {
    map.push_back(read_macro_variable(row));
    const auto is_same = [&map](const MacroVariable& other) { return other.name == map.back().name; };
    if (std::any_of(map.begin(), std::prev(map.end()), is_same))
      throw Error(ErrorKind::usage, "the map has two formulas for '" + map.back().name + "'", "it can be one of them",
                  "Take one --map away, or give it another name.");
  }
  return map;
}

ScenarioPair read_scenario_pair(const std::string& text) {
  const std::size_t sign = text.find('=');
  const std::string micro = trimmed(text.substr(0, sign));
  const std::string macro = sign == std::string::npos ? micro : trimmed(text.substr(sign + 1));
  if (micro.empty() || macro.empty())
    throw Error(ErrorKind::usage, "'" + text + "' is no pair of scenarios", "a name is missing",
                "Write --pair MICRO=MACRO, or one name that both have.");
  return {micro, macro};
}

}  // namespace dosde
