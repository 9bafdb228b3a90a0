#!/bin/sh
# Twenty people screen for five seconds; of each ten votes one loses its connection before it is answered, and is sent again. All are there,
# once.
. "$top_srcdir/tests/web/crowd.inc"
"$crowd" make "$scratch/a.review" "$top_srcdir/tests/data/protocol/small.xml" 1500 20 "$scratch/tokens" || exit 1
start_server "$scratch/a.review" 0
failed=0
"$crowd" vote "$address" "$scratch/tokens" 20 5 0.2 "$scratch/acks" cut=0.1 || failed=1
memory=$(peak)
end_server -TERM
"$crowd" check "$scratch/a.review" "$scratch/acks" exact || failed=1
echo "peak memory of the server: ${memory:-?} MB"
exit $failed
