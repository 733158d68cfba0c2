#include <cstring>
#include <vector>

#include "io/result/check_parts.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/summaries.hpp"

namespace dosde {
namespace {

/// Is a range of a stored column bit by bit what it should be?
template <class Element>
bool is_stored(const RawFile& file, const RawLayout& layout, const char* name, std::int64_t first,
               const std::vector<Element>& expected) {
  std::vector<Element> found(expected.size());
  const auto bytes = static_cast<std::int64_t>(found.size() * sizeof(Element));
  file.read_at(layout.offset(name) + first * static_cast<std::int64_t>(sizeof(Element)), found.data(), bytes);
  return std::memcmp(found.data(), expected.data(), static_cast<std::size_t>(bytes)) == 0;
}

template <class Element, class Value>
void check_column(const RawFile& file, const RawLayout& layout, const char* name, std::int64_t first,
                  std::span<const Moments> merged, Value value, FindingList& findings) {
  if (!layout.has(name)) return;
  std::vector<Element> expected;
  for (const Moments& moments : merged) expected.push_back(value(moments));
  if (!is_stored(file, layout, name, first, expected)) {
    findings.add(std::string(name) + " is not what the units' partial sums come to");
  }
}

void check_quantiles(const RawFile& file, const RawLayout& layout, FindingList& findings) {
  const auto count = static_cast<std::size_t>(layout.sizes().quantiles);
  const std::int64_t row = layout.sizes().times * layout.sizes().columns;
  std::vector<double> probabilities(count);
  file.read_at(layout.offset("quantile"), probabilities.data(), layout.bytes("quantile"));
  compute_quantiles(
      file, layout, probabilities, [&](std::int64_t scenario, std::int64_t first, std::span<const double> quantiles) {
        for (std::size_t k = 0; k < count; ++k) {
          std::vector<double> expected;
          for (std::size_t sample = k; sample < quantiles.size(); sample += count)
            expected.push_back(quantiles[sample]);
          const auto place = (scenario * static_cast<std::int64_t>(count) + static_cast<std::int64_t>(k)) * row + first;
          if (!is_stored(file, layout, "quantiles", place, expected)) {
            findings.add("quantiles of scenario " + std::to_string(scenario) + " are not those of the stored states",
                         scenario);
          }
        }
      });
}

void check_reflections(const RawFile& file, const RawLayout& layout, FindingList& findings) {
  const auto scenarios = static_cast<std::size_t>(layout.sizes().scenarios);
  std::vector<std::int64_t> counts(scenarios * static_cast<std::size_t>(layout.sizes().units));
  file.read_at(layout.offset("units/reflections"), counts.data(), layout.bytes("units/reflections"));
  std::vector<std::int64_t> expected(scenarios, 0);
  for (std::size_t k = 0; k < counts.size(); ++k) expected[k % scenarios] += counts[k];
  if (!is_stored(file, layout, "reflections", 0, expected)) findings.add("reflections is not the sum over the units");
}

}  // namespace

void check_summaries(const std::string& path, FindingList& findings) {
  const RawLayout layout = read_raw_layout(path);
  const RawFile file = layout.open(path, RawFile::Access::read);
  if (layout.has("units/partials")) {
    merge_partials(file, layout, [&](std::int64_t first, std::span<const Moments> merged) {
      check_column<std::int64_t>(file, layout, "count", first, merged, stored_count, findings);
      check_column<double>(file, layout, "mean", first, merged, stored_mean, findings);
      check_column<double>(file, layout, "variance", first, merged, stored_variance, findings);
      check_column<double>(file, layout, "minimum", first, merged, stored_minimum, findings);
      check_column<double>(file, layout, "maximum", first, merged, stored_maximum, findings);
    });
  }
  check_reflections(file, layout, findings);
  if (layout.has("quantiles")) check_quantiles(file, layout, findings);
}

}  // namespace dosde
