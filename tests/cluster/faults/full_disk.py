"""A disk that is too small: nothing is computed, nothing is left behind, and a sentence says why. A disk that is filled
while the run goes on does not harm it, because its file has its full size from the beginning. A file on a disk that has
become read-only can be looked at, and resumed once the disk can be written again."""

import os
import pathlib
import subprocess

from bench import DRAINED, Skipped, require, send

PAGE = 1 << 16


def run(bench):
    if os.geteuid() != 0:
        raise Skipped("needs root, to mount a small file system")
    size = os.path.getsize(bench.reference)
    disk = bench.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size // PAGE * PAGE + 8 * PAGE}", "tmpfs", disk], capture_output=True, text=True)
    if mounted.returncode != 0:
        raise Skipped(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        return check(bench, disk, size)
    finally:
        subprocess.run(["umount", disk], check=True)


def check(bench, disk, size):
    # 1. Too small from the beginning.
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(size // 2))
    path = disk / "full.h5"
    errors = bench.finish(bench.start(path, ranks=2), code=4)
    require("space" in errors or "disk" in errors, f"no word of the disk in: {errors}")
    require([entry.name for entry in disk.iterdir()] == ["ballast"], f"left behind: {sorted(os.listdir(disk))}")

    # 2. Filled when the file stands.
    ballast.unlink()
    run = bench.start(path, ranks=2)
    bench.wait_for_units(run, path)
    fill(ballast)
    bench.finish(run)
    bench.require_sound(path)
    ballast.unlink()
    if run.returncode != 0:  # the logs of the ranks found no room
        bench.require_resumable(path)
    bench.require_equal(path)
    path.unlink()

    # 3. Read-only, after a run that was stopped.
    path = disk / "stopped.h5"
    run = bench.start(path, ranks=2)
    bench.wait_for_units(run, path)
    send(bench.ranks_of(run)[0], "SIGUSR1")
    bench.finish(run, code=DRAINED)
    before = path.read_bytes()
    remount(disk, "ro")
    errors = bench.finish(bench.start(disk / "new.h5", ranks=2), code=4)
    require("Read-only file system" in errors, f"not told why nothing can be created: {errors}")
    resumed = subprocess.run([bench.program, "resume", path], capture_output=True, text=True)
    require(resumed.returncode == 4 and "Read-only file system" in resumed.stderr, f"resume of it: {resumed.returncode}, {resumed.stderr}")
    require(subprocess.run([bench.program, "check", path], capture_output=True).returncode == 0, "it cannot be checked")
    require(path.read_bytes() == before, "it was changed")
    remount(disk, "rw")
    bench.require_resumable(path)
    return ("too small a disk is refused with nothing left behind; one that is filled later does no harm; "
            "read-only, nothing is changed and the run can be resumed later")


def remount(disk, access):
    subprocess.run(["mount", "-o", f"remount,{access}", disk], check=True)


def fill(path: pathlib.Path):
    with open(path, "wb", buffering=0) as file:
        try:
            while file.write(bytes(PAGE)):
                pass
        except OSError:
            pass
