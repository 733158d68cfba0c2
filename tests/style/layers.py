"""Includes only look down, and each outside library is met in its own room only (docs/architecture.md)."""

import re

# The rooms from the bottom up; an include goes to the same room or to a lower level, never sideways or up.
LEVELS = [
    {"engine/core"},
    {"engine/random", "engine/expression"},
    {"engine/causal"},
    {"engine/solvers"},
    {"engine/ensemble"},
    {"engine/analysis"},
    {"models"},
    {"io"},
    {"cluster"},
    {"cli", "python"},
    {"benchmarks", "examples", "tests"},
]
LEVEL_OF = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
TOP = LEVEL_OF["tests"]

# Outside header (regular expression) -> the places that may include it, as path prefixes.
OUTSIDE = {
    r"Kokkos_Macros\.hpp": ["engine/core/device.hpp"],
    r"Kokkos_(?!Macros)\w+\.hpp": ["engine/core/kokkos.hpp"],
    r"mpi\.h": ["cluster/", "io/", "tests/"],
    r"H5\w*\.h|hdf5\.h|hdf5_hl\.h": ["io/", "tests/io/"],
    r"toml\+\+/.*|toml\.hpp": ["io/"],
    r"CLI/.*": ["cli/"],
    # Not in the engine: nvcc 13 cannot compile fmt 9's checks of format texts.
    r"fmt/.*": ["io/", "cli/"],
    r"sleef\w*\.h": ["engine/", "benchmarks/", "tests/"],
    r"iostream": ["cli/", "benchmarks/", "examples/", "tests/"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def room_of(path):
    parts = str(path).split("/")
    return "/".join(parts[:2]) if parts[0] == "engine" else parts[0]


def check_own(project, path, included):
    room = room_of(path)
    target = room_of(included)
    if target not in LEVEL_OF:
        return f'includes "{included}", which is not rooted at the project root (write "engine/…", "io/…")'
    if not project.exists(included):
        return f'includes "{included}", which does not exist'
    if room != target and LEVEL_OF[target] >= LEVEL_OF[room] and LEVEL_OF[room] < TOP:
        return f'includes "{included}": {room} may not look up or sideways at {target}'
    return None


def check_outside(path, included):
    for pattern, places in OUTSIDE.items():
        if re.fullmatch(pattern, included) and not str(path).startswith(tuple(places)):
            return f"includes <{included}>, which belongs to {', '.join(places)} only"
    return None


def check(project):
    for path in project.having({".hpp", ".cpp"}):
        if room_of(path) not in LEVEL_OF:
            yield f"{path}: {room_of(path)} is no room of the layer table in tests/style/layers.py"
            continue
        for quote, included in INCLUDE.findall(project.text(path)):
            own = quote == '"' and not re.fullmatch("|".join(OUTSIDE), included)
            problem = check_own(project, path, included) if own else check_outside(path, included)
            if problem:
                yield f"{path}: {problem}"


VIOLATIONS = [
    ({"engine/core/a.hpp": '#include "engine/random/b.hpp"\n', "engine/random/b.hpp": ""}, "look up or sideways"),
    ({"engine/random/a.hpp": '#include "engine/expression/b.hpp"\n', "engine/expression/b.hpp": ""}, "sideways"),
    ({"engine/ensemble/a.cpp": '#include "io/b.hpp"\n', "io/b.hpp": ""}, "look up or sideways"),
    ({"engine/core/a.hpp": '#include "b.hpp"\n', "engine/core/b.hpp": ""}, "not rooted"),
    ({"io/a.cpp": '#include "io/missing.hpp"\n'}, "does not exist"),
    ({"engine/core/a.hpp": "#include <Kokkos_Core.hpp>\n"}, "belongs to engine/core/kokkos.hpp only"),
    ({"engine/ensemble/a.cpp": "#include <mpi.h>\n"}, "belongs to cluster/"),
    ({"engine/ensemble/a.cpp": '  #  include "hdf5.h"\n'}, "belongs to io/"),
    ({"misc/a.cpp": "\n"}, "no room"),
]
