#!/bin/sh
# Every page that review-serve has, as people of each role come to it by links: no rule of WCAG 2.2 AA or of axe's best practice is broken,
# in light and dark, from 320 px on; no error on the console, nothing the policy forbids, no request that fails; all is reached by Tab.
# LOOKS=FOLDER puts a picture of each page there.
. "$top_srcdir/tests/web/browser.sh"
. "$top_srcdir/tests/web/serve.sh"
. "$top_srcdir/tests/web/open_review.sh"
open_review "$scratch" >"$scratch/open.out" 2>&1 || { cat "$scratch/open.out"; exit 1; }
links "$scratch/open.review" lead reviewer-c eva reviewer-a ruth >"$scratch/links" || exit 1
review-serve routes --format json >"$scratch/routes.json" || exit 1
serve "$scratch/open.review" --test-passwords
node "$top_srcdir/tests/web/pages.js" "$modules" "$chromium" "$url" "$scratch/routes.json" "$scratch/links" ${LOOKS:+"$LOOKS"}
status=$?
[ $status -eq 0 ] || grep -v ' 200 \| 30[0-9] ' "$scratch/served" | tail -n 20
exit $status
