#include "engine/random/stream_key.hpp"

#include <map>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/random/siphash.hpp"

namespace dosde {
namespace {

/// In memory order: "doSDE", the version of the key's definition (1), and two zeros.
constexpr std::uint64_t kNoiseVersion1 = 0x0000014544536f64;

std::string describe(const RandomStream& stream) {
  return std::string(to_string(stream.kind)) + " \"" + stream.name + '"';
}

}  // namespace

std::string_view to_string(StreamKind kind) {
  switch (kind) {
    case StreamKind::noise:
      return "noise";
    case StreamKind::initial:
      return "initial";
    case StreamKind::clamp:
      return "clamp";
    case StreamKind::parameter:
      return "parameter";
    case StreamKind::jump:
      return "jump";
    case StreamKind::design:
      return "design";
  }
  return "unknown";
}

std::uint64_t stream_key(std::uint64_t seed, StreamKind kind, std::string_view name) {
  std::string text(1, static_cast<char>(kind));
  text += name;
  return siphash_2_4(seed, kNoiseVersion1, text);
}

void refuse_equal_keys(const std::vector<RandomStream>& streams) {
  std::map<std::uint64_t, const RandomStream*> seen;
  std::vector<Diagnostic> complaints;
  for (const RandomStream& stream : streams) {
    const auto [place, is_new] = seen.emplace(stream.key, &stream);
    if (is_new) continue;
    const RandomStream& other = *place->second;
    Diagnostic complaint;
    if (other.kind == stream.kind && other.name == stream.name) {
      complaint.problem = "the random stream " + describe(stream) + " is named twice";
      complaint.suggestion = "give every stream its own name";
    } else {
      complaint.problem =
          "the random streams " + describe(other) + " and " + describe(stream) + " have equal keys by chance";
      complaint.suggestion = "take another seed, or rename one of them";
    }
    complaint.why = "they would share their random numbers";
    complaints.push_back(std::move(complaint));
  }
  if (!complaints.empty()) throw Error(ErrorKind::scenario, std::move(complaints));
}

}  // namespace dosde
