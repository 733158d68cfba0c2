#include "engine/expression/token.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

/// The signs that a formula may hold, longest first, and what they mean.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> signs{{
    {"<=", "<="},
    {">=", ">="},
    {"==", "=="},
    {"!=", "!="},
    {"&&", "and"},
    {"||", "or"},
    {"+", "+"},
    {"-", "-"},
    {"*", "*"},
    {"/", "/"},
    {"^", "^"},
    {"<", "<"},
    {">", ">"},
    {"!", "!"},
    {"(", "("},
    {")", ")"},
    {",", ","},
}};

struct Mistake {
  std::string_view text;
  std::string_view why;
  std::string_view suggestion;
};

/// Signs from other languages and from typeset mathematics.
constexpr std::array mistakes{
    Mistake{"**", "powers are written with '^'", "write '^'"},
    Mistake{"<>", "that is not a comparison here", "write '!='"},
    Mistake{"=<", "that is not a comparison", "write '<='"},
    Mistake{"=>", "that is not a comparison", "write '>='"},
    Mistake{"=", "a formula assigns nothing", "write '==' to compare"},
    Mistake{"&", "logic is written in words", "write 'and'"},
    Mistake{"|", "logic is written in words", "write 'or', or abs(x) for a magnitude"},
    Mistake{"%", "there is no remainder operator", "write x - y*floor(x/y)"},
    Mistake{"?", "there is no '?:' operator", "write where(condition, a, b)"},
    Mistake{"[", "formulas use round parentheses only", "write '('"},
    Mistake{"]", "formulas use round parentheses only", "write ')'"},
    Mistake{"{", "formulas use round parentheses only", "write '('"},
    Mistake{"}", "formulas use round parentheses only", "write ')'"},
    Mistake{":", "a colon belongs to no formula", "remove it"},
    Mistake{";", "a formula is one expression", "remove it"},
    Mistake{".", "there is nothing after the point", "write a number such as 0.5"},
    Mistake{"\"", "a formula holds no quoted text", "remove the quotation mark"},
    Mistake{"'", "a formula holds no quoted text", "write derivatives out"},
    Mistake{"\u2212", "that is a typeset minus", "write '-'"},
    Mistake{"\u2013", "that is a dash", "write '-'"},
    Mistake{"\u00d7", "that is a typeset sign", "write '*'"},
    Mistake{"\u00b7", "that is a typeset sign", "write '*'"},
    Mistake{"\u00f7", "that is a typeset sign", "write '/'"},
    Mistake{"\u2264", "that is a typeset sign", "write '<='"},
    Mistake{"\u2265", "that is a typeset sign", "write '>='"},
    Mistake{"\u2260", "that is a typeset sign", "write '!='"},
    Mistake{"\u221a", "that is a typeset sign", "write sqrt(x)"},
    Mistake{"\u00b2", "that is a typeset power", "write '^2'"},
    Mistake{"\u00b3", "that is a typeset power", "write '^3'"},
    Mistake{"\u03c0", "names are made of ASCII letters", "write 'pi'"},
};

bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

/// How many bytes the UTF-8 character takes that starts here (1 for a broken one).
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t wanted = first >= 0xf0 ? 4 : (first >= 0xe0 ? 3 : (first >= 0xc0 ? 2 : 1));
  std::size_t length = 1;
  while (length < wanted && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) {
    ++length;
  }
  return length == wanted ? length : 1;
}

class Reader {
 public:
  Reader(std::string_view formula, NameRule names) : formula_(formula), names_(names) {}

  std::vector<Token> read() {
    while (true) {
      while (at_ < formula_.size() && is_space(formula_[at_])) ++at_;
      if (at_ == formula_.size()) break;
      const char letter = formula_[at_];
      const bool is_number =
          is_digit(letter) || (letter == '.' && at_ + 1 < formula_.size() && is_digit(formula_[at_ + 1]));
      if (is_number) {
        read_number();
      } else if (is_name_start(letter)) {
        read_name();
      } else {
        read_sign();
      }
    }
    tokens_.push_back({TokenKind::end, formula_.substr(at_), "", 0.0, at_});
    return std::move(tokens_);
  }

 private:
  std::size_t skip_digits(std::size_t from) const {
    while (from < formula_.size() && is_digit(formula_[from])) ++from;
    return from;
  }

  void read_number() {
    std::size_t end = skip_digits(at_);
    if (end < formula_.size() && formula_[end] == '.') end = skip_digits(end + 1);
    if (end < formula_.size() && (formula_[end] == 'e' || formula_[end] == 'E')) {
      std::size_t digits = end + 1;
      if (digits < formula_.size() && (formula_[digits] == '+' || formula_[digits] == '-')) ++digits;
      const std::size_t after = skip_digits(digits);
      if (after > digits) end = after;
    }
    if (end < formula_.size() && (is_name_part(formula_[end]) || formula_[end] == '.')) refuse_number(end);
    double value = 0.0;
    const std::string_view text = formula_.substr(at_, end - at_);
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc::result_out_of_range) {
      refuse(formula_, at_, text.size(), "the number '" + std::string(text) + "' is out of range",
             "numbers are doubles, from about 5e-324 to 1.8e308 in size", "choose other units");
    }
    push(TokenKind::number, text, text, value);
  }

  [[noreturn]] void refuse_number(std::size_t end) {
    const std::size_t number_end = end;
    while (end < formula_.size() && (is_name_part(formula_[end]) || formula_[end] == '.')) ++end;
    const std::string whole(formula_.substr(at_, end - at_));
    const std::string number(formula_.substr(at_, number_end - at_));
    const std::string rest(formula_.substr(number_end, end - number_end));
    if (rest.front() == '.') {
      refuse(formula_, at_, whole.size(), "'" + whole + "' is not a number", "it has more than one decimal point", "");
    }
    if (rest == "e" || rest == "E") {
      refuse(formula_, at_, whole.size(), "'" + whole + "' is not a number", "its exponent has no digits",
             "write " + number + "e0, or " + number + "*" + rest + " for a product");
    }
    const bool is_grouped = rest.front() == '_';
    refuse(formula_, at_, whole.size(), "'" + whole + "' is neither a number nor a name",
           is_grouped ? "digits are not grouped" : "a name does not begin with a digit, and a product needs its '*'",
           is_grouped ? "leave the '_' out" : "write " + number + "*" + rest);
  }

  void read_name() {
    std::size_t end = at_;
    while (end < formula_.size() &&
           (is_name_part(formula_[end]) || (names_ == NameRule::internal && formula_[end] == ':'))) {
      ++end;
    }
    const std::string_view text = formula_.substr(at_, end - at_);
    const bool is_word = text == "and" || text == "or" || text == "not";
    push(is_word ? TokenKind::sign : TokenKind::name, text, text);
  }

  void read_sign() {
    const std::string_view rest = formula_.substr(at_);
    const auto begins_rest = [rest](std::string_view text) { return rest.substr(0, text.size()) == text; };
    const auto* sign =
        std::find_if(signs.begin(), signs.end(), [&](const auto& entry) { return begins_rest(entry.first); });
    const auto* mistake =
        std::find_if(mistakes.begin(), mistakes.end(), [&](const Mistake& entry) { return begins_rest(entry.text); });
    // "**" is a mistake although '*' is a sign: the longer one counts.
    if (mistake != mistakes.end() && (sign == signs.end() || mistake->text.size() > sign->first.size())) {
      refuse(formula_, at_, mistake->text.size(), "unexpected '" + std::string(mistake->text) + "'",
             std::string(mistake->why), std::string(mistake->suggestion));
    }
    if (sign == signs.end()) refuse_character();
    push(TokenKind::sign, sign->first, sign->second);
  }

  [[noreturn]] void refuse_character() {
    const std::string_view character = formula_.substr(at_, character_length(formula_.substr(at_)));
    const auto code = static_cast<unsigned char>(character.front());
    if (character.size() > 1) {
      refuse(formula_, at_, character.size(), "unexpected character '" + std::string(character) + "'",
             "formulas are written in ASCII", "spell it in letters, as in 'theta'");
    }
    const bool is_visible = code > ' ' && code < 127;
    refuse(formula_, at_, 1,
           is_visible ? "unexpected character '" + std::string(character) + "'"
                      : "unexpected byte " + std::to_string(code),
           "no formula holds it", "remove it");
  }

  void push(TokenKind kind, std::string_view text, std::string_view meaning, double value = 0.0) {
    tokens_.push_back({kind, text, meaning, value, at_});
    at_ += text.size();
  }

  std::string_view formula_;
  NameRule names_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

/// The line for the caret display: one column a byte, tabs and what is not text made visible as blanks and question
/// marks.
std::string clean_line(std::string_view line) {
  std::string clean;
  while (!line.empty()) {
    const std::size_t length = character_length(line);
    const auto code = static_cast<unsigned char>(line.front());
    if (is_space(line.front()))
      clean += ' ';
    else if (length > 1 || (code > ' ' && code < 127))
      clean += line.substr(0, length);
    else
      clean += '?';
    line.remove_prefix(length);
  }
  return clean;
}

}  // namespace

std::vector<Token> read_tokens(std::string_view formula, NameRule names) { return Reader(formula, names).read(); }

void refuse(std::string_view formula, std::size_t begin, std::size_t length, std::string problem, std::string why,
            std::string suggestion) {
  const std::string_view before = formula.substr(0, begin);
  const std::size_t line_begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const std::size_t line_end = std::min(formula.find('\n', begin), formula.size());
  Diagnostic diagnostic;
  diagnostic.location.line = static_cast<int>(1 + std::count(before.begin(), before.end(), '\n'));
  diagnostic.location.column = static_cast<int>(begin - line_begin + 1);
  diagnostic.problem = std::move(problem);
  diagnostic.why = std::move(why);
  diagnostic.suggestion = std::move(suggestion);
  diagnostic.excerpt = clean_line(formula.substr(line_begin, line_end - line_begin));
  diagnostic.excerpt_column = diagnostic.location.column;
  const bool is_ascii = length == 0 || static_cast<unsigned char>(formula[begin]) < 128;
  diagnostic.excerpt_length = is_ascii ? std::max(1, static_cast<int>(length)) : 1;
  throw Error(ErrorKind::scenario, {std::move(diagnostic)});
}

}  // namespace dosde
