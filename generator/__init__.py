"""Turns a folder of YAML into a Local Offer: checked, published, reported on.

The data goes one way: `reading` makes an `Offer` from ``content/``; `site`, `reports`
and `exchange` take the `Offer`; only `editing` writes into ``content/``.
"""

__version__ = "0.1.0"
