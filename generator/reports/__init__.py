"""An offer (with its history and its links' history) → what an officer has to know of it.

Each kind of report is a module that works something out (plain records, which the site uses as
well) and puts it into a `Report`; `formats` writes a `Report` in any form. Nothing here knows the
site.
"""
