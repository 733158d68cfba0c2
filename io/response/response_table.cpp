#include "io/response/response_table.hpp"

#include <fmt/format.h>

namespace dosde {
namespace {

/// A name as CSV has it.
std::string quoted(const std::string& name) {
  if (name.find_first_of(",\"\n") == std::string::npos) return name;
  std::string text = "\"";
  for (const char character : name) text += character == '"' ? "\"\"" : std::string(1, character);
  return text + '"';
}

void add_rows(std::string& text, const Response& response, const ResponseTable& table, const std::string& time) {
  const std::size_t contrasts = response.intervened.size();
  for (std::size_t contrast = 0; contrast < contrasts; ++contrast) {
    for (std::size_t v = 0; v < response.variables.size(); ++v) {
      const std::size_t place = v * contrasts + contrast;
      const std::size_t direct = v * response.variables.size() + response.intervened[contrast];
      text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", quoted(response.variables[response.intervened[contrast]]),
                          quoted(response.variables[v]), time, table.effect[place], table.error[place],
                          table.variance_effect[place], table.variance_error[place], response.direct_drift[direct],
                          response.direct_drift_error[direct], table.pairs[contrast]);
    }
  }
}

}  // namespace

std::string response_table(const Response& response) {
  std::string text =
      "intervened,variable,time,effect,error,variance_effect,variance_error,direct_drift,direct_drift_error,pairs\n";
  for (std::size_t h = 0; h < response.horizons.size(); ++h)
    add_rows(text, response, response.at[h], fmt::format("{}", response.horizons[h]));
  add_rows(text, response, response.long_run, "inf");
  return text;
}

}  // namespace dosde
