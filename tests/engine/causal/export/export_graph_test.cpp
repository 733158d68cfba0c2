#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "engine/causal/causal_graph.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

const std::string awkward_title = "a \"loop\" <of> 'x' & y \\ \t done";

/// x and y share the source weather; y depends on x in drift and noise; x is inhibited by y.
CausalGraph example_graph() {
  Model model = feedback_pair();
  model.variables[0].noise.push_back({"weather", formula("1")});
  model.parameters[0] = parameter("a", "-0.5");
  return build_causal_graph(model, rewritten({}, model), uniform_parameters(model));
}

CausalGraph clamped_graph() {
  const Model model = feedback_pair();
  return build_causal_graph(model, rewritten({intervention("clamp", {"x"}, {{"value", value("1")}})}, model),
                            uniform_parameters(model));
}

/// Runs a reader of another make over a text: true where it accepts it.
bool is_accepted_by(const std::string& program, const std::string& text) {
  const std::string file = testing::TempDir() + "/dosde_export_graph_test.txt";
  std::ofstream(file) << text;
  return std::system(("python3 -c '" + program + "' " + file).c_str()) == 0;
}

TEST(ExportGraph, dot_draws_edges_from_parent_to_child) {
  const std::string dot = export_graph(example_graph(), GraphFormat::dot, "loop");
  EXPECT_THAT(dot, HasSubstr("digraph \"loop\" {"));
  EXPECT_THAT(dot, HasSubstr("\"x\" -> \"y\" [kind=\"drift and diffusion\", sign=\"-\", arrowhead=tee];"));
  EXPECT_THAT(dot, HasSubstr("\"y\" -> \"x\" [kind=\"drift\", sign=\"-\", arrowhead=tee];"));
  EXPECT_THAT(dot, HasSubstr("\"x\" -> \"y\" [dir=both, style=dotted, constraint=false, kind=\"shared noise\", "
                             "label=\"weather\"];"));
  EXPECT_THAT(export_graph(clamped_graph(), GraphFormat::dot, "loop"), HasSubstr("\"x\" [shape=box, clamped=true];"));
}

TEST(ExportGraph, latent_variables_are_marked_in_every_format) {
  Model model = feedback_pair();
  model.variables[1].visibility = Visibility::latent;
  const MechanismSet held = rewritten({intervention("clamp", {"y"}, {{"value", value("1")}})}, model);
  const auto text = [&](GraphFormat format) {
    return export_graph(build_causal_graph(model, held, uniform_parameters(model)), format, "loop");
  };
  EXPECT_THAT(text(GraphFormat::dot), HasSubstr("  \"x\";\n"));
  EXPECT_THAT(text(GraphFormat::dot), HasSubstr("\"y\" [shape=box, clamped=true, style=dashed, latent=true];"));
  EXPECT_THAT(text(GraphFormat::graphml), HasSubstr("<data key=\"name\">y</data><data key=\"clamped\">true</data>"
                                                    "<data key=\"observed\">false</data>"));
  EXPECT_EQ(nlohmann::json::parse(text(GraphFormat::json))["latent"], (std::vector<std::string>{"y"}));
}

TEST(ExportGraph, dot_escapes_quotes_and_backslashes) {
  EXPECT_THAT(export_graph(example_graph(), GraphFormat::dot, "a \"b\" \\ c"),
              HasSubstr("digraph \"a \\\"b\\\" \\\\ c\""));
}

TEST(ExportGraph, graphml_is_read_by_an_xml_parser) {
  const std::string program =
      "import sys, xml.etree.ElementTree as E\n"
      "n = {\"g\": \"http://graphml.graphdrawing.org/xmlns\"}\n"
      "r = E.parse(sys.argv[1]).getroot()\n"
      "keys = {k.get(\"id\") for k in r.findall(\"g:key\", n)}\n"
      "assert {d.get(\"key\") for d in r.iter(\"{%s}data\" % n[\"g\"])} <= keys\n"
      "g = r.find(\"g:graph\", n)\n"
      "assert \"<of>\" in g.find(\"g:data\", n).text and \"&\" in g.find(\"g:data\", n).text\n"
      "names = [v.find(\"g:data[@key=\\\"name\\\"]\", n).text for v in g.findall(\"g:node\", n)]\n"
      "assert names == [\"x\", \"y\"], names\n"
      "e = [(e.get(\"source\"), e.get(\"target\"), e.find(\"g:data[@key=\\\"kind\\\"]\", n).text) for e in "
      "g.findall(\"g:edge\", n)]\n"
      "assert (\"n0\", \"n1\", \"drift and diffusion\") in e and (\"n0\", \"n1\", \"shared noise\") in e and len(e) == "
      "5, e\n";
  EXPECT_TRUE(is_accepted_by(program, export_graph(example_graph(), GraphFormat::graphml, awkward_title)));
}

TEST(ExportGraph, json_holds_the_matrices_and_says_which_way_they_lie) {
  const CausalGraph graph = example_graph();
  const auto json = nlohmann::json::parse(export_graph(graph, GraphFormat::json, awkward_title));
  EXPECT_EQ(json["title"], awkward_title);
  EXPECT_THAT(json["orientation"].get<std::string>(), HasSubstr("row = child, column = parent"));
  EXPECT_EQ(json["variables"], (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(json["components"], (std::vector<std::vector<std::string>>{{"x", "y"}}));
  EXPECT_EQ(json["drift_edges"], (std::vector<std::vector<int>>{{1, 1}, {1, 1}}));
  EXPECT_EQ(json["drift_sign"], (std::vector<std::vector<int>>{{-1, -1}, {-1, -1}}));
  EXPECT_EQ(json["diffusion_edges"], (std::vector<std::vector<int>>{{0, 0}, {1, 0}}));
  EXPECT_EQ(json["shared_noise"], (std::vector<std::vector<int>>{{0, 1}, {1, 0}}));
  EXPECT_EQ(json["noise_loading"], (std::vector<std::vector<int>>{{1, 1, 0}, {0, 1, 1}}));
  EXPECT_EQ(json["clamped"], nlohmann::json::array());
  EXPECT_EQ(json["edges"].size(), 5U);
  EXPECT_EQ(json["edges"][4]["sources"], "weather");
}

TEST(ExportGraph, json_of_a_regime_names_its_clamped_variables) {
  const auto json = nlohmann::json::parse(export_graph(clamped_graph(), GraphFormat::json, "do(x = 1)"));
  EXPECT_EQ(json["clamped"], (std::vector<std::string>{"x"}));
  EXPECT_EQ(json["components"], (std::vector<std::vector<std::string>>{{"x"}, {"y"}}));
}

TEST(ExportGraph, json_of_a_model_without_noise_or_edges_is_well_formed) {
  Model model;
  model.variables = {variable("x", "1")};
  const CausalGraph graph = build_causal_graph(model, rewritten({}, model), {});
  const auto json = nlohmann::json::parse(export_graph(graph, GraphFormat::json, ""));
  EXPECT_TRUE(json["edges"].empty());
  EXPECT_TRUE(json["sources"].empty());
}

}  // namespace
}  // namespace dosde
