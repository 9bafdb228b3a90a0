#!/bin/sh
# crowd_once.sh FILE TOKENS PEOPLE SECONDS THINK: serves FILE while people vote; what was answered is told on standard output. For the
# programs that kill it (crowd_crash.sh) or write down what it does to the disk (crowd_power.sh).
file=$1 tokens=$2 people=$3 seconds=$4 think=$5
served=$(mktemp "${TMPDIR:-/tmp}/served.XXXXXX") || exit 99
trap 'rm -f "$served"' 0
review-serve "$file" --port 0 --quiet --test-passwords --lease 1 2>"$served" >/dev/null &
server=$!
address=
while [ -z "$address" ]; do
  kill -0 $server 2>/dev/null || { cat "$served" >&2; exit 1; }
  sleep 0.05
  address=$(sed -n 's,.*http://\([0-9.]*:[0-9]*\).*,\1,p' "$served")
done
"$top_builddir/tests/web/crowd" vote "$address" "$tokens" "$people" "$seconds" "$think" - cut=0.1 | grep '^ACK'
kill -TERM $server
wait $server
