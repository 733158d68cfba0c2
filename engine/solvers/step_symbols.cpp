#include "engine/solvers/step_symbols.hpp"

namespace dosde {

Expression step_symbol() { return Expression::symbol("step:"); }

Expression time_symbol() { return Expression::symbol("t"); }

std::string increment_name(const std::string& source) { return "dW:" + source; }

std::string area_name(const std::string& source) { return "dH:" + source; }

std::string further_source(const std::string& source, int n) {
  return n == 0 ? source : source + ":" + std::to_string(n);
}

std::string sign_name(const std::string& source) { return "dS:" + source; }

std::string second_name(PathDetail detail, const std::string& source) {
  return detail == PathDetail::areas ? area_name(source) : sign_name(source);
}

Expression sign_symbol(const std::string& source) { return Expression::symbol(sign_name(source)); }

Expression area_symbol(const std::string& source) { return Expression::symbol(area_name(source)); }

Expression increment_symbol(const std::string& source) { return Expression::symbol(increment_name(source)); }

}  // namespace dosde
