"""Writing content back: one writer of entries, and the new project that `local-offer init` makes."""
