"""C++ sources are formatted as .clang-format says."""

import os
import shutil
import subprocess

# clang-format's output differs between major versions; this is Debian 12's.
PROGRAM = os.environ.get("CLANG_FORMAT") or shutil.which("clang-format-14") or "clang-format"


def check(project):
    sources = project.having({".hpp", ".cpp"})
    if not sources:
        return
    if shutil.which(PROGRAM) is None:
        yield f"{PROGRAM} is not installed (apt-get install clang-format, or set CLANG_FORMAT)"
        return
    for path in sources:
        found = subprocess.run([PROGRAM, "--dry-run", "--Werror", str(path)], cwd=project.root, capture_output=True,
                               text=True)
        if found.returncode != 0:
            where = found.stderr.splitlines()[0].split(": error")[0] if found.stderr else str(path)
            yield f"{where}: not formatted (run: {PROGRAM} -i {path})"


VIOLATIONS = [
    ({".clang-format": "BasedOnStyle: Google\n", "io/a.cpp": "int   a ;\n"}, "not formatted"),
]
