#!/bin/sh
# A person's program that is killed at any moment loses no decision that it acknowledged, leaves no half of one, and the review stays sound;
# what it had open comes again to the same person.
T=$top_srcdir/tests; trials=${1:-12}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/kill.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
make=$top_builddir/tests/bench/dedup-make
[ -x "$make" ] || { echo "no $make: skipped"; exit 77; }
sleep 0.01 2>/dev/null || { echo "sleep takes no part of a second here: skipped"; exit 77; }
cd "$scratch" || exit 99
REVIEW_USER=ann; export REVIEW_USER
"$make" 2000 >in.ris && review-init a.review --protocol "$T/data/protocol/small.xml" 2>/dev/null \
  && review-import --review a.review --source Bench --kind database in.ris >/dev/null || { echo "FAIL: no review to begin with"; exit 1; }
awk 'BEGIN { for (i = 0; i < 2000; i++) print i % 3 ? "exclude design" : "include" }' >verdicts

failed=0; trial=0; : >acked; lost=0
while [ $trial -lt "$trials" ]; do
  review-screen work --review a.review --porcelain <verdicts >out 2>err &
  pid=$!
  sleep "$(awk -v i=$trial -v n="$trials" 'BEGIN { printf "%.3f", .05 + .6 * i / n }')"
  kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
  sed -n 's/^ACK decision\.vote \([0-9a-f]\{64\}\)$/\1/p' out >>acked
  review-log a.review verify >verified 2>&1 || { echo "FAIL: killed in trial $trial, the review is not sound"; cat verified; failed=1; }
  trial=$((trial + 1))
done
review-log a.review show --format csv 2>/dev/null | grep 'decision\.vote' >listed
lost=$(while read -r digest; do grep -q "$(printf %.12s "$digest")" listed || echo "$digest"; done <acked | wc -l)
[ "$lost" = 0 ] || { echo "FAIL: $lost acknowledged decisions are lost"; failed=1; }
n=$(wc -l <acked); m=$(wc -l <listed)
# one more than was acknowledged may stand for each kill: written, and killed before it could say so
[ "$m" -ge "$n" ] && [ "$m" -le $((n + trials)) ] || { echo "FAIL: $n acknowledged, $m there"; failed=1; }
own=$(review-screen list --review a.review --format csv | awk -F, 'NR > 1 && $5 != "" { n++ } END { print n + 0 }')
[ "$own" = "$m" ] || { echo "FAIL: $m decisions, but votes on $own reports: a report was served twice"; failed=1; }
echo "killed $trials times: $n decisions acknowledged, $m there, none lost"
exit $failed
