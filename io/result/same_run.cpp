#include "io/result/same_run.hpp"

#include <sstream>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& difference, const std::string& suggestion) {
  throw Error(ErrorKind::input_output, "'" + path + "' cannot be resumed: " + difference,
              "its finished units and the new ones would not be of one run", suggestion);
}

/// The first line in which two texts differ: "line 12: 'a' instead of 'b'".
std::string first_difference(const std::string& now, const std::string& then) {
  std::istringstream now_lines(now);
  std::istringstream then_lines(then);
  std::string a;
  std::string b;
  for (int line = 1;; ++line) {
    const bool has_a = static_cast<bool>(std::getline(now_lines, a));
    const bool has_b = static_cast<bool>(std::getline(then_lines, b));
    if (!has_a) a.clear();
    if (!has_b) b.clear();
    if (a != b || (!has_a && !has_b))
      return "line " + std::to_string(line) + " of the resolved scenario is '" + a + "' now and was '" + b + "'";
  }
}

}  // namespace

void require_same_run(const std::string& path, const ResultFileRequest& request) {
  const ResultFile file(path);
  const Provenance then = file.provenance();
  const Provenance& now = request.provenance;
  const std::string anew = "Run the new scenario into another file with -o, or replace this one with --overwrite.";
  if (now.scenario_resolved != then.scenario_resolved)
    refuse(path, "the scenario has changed (" + first_difference(now.scenario_resolved, then.scenario_resolved) + ")",
           anew);
  if (now.noise_version != then.noise_version)
    refuse(path, "its noise is of version " + then.noise_version + ", this program's of " + now.noise_version,
           "Resume it with the program that began it.");
  const std::string version = file.build().at("version");
  if (version != build_information().version)
    refuse(path, "it was begun by doSDE " + version + ", and this is " + build_information().version,
           "Resume it with the program that began it.");
  if (file.sizes().unit_size != request.shape.unit_size || file.sizes().work_units() != request.shape.unit_count())
    refuse(path, "its units are of another size", "Resume it with the program that began it.");
  const UnitSpan share = file.share();
  if (share != share_of(request))
    refuse(path,
           "it is for work units " + std::to_string(share.first) + " to " + std::to_string(share.end() - 1) +
               ", which is another --shard",
           "Pass the --shard that it was made with, or `dosde resume` it.");
}

}  // namespace dosde
