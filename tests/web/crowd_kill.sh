#!/bin/sh
# crowd_kill.sh [KILLS [PEOPLE]]: the server is killed at any moment while people vote, and begun again; they send again what was not
# answered. All that was answered is there, once, and nothing else.
. "$top_srcdir/tests/web/crowd.inc"
kills=${1:-3}; people=${2:-10}
"$crowd" make "$scratch/a.review" "$top_srcdir/tests/data/protocol/small.xml" $((kills * people * 20 + 500)) "$people" "$scratch/tokens" || exit 1
start_server "$scratch/a.review" 0
port=${address#*:}
"$crowd" vote "$address" "$scratch/tokens" "$people" $((kills * 2)) 0.1 "$scratch/acks" cut=0.05 patient=30 >"$scratch/said" 2>&1 &
voting=$!
failed=0; kill=0
while [ $kill -lt "$kills" ]; do
  sleep "$(awk -v i="$kill" 'BEGIN { srand(i + 1); printf "%.3f", 0.3 + rand() * 1.2 }')"
  end_server -9
  : >"$scratch/served"
  start_server "$scratch/a.review" "$port"
  kill=$((kill + 1))
done
wait "$voting" || failed=1
cat "$scratch/said"
end_server -TERM
"$crowd" check "$scratch/a.review" "$scratch/acks" exact || failed=1
echo "killed $kills times"
exit $failed
