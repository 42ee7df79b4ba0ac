"""``python -m scraper.cli``, where the ``saring`` script is not at hand."""

import sys

from scraper.cli import main

sys.exit(main())
