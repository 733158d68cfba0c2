#include "engine/expression/parse.hpp"

#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/named_function.hpp"
#include "engine/expression/token.hpp"

namespace dosde {
namespace {

constexpr std::size_t longest_formula = 65'536;
constexpr int deepest_nesting = 256;

// Precedences of the table in operation.cpp that the grammar names itself.
constexpr int not_precedence = 3;
constexpr int comparison_precedence = 4;
constexpr int power_precedence = 7;

int precedence_of(std::string_view sign) {
  if (sign == "or") return 1;
  if (sign == "and") return 2;
  if (sign == "<" || sign == "<=" || sign == ">" || sign == ">=" || sign == "==" || sign == "!=") {
    return comparison_precedence;
  }
  if (sign == "+" || sign == "-") return 5;
  if (sign == "*" || sign == "/") return 6;
  if (sign == "^") return power_precedence;
  return 0;
}

Expression combine(std::string_view sign, const Expression& a, const Expression& b) {
  if (sign == "or") return logical_or(a, b);
  if (sign == "and") return logical_and(a, b);
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  if (sign == ">") return a > b;
  if (sign == ">=") return a >= b;
  if (sign == "==") return equals(a, b);
  if (sign == "!=") return not_equals(a, b);
  if (sign == "+") return a + b;
  if (sign == "-") return a - b;
  if (sign == "*") return a * b;
  if (sign == "/") return a / b;
  return pow(a, b);
}

/// Precedence climbing (Pratt, 1973): `read(p)` reads the longest formula whose operators bind at least as tightly as
/// p.
class Parser {
 public:
  Parser(std::string_view formula, NameRule names)
      : formula_(formula), names_(names), tokens_(read_tokens(formula, names)) {}

  Expression parse() {
    if (now().kind == TokenKind::end) fail(now(), "the formula is empty", "", "write a number or an expression");
    Expression result = read(1);
    if (now().kind != TokenKind::end) refuse_continuation();
    return result;
  }

 private:
  [[nodiscard]] const Token& now() const { return tokens_[at_]; }
  [[nodiscard]] bool is_at(std::string_view sign) const {
    return now().kind == TokenKind::sign && now().meaning == sign;
  }
  [[nodiscard]] bool take(std::string_view sign) {
    if (!is_at(sign)) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail(const Token& token, std::string problem, std::string why, std::string suggestion) const {
    refuse(formula_, token.begin, token.text.size(), std::move(problem), std::move(why), std::move(suggestion));
  }
  static std::string quoted(const Token& token) {
    return token.kind == TokenKind::end ? "the end" : "'" + std::string(token.text) + "'";
  }

  Expression read(int loosest) {
    if (++depth_ > deepest_nesting) {
      fail(now(), "the formula is nested too deeply", "at most " + std::to_string(deepest_nesting) + " levels are read",
           "split it into several variables or parameters");
    }
    Expression left = read_prefix(loosest);
    while (now().kind == TokenKind::sign) {
      const Token& sign = now();
      const int precedence = precedence_of(sign.meaning);
      if (precedence == 0 || precedence < loosest) break;
      ++at_;
      const bool binds_to_the_right = precedence == power_precedence;
      const Expression right = read(binds_to_the_right ? precedence : precedence + 1);
      left = combine(sign.meaning, left, right);
      if (precedence == comparison_precedence && now().kind == TokenKind::sign &&
          precedence_of(now().meaning) == comparison_precedence) {
        fail(now(), "comparisons do not chain", "a < b < c would compare the truth of a < b with c",
             "write a < b and b < c");
      }
    }
    --depth_;
    return left;
  }

  Expression read_prefix(int loosest) {
    const Token& token = now();
    if (token.kind == TokenKind::sign) {
      if (take("-")) return -read(power_precedence);
      if (take("+")) return read(power_precedence);
      if (take("!")) return logical_not(read(power_precedence));
      if (is_at("not") && loosest > not_precedence) {
        fail(token, "'not' cannot stand here", "it binds less tightly than the operator before it",
             "put parentheses around (not ...)");
      }
      if (take("not")) return logical_not(read(not_precedence));
    }
    return read_value();
  }

  Expression read_value() {
    const Token& token = now();
    if (token.kind == TokenKind::number) {
      ++at_;
      return token.value;
    }
    if (token.kind == TokenKind::name) {
      ++at_;
      if (token.text == "pi") return 3.14159265358979323846;
      return is_at("(") ? read_call(token) : Expression::symbol(token.text);
    }
    if (take("(")) {
      Expression inside = read(1);
      close(token);
      return inside;
    }
    refuse_value(token);
  }

  Expression read_call(const Token& function) {
    const Token& opening = now();
    const bool is_lookup = names_ == NameRule::internal && function.text == "lookup";
    const int count = is_lookup ? 1 : argument_count_of(function.text);
    if (count < 0) {
      const std::string name(function.text);
      if (name == "lookup") {
        fail(function, "'lookup' is not for formulas", "",
             "write the table's name alone: its value at the time t is meant");
      }
      fail(function, "unknown function '" + name + "'", "", suggest_function(name));
    }
    ++at_;
    std::string_view table;
    if (is_lookup) {
      table = now().text;
      ++at_;
      if (!is_symbol_name(table) || !take(",")) fail(opening, "lookup is written lookup(table, time)", "", "");
    }
    std::vector<Expression> arguments;
    if (!is_at(")")) {
      do {
        arguments.push_back(read(1));
      } while (take(","));
    }
    close(opening);
    if (static_cast<int>(arguments.size()) != count) {
      fail(function,
           "'" + std::string(function.text) + "' takes " + std::to_string(count) +
               (count == 1 ? " argument" : " arguments") + ", not " + std::to_string(arguments.size()),
           "", "");
    }
    return is_lookup ? Expression::make_lookup(table, arguments[0]) : call_function(function.text, arguments);
  }

  void close(const Token& opening) {
    if (take(")")) return;
    const std::string where_from = "the '(' in column " + std::to_string(opening.begin + 1) + " is not closed";
    if (now().kind == TokenKind::end) fail(now(), "')' is missing at the end", where_from, "add ')'");
    refuse_continuation();
  }

  /// A complete value is followed by something that cannot follow it.
  [[noreturn]] void refuse_continuation() const {
    const Token& token = now();
    const Token& before = tokens_[at_ - 1];
    if (is_at(")")) fail(token, "')' closes nothing", "there is no '(' before it", "remove it or add '('");
    if (is_at(",")) {
      fail(token, "unexpected ','", "a comma stands only between the arguments of a function",
           before.kind == TokenKind::number ? "write decimal numbers with a point" : "remove it");
    }
    const std::string left(before.text);
    const std::string right(token.text);
    if (before.kind == TokenKind::name && argument_count_of(before.text) >= 0 && token.kind != TokenKind::sign) {
      fail(token, "unexpected '" + right + "' after the function '" + left + "'", "arguments stand in parentheses",
           "write " + left + "(" + right + ")");
    }
    const bool is_factor = token.kind != TokenKind::sign;
    fail(token, "an operator is missing between '" + left + "' and '" + right + "'",
         "a product needs its '*', and arguments their ','",
         is_factor ? "write " + left + "*" + right + " if a product was meant" : "put one there");
  }

  /// A value should stand here.
  [[noreturn]] void refuse_value(const Token& token) const {
    const std::string after = at_ == 0 ? "" : " after '" + std::string(tokens_[at_ - 1].text) + "'";
    if (token.kind == TokenKind::end) {
      fail(token, "the formula ends" + after + " where a value is expected", "it is unfinished",
           "add a number, a name or '('");
    }
    if (is_at("*") || is_at("/") || is_at("^") || precedence_of(token.meaning) > 0) {
      fail(token, "the operator " + quoted(token) + " has no left operand" + after, "",
           "add a number, a name or '(' before it");
    }
    fail(token, "expected a value" + after + " but found " + quoted(token), "", "add a number, a name or '('");
  }

  std::string_view formula_;
  NameRule names_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Expression parse_expression(std::string_view text, NameRule names) {
  if (text.size() > longest_formula) {
    throw Error(ErrorKind::scenario, "the formula has " + std::to_string(text.size()) + " characters",
                "at most " + std::to_string(longest_formula) + " are read",
                "split it into several variables or parameters");
  }
  return Parser(text, names).parse();
}

}  // namespace dosde
