#!/bin/sh
# Hostile HTTP of all kinds (framing, smuggling, traversal, floods, slow senders), by the fault tools where they are: every case is refused or
# answered soundly, the server lives and stays small.
tools=${REVIEW_FAULT_TOOLS:-$top_srcdir/../shared/tools}
[ -f "$tools/badhttp.py" ] || { echo 'no badhttp.py (REVIEW_FAULT_TOOLS): skipped'; exit 77; }
. "$top_srcdir/tests/web/guard.inc"
REVIEW_BADHTTP=$tools/badhttp.py guard badhttp
