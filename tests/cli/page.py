"""Pages of the manual whose commands and answers are checked: every block ```console of a page is run, line "$ dosde …"
by line, in a folder with the files that its ```toml blocks begin with (a first line "# name.toml"). What the program
prints must be what the page shows; a line "…" stands for any lines, a "…" in a line for anything in it."""

import os
import re
import shlex

DOCS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def is_as_shown(shown, printed):
    """Do the printed lines read as the page shows them?"""
    lines = shown.strip("\n").split("\n")
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in lines)
    return re.fullmatch(pattern, printed.strip("\n") + "\n") is not None


def check_page(case, name):
    """Runs a page in the folder of a ProgramCase; how many commands it has."""
    with open(os.path.join(DOCS, name)) as file:
        text = file.read()
    commands = 0
    for language, body in BLOCK.findall(text):
        if language == "toml" and body.startswith("# "):
            case.write(body, body.splitlines()[0][2:])
        if language != "console":
            continue
        for part in body.split("$ dosde ")[1:]:
            words, shown = part.split("\n", 1)
            printed = case.run_program(*shlex.split(words, comments=True)).stdout
            case.assertTrue(is_as_shown(shown, printed), f"dosde {words}\npage:\n{shown}\nprinted:\n{printed}")
            commands += 1
    return commands
