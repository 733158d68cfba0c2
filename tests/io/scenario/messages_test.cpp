// The exact text of what users read for typical mistakes: messages.txt holds changes of the full example, each with the
// first lines of all findings.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "io/scenario/read_scenario.hpp"
#include "tests/io/scenario/full_example.hpp"

namespace dosde {
namespace {

const std::string messages_file = DOSDE_SOURCE_DIR "/tests/io/scenario/messages.txt";

struct Case {
  std::string old_text;
  std::string new_text;
  std::string expected;
};

/// Blocks of "- old line", "+ new line", "> expected line", with empty lines between.
std::vector<Case> read_cases() {
  std::vector<Case> cases(1);
  std::ifstream file(messages_file);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const std::string rest = line.size() < 2 ? "" : line.substr(2);
    if (line.empty()) {
      if (!cases.back().old_text.empty()) cases.emplace_back();
    } else if (line[0] == '-') {
      cases.back().old_text += rest + '\n';
    } else if (line[0] == '+') {
      cases.back().new_text += rest + '\n';
    } else {
      cases.back().expected += rest + '\n';
    }
  }
  if (cases.back().old_text.empty()) cases.pop_back();
  return cases;
}

std::string find_messages(const std::string& text) {
  try {
    read_scenario_text(text, "loop.toml");
    return "";
  } catch (const Error& error) {
    std::string messages;
    for (const auto& diagnostic : error.diagnostics()) {
      const std::string message = format_diagnostic(diagnostic);
      messages += message.substr(0, message.find('\n')) + '\n';
    }
    return messages;
  }
}

std::string prefix_lines(const std::string& prefix, const std::string& text) {
  std::string prefixed;
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    prefixed += prefix + text.substr(begin, text.find('\n', begin) - begin) + '\n';
  }
  return prefixed;
}

/// With DOSDE_UPDATE=1 in the environment this writes the messages of today into the file instead: read the difference.
TEST(ScenarioMessages, AreAsWritten) {
  const auto cases = read_cases();
  EXPECT_GE(cases.size(), 30U);
  std::string updated =
      "# Typical mistakes: a change of full_example.toml (- lines become + lines) and the first lines of what is then "
      "said (>).\n";
  for (const auto& [old_text, new_text, expected] : cases) {
    SCOPED_TRACE("in " + messages_file + ": " + old_text);
    std::string text = testing::full_example();
    const std::size_t at = text.find('\n' + old_text);
    ASSERT_NE(at, std::string::npos);
    text.replace(at + 1, old_text.size(), new_text);
    const std::string messages = find_messages(text);
    EXPECT_EQ(messages, expected);
    EXPECT_FALSE(messages.empty());
    updated += '\n' + prefix_lines("- ", old_text) + prefix_lines("+ ", new_text) + prefix_lines("> ", messages);
  }
  if (std::getenv("DOSDE_UPDATE") != nullptr) std::ofstream(messages_file) << updated;
}

TEST(ScenarioMessages, QuoteTheLineWithACaretUnderTheOffence) {
  try {
    read_scenario_text(testing::full_example() + "radius2 = \"\"\"\nx +\n  sqrt(q)\"\"\"\n", "loop.toml");
    FAIL();
  } catch (const Error& error) {
    const std::string end = "  sqrt(q)\"\"\"\n     |        ^";
    ASSERT_TRUE(std::string(error.what()).ends_with(end)) << error.what();
  }
}

}  // namespace
}  // namespace dosde
