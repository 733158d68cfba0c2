#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dosde {

/// The version of everything that turns (seed, name, trajectory, cell) into noise. Equal versions and seeds mean equal
/// worlds.
inline constexpr std::string_view noise_version = "1";

/// What a random stream is for. The values are part of every stream's key: never renumber them.
enum class StreamKind : std::uint8_t {
  noise = 0,      ///< increments of a Wiener source
  initial = 1,    ///< initial value of a variable
  clamp = 2,      ///< drawn value of a clamp
  parameter = 3,  ///< drawn value of a parameter
  jump = 4,       ///< times and marks of a jump source
  design = 5,     ///< points of a sweep on one axis
};

/// The kind's name, as it appears in messages.
std::string_view to_string(StreamKind kind);

/// The key of a stream, "noise version 1", fixed for ever (README.md has test vectors):
/// SipHash-2-4, under the 128-bit key whose low half is `seed` and whose high half is 0x0000014544536f64 (in memory
/// order the bytes "doSDE", 1, 0, 0), of the kind's value as one byte followed by the bytes of the name.
std::uint64_t stream_key(std::uint64_t seed, StreamKind kind, std::string_view name);

/// One random stream of a run: what it is for, what it is called in the model, and its key.
struct RandomStream {
  StreamKind kind = StreamKind::noise;
  std::string name;  ///< UTF-8; compared and hashed byte by byte
  std::uint64_t key = 0;
};

/// Throws Error (a scenario error) with one sentence for every stream that would share the random numbers of an earlier
/// one: because it is listed twice, or because the keys happen to be equal (for n streams, under one seed in 2^65 /
/// n²).
void refuse_equal_keys(const std::vector<RandomStream>& streams);

}  // namespace dosde
