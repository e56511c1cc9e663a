"""An Offer, or a part of it, as a printed booklet: what stands in it, its pages, the PDF."""
