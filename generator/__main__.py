"""``python -m generator`` is the same as ``local-offer``."""

from generator.commands import main

main()
