"""commuting_diagrams_test.py DOSDE EXAMPLE_FOLDER WORK_FOLDER: the diagrams of the example show the numbers that it promises, the judge
finds a wrong number wrong, and the figure can be drawn."""

import sys
from pathlib import Path


def main(arguments):
    program, example, work = (Path(argument).resolve() for argument in arguments)
    sys.path.insert(0, str(example))
    import diagrams
    import draw_diagrams

    if diagrams.main([program, work]) != 0:
        return 1
    wrong = {"run": "two_cycle", "diagrams": ["do_x1"], "quantities": ["gaussian", "exact_gaussian"], "equals": 0.25, "why": "it is 0.2283"}
    right = {**wrong, "equals": 0.228308}
    order = {"runs": ["step_0.25", "step_0.0625"], "at": [0.25, 0.0625], "diagram": "do_x1", "quantity": "gaussian", "equals": 0.5,
             "within": 0.15, "why": "it is 1"}
    found = [holds for *_, holds in diagrams.check(work, {"number": [right, wrong], "order": [order]})]
    assert found == [True, True, False, False, False], found
    figure = work / "figure.png"
    draw_diagrams.p.save(draw_diagrams.draw(work), figure)
    assert figure.stat().st_size > 10_000, f"{figure} is almost empty"
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
