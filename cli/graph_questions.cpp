#include "cli/graph_questions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "engine/causal/graphs/changes.hpp"
#include "engine/causal/graphs/projection.hpp"
#include "engine/causal/graphs/regime_graphs.hpp"
#include "engine/causal/graphs/separation.hpp"
#include "engine/core/number_text.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_loops = 1000;

std::size_t find_variable(const GraphSource& source, const std::string& name) {
  const auto& names = source.shape().variables;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    throw Error(ErrorKind::usage, "there is no variable '" + name + "' in " + source.path(), "",
                suggest_nearest(name, names, fmt::format("the variables are {}", fmt::join(names, ", "))));
  }
  return static_cast<std::size_t>(found - names.begin());
}

GraphAnswer answer_about(const GraphSource& source, std::size_t regime) {
  GraphAnswer answer;
  answer.about = "scenario " + source.name_of(regime, "'");
  answer.told = {{"scenario", source.scenario_of(regime)},
                 {"start", source.regime(regime).start},
                 {"open", source.regime(regime).open}};
  return answer;
}

std::string list(const std::vector<std::string>& names) {
  return names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ", "));
}

/// The graph that the question is about; a refusal in the answer where there is none.
MixedGraph graph_for(GraphSource& source, std::size_t regime, SeparationKind kind, GraphAnswer& answer) {
  const CausalGraph& graph = source.regime(regime).graph;
  const auto rows = source.structure_of(regime);
  if (kind == SeparationKind::sigma) return equilibrium_graph(graph, rows);
  answer.refusal = objection_to_local_independence(graph, rows);
  if (!answer.refusal.empty())
    answer.refusal +=
        ", and a path shows the strength of its noise without delay: what that tells of a state is not in the graph";
  return project_out_latents(local_independence_graph(graph, rows));
}

/// Places in the graph of the variables that a question names.
std::vector<std::size_t> places_in(const MixedGraph& graph, const CausalGraph& all, const GraphSource& source,
                                   const std::vector<std::string>& names, GraphAnswer& answer) {
  std::vector<std::size_t> places;
  for (const auto& name : names) {
    const std::size_t variable = find_variable(source, name);
    const auto place = std::find(graph.vertices.begin(), graph.vertices.end(), name);
    if (all.is_latent(variable))
      answer.refusal = "'" + name + "' is latent, and separation is about what is observed";
    else if (place == graph.vertices.end())
      answer.refusal = "'" + name + "' is held here, and has no differential of its own";
    else
      places.push_back(static_cast<std::size_t>(place - graph.vertices.begin()));
  }
  return places;
}

/// Held variables that are the same in all worlds: neither drawn nor a policy. Whatever is asked, they are known.
std::vector<std::size_t> constants_of(GraphSource& source, std::size_t regime) {
  std::vector<std::size_t> constants;
  const auto rows = source.structure_of(regime);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].is_held && rows[i].drift.empty() && rows[i].draws.empty()) constants.push_back(i);
  return constants;
}

bool overlap(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::size_t v) { return std::find(b.begin(), b.end(), v) != b.end(); });
}

}  // namespace

std::string meaning_of(SeparationKind kind) {
  if (kind == SeparationKind::mu)
    return "mu-separation: with these mechanisms in force, what is given being observed up to now, the past of the one "
           "says nothing more of how the other moves next. Not separated: it may.";
  return "sigma-separation: independence in the equilibrium of the drift, across worlds that differ in what is drawn, "
         "wherever its equations have one solution for every part of a loop. No statement about the stationary law, "
         "nor about sampled states: there noise enters with time, and time's arrow matters (--kind "
         "local_independence).";
}

GraphAnswer ask_separation(GraphSource& source, std::size_t regime, SeparationKind kind,
                           const SeparationQuestion& question) {
  GraphAnswer answer = answer_about(source, regime);
  const CausalGraph& all = source.regime(regime).graph;
  const MixedGraph graph = graph_for(source, regime, kind, answer);
  const auto from = places_in(graph, all, source, question.from, answer);
  const auto to = places_in(graph, all, source, question.to, answer);
  auto given = places_in(graph, all, source, question.given, answer);
  if (kind == SeparationKind::sigma) {
    const auto constants = constants_of(source, regime);
    if (overlap(from, constants) || overlap(to, constants))
      answer.refusal =
          "a variable of the question is held at the same value in all worlds, and a constant depends on "
          "nothing";
    given.insert(given.end(), constants.begin(), constants.end());
  }
  if (kind == SeparationKind::sigma && (overlap(from, to) || overlap(from, given) || overlap(to, given)))
    answer.refusal = "a variable is in two of the three sets, and sigma-separation is about sets apart";
  answer.told["question"] = kind == SeparationKind::mu ? "mu_separation" : "sigma_separation";
  answer.told["from"] = question.from;
  answer.told["to"] = question.to;
  answer.told["given"] = question.given;
  if (!answer.refusal.empty()) {
    answer.told["refused"] = answer.refusal;
    answer.lines = {"no answer: " + answer.refusal};
    return answer;
  }
  const auto walk = kind == SeparationKind::mu ? find_mu_connection(graph, from, to, given)
                                               : find_sigma_connection(graph, from, to, given);
  answer.told["separated"] = !walk.has_value();
  if (walk) answer.told["walk"] = walk_text(graph, *walk);
  answer.lines = {fmt::format("{} {} {}-separated from {} given {}{}", list(question.to), walk ? "is NOT" : "is",
                              kind == SeparationKind::mu ? "mu" : "sigma", list(question.from), list(question.given),
                              walk ? ": " + walk_text(graph, *walk) : "")};
  return answer;
}

GraphAnswer ask_kin(const GraphSource& source, std::size_t regime, Kin kin, const std::string& variable) {
  GraphAnswer answer = answer_about(source, regime);
  const CausalGraph& graph = source.regime(regime).graph;
  const std::size_t count = graph.variables.size();
  const std::size_t own = find_variable(source, variable);
  std::vector<bool> is_found(count, false);
  std::vector<std::size_t> open = {own};
  while (!open.empty()) {
    const std::size_t vertex = open.back();
    open.pop_back();
    for (std::size_t other = 0; other < count; ++other) {
      const std::size_t place = kin == Kin::ancestors ? vertex * count + other : other * count + vertex;
      if (is_found[other] || (graph.drift_edges[place] == 0 && graph.diffusion_edges[place] == 0)) continue;
      is_found[other] = true;
      open.push_back(other);
    }
  }
  std::vector<std::string> names;
  for (std::size_t v = 0; v < count; ++v)
    if (is_found[v] && v != own) names.push_back(graph.variables[v]);
  const std::string word = kin == Kin::ancestors ? "ancestors" : "descendants";
  answer.told["question"] = word;
  answer.told["variable"] = variable;
  answer.told[word] = names;
  answer.told["in_a_loop"] = static_cast<bool>(is_found[own]);
  answer.lines = {fmt::format("{} of {}: {}{}", word, variable, list(names),
                              is_found[own] ? fmt::format("; and {} itself, by a loop", variable) : "")};
  return answer;
}

GainPoint read_gain_point(const std::string& text) {
  if (text.empty() || text == "initial") return {};
  if (text == "equilibrium") return {LoopPoint::equilibrium};
  GainPoint point{LoopPoint::given};
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    const std::size_t equals = part.find('=');
    double value = 0.0;
    const char* last = part.data() + part.size();
    const auto read = equals == std::string::npos ? std::from_chars_result{nullptr, std::errc::invalid_argument}
                                                  : std::from_chars(part.data() + equals + 1, last, value);
    if (read.ec != std::errc() || read.ptr != last)
      throw Error(ErrorKind::usage, "--at does not read '" + part + "'", "",
                  "give initial, equilibrium, or values of variables as in --at x=1,y=-0.5");
    point.values[part.substr(0, equals)] = value;
    begin = end + 1;
  }
  return point;
}

GraphAnswer ask_loops(GraphSource& source, std::size_t regime, const GainPoint& point) {
  GraphAnswer answer = answer_about(source, regime);
  const auto mechanisms = source.mechanisms_of(regime);
  const LoopGains gains = find_loop_gains(mechanisms.run, mechanisms.timeline, mechanisms.rows,
                                          source.regime(regime).start, point.kind, point.values, most_loops);
  answer.told["question"] = "loops";
  answer.told["point"] = gains.point;
  answer.told["complete"] = gains.is_complete;
  answer.told["loops"] = nlohmann::ordered_json::array();
  std::vector<std::string> at;
  for (const auto& [name, value] : gains.point) at.push_back(name + " = " + number_text(value, 6));
  answer.lines.push_back(gains.loops.empty() ? "no loops of the drift" : "gains at " + list(at));
  for (const auto& loop : gains.loops) {
    answer.told["loops"].push_back({{"variables", loop.variables}, {"gain", json_number(loop.gain)}});
    answer.lines.push_back(
        fmt::format("{:>12.5g}  {} -> {}", loop.gain, fmt::join(loop.variables, " -> "), loop.variables.front()));
  }
  if (!gains.is_complete) answer.lines.push_back(fmt::format("and more: only {} are told", most_loops));
  return answer;
}

std::vector<GraphAnswer> ask_changes(GraphSource& source, const std::string& scenario) {
  const CompiledRun& run = source.run();
  const std::int64_t base = source.shape().base_count();
  std::vector<GraphAnswer> answers;
  const auto regimes = source.find_regimes(scenario, std::nullopt);
  for (std::int64_t s = 0; s < base; ++s) {
    const bool is_asked = std::any_of(regimes.begin(), regimes.end(),
                                      [&](std::size_t regime) { return source.regime(regime).scenario % base == s; });
    if (!is_asked) continue;
    const Scenario& asked = run.experiment.scenarios[static_cast<std::size_t>(s)];
    for (std::size_t n = 0; n < asked.interventions.size(); ++n) {
      const Intervention& intervention = asked.interventions[n];
      GraphAnswer answer;
      answer.about = fmt::format("scenario '{}': {} of {}", asked.name, intervention.kind, list(intervention.targets));
      answer.told = {{"scenario", asked.name},
                     {"intervention", n},
                     {"kind", intervention.kind},
                     {"targets", intervention.targets},
                     {"changes", nlohmann::ordered_json::array()}};
      for (const auto& change : changes_by(run.model, asked.interventions, n, run.experiment.time)) {
        answer.told["changes"].push_back(
            {{"what", change.what}, {"variable", change.variable}, {"other", change.other}});
        const bool is_edge = change.what.find("edge") != std::string::npos;
        const std::string where = change.other.empty()               ? change.variable
                                  : is_edge                          ? change.other + " -> " + change.variable
                                  : change.what.starts_with("noise") ? change.other + " in " + change.variable
                                                                     : change.variable + ", " + change.other;
        answer.lines.push_back(fmt::format("{:<24} {}", change.what, where));
      }
      if (answer.lines.empty()) answer.lines.push_back("nothing");
      answers.push_back(std::move(answer));
    }
  }
  return answers;
}

}  // namespace dosde
