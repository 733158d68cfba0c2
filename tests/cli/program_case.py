"""What tests of the program share: a folder of their own, scenario files in it, and runs whose exit code is known."""

import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv[1]


class ProgramCase(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, text, name="toy.toml"):
        """Writes a file into the folder, where programs run; its path."""
        with open(self.path(name), "w") as file:
            file.write(text)
        return self.path(name)

    def run_program(self, *arguments, code=0):
        result = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=self.folder.name)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result
