#!/bin/sh
# crowd_load.sh RECORDS PEOPLE SECONDS [THINK [WORD...]]: what the server bears; words go to `crowd vote` (slow=500). Prints figures, and
# fails when a vote is lost or doubled or an answer is not good. Not part of `make check`: it takes a machine for itself.
. "$top_srcdir/tests/web/crowd.inc"
[ $# -ge 3 ] || { echo "usage: crowd_load.sh RECORDS PEOPLE SECONDS [THINK [WORD...]]"; exit 77; }
records=$1 people=$2 seconds=$3 think=${4:-2}
[ $# -gt 3 ] && shift 4 || shift 3
"$crowd" make "$scratch/a.review" "$top_srcdir/tests/data/protocol/small.xml" "$records" "$people" "$scratch/tokens" || exit 1
start_server "$scratch/a.review" 0
failed=0
"$crowd" vote "$address" "$scratch/tokens" "$people" "$seconds" "$think" "$scratch/acks" "$@" || failed=1
awk '{ printf "server: %.1f s of processor, ", ($14 + $15) / 100 }' "/proc/$server/stat"
echo "peak memory $(peak) MB"
end_server -TERM
"$crowd" check "$scratch/a.review" "$scratch/acks" exact || failed=1
exit $failed
