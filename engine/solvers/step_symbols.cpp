#include "engine/solvers/step_symbols.hpp"

namespace dosde {

Expression step_symbol() { return Expression::symbol("step:"); }

Expression time_symbol() { return Expression::symbol("t"); }

std::string increment_name(const std::string& source) { return "dW:" + source; }

std::string area_name(const std::string& source) { return "dH:" + source; }

Expression area_symbol(const std::string& source) { return Expression::symbol(area_name(source)); }

Expression increment_symbol(const std::string& source) { return Expression::symbol(increment_name(source)); }

}  // namespace dosde
