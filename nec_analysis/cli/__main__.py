"""`python -m nec_analysis.cli`, where `nec` is not on the path."""

import sys

from nec_analysis.cli import main

sys.exit(main())
