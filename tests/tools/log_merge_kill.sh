#!/bin/sh
# A merge that is killed at any moment leaves the review as it was, or merged; sound both times; and done again it is merged. The other
# copy stays as it is to the byte.
T=$top_srcdir/tests; trials=${1:-16}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/kill.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
records=$top_builddir/tests/bench/dedup-make; votes=$top_builddir/tests/bench/merge-make
[ -x "$records" ] && [ -x "$votes" ] || { echo "no $votes: skipped"; exit 77; }
sleep 0.01 2>/dev/null || { echo "sleep takes no part of a second here: skipped"; exit 77; }
cd "$scratch" || exit 99
REVIEW_USER=ann; export REVIEW_USER
"$records" 2000 >in.ris && "$records" 2500 | sed 's/TI  - /TI  - Other /' >more.ris && review-init base.review --protocol "$T/data/protocol/small.xml" 2>/dev/null \
  && review-import --review base.review --source Bench --kind database in.ris >/dev/null 2>&1 || { echo "FAIL: no review to begin with"; exit 1; }
cp base.review other.review
"$votes" other.review bob 1 300 && review-import --review other.review --source More --kind database more.ris >/dev/null 2>&1 \
  && "$votes" base.review eve 100 200 && review-import --review base.review --source Bench --kind database "$T/data/log/two.ris" >/dev/null 2>&1 \
  && "$votes" other.review bob 2100 50 || { echo "FAIL: no copies"; exit 1; }
before=$(cksum <other.review)

cp base.review whole.review
begin=$(date +%s%N)
review-log whole.review merge other.review >/dev/null 2>&1 || { echo "FAIL: the merge that nobody kills fails"; exit 1; }
taken=$((($(date +%s%N) - begin) / 1000000))
# What a review says after it, without the act itself, whose time and digest are its own.
state() { review-log "$1" --format csv | grep -v 'log\.merge' | cut -d, -f2-; review-export --review "$1" --format csv 2>/dev/null | cksum; }
state base.review >nothing; state whole.review >all

none=0; whole=0; failed=0; trial=0
while [ $trial -lt "$trials" ]; do
  cp base.review trial.review
  review-log trial.review merge other.review --porcelain >ack 2>/dev/null &
  pid=$!
  sleep "$(awk -v t=$taken -v i=$trial -v n="$trials" 'BEGIN { printf "%.4f", t / 1000 * (.1 + 1.1 * i / n) }')"
  kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
  review-log trial.review verify >verified 2>&1 || { echo "FAIL: killed in trial $trial, the review is not sound"; cat verified; failed=1; }
  state trial.review >now
  if cmp -s now all; then whole=$((whole + 1))
  elif cmp -s now nothing; then
    none=$((none + 1))
    [ ! -s ack ] || { echo "FAIL: trial $trial lost what was acknowledged: $(cat ack)"; failed=1; }
    review-log trial.review merge other.review >/dev/null 2>&1 || { echo "FAIL: after trial $trial it cannot be done again"; failed=1; }
    state trial.review >now
    cmp -s now all || { echo "FAIL: done again after trial $trial it is something else"; failed=1; }
  else echo "FAIL: trial $trial left a part of the merge"; failed=1
  fi
  rm -f trial.review*
  trial=$((trial + 1))
done
[ "$(cksum <other.review)" = "$before" ] || { echo "FAIL: the other copy was changed"; failed=1; }
echo "killed $trials times within $taken ms: nothing of the merge $none times, all of it $whole times"
exit $failed
