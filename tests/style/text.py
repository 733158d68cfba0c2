"""Forbidden compiler flags, paths of somebody's machine, links that lead nowhere, and untidy text."""

import re

# What breaks "same seed, same bits" (cmake/DosdeFlags.cmake says why).
FLAGS = re.compile(r"-ffast-math|-Ofast|-funsafe-math-optimizations|-fassociative-math|-freciprocal-math"
                   r"|-ffp-contract=(?:fast|on)|--use_fast_math")
PRAGMAS = re.compile(r"#\s*pragma\s+(?:GCC\s+optimize|STDC\s+FP_CONTRACT|clang\s+fp)|__attribute__\s*\(\(\s*optimize")
MACHINE_PATHS = re.compile(r"(?<![\w.:/${}-])/(?:home|Users|root|work|scratch|farm)/\w")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
BUILD_FILES = {".cmake", ".json", ".sh", ".txt", ".toml", ".yml"}
TEXT = BUILD_FILES | {".hpp", ".cpp", ".py", ".md", ".in"}


def without_comments(text):
    return re.sub(r"(^|\s)#.*", r"\1", text)


def check_flags(project):
    for path in project.files:
        if path.suffix in BUILD_FILES and path.suffix != ".toml":
            found = FLAGS.search(without_comments(project.text(path)))
        elif path.suffix in {".hpp", ".cpp"}:
            found = PRAGMAS.search(project.text(path))
        else:
            continue
        if found:
            yield f"{path}: '{found.group()}' (it changes the bits of results)"


def check_paths(project):
    for path in project.having(TEXT):
        for number, line in enumerate(project.text(path).splitlines(), 1):
            found = MACHINE_PATHS.search(line)
            if found:
                yield f"{path}:{number}: '{found.group()}…' is a path of somebody's machine"


def check_links(project):
    for path in project.having({".md"}):
        for target in LINK.findall(project.text(path)):
            if re.match(r"\w+:", target):
                continue
            resolved = (project.root / path.parent / target).resolve()
            if not resolved.is_relative_to(project.root.resolve()) or not resolved.exists():
                yield f"{path}: link to {target}, which is not in the project"


def check_tidiness(project):
    for path in project.having(TEXT):
        text = project.text(path)
        if "\r" in text:
            yield f"{path}: carriage returns"
        if text and not text.endswith("\n"):
            yield f"{path}: no newline at the end"
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip():
                yield f"{path}:{number}: white space at the end of the line"
            if "\t" in line and path.suffix in {".hpp", ".cpp", ".py", ".cmake"}:
                yield f"{path}:{number}: tab"


def check(project):
    for part in (check_flags, check_paths, check_links, check_tidiness):
        yield from part(project)


VIOLATIONS = [
    ({"CMakeLists.txt": "add_compile_options(-ffast" + "-math)\n"}, "changes the bits"),
    ({"engine/a.cpp": "#pragma GCC optimize(\"O3\")\n"}, "changes the bits"),
    ({"docs/a.md": "see /ho" + "me/ada/notes\n"}, "somebody's machine"),
    ({"docs/a.md": "[plan](missing.md)\n"}, "not in the project"),
    ({"docs/a.md": "[plan](../../outside.md)\n"}, "not in the project"),
    ({"io/a.cpp": "int a; \n"}, "end of the line"),
    ({"io/a.cpp": "\tint a;\n"}, "tab"),
    ({"io/a.cpp": "int a;"}, "no newline"),
]
