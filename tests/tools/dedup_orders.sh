#!/bin/sh
# The clusters are the same whatever the order of the records, the number of threads, and how the records are split into files.
make=$top_builddir/tests/bench/dedup-make; failed=0
[ -x "$make" ] || { echo "no $make: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/orders.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99
"$make" 3000 7 >in.ris || exit 99

# Each id with the least id of its cluster.
clusters() {
  review-dedup --clusters - "$@" 2>/dev/null | sed 1d | LC_ALL=C sort -t, -k1,1 \
    | awk -F, '{ if (!($2 in least)) least[$2] = $1; print $1, least[$2] }'
}
# The records in another order, the same for a seed everywhere.
mixed() {
  awk -v x="$1" 'BEGIN { RS = "" } { x = (x * 1103 + 12345) % 1000003; printf "%07d %s\n", x, NR }' in.ris | sort | cut -d' ' -f2 >order
  awk 'BEGIN { RS = "" } NR == FNR { n = split($0, order, "\n"); next } { text[FNR] = $0 }
    END { for (i = 1; i <= n; i++) print text[order[i]] "\n" }' order in.ris
}
check() { cmp -s want got || { echo "FAIL: $1: other clusters"; diff want got | head -n 5; failed=1; }; }

clusters in.ris >want
[ "$(cut -d' ' -f2 want | sort -u | wc -l)" -lt 2500 ] || { echo "FAIL: no duplicates were found"; failed=1; }
for seed in 1 2 3; do mixed $seed >mixed.ris; cmp -s in.ris mixed.ris && failed=1; clusters mixed.ris >got; check "order $seed"; done
clusters --threads 1 in.ris >got; check "one thread"
clusters --threads 3 in.ris >got; check "three threads"
awk 'BEGIN { RS = "" } { print $0 "\n" > (NR % 2 ? "odd.ris" : "even.ris") }' in.ris
clusters even.ris odd.ris >got; check "two files"
review-convert --to csl-json --output in.json in.ris && clusters in.json >got; check "another format"
review-dedup --unique one.ris in.ris 2>/dev/null
[ "$(grep -c '^TY' one.ris)" -eq "$(cut -d' ' -f2 want | sort -u | wc -l)" ] \
  || { echo "FAIL: --unique writes another number of records"; failed=1; }
exit $failed
