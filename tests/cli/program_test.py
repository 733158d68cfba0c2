"""The program as a user meets it: verbs, exit codes, what goes to standard output and what to standard error."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from program_case import PROGRAM, ProgramCase  # noqa: E402
from toy import SCENARIO  # noqa: E402


def wait_for(program):
    """What a process used, which ended well."""
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode != 0:
        raise AssertionError(f"exit code {program.returncode}")
    return usage


class ProgramTest(ProgramCase):
    def test_run_writes_the_file_and_names_it_on_stdout(self):
        result = self.run_program("run", self.write(SCENARIO), "-o", "out.h5")
        self.assertEqual(result.stdout, "out.h5\n")
        self.assertTrue(os.path.exists(self.path("out.h5")))
        self.assertIn("2 scenarios x 100 trajectories x 200 steps", result.stderr)

    def test_run_by_default_names_the_file_after_the_scenario(self):
        self.assertEqual(self.run_program("run", self.write(SCENARIO)).stdout, "toy.h5\n")

    def test_quiet_says_nothing_but_the_result(self):
        self.assertEqual(self.run_program("run", self.write(SCENARIO), "-q").stderr, "")

    def test_json_is_the_only_thing_on_stdout(self):
        result = self.run_program("run", self.write(SCENARIO), "--json")
        report = json.loads(result.stdout)
        self.assertEqual(report["trajectories"], 100)
        self.assertEqual(report["diverged"], 0)

    def test_an_existing_file_is_refused_and_kept(self):
        scenario = self.write(SCENARIO)
        self.run_program("run", scenario, "-o", "out.h5")
        before = pathlib.Path(self.path("out.h5")).read_bytes()
        result = self.run_program("run", scenario, "-o", "out.h5", code=4)
        self.assertIn("--overwrite", result.stderr)
        self.assertEqual(pathlib.Path(self.path("out.h5")).read_bytes(), before)
        self.run_program("run", scenario, "-o", "out.h5", "--overwrite")

    def test_overwrite_spares_the_scenario_and_recorded_states(self):
        scenario = self.write(SCENARIO)
        result = self.run_program("run", scenario, "-o", "toy.toml", "--overwrite", code=4)
        self.assertIn("is made from", result.stderr)
        self.assertEqual(pathlib.Path(scenario).read_text(), SCENARIO)
        self.run_program("run", scenario, "-o", "spun_up.h5")
        before = pathlib.Path(self.path("spun_up.h5")).read_bytes()
        follow = SCENARIO.replace('noise = "0.3"', 'noise = "0.3"\ninitial = { file = "spun_up.h5", time = 2.0, scenario = "observed" }')
        result = self.run_program("run", self.write(follow, "follow.toml"), "-o", "./spun_up.h5", "--overwrite", code=4)
        self.assertIn("is made from", result.stderr)
        self.assertEqual(pathlib.Path(self.path("spun_up.h5")).read_bytes(), before)

    def test_a_folder_that_is_not_there(self):
        result = self.run_program("run", self.write(SCENARIO), "-o", "nowhere/out.h5", code=4)
        self.assertIn("nowhere", result.stderr)

    def test_a_scenario_that_is_not_there(self):
        self.assertIn("missing.toml", self.run_program("run", "missing.toml", code=4).stderr)

    def test_override(self):
        result = self.run_program("run", self.write(SCENARIO), "--set", "ensemble.trajectories=7", "--json")
        self.assertEqual(json.loads(result.stdout)["trajectories"], 7)

    def test_validate_tells_every_mistake_at_once(self):
        wrong = SCENARIO.replace("drift = \"-x + a*y\"", "drift = \"-x + a*yy\"").replace("seed = 3", "sed = 3").replace("\"clamp\"", "\"clmp\"")
        result = self.run_program("validate", self.write(wrong), code=3)
        for word in ("'yy'", "'sed'", "'clmp'", "did you mean"):
            self.assertIn(word, result.stderr)
        self.assertIn("toy.toml:6:", result.stderr)
        self.assertFalse(os.path.exists(self.path("toy.h5")))

    def test_validate_as_json(self):
        result = self.run_program("validate", self.write(SCENARIO.replace("seed", "sed")), "--json", code=3)
        report = json.loads(result.stdout)
        self.assertEqual(report["exit_code"], 3)
        self.assertEqual(report["errors"][0]["line"], 17)

    def test_a_scheme_that_does_not_fit(self):
        trap = SCENARIO.replace("noise = \"0.4\"", "noise = \"0.4*x\"") + "\n[solver]\nscheme = \"milstein\"\n"
        result = self.run_program("validate", self.write(trap), code=3)
        self.assertIn("'milstein' does not fit", result.stderr)
        self.assertIn("'euler_maruyama'", result.stderr)
        self.assertIn(f"toy.toml:{trap.count(chr(10))}:10: error", result.stderr)
        [error] = json.loads(self.run_program("validate", "toy.toml", "--json", code=3).stdout)["errors"]
        self.assertEqual((error["line"], error["column"]), (trap.count("\n"), 10))

    def test_undefined_observables_are_told(self):
        text = SCENARIO + '[output.observables]\nlx = "log(x)"\n'
        result = self.run_program("run", self.write(text), code=5)
        self.assertIn("'lx' at time", result.stderr)
        self.assertIn("log(x) of", result.stderr)

    def test_diverged_trajectories_are_counted_and_explained(self):
        failing = SCENARIO.replace("drift = \"-x - y\"", "drift = \"log(1 - x)\"").replace("value = 1.0", "value = 2.0")
        result = self.run_program("run", self.write(failing), code=5)
        self.assertIn("diverged", result.stderr)
        self.assertIn("scenario 'clamped', trajectory 0: 'y' at time 0.51", result.stderr)
        self.assertIn("negative", result.stderr)
        info = json.loads(self.run_program("info", "toy.h5", "--json").stdout)
        self.assertTrue(info["complete"])
        self.assertEqual(info["diverged"], 100)

    def test_states_beyond_single_precision_are_told(self):
        growing = SCENARIO.replace('drift = "-x - y"', 'drift = "100*y"').replace('noise = "0.4"', 'noise = "0.4"\ninitial = 1e10') + '[output]\nprecision = "f32"\n'
        result = self.run_program("run", self.write(growing), code=5)
        self.assertIn("beyond the range of f32", result.stderr)
        again = self.run_program("run", "toy.toml", "--overwrite", "--json", code=5)
        self.assertGreater(json.loads(again.stdout)["overflowed_states"], 0)
        self.run_program("run", "toy.toml", "--overwrite", "--set", "output.precision=f64")

    def test_plan_shows_noise_class_regimes_and_sizes_without_running(self):
        result = self.run_program("plan", self.write(SCENARIO))
        for word in ("additive", "dx = (a*y - x) dt", "feedback: x, y", "x = 1", "stable", "disk", "memory"):
            self.assertIn(word, result.stdout.replace("(-x + a*y)", "(a*y - x)"))
        self.assertFalse(os.path.exists(self.path("toy.h5")))
        plan = json.loads(self.run_program("plan", self.path("toy.toml"), "--json").stdout)
        self.assertEqual(plan["noise_class"], "additive")
        self.assertEqual(len(plan["regimes"]), 3)
        self.run_program("run", self.path("toy.toml"))
        actual = os.path.getsize(self.path("toy.h5"))
        self.assertLess(abs(plan["file_bytes"] - actual), 200_000, "the planned size is off by more than the file's metadata")

    def test_plan_and_run_warn_of_a_step_that_is_too_long_for_an_explicit_scheme(self):
        stiff = self.write(SCENARIO.replace('drift = "-x - y"', 'drift = "-500*(x + y)"'))
        explicit = self.run_program("plan", stiff, "--set", "solver.scheme=sra1").stdout
        for word in ("W006", "the step 0.01 is long", "is 500", "= 200", "time.step = 0.001 or less"):
            self.assertIn(word, explicit)
        checked = self.run_program("validate", stiff, "--set", "solver.scheme=sra1")
        self.assertIn("W006", checked.stdout + checked.stderr)
        implicit = self.run_program("plan", stiff, "--set", "solver.scheme=split_step_implicit").stdout
        self.assertNotIn("W006", implicit)
        run = self.run_program("run", stiff, "--set", "solver.scheme=split_step_implicit", "--set", "time.step=0.05",
                               "--set", "time.stop=20")
        self.assertNotIn("diverged", run.stderr)
        self.assertNotIn("W006", run.stderr)
        run = self.run_program("run", stiff, "--overwrite", "--set", "solver.scheme=euler_maruyama", "--set", "time.step=0.05",
                               "--set", "time.stop=20", code=5)
        self.assertIn("W006", run.stderr)

    def test_states_that_are_finite_and_absurd_are_told(self):
        # dx = 40 (x - y) dt grows by about e^0.4 a step of 0.01: beyond 1e100 after some 600 of them, and finite after 1600.
        absurd = self.write(SCENARIO.replace('drift = "-x + a*y"', 'drift = "40*(x - y)"'))
        run = self.run_program("run", absurd, "-o", "absurd.h5", "--set", "time.stop=16")
        self.assertIn("states beyond 1e100 are in the file: 'x' is ", run.stderr)
        self.assertNotIn("diverged", run.stderr)
        self.assertNotIn("1e100", self.run_program("run", absurd, "-o", "small.h5", "--set", "time.stop=1").stderr)

    def test_output_that_cannot_be_written_is_an_error(self):
        scenario = self.write(SCENARIO)
        for words in (["plan", scenario], ["graph", scenario], ["models", "list"], ["new"]):
            with open("/dev/full", "w") as full:
                result = subprocess.run([PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=self.folder.name)
            self.assertEqual(result.returncode, 4, result.stderr)
            self.assertIn("No space left on device", result.stderr)

    def test_plan_says_that_a_run_is_not_possible(self):
        plan = self.run_program("plan", self.write(SCENARIO), "--set", "ensemble.trajectories=1000000000000")
        self.assertIn("This run is not possible here:", plan.stdout)
        self.assertIn("has only", plan.stdout)
        plan = json.loads(self.run_program("plan", "toy.toml", "--set", "output.file=nowhere/toy.h5", "--json").stdout)
        self.assertFalse(plan["possible_here"])
        self.assertIn("there is no folder 'nowhere'", plan["obstacles"][0]["why"])
        self.run_program("run", "toy.toml")
        self.assertTrue(json.loads(self.run_program("plan", "toy.toml", "--json").stdout)["possible_here"])

    def test_plan_counts_the_memory_of_quantiles(self):
        quantiles = self.write(SCENARIO + '[output]\nkeep = ["trajectories", "quantiles"]\nquantiles = [0.5]\n')
        plan = json.loads(self.run_program("plan", quantiles, "--set", "ensemble.trajectories=100000000", "--json").stdout)
        self.assertGreater(plan["quantile_bytes"], 17 * 100_000_000)  # a value, a lifetime and a status a trajectory
        self.assertIn("for quantiles", self.run_program("plan", quantiles).stdout)

    def test_memory_does_not_grow_with_the_number_of_trajectories(self):
        scenario = self.write(SCENARIO)

        def peak_kilobytes(trajectories):
            program = subprocess.Popen(
                [PROGRAM, "run", scenario, "-q", "-o", f"{trajectories}.h5", "--set", f"ensemble.trajectories={trajectories}"],
                cwd=self.folder.name, stdout=subprocess.DEVNULL)
            return wait_for(program).ru_maxrss

        # 200,000 trajectories are 134 MB of states.
        self.assertLess(peak_kilobytes(200_000) - peak_kilobytes(20_000), 20_000)

    def test_graph_formats(self):
        scenario = self.write(SCENARIO)
        self.assertIn("digraph", self.run_program("graph", scenario).stdout)
        self.assertIn("<graphml", self.run_program("graph", scenario, "--format", "graphml").stdout)
        json.loads(self.run_program("graph", scenario, "--format", "json").stdout)
        observed = self.run_program("graph", scenario, "--scenario", "clamped", "--time", "0").stdout
        clamped = self.run_program("graph", scenario, "--scenario", "clamped", "--time", "1").stdout
        self.assertNotEqual(observed, clamped)
        self.assertIn("clamped", self.run_program("graph", scenario, "--scenario", "clampd", code=2).stderr)

    def test_latent_variables_are_marked_in_graphs_plan_and_file(self):
        import h5py

        hidden = SCENARIO.replace('drift = "-x - y"', 'drift = "-x - y"\nobserved = false')
        self.run_program("run", self.write(hidden))
        for source in ("toy.toml", "toy.h5"):
            self.assertIn('"y" [style=dashed, latent=true]', self.run_program("graph", source).stdout)
        self.assertIn("(latent)", self.run_program("plan", "toy.toml").stdout)
        self.assertEqual(json.loads(self.run_program("plan", "toy.toml", "--json").stdout)["latent"], ["y"])
        with h5py.File(self.path("toy.h5")) as file:
            self.assertEqual(file["observed"][()].tolist(), [1, 0])

    def test_graph_refuses_times_outside_the_span(self):
        self.run_program("run", self.write(SCENARIO))
        for source in ("toy.toml", "toy.h5"):
            for time in ("99", "nan", "-5"):
                result = self.run_program("graph", source, "--time", time, code=2)
                self.assertIn("outside the time span (the run is from 0 to 2)", result.stderr)
            self.run_program("graph", source, "--time", "2")
        untitled = self.write(SCENARIO.replace('title = "toy"\n', ""))
        self.assertIn('digraph "observed from t = 0"', self.run_program("graph", untitled).stdout)

    def test_a_result_file_has_the_same_graphs(self):
        scenario = self.write(SCENARIO)
        self.run_program("run", scenario)
        for time in ("0", "1"):
            options = ("--scenario", "clamped", "--time", time, "--format", "json")
            self.assertEqual(self.run_program("graph", scenario, *options).stdout, self.run_program("graph", "toy.h5", *options).stdout)

    def test_info_and_check(self):
        self.run_program("run", self.write(SCENARIO))
        text = self.run_program("info", "toy.h5").stdout
        for word in ("complete", "2 scenarios x 100 trajectories", "clamp x", "seed      3"):
            self.assertIn(word, text)
        self.assertIn("sound", self.run_program("check", "toy.h5").stdout)

    def test_info_tells_what_adaptive_steps_may_be_wrong_by(self):
        adaptive = '\nsteps = "adaptive"\nrelative_tolerance = 1e-2\nsmallest_step = 1e-4\nabsolute_tolerances = { y = 1e-3 }'
        self.run_program("run", self.write(SCENARIO))
        self.assertNotIn("tolerance", self.run_program("info", "toy.h5").stdout)
        self.assertIsNone(json.loads(self.run_program("info", "toy.h5", "--json").stdout)["adaptive"])
        self.run_program("run", self.write(SCENARIO.replace("[ensemble]", "[solver]" + adaptive + "\n[ensemble]")), "-o", "adaptive.h5")
        self.assertIn("tolerances relative 0.01, absolute 1e-06 (y: 0.001); no step below 0.0001", self.run_program("info", "adaptive.h5").stdout)
        self.assertEqual(json.loads(self.run_program("info", "adaptive.h5", "--json").stdout)["adaptive"], {
            "relative_tolerance": 0.01, "absolute_tolerance": 1e-06, "relative_tolerances": {}, "absolute_tolerances": {"y": 0.001},
            "smallest_step": 0.0001})

    def test_info_tells_what_a_sweep_of_settings_runs_over(self):
        axes = ('[sweep]\ndesign = "grid"\n[sweep.axes]\n"solver.relative_tolerance" = [1e-2, 1e-4, 1e-3]\n'
                '"ensemble.seed" = [4, 5]\n"solver.scheme" = ["sra1", "sosra"]\n')
        self.run_program("run", self.write(SCENARIO + axes), "--set", "solver.steps=adaptive", "-o", "swept.h5", "-q")
        said = self.run_program("info", "swept.h5").stdout
        for words in ("tolerances relative 0.0001 … 0.01 (swept), absolute 1e-06\n", "seed      4 … 5 (swept), pairing",
                      "scheme    sra1, sosra (swept), step 0.01\n"):
            self.assertIn(words, said)
        ranges = json.loads(self.run_program("info", "swept.h5", "--json").stdout)["sweep_ranges"]
        self.assertEqual(ranges, {"solver.relative_tolerance": [0.0001, 0.01], "ensemble.seed": [4, 5], "solver.scheme": ["sra1", "sosra"]})

    def test_info_tells_when_an_impulse_acts(self):
        dose = '[[scenario]]\nname = "dosed"\n[[scenario.intervention]]\nkind = "impulse"\ntarget = "x"\nadd = 1.0\nat = 0.5\nevery = 0.5\nuntil = 1.6\n'
        self.run_program("run", self.write(SCENARIO + dose))
        self.assertIn("dosed: impulse x from 0.5 every 0.5 until 1.6 add = 1", self.run_program("info", "toy.h5").stdout)

    def test_check_finds_a_flipped_byte(self):
        import h5py

        self.run_program("run", self.write(SCENARIO))
        with h5py.File(self.path("toy.h5")) as file:
            offset = file["state"].id.get_offset() + 1234
        with open(self.path("toy.h5"), "r+b") as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 1]))
        self.assertIn("checksum", self.run_program("check", "toy.h5", code=6).stdout)

    def test_check_takes_what_was_added_on_purpose(self):
        import h5py

        self.run_program("run", self.write(SCENARIO))
        with h5py.File(self.path("toy.h5"), "r+") as file:
            file.attrs["note"] = "the run of Tuesday"
        self.assertIn("--accept-changes", self.run_program("check", "toy.h5", code=6).stdout)
        self.run_program("check", "toy.h5", "--accept-changes")
        self.assertIn("sound", self.run_program("check", "toy.h5").stdout)

    def test_diff_names_the_first_difference(self):
        scenario = self.write(SCENARIO)
        self.run_program("run", scenario, "-o", "one.h5")
        self.run_program("run", scenario, "-o", "two.h5")
        self.run_program("run", scenario, "-o", "three.h5", "--set", "ensemble.seed=4")
        self.assertIn("agree", self.run_program("diff", "one.h5", "two.h5").stdout)
        self.assertIn("command_line", self.run_program("diff", "one.h5", "two.h5", "--provenance", code=6).stdout)
        told = self.run_program("diff", "one.h5", "three.h5", code=6).stdout
        self.assertIn("first at scenario 0, scenario_name observed, trajectory 0, time 0.1, variable x", told)
        report = json.loads(self.run_program("diff", "one.h5", "three.h5", "--json", code=6).stdout)
        state = next(row for row in report["differences"] if row["dataset"] == "state")
        self.assertEqual(state["first"]["place"]["variable"], "x")
        self.assertGreater(state["largest_ulp"], 1000)

    def test_pack_is_for_reading(self):
        self.run_program("run", self.write(SCENARIO))
        self.assertEqual(self.run_program("pack", "toy.h5").stdout, "toy.packed.h5\n")
        self.assertIn("sound", self.run_program("check", "toy.packed.h5").stdout)
        self.assertIn("agree", self.run_program("diff", "toy.h5", "toy.packed.h5").stdout)
        self.assertIn("packed: compressed", self.run_program("info", "toy.packed.h5").stdout)
        self.assertEqual(self.run_program("graph", "toy.packed.h5").stdout, self.run_program("graph", "toy.h5").stdout)
        self.assertIn("packed", self.run_program("resume", "toy.packed.h5", code=4).stderr)
        self.assertIn("exists already", self.run_program("pack", "toy.h5", code=4).stderr)

    def test_a_shard_has_a_file_of_its_own_and_says_so(self):
        self.run_program("run", self.write(SCENARIO), "--shard", "1/2")
        self.assertIn("NOT complete", self.run_program("info", "toy.shard-1-of-2.h5").stdout)
        self.assertIn("sound", self.run_program("check", "toy.shard-1-of-2.h5").stdout)

    def test_the_resolved_scenario_gives_the_same_numbers(self):
        import h5py

        self.run_program("run", self.write(SCENARIO), "--set", "model.parameters.a=0.7")
        again = self.run_program("info", "toy.h5", "--scenario").stdout
        self.run_program("run", self.write(again, "again.toml"), "-o", "again.h5")
        with h5py.File(self.path("toy.h5")) as one, h5py.File(self.path("again.h5")) as two:
            self.assertEqual(one["state"][()].tobytes(), two["state"][()].tobytes())

    def test_models(self):
        names = self.run_program("models", "list").stdout.split()
        self.assertIn("predator_prey", names)
        for name in names:
            self.assertIn("[model", self.run_program("models", "show", name).stdout)
        self.assertIn("predator_prey", self.run_program("models", "show", "predator_pray", code=2).stderr)

    def test_new_gives_a_scenario_that_runs(self):
        self.write(self.run_program("new", "fresh").stdout, "fresh.toml")
        self.run_program("validate", "fresh.toml")
        self.run_program("run", "fresh.toml", "--set", "ensemble.trajectories=10", "-o", "fresh.h5")

    def test_schema_is_json(self):
        self.assertIn("properties", json.loads(self.run_program("schema").stdout))

    def test_usage(self):
        self.run_program(code=2)
        self.assertIn("there is no command 'rum'", self.run_program("rum", code=2).stderr)
        self.assertIn("did you mean 'run'?", self.run_program("rum", code=2).stderr)
        self.assertIn("the commands are run,", self.run_program("-q", "zzz", code=2).stderr)
        self.run_program("run", self.write(SCENARIO), "-o", "", code=2)
        self.run_program("run", "--no-such-option", code=2)
        self.assertIn("Example", self.run_program("run", "--help").stdout)
        self.assertIn("Exit codes", self.run_program("--help").stdout)
        self.assertIn("dosde 0.", self.run_program("--version").stdout)

    def test_usage_errors_and_the_version_are_json_where_json_is_asked_for(self):
        for arguments in (["rum"], [], ["run"], ["run", "--no-such-option"]):
            report = json.loads(self.run_program(*arguments, "--json", code=2).stdout)
            self.assertEqual(report["exit_code"], 2)
            self.assertTrue(report["errors"][0]["problem"])
        self.assertIn("0.", json.loads(self.run_program("--json", "--version").stdout)["version"])

    def test_a_toy_takes_less_than_a_tenth_of_a_second(self):
        flags = json.loads(self.run_program("--json", "--version").stdout)["flags"]
        if "-fsanitize" in flags or "Release" not in flags:
            self.skipTest("this build is not made to be fast: " + flags)
        scenario = self.write(SCENARIO)

        def processor_seconds():
            program = subprocess.Popen([PROGRAM, "run", scenario, "-q", "--overwrite"], cwd=self.folder.name, stdout=subprocess.DEVNULL)
            usage = wait_for(program)
            return usage.ru_utime + usage.ru_stime

        # The least of several: other work of the machine slows single runs down.
        self.assertLess(min(processor_seconds() for _ in range(5)), 0.1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=1)
