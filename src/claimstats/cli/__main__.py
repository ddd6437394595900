"""`python -m claimstats.cli` is the command too."""

import sys

from claimstats.cli.running import main

if __name__ == "__main__":
    sys.exit(main())
