#!/bin/sh
# What one person said of a record changes no byte of what another may ask for before both have said it: the same review three times, in
# which b includes, excludes with reason, or excludes with reason, and each time other notes and labels; everything that a screener, an
# extractor, an adjudicator and a reader can get, and the answer to everything that a does, is compared.
command -v python3 >/dev/null 2>&1 || { echo 'no python3 here: skipped'; exit 77; }
exec python3 "$top_srcdir/tests/web/blind.py" "$top_srcdir"
