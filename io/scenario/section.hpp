#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/scenario/findings.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// A table of the document after the check of keys, read key by key. A key that is missing or bad reads as its default
/// in the table of keys, so that reading goes on and finds the rest.
class Section {
 public:
  /// `table` may be nullptr: an absent table, all defaults. `name` is the section in the table of keys ("time",
  /// "model.variables.*").
  Section(const Value* table, std::string name, const Findings& findings)
      : table_(table), name_(std::move(name)), findings_(findings) {}

  /// The value as written; nullptr where it is missing or bad.
  [[nodiscard]] const Value* find(const std::string& key) const;
  [[nodiscard]] bool has(const std::string& key) const { return find(key) != nullptr; }
  /// Is the key written, be its value good or bad?
  [[nodiscard]] bool mentions(const std::string& key) const {
    return table_ != nullptr && table_->find(key) != nullptr;
  }
  /// Where the value stands, else where the table does.
  [[nodiscard]] Place place_of(const std::string& key) const;
  [[nodiscard]] Place place() const { return table_ == nullptr ? Place{} : table_->place; }

  [[nodiscard]] std::string text(const std::string& key) const;
  [[nodiscard]] double number(const std::string& key) const;
  [[nodiscard]] std::int64_t whole_number(const std::string& key) const;
  [[nodiscard]] bool flag(const std::string& key) const;
  [[nodiscard]] std::vector<double> numbers(const std::string& key) const;
  [[nodiscard]] std::vector<std::string> texts(const std::string& key) const;

 private:
  /// The value as written, or the default as TOML reads it.
  [[nodiscard]] const Value& value_or_default(const std::string& key) const;

  const Value* table_;
  std::string name_;
  const Findings& findings_;
};

}  // namespace dosde
