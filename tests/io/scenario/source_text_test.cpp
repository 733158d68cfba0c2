#include "io/scenario/source_text.hpp"

#include <gtest/gtest.h>

#include "io/scenario/value.hpp"

namespace dosde {
namespace {

/// Where character `offset` of the string under `s` stands, as "line:column".
std::string place_in(const std::string& toml, std::size_t offset) {
  const SourceText source("file", toml);
  const Value document = parse_toml(source);
  const Place place = source.place_in_string(document.find("s")->place, offset);
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

TEST(SourceText, FindsCharactersOfPlainStrings) {
  EXPECT_EQ(place_in("s = \"abc\"", 0), "1:6");
  EXPECT_EQ(place_in("s = \"abc\"", 2), "1:8");
  EXPECT_EQ(place_in("s = 'a\\bc'", 2), "1:8");  // no escapes in a literal string
  EXPECT_EQ(place_in("s = \"abc\"", 3), "1:9");  // the end: the closing quote
  EXPECT_EQ(place_in("s = \"abc\"", 99), "1:9");
}

TEST(SourceText, CountsThroughEscapes) {
  EXPECT_EQ(place_in("s = \"a\\tbc\"", 2), "1:9");         // a \t b
  EXPECT_EQ(place_in("s = \"\\u00b5b\"", 2), "1:12");      // a two-byte letter
  EXPECT_EQ(place_in("s = \"\\U0001F600b\"", 4), "1:16");  // a four-byte one
  EXPECT_EQ(place_in("s = \"\xC2\xB5"
                     "b\"",
                     2),
            "1:7");  // columns count characters
}

TEST(SourceText, CountsThroughMultiLineStrings) {
  EXPECT_EQ(place_in("s = \"\"\"\nab\ncd\"\"\"", 0), "2:1");  // the first line break is no part of the value
  EXPECT_EQ(place_in("s = \"\"\"\nab\ncd\"\"\"", 4), "3:2");
  EXPECT_EQ(place_in("s = \"\"\"ab\ncd\"\"\"", 3), "2:1");
  EXPECT_EQ(place_in("s = \"\"\"ab\\\n   cd\"\"\"", 2), "2:4");  // a backslash at the end of a line joins
  EXPECT_EQ(place_in("s = '''\r\nab'''", 1), "2:2");
}

TEST(SourceText, LinesEndWithEitherBreak) {
  const SourceText source("file", "a\r\nb\n\nc");
  EXPECT_EQ(source.line_count(), 4);
  EXPECT_EQ(source.line(1), "a");
  EXPECT_EQ(source.line(2), "b");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "c");
  EXPECT_EQ(source.line(5), "");
}

}  // namespace
}  // namespace dosde
