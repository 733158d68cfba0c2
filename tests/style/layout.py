"""Lengths, names, READMEs, and tests that mirror the tree."""

import re

from layers import room_of

LONGEST = 400
ROOMS = ("engine", "models", "io", "cluster", "cli", "python", "benchmarks", "examples", "cmake", "tests", "docs")
# Names that a tool or a custom fixes.
FIXED_NAMES = {"CMakeLists.txt"}
NAME = re.compile(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*")
CMAKE_MODULE = re.compile(r"(Dosde|Find)\w+\.cmake|dosdeConfig\.cmake\.in")

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def check_length(project):
    for path in project.code():
        lines = project.text(path).count("\n")
        if lines > LONGEST:
            yield f"{path}: {lines} lines (a file is one noun, at most {LONGEST} lines): split it"


def check_names(project):
    for path in project.code():
        if path.parts[0] not in ROOMS or path.name in FIXED_NAMES:
            continue
        if path.parts[0] == "cmake" and CMAKE_MODULE.fullmatch(path.name):
            continue
        for part in path.parts:
            if not NAME.fullmatch(part):
                yield f"{path}: '{part}' is not snake_case"


def check_readmes(project):
    for folder in sorted({path.parent for path in project.code() if len(path.parts) > 1}):
        mirrored = folder.parts[0] == "tests" and len(folder.parts) > 1 and project.exists("/".join(folder.parts[1:]))
        if not mirrored and not project.exists(folder / "README.md"):
            yield f"{folder}: no README.md (what lives here, what it may use, the files, how to add one)"


def check_mirror(project):
    """What a room offers to others is tested by name: a header with a source file that another room includes has the
    test of its own name, or one in the room's test folder that includes it. A header of the room's own use is tested
    through those."""
    includers = {}
    for path in project.having({".hpp", ".cpp"}):
        for included in INCLUDE.findall(project.text(path)):
            includers.setdefault(included, set()).add(path)
    for header in project.having({".hpp"}):
        if header.parts[0] == "tests" or not project.exists(header.with_suffix(".cpp")):
            continue
        room = room_of(header)
        users = includers.get(str(header), set())
        offered = any(user.parts[0] != "tests" and room_of(user) != room for user in users)
        tested = any(str(user).startswith(f"tests/{room}/") for user in users)
        test = "tests/" + str(header.with_name(header.stem + "_test.cpp"))
        if offered and not tested and not project.exists(test):
            yield f"{header}: other rooms use it, but there is no test {test}"


def check_registered(project):
    for path in project.having({".cpp"}):
        if path.parts[0] != "tests" or not path.name.endswith("_test.cpp"):
            continue
        # By its folder's list, or by that of a folder above it.
        registered = any(
            re.search(rf"(?<![\w/]){re.escape(str(path.relative_to(folder)))}\b", project.text(folder / "CMakeLists.txt"))
            for folder in path.parents if folder.parts and project.exists(folder / "CMakeLists.txt"))
        if not registered:
            yield f"{path}: not registered in {path.parent}/CMakeLists.txt, so it never runs"


def check(project):
    for part in (check_length, check_names, check_readmes, check_mirror, check_registered):
        yield from part(project)


README = {"engine/core/README.md": "x\n"}
VIOLATIONS = [
    ({**README, "engine/core/a.hpp": "\n" * (LONGEST + 1)}, "401 lines"),
    ({**README, "engine/core/StrongId.hpp": "\n"}, "not snake_case"),
    ({"engine/Core/a.hpp": "\n", "engine/Core/README.md": "x\n"}, "not snake_case"),
    ({"engine/core/a.hpp": "\n"}, "no README.md"),
    ({**README, "engine/core/a.hpp": "\n", "engine/core/a.cpp": "\n", "io/a.cpp": '#include "engine/core/a.hpp"\n'},
     "no test tests/engine/core/a_test.cpp"),
    ({**README, "tests/engine/core/a_test.cpp": "\n"}, "never runs"),
]
