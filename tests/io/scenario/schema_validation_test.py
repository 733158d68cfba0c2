"""The JSON Schema is held against files by an independent validator: right files pass, and each wrong one is refused."""

import copy
import json
import pathlib
import subprocess
import sys
import tomllib

import jsonschema

schema_program, root = sys.argv[1], pathlib.Path(sys.argv[2])
schema = json.loads(subprocess.run([schema_program], check=True, capture_output=True).stdout)
jsonschema.Draft4Validator.check_schema(schema)
validator = jsonschema.Draft4Validator(schema)

full = tomllib.loads((root / "tests/io/scenario/full_example.toml").read_text())
examples = [path for path in sorted(root.glob("examples/*/*.toml")) if "format" in tomllib.loads(path.read_text())]
assert examples, "no example scenarios"
for name, document in [("full_example.toml", full)] + [(str(p), tomllib.loads(p.read_text())) for p in examples]:
    errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]
    assert not errors, f"{name}: {errors}"


def tables(value, path=()):
    """Every table of a document with its path."""
    if isinstance(value, dict):
        yield path
        for key, child in value.items():
            yield from tables(child, path + (key,))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from tables(child, path + (index,))


# Tables in which any name is right.
free = {("model", "parameters"), ("output", "observables"), ("model", "inputs"), ("model", "variables")}
checked = 0
for path in tables(full):
    if path in free or "noise" in path[1:]:
        continue
    wrong = copy.deepcopy(full)
    table = wrong
    for key in path:
        table = table[key]
    table["no_such_key"] = 1
    assert not validator.is_valid(wrong), f"an unknown key in {path} passes"
    checked += 1
assert checked > 10, checked
print(f"{len(examples) + 1} files pass, {checked} unknown keys are refused")
