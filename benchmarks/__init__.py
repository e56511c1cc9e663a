"""How fast the generator and its sites are: made-up content in any amount, and the races against others.

`entries` makes the content, `hugo/` is the peer that builds the same site from it, and
`run` holds the races and writes ``docs/benchmarks.md``. For readers, `search` measures searching on
a slow phone beside Material's own search and Pagefind, and `lighthouse` has Lighthouse judge the site.
"""
