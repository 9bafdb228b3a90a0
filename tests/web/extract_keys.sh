#!/bin/sh
# The extraction form by keyboard, in a browser: effects while typing, a pasted block, saving by itself, a lost connection, nothing lost.
. "$top_srcdir/tests/web/browser.sh"
. "$top_srcdir/tests/web/serve.sh"
REVIEW_FILE=$scratch/two.review REVIEW_USER=lead
export REVIEW_FILE REVIEW_USER
{
  review-init "$REVIEW_FILE" --protocol "$top_srcdir/tests/data/double/protocol.xml" &&
  review-screen people add lead lead && review-screen people add ann extractor && review-extract study Demo &&
  review-extract assign Demo ann && review-extract part Demo arm treat --as ann &&
  review-extract result R1 --study Demo --domain work --outcome employed --months 12 --as ann &&
  review-extract result R2 --study Demo --domain work --outcome 'not NEET' --months 24 --as ann
} >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
links "$REVIEW_FILE" ann >"$scratch/links" || exit 1
serve "$REVIEW_FILE" --test-passwords
node "$top_srcdir/tests/web/extract_keys.js" "$modules" "$chromium" "$url" "$scratch/links" || exit 1
review-extract show R1 --own --as ann --format csv --output "$scratch/values.csv" || exit 1
# What the page said is saved is in the file, once.
for row in 'n_treat,120' 'n_control,118' 'treat_value,40' 'control_value,33' 'measure_reported,percent'; do
  [ "$(grep -c ",$row," "$scratch/values.csv")" = 1 ] || { echo "the review does not have $row:"; cat "$scratch/values.csv"; exit 1; }
done
