#!/bin/sh
# Extraction over HTTP, without scripts: a pair through one study (two versions, what differs, agreement; the effect is the tools' own), and
# one who extracts with one who verifies.
command -v python3 >/dev/null || { echo "no python3: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/extract-web.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' 0
. "$top_srcdir/tests/web/serve.sh"
PYTHONDONTWRITEBYTECODE=1 REVIEW_USER=lead
export PYTHONDONTWRITEBYTECODE REVIEW_USER REVIEW_FILE
sed 's/extraction="double"/extraction="verify"/' "$top_srcdir/tests/data/double/protocol.xml" >"$scratch/verify.xml"
walk() {
  REVIEW_FILE=$scratch/$1.review
  {
    review-init "$REVIEW_FILE" --protocol "$2" &&
    review-screen people add lead lead && review-screen people add ann extractor && review-screen people add bob extractor &&
    review-screen people add eve adjudicator
  } >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
  links "$REVIEW_FILE" lead ann bob eve >"$scratch/links" || exit 1
  : >"$scratch/served"                   # of an earlier server
  serve "$REVIEW_FILE" --test-passwords
  python3 "$top_srcdir/tests/web/$1.py" "$url" "$scratch/links" || { cat "$scratch/served"; exit 1; }
  kill $server; wait $server
  review-log "$REVIEW_FILE" verify >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
}
walk extract "$top_srcdir/tests/data/double/protocol.xml"
walk extract_verify "$scratch/verify.xml"
