#!/bin/sh
# Ten people decide on one review of 50,000 records: how long each waits for the next one, by think time and order of reports.
records=${1:-50000}; people=${2:-10}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/desk.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
desk=$top_builddir/tests/bench/desk; plan=$top_srcdir/tests/data/protocol/small.xml
[ -x "$desk" ] || { echo "no $desk: skipped"; exit 77; }
"$desk" make "$scratch/base.review" "$records" || exit 1
failed=0
for run in "100 0 order" "30 200 order" "30 200 ranked" "30 2000 ranked"; do
  set -- $run
  cp "$scratch/base.review" "$scratch/a.review"
  "$desk" decide "$scratch/a.review" "$plan" "$people" "$1" "$2" "$3" || failed=1
  rm -f "$scratch"/a.review*
done
exit $failed
