#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace dosde {

/// An index that remembers what it counts, so that a variable's index is never used for a source's.
/// Ids are dense: the first is 0, and `id.index()` addresses a std::vector.
template <class Tag>
struct StrongId {
  std::int32_t value = -1;  ///< -1: no such thing

  [[nodiscard]] constexpr std::size_t index() const { return static_cast<std::size_t>(value); }
  [[nodiscard]] constexpr bool is_valid() const { return value >= 0; }
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

using VariableId = StrongId<struct VariableTag>;
using ParameterId = StrongId<struct ParameterTag>;
using SourceId = StrongId<struct SourceTag>;      ///< a Wiener source: one column of the loading matrix
using ScenarioId = StrongId<struct ScenarioTag>;  ///< one intervention set
using RegimeId = StrongId<struct RegimeTag>;      ///< one interval of one scenario with constant mechanisms
using ProgramId = StrongId<struct ProgramTag>;    ///< one compiled program; equal programs share an id

}  // namespace dosde
