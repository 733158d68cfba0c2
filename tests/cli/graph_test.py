"""dosde graph as a user meets it: the page of the manual, drawings read by other programs, and what is refused."""

import json
import os
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(__file__))
from page import check_page  # noqa: E402
from program_case import ProgramCase  # noqa: E402
from toy import SCENARIO  # noqa: E402


class GraphTest(ProgramCase):
    def test_the_page_of_the_manual(self):
        self.assertEqual(check_page(self, "graphs.md"), 9)

    def told(self, *arguments):
        return json.loads(self.run_program("graph", *arguments, "--json").stdout)

    def test_drawings_agree_in_all_formats_and_from_a_result_file(self):
        self.run_program("run", self.write(SCENARIO))
        for kind in ("summary", "full_time", "equilibrium", "local_independence"):
            for options in (("--scenario", "observed"), ("--scenario", "clamped", "--time", "1")):
                told = self.told("toy.toml", "--kind", kind, *options)
                self.assertEqual(told, self.told("toy.h5", "--kind", kind, *options))
                drawn = self.run_program("graph", "toy.toml", "--kind", kind, "--format", "graphml", *options).stdout
                space = "{http://graphml.graphdrawing.org/xmlns}"
                edges = list(xml.etree.ElementTree.fromstring(drawn).iter(space + "edge"))
                self.assertEqual(len(edges), len(told["edges"]))
                dot = self.run_program("graph", "toy.toml", "--kind", kind, *options).stdout
                self.assertEqual(dot.count(" -> "), len(edges))
        steps = [self.told("toy.toml", "--kind", "full_time", "--steps", n) for n in ("1", "4")]
        self.assertEqual([len(told["edges"]) for told in steps], [4, 16])
        self.assertEqual(steps[1]["step"], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])

    def test_questions_about_every_regime(self):
        scenario = self.write(SCENARIO)
        told = self.told(scenario, "--kind", "local_independence", "--from", "x", "--to", "y", "--given", "y")
        self.assertEqual([(answer["scenario"], answer["start"]) for answer in told["answers"]],
                         [("observed", 0.0), ("clamped", 0.0), ("clamped", 0.5)])
        self.assertEqual([answer.get("separated") for answer in told["answers"]], [False, False, None])
        self.assertIn("held", told["answers"][2]["refused"])
        self.assertEqual(told["answers"][0]["walk"], "x -> y")
        loops = self.told(scenario, "--loops", "--at", "x=1,y=2", "--time", "1")["answers"]
        self.assertEqual([answer["start"] for answer in loops], [0.0, 0.5])
        self.assertEqual(loops[0]["loops"][2], {"variables": ["x", "y"], "gain": -0.5})
        self.assertEqual(loops[0]["point"], {"x": 1.0, "y": 2.0})
        self.assertEqual(len(self.told(scenario, "--changes")["answers"]), 1)

    def test_interventions_that_wait_have_regimes_of_their_own(self):
        # A shift of y by z brings an edge, a clamp of x takes one away; both wait, beside a window.
        text = SCENARIO[:SCENARIO.index("[[scenario]]")].replace("-x + a*y", "-a*x") + """[[scenario]]
name = "observed"
[[scenario]]
name = "guarded"
intervention = [
  { kind = "scale_drift", target = "x", factor = 2.0, from = 0.5 },
  { kind = "clamp", target = "x", value = 0.0, when = "y >= 1", ends_when = "y <= 0" },
  { kind = "shift", target = "x", value = "y^2", when = "x <= -1" },
]
"""
        self.write(text)
        self.run_program("run", "toy.toml")
        for path in ("toy.toml", "toy.h5"):
            told = self.told(path, "--ancestors", "x")["answers"]
            # The clamp hides the shift and the window: held is held, and is told once.
            self.assertEqual([(answer["scenario"], answer["start"], answer["open"]) for answer in told],
                             [("observed", 0.0, []), ("guarded", 0.0, []), ("guarded", 0.5, []), ("guarded", 0.0, [2]),
                              ("guarded", 0.0, [3]), ("guarded", 0.5, [3])])
            self.assertEqual([answer["ancestors"] for answer in told], [[], [], [], [], ["y"], ["y"]])
            self.assertEqual([answer["in_a_loop"] for answer in told], [True, True, True, False, True, True])
            told = self.told(path, "--ancestors", "x", "--time", "0.75")["answers"]
            self.assertEqual([(answer["start"], answer["open"]) for answer in told],
                             [(0.0, []), (0.5, []), (0.5, [2]), (0.5, [3])])
            both = self.told(path, "--loops", "--open", "3,2", "--scenario", "guarded", "--time", "0.75")["answers"]
            self.assertEqual([(answer["start"], answer["open"]) for answer in both], [(0.5, [2, 3])])
            self.assertEqual([loop["variables"] for loop in both[0]["loops"]], [["y"]])
            # By default a drawing is of the regime in which none is open, whatever the time.
            edges = lambda *options: {(edge["parent"], edge["child"]) for edge in self.told(path, "--scenario", "guarded", *options)["edges"]}
            self.assertNotIn(("y", "x"), edges("--time", "0.75"))
            self.assertIn(("y", "x"), edges("--time", "0.75", "--open", "3"))
            dot = self.run_program("graph", path, "--scenario", "guarded", "--open", "2").stdout
            self.assertIn("guarded from t = 0, clamp of x (intervention 2) being open", dot)
            self.assertIn("wait for conditions", self.run_program("graph", path, "--open", "1", code=2).stderr)
            self.assertEqual(len(self.told(path, "--changes")["answers"]), 3)

    def test_a_drawn_parameter_is_a_latent_cause(self):
        drawn = self.write(SCENARIO.replace("a = 0.5", "a = { normal = [0.5, 0.1] }").replace('"-x - y"', '"-a*x - y"'))
        edges = self.told(drawn, "--kind", "local_independence")["edges"]
        self.assertIn(("x", "y", "bidirected"), [(edge["from"], edge["to"], edge["kind"]) for edge in edges])
        # Swept it is the same in all trajectories of a point.
        self.write(SCENARIO.replace('"-x - y"', '"-a*x - y"') + '[sweep]\ndesign = "grid"\n[sweep.axes]\n"model.parameters.a" = [0.5, 1.0]\n')
        edges = self.told("toy.toml", "--kind", "local_independence")["edges"]
        self.assertEqual({edge["kind"] for edge in edges}, {"directed"})

    def test_what_is_refused(self):
        scenario = self.write(SCENARIO)
        separation = ("--from", "x", "--to", "y")
        for words, said in ((separation, "--kind local_independence"), (("--from", "x"), "needs both"),
                            (("--loops", "--changes"), "one question at a time"), (("--at", "initial"), "belongs to --loops"),
                            (("--steps", "3"), "belongs to --kind full_time"), (("--ancestors", "z"), "the variables are x, y"),
                            (("--loops", "--at", "x=one"), "does not read 'x=one'"), (("--loops", "--at", "z=1"), "no variable 'z'"),
                            (("--loops", "--format", "dot"), "answers are text"), (("--changes", "--time", "1"), "first acts"),
                            (separation + ("--kind", "equilibrium", "--given", "y"), "sets apart")):
            self.assertIn(said, self.run_program("graph", scenario, *words, code=2).stderr)
        state = self.write(SCENARIO.replace('noise = "0.4"', 'noise = "0.4*x"'))
        mu = (*separation, "--kind", "local_independence", "--given", "y")
        self.assertIn("a noise loading of 'y' depends on x", self.run_program("graph", state, *mu, "--scenario", "observed", code=2).stderr)
        hidden = self.write(SCENARIO.replace('drift = "-x - y"', 'drift = "-x - y"\nobserved = false'))
        self.assertIn("latent", self.run_program("graph", hidden, *mu, code=2).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
