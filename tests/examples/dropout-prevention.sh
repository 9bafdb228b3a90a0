#!/bin/sh
# The 385 dropout effects: pooled as independent only when told to, with a warning, to the values computed elsewhere.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dropout.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
data=$top_srcdir/examples/dropout-prevention/dropout_prevention.csv
failed=0
fail() { echo "FAIL: $*"; failed=1; }
pool() { review-meta --data "$data" --yi LOR1 --vi varLOR --study studyID --method REML --test z --format csv "$@"; }

pool >"$scratch/out" 2>"$scratch/err" && fail 'pooled several effects of a study without a word'
pool --assume-independent >"$scratch/out" 2>"$scratch/err" || fail 'not pooled'
grep -q 'as if they were independent' "$scratch/err" || fail 'no warning'
awk -F, '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
  NR == 2 { near("estimate", 0.4928227, 1e-6); near("se", 0.0437119, 1e-6); near("tau2", 0.3691421, 1e-6); near("i2_percent", 86.89, 5e-3) }
  function near(name, want, allowed,   d) {
    d = $at[name] - want
    if (d > allowed || d < -allowed) { print "FAIL: " name " is " $at[name] ", expected " want; bad = 1 }
    seen++
  }
  END { exit bad || seen != 4 }' "$scratch/out" || failed=1
sh "$top_srcdir/examples/dropout-prevention/run.sh" "$scratch/run" >/dev/null 2>&1 || fail 'run.sh'
[ -s "$scratch/run/independent.txt" ] || fail 'run.sh left nothing'
exit $failed
