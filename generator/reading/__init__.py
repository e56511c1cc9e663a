"""From files to one immutable `Offer`, with every problem found on the way."""

from generator.reading.offer import Offer
from generator.reading.problems import Problem
from generator.reading.reader import Reading, read_project

__all__ = ["Offer", "Problem", "Reading", "read_project"]
