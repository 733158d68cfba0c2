#include "engine/core/error.hpp"

#include <gtest/gtest.h>

namespace {

using dosde::Diagnostic;
using dosde::Error;
using dosde::ErrorKind;
using dosde::format_diagnostic;
using dosde::nearest_name;
using dosde::Severity;
using dosde::suggest_nearest;

Diagnostic misspelt_key() {
  return {.severity = Severity::error,
          .location = {"loop.toml", 14, 1},
          .code = "E012",
          .problem = "unknown key 'difusion'",
          .why = "it would be ignored",
          .suggestion = "did you mean 'diffusion'?",
          .excerpt = "difusion = 0.3",
          .excerpt_column = 1,
          .excerpt_length = 8};
}

TEST(FormatDiagnostic, names_place_code_problem_reason_and_remedy_and_underlines_the_offence) {
  EXPECT_EQ(format_diagnostic(misspelt_key()),
            "loop.toml:14:1: error[E012] unknown key 'difusion' (it would be ignored); did you mean 'diffusion'?\n"
            "  14 | difusion = 0.3\n"
            "     | ^^^^^^^^");
}

TEST(FormatDiagnostic, keeps_the_caret_below_the_offence_for_long_line_numbers) {
  Diagnostic diagnostic = misspelt_key();
  diagnostic.location.line = 123456;
  const std::string text = format_diagnostic(diagnostic);
  const std::size_t second = text.find('\n') + 1;
  const std::size_t third = text.find('\n', second) + 1;
  EXPECT_EQ(text.find("difusion =", second) - second, text.find("^^^^^^^^", third) - third) << text;
}

TEST(FormatDiagnostic, leaves_out_what_is_not_known) {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::warning;
  diagnostic.problem = "the second shift is shadowed";
  EXPECT_EQ(format_diagnostic(diagnostic), "warning: the second shift is shadowed");
  diagnostic.location.file = "loop.toml";
  EXPECT_EQ(format_diagnostic(diagnostic), "loop.toml: warning the second shift is shadowed");
}

TEST(Error, carries_every_finding) {
  const Error error(ErrorKind::scenario, {misspelt_key(), misspelt_key()});
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_EQ(error.diagnostics().size(), 2U);
  const std::string one = format_diagnostic(misspelt_key());
  EXPECT_EQ(std::string(error.what()), one + "\n" + one);
}

TEST(Error, of_one_sentence_has_one_finding_without_a_place) {
  const Error error(ErrorKind::input_output, "out.h5 exists", "it would be lost", "give --overwrite");
  ASSERT_EQ(error.diagnostics().size(), 1U);
  EXPECT_EQ(std::string(error.what()), "error: out.h5 exists (it would be lost); give --overwrite");
}

TEST(NearestName, is_within_a_third_of_the_length) {
  EXPECT_EQ(nearest_name("difusion", {"drift", "diffusion", "initial"}), "diffusion");
  EXPECT_EQ(nearest_name("drfit", {"drift", "diffusion"}), "drift");  // neighbours swapped: distance 1
  EXPECT_EQ(nearest_name("draff", {"drift", "diffusion"}), "");       // distance 2 > 5/3
  EXPECT_EQ(nearest_name("ab", {"abc"}), "abc");                      // short words may differ in one letter
  EXPECT_EQ(nearest_name("zzz", {"drift"}), "");
  EXPECT_EQ(nearest_name("x", {}), "");
  EXPECT_EQ(nearest_name("x", {"y", "xx"}), "");  // one letter says too little
}

TEST(NearestName, takes_the_first_of_equally_near_names) { EXPECT_EQ(nearest_name("X9", {"X0", "X1"}), "X0"); }

TEST(NearestName, is_suggested_or_something_else_is) {
  EXPECT_EQ(suggest_nearest("drfit", {"noise", "drift"}), "did you mean 'drift'?");
  EXPECT_EQ(suggest_nearest("quantile", {"noise", "drift"}), "");
  EXPECT_EQ(suggest_nearest("quantile", {"noise", "drift"}, "see the manual"), "see the manual");
}

}  // namespace
