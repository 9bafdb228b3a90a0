#!/bin/sh
# The 385 dropout effects: by default correlated and hierarchical effects with robust variances, as independent only when told to and with
# a warning; to the values computed elsewhere (R packages metafor 3.8 and clubSandwich 0.5.8).
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dropout.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
data=$top_srcdir/examples/dropout-prevention/dropout_prevention.csv
failed=0
fail() { echo "FAIL: $*"; failed=1; }
pool() { review-meta --data "$data" --yi LOR1 --vi varLOR --study studyID --format csv "$@"; }
# NAME WANT ALLOWED ...: columns of the first row of $scratch/out.
near() {
  awk -F, -v wanted="$*" '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR == 2 {
      n = split(wanted, w, " ")
      for (i = 1; i <= n; i += 3) {
        d = $at[w[i]] - w[i + 1]; seen++
        if (d > w[i + 2] || d < -w[i + 2]) { print "FAIL: " w[i] " is " $at[w[i]] ", expected " w[i + 1]; bad = 1 }
      }
    }
    END { exit bad || !seen }' "$scratch/out" || failed=1
}

pool --sample studySample >"$scratch/out" 2>"$scratch/err" || fail 'not pooled'
near estimate 0.5172681 1e-6 se 0.0614206 1e-6 df 119.93 5e-3
grep -q 'independent' "$scratch/err" && fail 'a warning of independence without need'
pool --method REML --test z --assume-independent >"$scratch/out" 2>"$scratch/err" || fail 'not pooled as independent'
grep -q 'as if they were independent' "$scratch/err" || fail 'no warning'
near estimate 0.4928227 1e-6 se 0.0437119 1e-6 tau2 0.3691421 1e-6 i2_percent 86.89 5e-3
sh "$top_srcdir/examples/dropout-prevention/run.sh" "$scratch/run" >/dev/null 2>&1 || fail 'run.sh'
for file in dependent.txt dependent.R design.txt grid.csv independent.txt; do
  [ -s "$scratch/run/$file" ] || fail "run.sh left no $file"
done
exit $failed
