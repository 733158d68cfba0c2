"""Writes that fail (a broken or full disk, a quota, a file system that turned read-only), or stop half-way: finished
units stay, a sentence tells what happened, the file can be resumed. The shim fail_writes.c stands between the program and
the system."""

import pathlib
import shutil
import subprocess

from bench import Skipped, require

WORDS = {"EIO": "Input/output error", "ENOSPC": "No space left", "EDQUOT": "quota exceeded", "EROFS": "Read-only file system"}


def run(bench):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise Skipped("needs a C compiler")
    shim = bench.folder / "fail_writes.so"
    source = pathlib.Path(__file__).with_name("fail_writes.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], check=True)

    # Writes that are merely cut or interrupted must be finished.
    for fault in ("short", "interrupted"):
        path = bench.new_path("cut")
        bench.finish(bench.start(path, environment={"LD_PRELOAD": str(shim), "DOSDE_FAULT": fault}), code=0)
        bench.require_equal(path)

    # No space can be reserved, since a quota is used up: nothing is computed, nothing is left behind.
    path = bench.new_path("reserved")
    run = bench.start(path, ranks=2, environment={"LD_PRELOAD": str(shim), "DOSDE_FAULT": "reserve:EDQUOT"})
    errors = bench.finish(run, code=4)
    require(WORDS["EDQUOT"] in errors and "Free some space" in errors, f"the quota is not told:\n{errors}")
    require(not path.exists() and not list(path.parent.glob(f"{path.name}.part*")), f"left behind beside {path.name}")

    # Writes that fail end the run; of one rank, that of all.
    at = range(1, 200, 7) if bench.is_long else (40,)
    failed = 0
    for error, words in WORDS.items():
        for k in at:
            path = bench.new_path("failing")
            environment = {"LD_PRELOAD": str(shim), "DOSDE_FAULT": f"{error}:{k}", "DOSDE_FAULT_RANK": "1"}
            run = bench.start(path, ranks=3, environment=environment)
            errors = bench.finish(run)
            if run.returncode == 0:  # that rank wrote less often
                bench.require_equal(path)
                continue
            require(run.returncode == 4, f"{error} at write {k}: exit code {run.returncode}\n{errors}")
            require(words in errors, f"{error} at write {k}: not told:\n{errors}")
            bench.require_resumable(path)
            failed += 1
    require(failed > 0, "no write failed: the shim is not in the way of the program's writes")
    return f"cut and interrupted writes finished; {failed} failing writes: exit code 4, told, nothing lost, resumed"
