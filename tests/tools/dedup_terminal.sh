#!/bin/sh
# The queue on a terminal, with a pseudo terminal for the person.
command -v python3 >/dev/null || { echo "no python3 here: skipped"; exit 77; }
make=$top_builddir/tests/tools/queue-make; D=$top_srcdir/tests/data
[ -x "$make" ] || { echo "no $make: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/queue.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99
REVIEW_USER=ann; export REVIEW_USER
review-init a.review --protocol "$D/protocol/small.xml" 2>/dev/null \
  && review-import --review a.review --source ERIC --kind database "$D/dedup_queue/first.ris" >/dev/null \
  && review-import --review a.review --source Scopus --kind database "$D/dedup_queue/second.ris" >/dev/null \
  && "$make" a.review unsure 1 5 .91 'titles alike; no identifier' unsure 2 6 .55 'years 2 apart' unsure 3 7 .4 'other places' unsure 4 8 .3 'a translation' \
  || exit 99
python3 "$top_srcdir/tests/tools/dedup_terminal.py" a.review
