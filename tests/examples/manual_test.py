"""manual_test.py DOSDE PROJECT WORK_FOLDER: what the manual shows works. Every TOML block of the README and of docs/ that is a
whole scenario file is valid, and the Python blocks of docs/result_file.md, docs/effects.md and docs/response.md run, in order,
on results of the showcase, that of docs/abstraction.md on its own scenario, whose table is the one that is printed."""

import os
import re
import subprocess
import sys
from pathlib import Path


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def check_scenarios(program, pages, work):
    scenarios = [text for page in pages for text in blocks(page, "toml") if text.startswith("format = 1")]
    assert len(scenarios) >= 2, "the manual shows no scenario any more"
    for number, text in enumerate(scenarios):
        path = work / f"manual_{number}.toml"
        path.write_text(text, encoding="utf-8")
        subprocess.run([program, "validate", path], check=True)


def check_recipes(program, project, work):
    scenario = project / "examples/feedback_loop/feedback_loop.toml"
    subprocess.run([program, "run", scenario, "-o", work / "feedback_loop.h5", "--overwrite", "-q",
                    "--set", "ensemble.trajectories=200"], check=True)
    recipes = blocks(project / "docs/result_file.md", "python")
    assert len(recipes) >= 5, "docs/result_file.md shows no recipes any more"
    os.chdir(work)
    names = {}
    for recipe in recipes:
        exec(compile(recipe, "docs/result_file.md", "exec"), names)
    # What the page says of them is so: pairing pays, nobody is lost, and the clamp has cut the edges into x.
    assert float(names["paired"].isel(time=79)) < float(names["unpaired"].isel(time=79))
    assert int(names["lost"].sum()) == 0
    assert names["graph"].sel(variable="x").sum() == 0 and names["graph"].sel(variable="y").sum() == 2


def check_effects(program, project, work):
    subprocess.run([program, "effects", work / "feedback_loop.h5", "--overwrite", "-q"], check=True, stdout=subprocess.DEVNULL)
    names = {}
    for recipe in blocks(project / "docs/effects.md", "python"):
        exec(compile(recipe, "docs/effects.md", "exec"), names)
    assert (work / "effect.png").stat().st_size > 10_000, "docs/effects.md draws no figure any more"
    # The clamp holds x above its mean from t = 10 to 20, and y follows it down.
    assert float(names["y"].effect.sel(time=20)) < -float(names["y"].band.sel(time=20)) < 0


def check_response(program, project, work):
    scenario = project / "examples/feedback_loop/feedback_loop.toml"
    subprocess.run([program, "response", scenario, "-o", work / "feedback_loop.response.h5", "--overwrite", "-q",
                    "--set", "ensemble.trajectories=200"], check=True, stdout=subprocess.DEVNULL)
    names = {}
    for recipe in blocks(project / "docs/response.md", "python"):
        exec(compile(recipe, "docs/response.md", "exec"), names)
    assert (work / "response.png").stat().st_size > 10_000, "docs/response.md draws no figure any more"
    # The loop dx = -x + y/2, dy = -x - y: held, x does -1 to y, and y 1/2 to x.
    assert abs(names["ds"].long_run_effect.sel(variable="y", intervened="x") + 1.0) < 1e-3
    assert abs(names["ds"].long_run_effect.sel(variable="x", intervened="y") - 0.5) < 1e-3


def check_abstraction(program, project, work):
    page = project / "docs/abstraction.md"
    (work / "two_cycle.toml").write_text(blocks(page, "toml")[0], encoding="utf-8")
    printed = subprocess.run([program, "abstract", work / "two_cycle.toml", "-o", work / "two_cycle.abstraction.h5", "--overwrite", "-q"],
                             check=True, capture_output=True, text=True).stdout
    for line in printed.splitlines()[:-1]:  # all but the file's name
        assert line in page.read_text(encoding="utf-8"), f"docs/abstraction.md does not show: {line}"
    for recipe in blocks(page, "python"):
        exec(compile(recipe, "docs/abstraction.md", "exec"), {})
    assert (work / "abstraction.png").stat().st_size > 5_000, "docs/abstraction.md draws no figure any more"


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, project, work = (Path(argument).resolve() for argument in arguments)
    work.mkdir(parents=True, exist_ok=True)
    check_scenarios(program, [project / "README.md", *sorted(project.glob("docs/*.md"))], work)
    check_recipes(program, project, work)
    check_effects(program, project, work)
    check_response(program, project, work)
    check_abstraction(program, project, work)
    return 0


if __name__ == "__main__":
    import matplotlib

    matplotlib.use("Agg")
    sys.exit(main(sys.argv[1:]))
