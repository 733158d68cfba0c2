#!/usr/bin/env python3
"""check.py ROOT [CHECK...]: runs the style checks (all, or those named) on the project in ROOT.

check.py --self-test: shows that every check can fail, by giving each its own small trees with one fault.
"""

import importlib
import sys
import tempfile
from pathlib import Path

from project import Project

# A check is a module with check(project) -> problems, and VIOLATIONS = [({path: text}, words of the problem)].
CHECKS = ["layers", "layout", "text", "format"]
CLEAN = {
    ".clang-format": "BasedOnStyle: Google\n",
    "README.md": "[the engine](engine/core/README.md)\n",
    "engine/core/README.md": "x\n",
    "engine/core/a.hpp": "#pragma once\n",
    "engine/core/a.cpp": '#include "engine/core/a.hpp"\n',
    "tests/README.md": "x\n",
    "tests/engine/core/CMakeLists.txt": "dosde_add_test(a_test.cpp dosde::engine)\n",
    "tests/engine/core/a_test.cpp": '#include "engine/core/a.hpp"\n',
}


def problems_in(files, check):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(check(Project(root)))


def self_test():
    faults = []
    for name in CHECKS:
        module = importlib.import_module(name)
        if not module.VIOLATIONS:
            faults.append(f"{name}: states no violation")
        for files, words in module.VIOLATIONS:
            found = problems_in(files, module.check)
            if not any(words in problem for problem in found):
                faults.append(f"{name}: did not find '{words}' in {list(files)}; found {found}")
        false_alarms = problems_in(CLEAN, module.check)
        faults += [f"{name}: false alarm on a clean tree: {problem}" for problem in false_alarms]
    return faults


def main(arguments):
    if arguments == ["--self-test"]:
        problems = self_test()
    elif arguments and not arguments[0].startswith("-") and set(arguments[1:]) <= set(CHECKS):
        project = Project(arguments[0])
        names = arguments[1:] or CHECKS
        problems = [problem for name in names for problem in importlib.import_module(name).check(project)]
    else:
        print(f"{__doc__}\nchecks: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
