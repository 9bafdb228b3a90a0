#!/bin/sh
# A small review from the first record to the report in the browser, by the keyboard alone, once with scripts and once without: two
# screeners and an adjudicator through both stages, two extractors through one study, the lead to the report. With scripts one screener's
# connection is lost in the middle (OFFLINE seconds, 5): what stands in the review afterwards is what was pressed, each once.
. "$top_srcdir/tests/web/browser.sh"
. "$top_srcdir/tests/web/serve.sh"

small_review() {
  mkdir "$1" "$1/protocol"
  cp -R "$top_srcdir/protocols/." "$1/protocol/"
  sed 's/<form>/<form extraction="double">/' "$1/protocol/disengagement-15-24.xml" >"$1/protocol/double.xml"
  REVIEW_FILE=$1/small.review REVIEW_USER=lead
  export REVIEW_FILE REVIEW_USER
  awk -v most="$2" '{ print } /^ER/ && ++n == most { exit }' "$top_srcdir/examples/disengagement/search/education.ris" >"$1/some.ris"
  review-init "$REVIEW_FILE" --protocol "$1/protocol/double.xml" &&
  review-import --source 'Education database' --kind database --platform test --searched 2026-11-24 --strategy none "$1/some.ris" &&
  review-screen people add lead lead && review-screen people add ann screener && review-screen people add ben screener &&
  review-screen people add cleo adjudicator && review-screen people add eva extractor && review-screen people add emil extractor
}

# The decisions that stand, as a table of titles: votes and resolutions.
standing() {
  review-screen export --format json >"$1/decisions.json" || return 1
  node -e '
    const fs = require("fs"), rows = JSON.parse(fs.readFileSync(process.argv[1], "utf8")), list = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
    // Of one file and nothing merged: the reports are its records in their order, which the export names by their place in the file.
    const place = r => +r.record.split(":")[1], places = [...new Set(rows.map(place))].sort((a, b) => a - b);
    const titles = [...new Map(list.map(r => [r.report, r.title]))].sort((a, b) => a[0] - b[0]).map(r => r[1]);
    console.log(rows.map(r => [titles[places.indexOf(place(r))], r.stage, r.reviewer, r.verdict, r.reason ?? ""].join("\t")).sort().join("\n"));
  ' "$1/decisions.json" "$1/list.json"
}

status=0
# Records are kept ready for a lost connection as long as many wait; without scripts eight will do.
for way in ${WAYS:-scripts plain}; do
  folder=$scratch/$way
  [ $way = plain ] && most=8 || most=22
  small_review "$folder" $most >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
  links "$REVIEW_FILE" lead ann ben cleo eva emil >"$folder/links" || exit 1
  serve "$REVIEW_FILE" --test-passwords
  node "$top_srcdir/tests/web/walk.js" "$modules" "$chromium" "$url" "$folder/links" $way "${OFFLINE:-5}" "$folder/pressed" || status=1
  kill $server; wait $server 2>/dev/null
  review-screen list --format json >"$folder/list.json" && standing "$folder" >"$folder/standing" || status=1
  cmp -s "$folder/pressed" "$folder/standing" || { echo "FAIL $way: what stands is not what was pressed:"; diff "$folder/pressed" "$folder/standing"; status=1; }
  review-log "$REVIEW_FILE" verify >"$scratch/out" 2>&1 || { cat "$scratch/out"; status=1; }
  votes=$(review-log "$REVIEW_FILE" show --format csv | grep -c 'decision\.')
  [ "$votes" -eq "$(wc -l <"$folder/pressed")" ] || { echo "FAIL $way: $votes acts of deciding, $(wc -l <"$folder/pressed") pressed"; status=1; }
  review-extract show 'Job Corps' >"$scratch/out" 2>&1
  for word in 'United States' 'disadvantaged 16 to 24' 16 24; do grep -q "$word" "$scratch/out" || { echo "FAIL $way: '$word' is not in the study:"; cat "$scratch/out"; status=1; }; done
done
exit $status
