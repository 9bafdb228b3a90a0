#!/bin/sh
# crowd_crash.sh [TRIALS]: server and people are killed together at any moment (crashtest.py of the fault tools); what was answered is there,
# once. Not part of `make check`.
tools=${REVIEW_FAULT_TOOLS:-$top_srcdir/../shared/tools}; here=$top_srcdir/tests/bench
command -v python3 >/dev/null || { echo "no python3: skipped"; exit 77; }
[ -f "$tools/crashtest.py" ] || { echo "no crashtest.py in REVIEW_FAULT_TOOLS: skipped"; exit 77; }
. "$top_srcdir/tests/web/crowd.inc"
trials=${1:-60}
cat >"$scratch/check" <<END
grep '^ACK' "\$2" >"$scratch/acked"; "$crowd" check "\$1" "$scratch/acked"
END
python3 "$tools/crashtest.py" --dir "$scratch/work" --trials "$trials" --min 0.3 --max 3 \
  --setup "rm -f $scratch/tokens; $crowd make {dir}/a.review $top_srcdir/tests/data/protocol/small.xml $((trials * 1000)) 20 $scratch/tokens" \
  --cmd "exec sh $here/crowd_once.sh {dir}/a.review $scratch/tokens 20 30 0.1" --check "sh $scratch/check {dir}/a.review {acks}"
