#!/bin/sh
# A pair extracts one study over HTTP, without scripts: two versions, what differs, agreement; and the effect is the tools' own.
command -v python3 >/dev/null || { echo "no python3: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/extract-web.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' 0
. "$top_srcdir/tests/web/serve.sh"
REVIEW_FILE=$scratch/two.review REVIEW_USER=lead
export REVIEW_FILE REVIEW_USER
{
  review-init "$REVIEW_FILE" --protocol "$top_srcdir/tests/data/double/protocol.xml" &&
  review-screen people add lead lead && review-screen people add ann extractor && review-screen people add bob extractor &&
  review-screen people add eve adjudicator
} >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
links "$REVIEW_FILE" lead ann bob eve >"$scratch/links" || exit 1
serve "$REVIEW_FILE" --test-passwords
python3 "$top_srcdir/tests/web/extract.py" "$url" "$scratch/links" || { cat "$scratch/served"; exit 1; }
review-log "$REVIEW_FILE" verify >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
