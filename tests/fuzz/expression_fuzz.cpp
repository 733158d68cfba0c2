// The fuzz target of formulas: any text is either read or refused with an Error, and what was read survives everything
// that is done with formulas. With libFuzzer (clang) coverage guides the mutations; with other compilers
// mutation_driver.cpp does without.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/core/error.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"

namespace {

using dosde::Expression;

void expect(bool is_true, const char* claim) {
  if (is_true) return;
  std::fprintf(stderr, "not so: %s\n", claim);
  std::abort();
}

void try_text(const Expression& expression) {
  std::string text = dosde::to_short_text(expression, 60'000);
  if (text.size() > 60'000) return;
  try {
    expect(dosde::parse_expression(text).is_same(expression), "the text of a formula reads back as the formula");
  } catch (const dosde::Error& error) {
    // Parentheses that the text needs and the input did not may nest deeper than is read.
    expect(std::string_view(error.what()).find("nested too deeply") != std::string_view::npos, error.what());
  }
}

void try_values(const Expression& expression) {
  dosde::Point point;
  double value = -1.0;
  for (const auto& name : dosde::symbols_of(expression)) point.values[name] = (value += 0.75);
  const double result = dosde::evaluate_scalar(expression, point);
  const bool is_finite = result - result == 0.0;
  expect(dosde::find_fault(expression, point).cause.empty() == is_finite, "a fault is found where there is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const Expression expression = dosde::parse_expression(text);
    try_text(expression);
    try_values(expression);
    const Expression slope = dosde::differentiate(expression, "x");
    try_values(slope);
    dosde::assume_finite(slope);
    dosde::is_zero(slope);
  } catch (const dosde::Error& error) {
    expect(error.kind() == dosde::ErrorKind::scenario && !error.diagnostics().empty(),
           "refusals are the user's errors");
  }
  return 0;
}
