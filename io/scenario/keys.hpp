#pragma once

#include <limits>
#include <string>
#include <vector>

#include "engine/causal/intervention.hpp"

namespace dosde {

/// What a key of a scenario file may hold. Decides the check, the message, the JSON Schema and the key reference.
enum class Shape {
  text,
  boolean,
  whole_number,
  number,
  formula,            ///< a number, or text that parses as a formula
  quantity,           ///< a formula or a law { normal = [mean, std] }
  law,                ///< a law alone
  parameter,          ///< a quantity, or a table with `value` and its documentation
  initial,            ///< a quantity, or recorded states { file, time }
  noise,              ///< a formula (the variable's own source), or a table of formulas by source
  word,               ///< one of `choices`
  words,              ///< a list of `choices`
  texts,              ///< a list of strings
  text_or_texts,      ///< a string or a list of strings
  numbers,            ///< a list of numbers
  number_or_numbers,  ///< a number or a list of numbers
  kept,               ///< "all", "none" or "first:n"
  section,            ///< a table with keys of its own: section `<section>.<key>`
  sections,           ///< an array of tables, [[…]]
  axis,               ///< a list of numbers or of strings, or a table (a range)
};

/// Limits of a number, of every number of a list, and of a list's length.
struct Range {
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool excludes_minimum = false;
  bool excludes_maximum = false;
};

/// One key. Of this table are made: the validator, the JSON Schema, the key reference of the manual and the template of
/// a new scenario.
struct KeyFacts {
  std::string section;  ///< "" is the top; "model.variables.*" is the table of each variable
  std::string key;      ///< "*": any name
  Shape shape = Shape::text;
  std::string description = {};   ///< one sentence, for schema and manual
  std::string default_text = {};  ///< in TOML; "" where there is none
  std::string example = {};       ///< in TOML; what the template shows where it is not the default
  bool is_required = false;
  std::vector<std::string> choices = {};
  Range range = {};
};

/// A table of the file: its path as in KeyFacts::section, and a sentence for the manual.
struct SectionFacts {
  std::string path;
  std::string description;
};

/// Every section, in the order of the manual and the template.
const std::vector<SectionFacts>& section_table();
/// Every key that does not hang on an intervention's kind, in the order of the manual and the template.
const std::vector<KeyFacts>& key_table();

/// The keys of a section.
std::vector<const KeyFacts*> keys_of_section(const std::string& section);
/// The facts of one key of a section, "*" included; nullptr where there is none.
const KeyFacts* find_key(const std::string& section, const std::string& key);
/// The default of a key, which must have one.
const std::string& default_of(const std::string& section, const std::string& key);

/// All keys that an intervention of this kind may have: kind, target, its window where it has one, and its arguments
/// (from the kind's registry entry).
const std::vector<KeyFacts>& keys_of_intervention(const InterventionKind& kind);

}  // namespace dosde
