#!/bin/sh
# Screening in a browser by keys: nothing that was decided is lost, doubled, or sent as somebody else, whatever becomes of the connection, the
# page or the session; and without scripts by forms.
. "$top_srcdir/tests/web/browser.sh"
. "$top_srcdir/tests/web/serve.sh"
REVIEW_FILE=$scratch/r.review REVIEW_USER=lead
export REVIEW_FILE REVIEW_USER
{
  review-init "$REVIEW_FILE" --protocol "$top_srcdir/tests/data/protocol/small.xml" &&
  awk 'BEGIN { for (i = 1; i <= 60; i++) printf "TY  - JOUR\nTI  - Report %d <img src=x onerror=alert(1)>\nAU  - Smith, A\nPY  - %d\nAB  - %s\nAN  - R%03d\nER  - \n\n", i, 1960 + i, i % 5 ? "We randomised young people." : "", i }' >"$scratch/r.ris" &&
  review-import --source ERIC --kind database "$scratch/r.ris" &&
  for who in ann bob cat; do review-screen people add lead lead && review-screen people add $who screener; done
} >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
links "$REVIEW_FILE" ann bob cat >"$scratch/links" || exit 1
serve "$REVIEW_FILE" --test-passwords
node "$top_srcdir/tests/web/screening.js" "$modules" "$chromium" "$url" "$scratch/links" >"$scratch/said" 2>&1
code=$?
cat "$scratch/said"
[ $code -eq 0 ] || exit 1
# What the browser counted as said is in the trail as often, and no more.
for who in ann bob cat; do
  want=$(sed -n "s/^$who said \([0-9]*\) times.*/\1/p" "$scratch/said")
  got=$(review-log "$REVIEW_FILE" show --format csv | grep -c ",$who,decision.vote,")
  [ "$got" = "$want" ] || { echo "FAIL the trail has $got acts of $who, not $want"; exit 1; }
done
review-log "$REVIEW_FILE" verify >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
