#include "engine/ensemble/scheme_names.hpp"

#include <set>

namespace dosde {
namespace {

/// What `text_of` says of each scheme that some points have, once each.
template <class Text>
std::string list_schemes(const CompiledRun& run, const std::string& separator, const Text& text_of) {
  std::string list = text_of(run.scheme);
  std::set<const Scheme*> seen = {run.scheme.scheme};
  for (const auto& group : run.further_groups)
    if (seen.insert(group.scheme.scheme).second) list += separator + text_of(group.scheme);
  return list;
}

}  // namespace

std::string scheme_names(const CompiledRun& run) {
  return list_schemes(run, ", ", [](const SchemeChoice& choice) { return choice.scheme->name; });
}

std::string scheme_reasons(const CompiledRun& run) {
  return list_schemes(run, "; ", [](const SchemeChoice& choice) { return choice.reason; });
}

}  // namespace dosde
