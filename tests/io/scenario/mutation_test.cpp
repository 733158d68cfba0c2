// Structure-aware mutation: every line `key = value` of the full example is deleted, renamed and given a value of the
// wrong type.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/scenario/read_scenario.hpp"
#include "tests/io/scenario/full_example.hpp"

namespace dosde {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// The file with one line changed; nothing changes the other lines' numbers.
std::string with_line(std::vector<std::string> lines, std::size_t changed, const std::string& line) {
  lines[changed] = line;
  std::string text;
  for (const auto& each : lines) text += each + '\n';
  return text;
}

/// What reading finds; nothing where the text is a right scenario. Anything but an Error of kind scenario fails the
/// test.
std::optional<std::vector<Diagnostic>> find_errors(const std::string& text) {
  try {
    read_scenario_text(text, "loop.toml");
    return std::nullopt;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario) << error.what();
    for (const auto& diagnostic : error.diagnostics()) {
      EXPECT_FALSE(diagnostic.problem.empty());
      EXPECT_FALSE(diagnostic.code.empty()) << diagnostic.problem;
      EXPECT_EQ(diagnostic.location.file, "loop.toml") << diagnostic.problem;
    }
    return error.diagnostics();
  }
}

bool points_at(const std::vector<Diagnostic>& diagnostics, std::size_t line, const std::string& code) {
  for (const auto& diagnostic : diagnostics) {
    if (diagnostic.location.line == static_cast<int>(line) + 1 && (code.empty() || diagnostic.code == code))
      return true;
  }
  return false;
}

void for_each_key(const std::function<void(std::size_t, const std::string&, const std::string&)>& visit) {
  const auto lines = lines_of(testing::full_example());
  std::string table;
  int visited = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with('[')) table = lines[i];
    const std::size_t equals = lines[i].find(" = ");
    if (lines[i].starts_with('#') || lines[i].starts_with('[') || equals == std::string::npos) continue;
    SCOPED_TRACE(lines[i]);
    visit(i, table, lines[i].substr(0, equals));
    ++visited;
  }
  EXPECT_GT(visited, 50);
}

bool has_free_names(const std::string& table) {
  return table == "[model.parameters]" || table == "[output.observables]";
}

TEST(ScenarioMutation, TheExampleItselfIsRight) { EXPECT_FALSE(find_errors(testing::full_example())); }

TEST(ScenarioMutation, AWrongTypeIsFoundAtItsLine) {
  const auto lines = lines_of(testing::full_example());
  for_each_key([&](std::size_t i, const std::string&, const std::string& key) {
    const auto found = find_errors(with_line(lines, i, key + " = 1979-05-27"));  // nothing here is a date
    ASSERT_TRUE(found);
    EXPECT_TRUE(points_at(*found, i, "E004"));
  });
}

TEST(ScenarioMutation, ARenamedKeyIsFoundAtItsLine) {
  const auto lines = lines_of(testing::full_example());
  for_each_key([&](std::size_t i, const std::string& table, const std::string& key) {
    const auto found = find_errors(with_line(lines, i, key + "q" + lines[i].substr(key.size())));
    if (table == "[output.observables]") return;  // any name is right there
    ASSERT_TRUE(found);
    EXPECT_TRUE(has_free_names(table) || points_at(*found, i, "E002"));
  });
}

TEST(ScenarioMutation, ADeletedKeyIsRightOrASentence) {
  const auto lines = lines_of(testing::full_example());
  const std::vector<std::string> required = {"format", "drift", "stop", "step", "name", "kind", "target", "value"};
  for_each_key([&](std::size_t i, const std::string& table, const std::string& key) {
    const auto found = find_errors(with_line(lines, i, ""));
    const bool is_required = std::find(required.begin(), required.end(), key) != required.end();
    const bool is_named_elsewhere = table == "[model.parameters]";
    const bool is_optional_here = table == "[model]" || key == "drift";
    EXPECT_TRUE(found || !is_named_elsewhere);
    EXPECT_TRUE(found || !is_required || is_optional_here);
  });
}

TEST(ScenarioMutation, ADeletedTableHeaderIsRightOrASentence) {
  const auto lines = lines_of(testing::full_example());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with('[')) find_errors(with_line(lines, i, ""));
  }
}

TEST(ScenarioMutation, ABrokenLineIsASyntaxErrorAtThatLine) {
  const auto lines = lines_of(testing::full_example());
  for_each_key([&](std::size_t i, const std::string&, const std::string& key) {
    const auto found = find_errors(with_line(lines, i, key + " = = 1"));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U);
    EXPECT_TRUE(points_at(*found, i, "E001"));
  });
}

}  // namespace
}  // namespace dosde
