"""run_example.py DOSDE EXAMPLE_FOLDER WORK_FOLDER: runs an example as its page says (after abduction where it
has observed paths) and checks what it promises: the exit code, the numbers of expected.toml, and that the figure can be drawn from the file."""

import subprocess
import sys
import tomllib
from pathlib import Path


def main(arguments):
    program, example, work = (Path(argument).resolve() for argument in arguments)
    work.mkdir(parents=True, exist_ok=True)
    result, figure = work / "result.h5", work / "figure.png"
    expected = example / "expected.toml"
    with open(expected, "rb") as file:
        promises = tomllib.load(file)
    wanted = promises.get("exit_code", 0)
    scenario = example / f"{example.name}.toml"
    command = [str(program), "run", str(scenario), "-o", str(result), "--overwrite", "-q"]
    if "abduct" in promises:
        noise = work / "noise.h5"
        subprocess.run([str(program), "abduct", str(scenario), str(example / promises["abduct"]["paths"]), "-o", str(noise), "--overwrite",
                        "-q", "--scenario", promises["abduct"]["scenario"]], check=True, stdout=subprocess.DEVNULL)
        command += ["--noise", str(noise)]
    finished = subprocess.run(command, check=False).returncode
    if finished != wanted:
        print(f"{' '.join(command)} ended with {finished}, should end with {wanted}", file=sys.stderr)
        return 1
    for script, *rest in (["../check_numbers.py", expected], ["figure.py", figure]):
        subprocess.run([sys.executable, str(example / script), str(result), str(rest[0])], check=True)
    if figure.stat().st_size < 10_000:
        print(f"{figure} is almost empty", file=sys.stderr)
        return 1
    result.unlink()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
