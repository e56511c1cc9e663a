"""``python -m generator`` is the same as ``local-offer``."""

import sys

try:
    from generator.commands import main

    main()
except KeyboardInterrupt:
    # Ctrl-C before the command line is there to see it: nothing has been written.
    sys.exit(130)
