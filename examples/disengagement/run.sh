#!/bin/sh
# Carries out the running example in the folder OUT (default ./disengagement), from search exports to report. The programs must be
# in the PATH. What an earlier run left in OUT is made anew. With SOURCE_DATE_EPOCH set, every run gives the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-disengagement}
if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then REVIEW_SEED=${REVIEW_SEED:-disengagement}; export REVIEW_SEED; fi
mkdir -p "$out" && cd "$out"
rm -rf disengagement.review disengagement.review-* imports.txt merges.txt screening.txt warnings.txt R002.md recall.svg decisions report archive
REVIEW_FILE=disengagement.review REVIEW_USER=lead
export REVIEW_FILE REVIEW_USER
say() { printf '%s\n' "example: $*" >&2; }
search() { # FILE KIND NAME
  review-import --source "$3 (arranged)" --kind "$2" --platform 'arranged export' --searched 2026-11-24 \
                --strategy 'not run: known documents laid out as an export' "$here/search/$1" >>imports.txt
}
# What screening says on the way is kept with its command.
show() { { printf '$ review-screen %s\n' "$*"; review-screen "$@"; echo; } >>screening.txt; }
# The decisions of one person on the reports.
alone() { awk -F, -v who="$1" 'NR == 1 || $3 == who' "$here/decisions/full-text.csv"; }

say 'a review from its protocol'
review-init disengagement.review --protocol "$here/../../protocols/disengagement-15-24.xml"

say 'records from eight sources'
search education.ris      database     'Education database'
search citation-index.csv database     'Citation index'
search health.xml         database     'Health database'
search registers.csv      register     'Evidence registers'
search websites.csv       website      'Government and library websites'
search organisations.ris  organisation 'Research organisations'
search citations.ris      citation     'Reference lists'
search contacts.ris       contact      'People asked'

say 'which records are one report'
review-dedup run --output merges.txt
sed 1d "$here/decisions/merges.csv" | while IFS=, read -r record other reason; do
  review-dedup merge --reason "$reason" "$record" "$other"
done

say 'who takes part, and as what'
review-screen people add lead lead
review-screen people add reviewer-a screener
review-screen people add reviewer-b screener
review-screen people add reviewer-c adjudicator

say 'titles and abstracts: first a round that both read, then all the others'
review-screen calibrate 12 reviewer-a reviewer-b
review-screen share reviewer-a reviewer-b
show waits
sed -n '1,61p' "$here/decisions/title-abstract.csv" | review-screen import - --as reviewer-a
show stop --as reviewer-a --svg recall.svg
review-screen import "$here/decisions/title-abstract.csv"
show calibration 1
show agreement --stage title-abstract

say 'a third person, who sees verdicts and reasons but no names, settles the conflicts'
show conflicts --as reviewer-c
review-screen import --resolve --as reviewer-c "$here/decisions/title-abstract-resolved.csv"
show stop

say 'which reports could not be had'
show files
sed 1d "$here/decisions/states.csv" | while IFS=, read -r record state note; do
  review-screen state --note "$note" "$record" "$state"
done

say 'the same on the reports, apart: one on a journey with a copy of the review, which is merged with this one afterwards'
review-log disengagement.review backup journey.review
alone reviewer-a | review-screen import - --as reviewer-a
alone reviewer-b | review-screen import - --as reviewer-b --review journey.review
review-log disengagement.review merge journey.review
rm -f journey.review journey.review-* journey.review.lock
show agreement --stage full-text
review-screen import --resolve --as reviewer-c "$here/decisions/full-text-resolved.csv"
show again

say 'the decisions for other programs'
mkdir decisions
review-screen export --to rayyan --stage title-abstract --output decisions/rayyan.csv
review-screen export --to covidence --output decisions/covidence.ris
review-screen export --to asreview --output decisions/asreview.csv
review-screen export --to eppi --output decisions/eppi.json

say 'what the reports say'
review-extract import "$here/extraction/studies.csv" "$here/extraction/results.csv" "$here/extraction/values.csv" \
               "$here/extraction/appraisals.csv" "$here/extraction/grade.csv"

say 'what speaks against the numbers, and why it may stand'
review-extract warnings --output warnings.txt
review-extract reason all R003 R005 R006 R017 R025 R031 R048 R051 R052 R054 R067 R068 R088 --because \
  'no count of the people shown: adjusted for baseline, or of fewer people; the reports were not in reach to see which; kept as printed'
review-effect check
review-effect explain R002 --format md --output R002.md

say 'from protocol and data to the report'
review-run --output report \
  --because 'search=the searches of the example are arranged: known documents laid out as exports, none of the planned searches was run' \
  --because 'extract=no number could be taken from what was seen of these reports' \
  --because 'appraise/rob2=the reports themselves were not in reach, only what registers and catalogues give of them'

review-log disengagement.review verify
review-log disengagement.review archive archive
say "the report: $(pwd)/report/report.html"
