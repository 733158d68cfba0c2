// The fuzz target of scenario files: any text is read, or refused with an Error of the user's; what was read writes a
// text that reads as the same. A ';' stands for a line break, so that seeds are one a line (scenario_seeds.txt).

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/core/error.hpp"
#include "io/scenario/read_scenario.hpp"

namespace {

void expect(bool is_true, const char* claim) {
  if (is_true) return;
  std::fprintf(stderr, "not so: %s\n", claim);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  std::replace(text.begin(), text.end(), ';', '\n');
  std::string resolved;
  try {
    resolved = dosde::read_scenario_text(text, "fuzz.toml").resolved;
  } catch (const dosde::Error& error) {
    expect(error.kind() == dosde::ErrorKind::scenario && !error.diagnostics().empty(), error.what());
    return 0;
  }
  try {
    expect(dosde::read_scenario_text(resolved, "fuzz.toml").resolved == resolved,
           "the resolved text reads as the same");
  } catch (const dosde::Error& error) {
    std::fprintf(stderr, "%s\n", resolved.c_str());
    expect(false, error.what());
  }
  return 0;
}
