"""Testing links: addresses of other websites through LinkChecker, and the built site's own pages."""
