#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/graph_questions.hpp"
#include "cli/graph_source.hpp"
#include "cli/messages.hpp"
#include "engine/causal/graphs/projection.hpp"
#include "engine/causal/graphs/regime_graphs.hpp"

namespace dosde {
namespace {

enum class GraphKind { summary, full_time, equilibrium, local_independence };

struct GraphOptions {
  std::string path;
  std::string format = "dot";
  GraphKind kind = GraphKind::summary;
  std::size_t steps = 2;
  std::string scenario;
  double time = 0.0;
  std::optional<double> chosen_time;
  std::vector<std::size_t> open;
  std::vector<std::string> overrides;
  // Questions: one of them.
  SeparationQuestion separation;
  std::string ancestors;
  std::string descendants;
  bool wants_loops = false;
  std::string gain_point;
  bool wants_changes = false;
};

const std::map<std::string, GraphFormat>& formats() {
  static const std::map<std::string, GraphFormat> known = {
      {"dot", GraphFormat::dot}, {"graphml", GraphFormat::graphml}, {"json", GraphFormat::json}};
  return known;
}

const std::map<std::string, GraphKind>& kinds() {
  static const std::map<std::string, GraphKind> known = {{"summary", GraphKind::summary},
                                                         {"full_time", GraphKind::full_time},
                                                         {"equilibrium", GraphKind::equilibrium},
                                                         {"local_independence", GraphKind::local_independence}};
  return known;
}

ExitCode draw(const GraphOptions& options) {
  GraphSource source(options.path, options.overrides);
  // One graph: of the first scenario, at the start, unless told otherwise.
  const std::string scenario = options.scenario.empty() ? source.shape().scenarios.front() : options.scenario;
  const auto regimes = source.find_regimes(scenario, options.chosen_time, options.open);
  if (regimes.empty()) throw Error(ErrorKind::usage, "scenario '" + scenario + "' has no regime at that time");
  const std::size_t regime = regimes.front();
  const CausalGraph& graph = source.regime(regime).graph;
  const GraphFormat format = formats().at(options.format);
  const std::string title = source.title_of(regime);
  switch (options.kind) {
    case GraphKind::summary:
      fmt::print("{}", export_graph(graph, format, title));
      break;
    case GraphKind::full_time:
      fmt::print("{}", export_graph(unroll(graph, options.steps), format, title));
      break;
    case GraphKind::equilibrium:
      fmt::print("{}", export_graph(equilibrium_graph(graph, source.structure_of(regime)), format, title));
      break;
    case GraphKind::local_independence: {
      const auto rows = source.structure_of(regime);
      fmt::print("{}", export_graph(project_out_latents(local_independence_graph(graph, rows)), format, title));
      break;
    }
  }
  return ExitCode::done;
}

std::vector<GraphAnswer> ask(const GraphOptions& options) {
  GraphSource source(options.path, options.overrides);
  if (options.wants_changes) return ask_changes(source, options.scenario);
  const GainPoint point = read_gain_point(options.gain_point);
  const auto kind = options.kind == GraphKind::local_independence ? SeparationKind::mu : SeparationKind::sigma;
  std::vector<GraphAnswer> answers;
  for (const std::size_t regime : source.find_regimes(options.scenario, options.chosen_time, options.open)) {
    if (!options.separation.to.empty())
      answers.push_back(ask_separation(source, regime, kind, options.separation));
    else if (options.wants_loops)
      answers.push_back(ask_loops(source, regime, point));
    else
      answers.push_back(ask_kin(source, regime, options.ancestors.empty() ? Kin::descendants : Kin::ancestors,
                                options.ancestors.empty() ? options.descendants : options.ancestors));
  }
  const bool is_refused = !answers.empty() && std::all_of(answers.begin(), answers.end(),
                                                          [](const auto& answer) { return !answer.refusal.empty(); });
  if (is_refused) throw Error(ErrorKind::usage, "this question has no answer", answers.front().refusal);
  return answers;
}

ExitCode answer(const GraphOptions& options, const Application& application) {
  const auto answers = ask(options);
  std::string meaning;
  if (!options.separation.to.empty())
    meaning = meaning_of(options.kind == GraphKind::local_independence ? SeparationKind::mu : SeparationKind::sigma);
  if (application.wants_json) {
    nlohmann::ordered_json told = {{"answers", nlohmann::ordered_json::array()}};
    for (const auto& one : answers) told["answers"].push_back(one.told);
    if (!meaning.empty()) told["meaning"] = meaning;
    print_json(told);
    return ExitCode::done;
  }
  for (const auto& one : answers) {
    fmt::print("{}\n", one.about);
    for (const auto& line : one.lines) fmt::print("    {}\n", line);
  }
  if (answers.empty()) fmt::print("no interventions\n");
  if (!meaning.empty()) fmt::print("{}\n", meaning);
  return ExitCode::done;
}

/// What does not go together on the command line.
void check_words(const CLI::App& command, const GraphOptions& options) {
  const auto is_given = [&](const std::string& option) { return command.count(option) > 0; };
  int questions = 0;
  for (const std::string question : {"--from", "--ancestors", "--descendants", "--loops", "--changes"})
    questions += is_given(question) ? 1 : 0;
  if (questions > 1) throw CLI::ValidationError("graph", "one question at a time, please");
  const bool is_separation = is_given("--from") || is_given("--to") || is_given("--given");
  if (is_separation && !(is_given("--from") && is_given("--to")))
    throw CLI::ValidationError("--from and --to", "a question of separation needs both");
  if (is_separation && options.kind != GraphKind::equilibrium && options.kind != GraphKind::local_independence)
    throw CLI::ValidationError("--from",
                               "separation is read off --kind local_independence (mu-separation, over time) or --kind "
                               "equilibrium (sigma-separation)");
  if (questions > 0 && !is_separation && is_given("--kind"))
    throw CLI::ValidationError("--kind", "this question has one answer, whatever is drawn");
  if (questions > 0 && is_given("--format"))
    throw CLI::ValidationError("--format", "answers are text, or JSON with --json; formats are of drawings");
  if (is_given("--at") && !options.wants_loops) throw CLI::ValidationError("--at", "it belongs to --loops");
  if (is_given("--steps") && options.kind != GraphKind::full_time)
    throw CLI::ValidationError("--steps", "it belongs to --kind full_time");
  if (is_given("--time") && options.wants_changes)
    throw CLI::ValidationError("--time", "--changes tells of each intervention when it first acts");
  if (is_given("--open") && options.wants_changes)
    throw CLI::ValidationError("--open", "--changes tells of each intervention, whether it waits or not");
}

void add_questions(CLI::App& command, GraphOptions& options) {
  command.add_option("--from", options.separation.from, "Are --to separated from these variables? See --kind")
      ->delimiter(',')
      ->type_name("X,…");
  command.add_option("--to", options.separation.to, "The variables that are told of")->delimiter(',')->type_name("Y,…");
  command.add_option("--given", options.separation.given, "What is known; by default nothing")
      ->delimiter(',')
      ->type_name("Z,…");
  command.add_option("--ancestors", options.ancestors, "Who affects this variable?")->type_name("X");
  command.add_option("--descendants", options.descendants, "Whom does this variable affect?")->type_name("X");
  command.add_flag("--loops", options.wants_loops, "The loops of the drift, with their gains");
  command
      .add_option("--at", options.gain_point,
                  "Where gains are taken: initial (the default), equilibrium, or values as in x=1,y=0")
      ->type_name("POINT");
  command.add_flag("--changes", options.wants_changes, "What each intervention changed");
}

}  // namespace

void add_graph_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<GraphOptions>();
  CLI::App* command =
      program.add_subcommand("graph", "Causal graphs of a model under its interventions, and questions about them");
  command->footer(
      "Examples: dosde graph loop.toml --scenario clamped --time 12 | dot -Tsvg > loop.svg\n"
      "          dosde graph loop.toml --kind local_independence --from x --to z --given y,z\n"
      "          dosde graph loop.toml --loops --at equilibrium\n"
      "Drawings are of one regime, by default the first; questions are about all, unless --scenario or --time choose.");
  command->add_option("scenario_file", options->path, "Scenario file (TOML) or result file (HDF5)")
      ->required()
      ->type_name("SCENARIO|FILE");
  command
      ->add_option("--kind", options->kind,
                   "summary (the default), full_time: unrolled over --steps, equilibrium: of the drift's equilibrium, "
                   "local_independence: latent variables projected out")
      ->transform(CLI::CheckedTransformer(kinds()))
      ->type_name("KIND");
  command->add_option("--steps", options->steps, "Of --kind full_time, by default 2")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  command->add_option("--format", options->format, "dot, graphml or json")
      ->check(CLI::IsMember(formats()))
      ->capture_default_str();
  command->add_option("--scenario", options->scenario, "Name of the scenario")->type_name("NAME");
  auto* time = command->add_option("--time", options->time, "The regime in force at this time");
  command
      ->add_option(
          "--open", options->open,
          "While these interventions of the scenario, numbered from 1, are open, of those that wait for conditions")
      ->delimiter(',')
      ->type_name("N,…");
  add_questions(*command, *options);
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, time, command, &application] {
    if (time->count() > 0) options->chosen_time = options->time;
    check_words(*command, *options);
    const bool is_question = !options->separation.to.empty() || !options->ancestors.empty() ||
                             !options->descendants.empty() || options->wants_loops || options->wants_changes;
    if (application.wants_json && !is_question) options->format = "json";
    application.action = [options, is_question, &application] {
      return is_question ? answer(*options, application) : draw(*options);
    };
  });
}

}  // namespace dosde
