#!/bin/sh
# One, fifty and a thousand people at once in one program: the processor's time of a decision, and memory.
records=${1:-50000}; decisions=${2:-5000}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/room.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
bench=$top_builddir/tests/bench; plan=$top_srcdir/tests/data/protocol/small.xml
[ -x "$bench/desk" ] && [ -x "$bench/room" ] || { echo "no $bench/desk and room: skipped"; exit 77; }
"$bench/desk" make "$scratch/base.review" "$records" || exit 1
failed=0
for run in "1 1 0" "1 50 0" "50 50 0" "1000 50 0" "1000 50 5" "1000 50 20"; do
  set -- $run
  cp "$scratch/base.review" "$scratch/a.review"
  "$bench/room" "$scratch/a.review" "$plan" "$1" "$decisions" "$2" "$3" || failed=1
  rm -f "$scratch"/a.review*
done
exit $failed
