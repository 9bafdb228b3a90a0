#!/bin/sh
# Many people decide on one review at once: each acknowledged decision is there exactly once, none failed, no report got more votes than it
# needs, and the review is sound. screen_many.sh [PEOPLE [DECISIONS]]
T=$top_srcdir/tests; people=${1:-4}; each=${2:-40}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/many.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
make=$top_builddir/tests/bench/dedup-make
[ -x "$make" ] || { echo "no $make: skipped"; exit 77; }
cd "$scratch" || exit 99
records=$((people * each / 2 + 2 * people))          # two votes each, and some to spare, so that nobody is left without work
"$make" "$records" >in.ris && review-init a.review --as eve --protocol "$T/data/protocol/small.xml" 2>/dev/null \
  && review-import --review a.review --as eve --source Bench --kind database in.ris >/dev/null || { echo "FAIL: no review to begin with"; exit 1; }

i=0; pids=
while [ $i -lt "$people" ]; do
  awk -v n="$each" -v p=$i 'BEGIN { for (i = 0; i < n; i++) print (i + p) % 7 == 0 ? "include" : (i + p) % 11 == 0 ? "unsure" : "exclude design" }' |
    review-screen work --review a.review --as "person$i" --porcelain >"out.$i" 2>"err.$i" &
  pids="$pids $!"; i=$((i + 1))
done
failed=0
for pid in $pids; do wait "$pid" || failed=1; done
[ $failed = 0 ] || cat err.* | head -5
cat out.* | sed -n 's/^ACK decision\.vote //p' | sort >acked
review-log a.review show --format csv 2>/dev/null | grep ',decision\.vote,\|decision\.vote' >listed || { echo "FAIL: no decisions in the log"; exit 1; }
sort -u acked >once
cmp -s acked once || { echo "FAIL: a decision was acknowledged twice"; failed=1; }
missing=$(while read -r digest; do grep -q "$(printf %.12s "$digest")" listed || echo "$digest"; done <acked | wc -l)
[ "$missing" = 0 ] || { echo "FAIL: $missing acknowledged decisions are not there"; failed=1; }
n=$(wc -l <acked); m=$(wc -l <listed)
[ "$n" = "$m" ] || { echo "FAIL: $n acknowledged, $m there"; failed=1; }
review-log a.review verify >verified 2>&1 || { echo "FAIL: the review is not sound"; cat verified; failed=1; }
most=$(review-screen list --review a.review --format csv | awk -F, 'NR > 1 && $4 > m { m = $4 } END { print m + 0 }')
[ "$most" -le 2 ] || { echo "FAIL: a report has $most votes"; failed=1; }
[ "$n" = $((people * each)) ] || { echo "FAIL: $n of $((people * each)) decisions"; failed=1; }
echo "$people people, $n decisions acknowledged, each there once; at most $most votes a report"
exit $failed
