#!/bin/sh
# crowd_power.sh [POINTS [VARIANTS]]: the disk as it could be if the power failed while people vote (powercut.py of the fault tools, which
# needs strace): the review is sound in each state, and what was answered before is in it. Not part of `make check`.
tools=${REVIEW_FAULT_TOOLS:-$top_srcdir/../shared/tools}; here=$top_srcdir/tests/bench
for program in python3 strace; do command -v $program >/dev/null || { echo "no $program: skipped"; exit 77; }; done
[ -f "$tools/powercut.py" ] || { echo "no powercut.py in REVIEW_FAULT_TOOLS: skipped"; exit 77; }
. "$top_srcdir/tests/web/crowd.inc"
cat >"$scratch/check" <<END
sed 's/^/ACK /; y/,/ /' "\$2" >"$scratch/acked"; "$crowd" check "\$1" "$scratch/acked"
END
# In the strict rule the tool lets a file be made, and synced, before one of the same name is removed: the log is made once alone.
cat >"$scratch/once" <<END
"$crowd" hold "\$1" 20 & held=\$!
sh "$here/crowd_once.sh" "\$1" "$scratch/tokens" 5 3 0.1; code=\$?
kill \$held; exit \$code
END
failed=0
for rule in ordered strict; do
  python3 "$tools/powercut.py" --root "$scratch/root" --points "${1:-60}" --variants "${2:-3}" --dir $rule --ack 'ACK (\S+ \d+ \w+)' \
    --setup "rm -f $scratch/tokens; $crowd make {root}/a.review $top_srcdir/tests/data/protocol/small.xml 300 5 $scratch/tokens" \
    --cmd "sh $scratch/once {root}/a.review" --check "sh $scratch/check {root}/a.review {acks}" || failed=1
done
exit $failed
