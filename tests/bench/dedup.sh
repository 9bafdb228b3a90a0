#!/bin/sh
# How long finding duplicates takes, whole process from RIS to clusters on one core, what memory, and how both grow with the number of
# records; beside it what was found of the duplicates that the records were made with. Not part of `make check`.
#   tests/bench/dedup.sh [RECORDS...]       (with the programs on PATH, in the build tree; default 10000 100000 1000000)
# Another program is timed beside ours when PEER is its command, with {} for the RIS file: PEER='peer --input {}'.
[ $# -gt 0 ] || set -- 10000 100000 1000000
[ -x /usr/bin/time ] || { echo "no /usr/bin/time here (Debian: time): skipped"; exit 77; }
make=$(pwd)/tests/bench/dedup-make
[ -x "$make" ] || { echo "no $make: make tests/bench/dedup-make first; skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99

# measure NAME RUNS COMMAND...: seconds of the fastest and memory of the largest run, into `figures`.
measure() {
  runs=$1; shift
  for run in $(seq "$runs"); do
    /usr/bin/time -a -o times -f '%e %U %S %M' "$@" >/dev/null 2>errors || { head -n 3 errors; return 1; }
  done
  figures=$(awk 'NF == 4 { if (!best || $1 < best) { best = $1; cpu = $2 + $3 } if ($4 > memory) memory = $4 }
    END { printf "%.2f %.2f %.1f", best, cpu, memory / 1024 }' times)
  rm -f times
}

# A record that does not stand with the first of its work is missed; a cluster of k works lost k - 1 of them.
judge() {
  awk -F, 'NR > 1 { split($1, a, "."); work = a[1]; n++
      if (!(work in seen)) { seen[work] = 1; works++ }
      if (!($2 in clusters)) { clusters[$2] = 1; results++ }
      if (!(($2, work) in both)) { both[$2, work] = 1; mixed++ } }
    END { wrong = mixed - results; printf "duplicates %d, found %d, wrong merges %d", n - works, n - results - wrong, wrong }' "$1"
}

before=; failed=0
for records; do
  "$make" "$records" >in.ris || exit 1
  [ "$records" -gt 200000 ] && runs=1 || runs=3
  measure "$runs" review-dedup --threads 1 --clusters clusters.csv in.ris || exit 1
  set -- $figures
  printf '%8d records, %6.1f MB: %6.2f s (%6.2f s CPU), %7.1f MB memory; %s\n' "$records" "$(wc -c <in.ris | awk '{ print $1 / 1e6 }')" \
    "$1" "$2" "$3" "$(judge clusters.csv)"
  if [ -n "$before" ]; then
    awk -v a="$before" -v b="$records $2" 'BEGIN { split(a, x, " "); split(b, y, " "); if (x[2] < .01) x[2] = .01
      growth = log(y[2] / x[2]) / log(y[1] / x[1]); printf "%26s grows with the power %.2f of the records\n", "", growth; exit growth > 1.3 }' \
      || { echo "FAIL: more than proportional growth"; failed=1; }
  fi
  before="$records $2"
  [ -z "$PEER" ] || { measure 1 sh -c "$(echo "$PEER" | sed 's/{}/in.ris/')" && echo "         peer: $figures (s, s CPU, MB memory)"; }
done
exit $failed
