"""The egg that Scrapyd takes: ``python -m scraper.schedule.egg FILE`` packs this package."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

from scraper import __version__

_PACKAGE = Path(__file__).resolve().parents[1]
# What pkg_resources reads: a distribution's name, and where Scrapyd finds the settings.
_INFO = {
    "EGG-INFO/PKG-INFO": f"Metadata-Version: 2.1\nName: saring\nVersion: {__version__}\n",
    "EGG-INFO/entry_points.txt": "[scrapy]\nsettings = scraper.settings\n",
    "EGG-INFO/not-zip-safe": "\n",
}


def pack(target: Path) -> None:
    """Write the egg of this very package to ``target``, whole or not at all."""
    half = target.with_name(f"{target.name}.{os.getpid()}.part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as egg:
        for path in sorted(_PACKAGE.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                egg.write(path, path.relative_to(_PACKAGE.parent))
        for name, text in _INFO.items():
            egg.writestr(name, text)
    half.replace(target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m scraper.schedule.egg FILE")
    pack(Path(sys.argv[1]))
