#!/bin/sh
# Screening at a terminal, with a pseudo terminal for the person.
command -v python3 >/dev/null || { echo "no python3 here: skipped"; exit 77; }
D=$top_srcdir/tests/data/screen_read
scratch=$(mktemp -d "${TMPDIR:-/tmp}/read.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99
unset SOURCE_DATE_EPOCH
review-init a.review --protocol "$D/protocol.xml" --as lead 2>/dev/null \
  && review-import --review a.review --as lead --source ERIC --kind database "$D/records.ris" >/dev/null || exit 99
python3 "$top_srcdir/tests/tools/screen_terminal.py" a.review
