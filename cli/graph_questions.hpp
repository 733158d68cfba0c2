#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/graph_source.hpp"
#include "engine/analysis/loop_gain.hpp"

namespace dosde {

/// What is said of one regime or intervention: to people, and to machines.
struct GraphAnswer {
  std::string about;               ///< "scenario 'clamped' from t = 10"
  std::vector<std::string> lines;  ///< without indentation
  nlohmann::ordered_json told;
  std::string refusal = {};  ///< why there is no answer, a sentence part; empty: there is one
};

/// Is `to` separated from `from` by `given`?
struct SeparationQuestion {
  std::vector<std::string> from;
  std::vector<std::string> to;
  std::vector<std::string> given;
};
enum class SeparationKind { mu, sigma };
GraphAnswer ask_separation(GraphSource& source, std::size_t regime, SeparationKind kind,
                           const SeparationQuestion& question);
/// What an answer means, and what it does not.
std::string meaning_of(SeparationKind kind);

enum class Kin { ancestors, descendants };
GraphAnswer ask_kin(const GraphSource& source, std::size_t regime, Kin kin, const std::string& variable);

/// Where gains are taken: "initial", "equilibrium", or "x=1,y=2".
struct GainPoint {
  LoopPoint kind = LoopPoint::initial;
  std::map<std::string, double> values = {};
};
/// Throws Error (usage) where the text is none of these.
GainPoint read_gain_point(const std::string& text);
GraphAnswer ask_loops(GraphSource& source, std::size_t regime, const GainPoint& point);

/// What each intervention of the named scenario, or of all, changed.
std::vector<GraphAnswer> ask_changes(GraphSource& source, const std::string& scenario);

}  // namespace dosde
