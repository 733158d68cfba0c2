#!/usr/bin/env python3
"""headers.py ROOT BUILD: every header compiles on its own, with the flags of a source file near it.

BUILD is a configured build folder (its compile_commands.json tells the flags). Takes a second or two a header.
headers.py ROOT BUILD --self-test: a header that uses what it does not include must be reported.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from project import Project


def commands_by_source(build):
    """The command of every source; of sources that are compiled in a group, the group's."""
    commands = {}
    for entry in json.loads(Path(build, "compile_commands.json").read_text(encoding="utf-8")):
        sources = [entry["file"]]
        if "/Unity/" in entry["file"]:
            sources = re.findall(r'^#include "(.+)"', Path(entry["file"]).read_text(encoding="utf-8"), re.MULTILINE)
        commands.update((source, shlex.split(entry["command"])) for source in sources if source.endswith(".cpp"))
    return commands


def nearest_command(commands, header):
    """The command of the source that shares the longest path with the header: same room, hence same libraries."""
    return commands[max(commands, key=lambda source: (len(os.path.commonpath([source, header])), source))]


def flags_only(command):
    """Drops launcher, compiler, -o, -c and the source file, or the file of a group of sources."""
    start = next(i for i, word in enumerate(command) if word.startswith("-"))
    kept, skip = [], False
    for word in command[start:]:
        if skip or word == "-c" or word.endswith((".cpp", "_cxx.cxx")):
            skip = False
        elif word in ("-o", "-MF", "-MT"):
            skip = True
        else:
            kept.append(word)
    return command[start - 1], kept


def problem_of(commands, header):
    compiler, flags = flags_only(nearest_command(commands, str(header)))
    done = subprocess.run([compiler, *flags, "-fsyntax-only", "-x", "c++", "-include", str(header), os.devnull],
                          capture_output=True, text=True)
    return None if done.returncode == 0 else f"{header}: does not compile on its own\n{done.stderr}"


def main(arguments):
    if len(arguments) not in (2, 3) or arguments[2:] not in ([], ["--self-test"]):
        print(__doc__, file=sys.stderr)
        return 2
    root, commands = Path(arguments[0]).resolve(), commands_by_source(arguments[1])
    if arguments[2:]:
        with tempfile.TemporaryDirectory() as folder:
            broken = Path(folder, "broken.hpp")
            broken.write_text("inline std::string word() { return {}; }\n", encoding="utf-8")
            problem = problem_of(commands, broken)
            broken.write_text("#include <string>\ninline std::string word() { return {}; }\n", encoding="utf-8")
            return 0 if problem and not problem_of(commands, broken) else 1
    headers = [root / path for path in Project(root).having({".hpp"})]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(lambda header: problem_of(commands, header), headers) if problem]
    print("\n".join(problems))
    return 1 if problems or not headers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
