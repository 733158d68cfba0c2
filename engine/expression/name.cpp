#include "engine/expression/name.hpp"

#include <algorithm>

namespace dosde {
namespace {

bool is_reserved(std::string_view text) { return text == "and" || text == "or" || text == "not" || text == "pi"; }

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && is_name_start(text.front()) && std::all_of(text.begin(), text.end(), is_name_part) &&
         !is_reserved(text);
}

bool is_symbol_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return is_name(text);
  const std::string_view parts = text.substr(colon);
  return is_name(text.substr(0, colon)) && std::all_of(parts.begin(), parts.end(), [](char letter) {
           return letter == ':' || letter == '@' || is_name_part(letter);
         });
}

}  // namespace dosde
