"""How fast the generator is: made-up content in any amount, and the races against others.

`entries` makes the content, `hugo/` is the peer that builds the same site from it, and
`run` holds the races and writes ``docs/benchmarks.md``.
"""
