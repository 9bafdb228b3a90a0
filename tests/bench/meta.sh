#!/bin/sh
# Growth of review-meta: ten times the studies may not take much more than ten times the time (every step is O(k)), and memory
# stays within 400 bytes a study. Ratios, not seconds, so that it holds on any machine. Prints what was measured.
dir=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$dir"' 0
make_studies() {
  awk -v k="$1" 'BEGIN { srand(1); print "study,yi,vi"
    for (i = 1; i <= k; i++) printf "S%d,%.6f,%.6f\n", i, rand() + rand() + rand() - 1.2, 0.01 + rand() / 2 }' >"$dir/$1.csv"
}
# Processor seconds of the fastest of five runs.
seconds() {
  for _ in 1 2 3 4 5; do
    bash -c "TIMEFORMAT='%U %S'; time review-meta --data $dir/$1.csv --quiet >/dev/null" 2>&1
  done | awk 'NR == 1 || $1 + $2 < best { best = $1 + $2 } END { print best }'
}
for k in 13 20000 200000; do make_studies $k; done
a=$(seconds 13); b=$(seconds 20000); c=$(seconds 200000)
awk -v a="$a" -v b="$b" -v c="$c" 'BEGIN {
  printf "processor seconds: 13 studies %.3f, 20000 %.3f, 200000 %.3f; growth %.1f for 10 times the studies\n", a, b, c, (c - a) / (b - a + 1e-9)
  exit (c - a) / (b - a + 1e-9) > 20 }' || { echo "FAIL: more than proportional growth"; exit 1; }
