#!/bin/sh
# 100,000 rows through review-effect, by every measure: milliseconds of processor time and peak memory, a line a measure.
# tests/bench/effect.sh [ROWS [MEASURE...]]; fails where a measure takes more than 5 microseconds a row (0.5 s for 100,000 rows) on
# an optimised build: set LIMIT to another number of milliseconds, 0 for none.
rows=${1:-100000}; [ $# -gt 0 ] && shift
dir=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$dir"' 0
# Columns of each family. People are more than events, proportions and correlations inside their bounds.
make_rows() {
  awk -v k="$rows" -v what="$1" 'function whole(n) { return 1 + int(rand() * n) }
  BEGIN { srand(1)
    head["cells"] = "ai,bi,ci,di"; head["margins"] = "ai,bi,ci,di,ri"; head["rates"] = "x1i,t1i,x2i,t2i"
    head["means"] = "m1i,sd1i,n1i,m2i,sd2i,n2i"; head["change"] = "m1i,sd1i,m2i,sd2i,ni,ri"
    head["both"] = "pre1i,presd1i,m1i,sd1i,n1i,pre2i,presd2i,m2i,sd2i,n2i,ri"; head["r"] = "ri,ni"
    head["model"] = "ti,r2i,ni,mi"; head["share"] = "xi,mi"; head["incidence"] = "xi,ti"; head["single"] = "mi,sdi,ni"
    head["alpha"] = "ai,mi,ni"; head["given"] = "yi,vi"; head["oe"] = "oe,v"; head["r2"] = "r2i,ni,mi"
    print "study," head[what]
    for (i = 1; i <= k; i++) {
      n = 20 + whole(200); printf "S%d", i
      if (what == "cells") printf ",%d,%d,%d,%d", whole(30), whole(90), whole(30), whole(90)
      if (what == "margins") { a = 10 + whole(20); c = 10 + whole(20); printf ",%d,%d,%d,%d,0.%d", a, 50 - a, c, 50 - c, whole(3) }
      if (what == "rates") printf ",%d,%.1f,%d,%.1f", whole(50), 100 + 900 * rand(), whole(50), 100 + 900 * rand()
      if (what == "both") printf ",%.2f,%.2f", 40 + 10 * rand(), 5 + 5 * rand()
      if (what == "means" || what == "both") printf ",%.2f,%.2f,%d", 50 + 10 * rand(), 5 + 5 * rand(), n
      if (what == "both") printf ",%.2f,%.2f", 40 + 10 * rand(), 5 + 5 * rand()
      if (what == "means" || what == "both") printf ",%.2f,%.2f,%d", 50 + 10 * rand(), 5 + 5 * rand(), n + 3
      if (what == "both") printf ",0.%d", whole(8)
      if (what == "change") printf ",%.2f,%.2f,%.2f,%.2f,%d,%.2f", 50 + 10 * rand(), 5 + 5 * rand(), 50 + 10 * rand(), 5 + 5 * rand(), n, rand() * .9
      if (what == "r") printf ",%.2f,%d", rand() * 1.8 - .9, n
      if (what == "model") printf ",%.2f,0.%d,%d,%d", rand() * 6 - 3, 50 + whole(40), n, whole(8)
      if (what == "r2") printf ",0.%d,%d,%d", 10 + whole(80), n, whole(8)
      if (what == "share") printf ",%d,%d", whole(50), whole(50)
      if (what == "incidence") printf ",%d,%.1f", whole(50), 100 + 900 * rand()
      if (what == "single") printf ",%.2f,%.2f,%d", 50 + 10 * rand(), 5 + 5 * rand(), n
      if (what == "alpha") printf ",0.%d,%d,%d", 10 + whole(80), 1 + whole(20), n
      if (what == "given") printf ",%.3f,%.3f", rand() - .5, .01 + rand()
      if (what == "oe") printf ",%.2f,%.2f", rand() * 8 - 4, 1 + 9 * rand()
      print "" } }' >"$dir/$1.csv"
}
family() {
  case $1 in
    MPORM) echo margins;; IRR|IRD|IRSD) echo rates;; HR) echo oe;; GEN) echo given;; PPC*) echo both;;
    MC|SMC*|ROMC|VRC|CVRC) echo change;; COR|UCOR|ZCOR) echo r;; *PCOR) echo model;; R2|ZR2) echo r2;;
    IR*) echo incidence;; PETO|PBIT|PHI) echo cells;; P*) echo share;; MN*|SMN|SDLN|CVLN) echo single;; ARAW|AHW|ABT) echo alpha;;
    MD|SMD*|ROM|VR|CVR|RPB|ZPB|*BIS|D2OR*|CLESN|AUCN) echo means;; *) echo cells;;
  esac
}
[ $# -gt 0 ] || set -- $(review-effect measures --format csv | sed '1d; s/,.*//')
failed=0
for measure; do
  data=$(family "$measure")
  [ -f "$dir/$data.csv" ] || make_rows "$data"
  if ! { /usr/bin/time -f '%U %S %M' review-effect --measure "$measure" --data "$dir/$data.csv" --output "$dir/out" 2>"$dir/time"; }; then
    cat "$dir/time"; failed=1; continue
  fi
  tail -1 "$dir/time" | awk -v m="$measure" -v rows="$rows" -v limit="${LIMIT:-500}" '{ ms = 1000 * ($1 + $2)
    printf "%-7s %5.0f ms %7d KB\n", m, ms, $3; exit limit > 0 && ms > limit * (rows < 100000 ? 1 : rows / 100000) }' || failed=1
done
exit $failed
