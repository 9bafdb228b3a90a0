#!/bin/sh
# Numbers of the report of the running example, traced back: from the page to the tables beside it, to review-meta, to plain algebra.
command -v python3 >/dev/null 2>&1 || { echo 'python3 is not there: skipped'; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/trace.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1795478400; export SOURCE_DATE_EPOCH
sh "$top_srcdir/examples/disengagement/run.sh" "$scratch/run" >/dev/null 2>"$scratch/err" || { cat "$scratch/err"; exit 1; }
python3 "$top_srcdir/tests/report/trace.py" "$scratch/run/report" "$scratch/run/disengagement.review" || exit 1
# A number that is changed in the page is found: the test can fail.
sed 's/>1\.74</>1.75</' "$scratch/run/report/report.html" >"$scratch/changed.html" && mv "$scratch/changed.html" "$scratch/run/report/report.html"
if python3 "$top_srcdir/tests/report/trace.py" "$scratch/run/report" "$scratch/run/disengagement.review" >/dev/null; then
  echo 'FAIL a changed number was not found'; exit 1
fi
