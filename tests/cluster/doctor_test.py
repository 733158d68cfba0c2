"""The doctor on folders whose health is known: a good one, alone and on ranks; none; one that is not writable; a full one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

program = sys.argv[1]
mpirun = sys.argv[2] if len(sys.argv) > 2 else ""


def doctor(folder, *prefix, code=0):
    result = subprocess.run([*prefix, program, "doctor", folder, "--json"], capture_output=True, text=True)
    assert result.returncode == code, f"{result.returncode}\n{result.stdout}{result.stderr}"
    report = json.loads(result.stdout)
    return report, {row["what"]: row for row in report.get("findings", [])}


with tempfile.TemporaryDirectory() as folder:
    report, table = doctor(folder)
    assert report["bad"] == 0 and report["ranks"] == 1
    for what in ("doSDE", "HDF5", "file system", "free space", "reserve", "write and sync", "rename", "shared writes", "locks"):
        assert table[what]["health"] in ("ok", "note"), table[what]
    assert table["locks"]["health"] == "ok" and table["rename"]["health"] == "ok"
    assert "right" in table["write and sync"]["detail"] and "1 rank" in table["shared writes"]["detail"]
    assert os.listdir(folder) == [], "the doctor left something behind"
    told = subprocess.run([program, "doctor", folder], capture_output=True, text=True).stdout
    assert "runs may write here" in told

    if mpirun and shutil.which(mpirun):
        report, table = doctor(folder, mpirun, "--allow-run-as-root", "--oversubscribe", "-n", "3")
        assert report["bad"] == 0 and report["ranks"] == 3
        assert "from 3 ranks" in table["shared writes"]["detail"] and table["shared writes"]["health"] == "ok"
        assert "of 3 ranks" in table["MPI-IO"]["detail"] and "right" in table["MPI-IO"]["detail"]
        assert os.listdir(folder) == []

    report, _ = doctor(os.path.join(folder, "none"), code=4)
    assert "none" in report["errors"][0]["problem"]

# /proc takes no files from anyone, root or not.
report, _ = doctor("/proc", code=4)
assert "cannot create a file in '/proc'" in report["errors"][0]["problem"]
print("the doctor is right about four folders")
