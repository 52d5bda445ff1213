"""`python -m bedside` is the command `bedside`."""

import sys

from bedside.config.cli import main

sys.exit(main())
