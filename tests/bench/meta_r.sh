#!/bin/bash
# Speed beside R and metafor, in one run: medians, and the ratio. Whole processes by wall clock, in turn; calls inside by processor time.
# tests/bench/meta_r.sh [quick]; quick leaves out what takes R over ten seconds. `make tests/bench/meta-speed review-meta` first; both on the path, as under `make check`, or in the build tree.
export PATH="${top_builddir:-$PWD}:${top_builddir:-$PWD}/tests/bench:$PATH"
here=$(dirname "$0")
command -v Rscript >/dev/null || { echo "skipped: there is no Rscript"; exit 77; }
Rscript -e 'library(metafor)' >/dev/null 2>&1 || { echo "skipped: R has no package metafor"; exit 77; }
dir=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$dir"' 0
for s in bcg k1000 k100000 many levels1000; do meta-speed data $s >"$dir/$s.csv" || exit 1; done
Rscript -e 'cat(R.version.string, "metafor", as.character(packageVersion("metafor")), "\n")'

line() { # LABEL OURS THEIRS, both microseconds
  awk -v l="$1" -v a="$2" -v b="$3" 'function t(x) { return x < 1e3 ? sprintf("%.1f us", x) : x < 1e6 ? sprintf("%.1f ms", x / 1e3) : sprintf("%.2f s", x / 1e6) }
    BEGIN { printf "%-52s %10s %10s %8.0f times\n", l, t(a), t(b), b / a }'
}
ours() { meta-speed time "$1"; }
theirs() { Rscript "$here/meta_r.R" "$dir/${2:-$1}.csv" "$1"; }
# Wall-clock microseconds of the whole process, the median of N pairs, run in turn; ours ten times, as it is short.
stamp() { echo "${EPOCHREALTIME/./}"; }
whole() { # N OUR-COMMAND THEIR-COMMAND
  for ((i = 0; i < $1; i++)); do
    a=$(stamp); for _ in 1 2 3 4 5 6 7 8 9 10; do $2 >/dev/null 2>&1; done; b=$(stamp); $3 >/dev/null 2>&1; c=$(stamp)
    echo "$(((b - a) / 10)) $((c - b))"
  done | sort -n -k1,1 >"$dir/pairs"
  awk '{ a[NR] = $1; b[NR] = $2; r[NR] = $2 / $1 } END { n = asort_(a, NR); asort_(b, NR); m = int((NR + 1) / 2); print a[m], b[m] }
    function asort_(x, n,   i, j, t) { for (i = 2; i <= n; i++) for (j = i; j > 1 && x[j - 1] > x[j]; j--) { t = x[j]; x[j] = x[j - 1]; x[j - 1] = t }; return n }' "$dir/pairs"
}
peak() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1; }

printf '%-52s %10s %10s\n' "" ours R
echo 'library(metafor); d <- read.csv("'"$dir"'/bcg.csv"); r <- rma(yi, vi, data = d, test = "knha"); print(r); print(confint(r))' >"$dir/bcg.R"
line "13 trials, REML and its interval, whole process" $(whole 5 "review-meta --data $dir/bcg.csv --assume-independent" "Rscript $dir/bcg.R")
line "13 trials, inside" "$(ours bcg)" "$(theirs bcg)"
line "1,000 studies, inside" "$(ours k1000)" "$(theirs k1000)"
line "10,000 analyses of 20, inside (R: 200, times 50)" "$(ours many)" "$(theirs many)"
if review-meta --help | grep -q -- --many=; then
  a=$(stamp); review-meta --data "$dir/many.csv" --many cluster --assume-independent --quiet --format csv >"$dir/out" || exit 1; b=$(stamp)
  line "the same by review-meta --many, whole process" $((b - a)) "$(theirs many)"
fi
line "three levels, 1,000 effects in 200, R sparse" "$(ours levels1000)" "$(theirs levels1000)"
[ "$1" = quick ] || line "three levels, 1,000 effects in 200, R dense" "$(ours levels1000)" "$(theirs dense1000 levels1000)"
awk -v a="$(ours k100000)" -v b="$(ours levels1000)" -v c="$(ours levels100000)" 'BEGIN {
  printf "100,000 studies: %.1f ms; three levels, 100,000 effects in 20,000: %.0f ms, %.0f times 1,000 in 200\n", a / 1e3, c / 1e3, c / b }'
meta-speed pass
awk -v a="$(peak review-meta --data "$dir/k1000.csv" --assume-independent --quiet)" -v b="$(peak Rscript -e "library(metafor); d <- read.csv('$dir/k1000.csv'); rma(yi, vi, data = d)")" \
  -v c="$(peak review-meta --data "$dir/k100000.csv" --assume-independent --quiet)" 'BEGIN {
  printf "peak memory, 1,000 studies: %.1f MB, R %.0f MB; 100,000 studies: %.1f MB\n", a / 1024, b / 1024, c / 1024 }'
