#!/bin/sh
# A run of review-dedup that is killed at any moment leaves all of it in the review or nothing, and the review stays sound; what it
# acknowledged is there.
T=$top_srcdir/tests; trials=${1:-16}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/kill.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
make=$top_builddir/tests/bench/dedup-make
[ -x "$make" ] || { echo "no $make: skipped"; exit 77; }
sleep 0.01 2>/dev/null || { echo "sleep takes no part of a second here: skipped"; exit 77; }
cd "$scratch" || exit 99
REVIEW_USER=ann; export REVIEW_USER
"$make" 3000 >in.ris && review-init base.review --protocol "$T/data/protocol/small.xml" 2>/dev/null \
  && review-import --review base.review --source Bench --kind database in.ris >/dev/null || { echo "FAIL: no review to begin with"; exit 1; }

# What a review says after the run, as digests would differ by time: links, and which records are a report.
state() { review-dedup list --review "$1" --format csv | cut -d, -f1-6; review-export --review "$1" --format csv 2>/dev/null | cut -d, -f1,2; }
cp base.review whole.review
begin=$(date +%s%N)
review-dedup run --review whole.review --porcelain >/dev/null 2>&1 || { echo "FAIL: the run that nobody kills fails"; exit 1; }
taken=$((($(date +%s%N) - begin) / 1000000))
state base.review >nothing; state whole.review >all
[ "$(wc -l <all)" -gt "$(wc -l <nothing)" ] || { echo "FAIL: there is nothing to find"; exit 1; }

none=0; whole=0; failed=0; trial=0
while [ $trial -lt "$trials" ]; do
  cp base.review trial.review
  review-dedup run --review trial.review --porcelain >ack 2>/dev/null &
  pid=$!
  sleep "$(awk -v t=$taken -v i=$trial -v n="$trials" 'BEGIN { printf "%.4f", t / 1000 * (.2 + i / n) }')"
  kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
  review-log trial.review verify >verified 2>&1 || { echo "FAIL: killed in trial $trial, the review is not sound"; cat verified; failed=1; }
  state trial.review >now
  if cmp -s now all; then whole=$((whole + 1))
  elif cmp -s now nothing; then
    none=$((none + 1))
    [ ! -s ack ] || { echo "FAIL: trial $trial lost what was acknowledged: $(cat ack)"; failed=1; }
  else echo "FAIL: trial $trial left a part of the run"; failed=1
  fi
  rm -f trial.review*
  trial=$((trial + 1))
done
echo "killed $trials times within $taken ms: nothing of the run $none times, all of it $whole times"
exit $failed
