#!/bin/sh
# crowd_httpload.sh RECORDS PEOPLE SECONDS [THINK]: the same as crowd_load.sh with another program's people, who log in and send forms
# (httpload.py of the fault tools). Not part of `make check`.
tools=${REVIEW_FAULT_TOOLS:-$top_srcdir/../shared/tools}
command -v python3 >/dev/null || { echo "no python3: skipped"; exit 77; }
[ -f "$tools/httpload.py" ] || { echo "no httpload.py in REVIEW_FAULT_TOOLS: skipped"; exit 77; }
. "$top_srcdir/tests/web/crowd.inc"
[ $# -ge 3 ] || { echo "usage: crowd_httpload.sh RECORDS PEOPLE SECONDS [THINK]"; exit 77; }
"$crowd" make "$scratch/a.review" "$top_srcdir/tests/data/protocol/small.xml" "$1" "$2" "$scratch/tokens" || exit 1
start_server "$scratch/a.review" 0
failed=0
python3 "$tools/httpload.py" --base "http://$address" --users "$2" --secs "$3" --think "${4:-2}" --votes include,unsure --acks "$scratch/said" \
  --loginform /login --login 'POST /login name={u}&password={p}&csrf={csrf}' --next /screen/title-abstract \
  --vote 'POST /screen/title-abstract record={rec}&verdict={v}&csrf={csrf}' --user 'user{i:04d}' --password 'pw-user{i:04d}' || failed=1
echo "peak memory $(peak) MB"
end_server -TERM
sed 's/^/ACK /' "$scratch/said" >"$scratch/acks"
"$crowd" check "$scratch/a.review" "$scratch/acks" exact || failed=1
exit $failed
