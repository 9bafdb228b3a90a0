#!/bin/sh
# The lead carries the running example from its exports to the report through the server: imports with a look at what is odd, duplicates,
# work given out, decisions, a newer protocol, exports, backup; the analyst runs analyses otherwise, and the printed command gives the same.
command -v python3 >/dev/null || { echo 'skipped: there is no python3'; exit 77; }
. "$top_srcdir/tests/web/serve.sh"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/lead.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
REVIEW_USER=lead
export REVIEW_USER
review-init "$scratch/r.review" --protocol "$top_srcdir/protocols/disengagement-15-24.xml" >/dev/null 2>&1 || exit 1
for who in 'lead lead' 'reviewer-a screener' 'reviewer-b screener' 'reviewer-c adjudicator'; do
  review-screen people add $who --review "$scratch/r.review" >/dev/null 2>&1 || exit 1
done
links "$scratch/r.review" lead reviewer-a >"$scratch/links" || exit 1
serve "$scratch/r.review" --test-passwords
python3 "$top_srcdir/tests/web/lead.py" "$top_srcdir" "$scratch" "$url"
