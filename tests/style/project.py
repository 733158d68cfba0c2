"""The files of the project, as every style check sees them."""

import os
import subprocess
from pathlib import Path

CODE = {".hpp", ".cpp", ".py", ".sh", ".cmake"}
SKIPPED_FOLDERS = {".git", "build", "results", "__pycache__"}


class Project:
    """A source tree. Inside a git clone its files are those git tracks or would track, elsewhere all of them."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = sorted(self._tracked() if (self.root / ".git").exists() else self._walked())

    def _tracked(self):
        listed = subprocess.run(
            ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout
        # A file deleted but not yet committed is still listed; it has no text to check.
        return [Path(name) for name in listed.split("\0") if name and (self.root / name).is_file()]

    def _walked(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            for name in names:
                yield Path(folder, name).relative_to(self.root)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def having(self, suffixes):
        return [path for path in self.files if path.suffix in suffixes]

    def code(self):
        return [path for path in self.files if path.suffix in CODE or path.name == "CMakeLists.txt"]

    def exists(self, path):
        return (self.root / path).exists()
