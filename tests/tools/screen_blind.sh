#!/bin/sh
# Nobody learns another's vote before all votes on the report are there: two copies of a review that differ only in what bob said on
# reports that wait (verdict, reason, note, remark, label) look alike to ann, by every command, to the byte. Digests differ by nature and are masked.
# A new command is one line of the table below: its name, the formats it has (- for none), the command. It runs in a folder of its own
# with the review in a.review; what it prints, its exit code and every file it leaves are compared.
D=$top_srcdir/tests/data; here=$(pwd); failed=0; passed=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/blind.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1767225600; export SOURCE_DATE_EPOCH D
unset REVIEW_SEED REVIEW_USER REVIEW_FILE
cd "$scratch" || exit 99

commands() {
  cat <<'TABLE'
status            text,csv,json  review-status --review a.review
next              text,csv,json  review-screen next --as ann --review a.review
next-full         text,csv,json  review-screen next --as ann --stage full-text --review a.review
next-nobody       text,csv,json  review-screen next --as dan --review a.review
list              text,csv,json  review-screen list --as ann --review a.review
list-dan          text,csv,json  review-screen list --as dan --review a.review
list-nobody       text,csv,json  review-screen list --review a.review
states            text,csv,json  review-screen states --as ann --review a.review
conflicts         text,csv,json  review-screen conflicts --as ann --review a.review
conflicts-stage   text,csv,json  review-screen conflicts --stage title-abstract --review a.review
export            text,csv,json  review-screen export --as ann --review a.review
export-nobody     text,csv,json  review-screen export --review a.review
agreement         text,csv,json  review-screen agreement ann bob --review a.review
agreement-cara    text,csv,json  review-screen agreement bob cara --as ann --review a.review
agreement-all     text,csv,json  review-screen agreement --as ann --review a.review
again             text,csv,json  review-screen again --as ann --review a.review
again-nobody      text,csv,json  review-screen again --review a.review
files             text,csv,json  review-screen files --as ann --review a.review
labels            text,csv,json  review-screen labels --as ann --review a.review
labels-one        text,csv,json  review-screen labels 4 --as ann --review a.review
labels-nobody     text,csv,json  review-screen labels --review a.review
notes             text,csv,json  review-screen notes --as ann --review a.review
notes-one         text,csv,json  review-screen notes 4 --as ann --review a.review
notes-nobody      text,csv,json  review-screen notes --review a.review
calibration       text,csv,json  review-screen calibration --as ann --review a.review
calibration-one   text,csv,json  review-screen calibration 1 --as ann --review a.review
people            text,csv,json  review-screen people --as ann --review a.review
waits             text,csv,json  review-screen waits --as ann --review a.review
stop              text,csv,json  review-screen stop --as ann --review a.review
stop-nobody       text,csv,json  review-screen stop --review a.review
rank              text,csv,json  review-screen rank --as ann --review a.review
work-order        -              printf 'next\ninclude\nlater\nundo\nunsure\nexclude design\n' | review-screen work --as ann --porcelain --review a.review
work-ranked       -              printf 'next\ninclude\nlater\nundo\nunsure\nexclude design\n' | review-screen work --order ranked --seed 4 --as ann --review a.review
work-uncertain    -              printf 'include\nexclude design\nunsure\n' | review-screen work --order uncertain --random .5 --seed 4 --as ann --review a.review
work-full         -              printf 'include\nnext\n' | review-screen work --stage full-text --as ann --review a.review
merge             -              cp ../base$needed.review b.review && review-screen decide 9 unsure --as cara --review b.review && review-log a.review merge b.review --as ann; review-screen list --as ann --review a.review; rm -f b.review
merge-other       -              cp ../base$needed.review b.review && review-screen decide 4 include --as bob --review b.review && review-log a.review merge b.review --as ann; rm -f b.review
merge-dry         text,csv,json  review-log a.review merge ../base$needed.review --dry-run --as ann
decide-own        -              for i in 1 2 3 9; do review-screen decide $i include --as ann --review a.review --porcelain; review-screen list --as ann --review a.review; done
decide-full       -              review-screen decide 4 include --stage full-text --as ann --review a.review
resolve           -              for i in 1 2 3 4 7 8 9; do review-screen resolve $i include --as dan --review a.review; done
take-back         -              review-screen decide 3 none --as ann --review a.review && review-screen list --as ann --review a.review
import-faulty     -              review-screen import $D/dedup/faulty.csv --as ann --review a.review
state             -              review-screen state 4 sought --as ann --review a.review && review-screen list --as ann --review a.review
assign            -              review-screen assign ann 4 7 --as ann --review a.review && review-screen next --as ann --review a.review
attach            -              review-screen attach 4 $D/log/two.ris --as ann --review a.review; review-screen files --as ann --review a.review
label             -              review-screen label 4 hard --as ann --review a.review; review-screen labels --as ann --review a.review
share             -              review-screen share ann=2 bob=1 --seed 3 --as ann --review a.review; review-screen waits --review a.review
screen-rayyan     -              review-screen export --to rayyan --as ann --review a.review
screen-covidence  -              review-screen export --to covidence --as ann --review a.review
screen-asreview   -              review-screen export --to asreview --as ann --review a.review
screen-eppi       -              review-screen export --to eppi --as ann --review a.review
screen-nobody     -              review-screen export --to rayyan --review a.review
log               text,csv,json  review-log a.review show
log-events        -              for i in $(seq 1 40); do review-log a.review show $i --as ann; done
log-events-dan    -              for i in $(seq 1 40); do review-log a.review show $i --as dan; done
log-events-nobody -              for i in $(seq 1 40); do review-log a.review show $i; done
verify            text,csv,json  review-log a.review verify
rebuild           -              review-log a.review rebuild
archive           -              review-log a.review archive out && review-log a.review archive --check out
report            -              review-report --review a.review --output report
run               -              review-run --review a.review --as ann --output report
report-fields     text,csv,json  review-report fields --review a.review
report-table      -              for t in sources excluded agreement values warnings deviations; do review-report table $t --review a.review; done
report-references -              review-report references --review a.review; review-report references --where excluded --review a.review
manuscript        -              review-report manuscript m.docx --review a.review; review-report manuscript m.md --review a.review
verify-report     -              review-report --review a.review --output report --format html; review-report verify report --review a.review
plots             -              review-plot rob --review a.review --output r.svg; review-plot rob-summary --review a.review --output s.svg; review-plot agreement --review a.review --output t.svg
export-csv        -              review-export --review a.review --format csv
export-decisions  -              review-export --review a.review --format decisions
export-rayyan     -              review-export --review a.review --format rayyan
export-asreview   -              review-export --review a.review --format asreview
export-covidence  -              review-export --review a.review --format covidence
export-eppi       -              review-export --review a.review --format eppi-json
export-ris        -              review-export --review a.review --format ris
export-included   -              review-export --review a.review --where included
export-excluded   -              review-export --review a.review --where excluded
export-undecided  -              review-export --review a.review --where undecided
export-waiting    -              review-export --review a.review --where title-abstract=waiting
export-conflict   -              review-export --review a.review --where title-abstract=conflict
export-reports    -              review-export --review a.review --reports --where undecided
dedup-list        text,csv,json  review-dedup list --review a.review
dedup-counts      text,csv,json  review-dedup counts --review a.review
dedup-head        text,csv,json  review-dedup head 1 --review a.review
dedup-queue       -              review-dedup queue --review a.review --as ann --output queue.csv
dedup-again       -              review-dedup --review a.review --as ann
extract-list      text,csv,json  review-extract list --review a.review
extract-show      text,csv,json  review-extract show --review a.review
extract-export    -              review-extract export --review a.review
extract-form      -              review-extract form --review a.review
import-dry        -              review-import --review a.review --as ann --source X --kind database --dry-run $D/log/two.ris
effect            text,csv       review-effect --review a.review
flow              -              review-plot flow --review a.review --output flow.svg
flow-check        -              review-plot flow --check --review a.review
bare              -              review status --review a.review
TABLE
}

try() { "$@" >/dev/null 2>err || { echo "FAIL: cannot be set up: $*"; cat err; exit 1; }; }
# A verb that this review-screen may lack: then nobody can learn anything by it.
has() { review-screen --help | grep -q "^  $1 "; }

# Of the reports 1, 2, 3, 4, 7, 8, 9: 1 is included and 2 in conflict, alike in both copies; 3 has ann's vote alone, 9 none. On 4, 7 and 8
# at the first stage and on 1 at full text bob votes otherwise in each copy; on 4 ann has voted, too, where a third is asked ($2 is 3).
make_review() {
  sed "s/label=\"Title and abstract\" reviewers=\"2\"/label=\"Title and abstract\" reviewers=\"$2\"/" "$D/protocol/small.xml" >plan.xml
  try review-init "$1" --protocol plan.xml --as ann
  try review-import --review "$1" --as ann --source ERIC --kind database "$D/dedup/first.ris"
  try review-import --review "$1" --as ann --source Scopus --kind database "$D/dedup/second.csv"
  try review-import --review "$1" --as ann --source Other --kind website "$D/log/two.ris"
  try review-dedup --review "$1" --as ann
  for i in 1 2; do
    for who in ann bob cara; do
      [ "$2" = 2 ] && [ $who = cara ] && continue
      if [ $i = 2 ] && [ $who = bob ]; then try review-screen decide $i exclude --reason design --as $who --review "$1"
      else try review-screen decide $i include --as $who --review "$1"; fi
    done
  done
  try review-screen decide 3 include --as ann --review "$1"
  [ "$2" = 3 ] && try review-screen decide 4 include --as ann --review "$1"
  try review-screen state 1 retrieved --as cara --review "$1"
  has calibrate && try review-screen calibrate 1 ann bob cara --as ann --review "$1"
  true
}

# What bob says of what waits.
vote() {
  try review-screen decide 4 unsure --as bob --review "$1"
  if [ "$2" = x ]; then
    try review-screen decide 4 include --note "a clear case" --as bob --review "$1"
    try review-screen decide 7 exclude --reason design --as bob --review "$1"
    try review-screen decide 8 unsure --note "which design?" --as bob --review "$1"
    try review-screen decide 1 exclude --stage full-text --reason no-data --as bob --review "$1"
    remark="worth reading twice, and citing"; label=green
  else
    try review-screen decide 4 exclude --reason design --as bob --review "$1"
    try review-screen decide 7 unsure --note "is this a trial at all? ask cara, who knows the programme" --as bob --review "$1"
    try review-screen decide 8 include --as bob --review "$1"
    try review-screen decide 1 include --stage full-text --note "all there" --as bob --review "$1"
    remark="no"; label=doubtful-design
  fi
  has note && try review-screen note 4 "$remark" --as bob --review "$1"
  has label && try review-screen label 4 "$label" --as bob --review "$1"
  true
}

# What a file says: of an office document its parts, which are compressed and so would not be masked.
content() {
  case $1 in
  *.docx | *.odt | *.xlsx) python3 -c '
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    for name in z.namelist():
        sys.stdout.buffer.write(b"-- " + name.encode() + b"\n" + z.read(name) + b"\n")' "$1" ;;
  *) cat "$1" ;;
  esac
}

# Where a line may break in a digest is no part of it; how long compressed digests are differs by nature too.
mask() { sed -E 's/\\allowbreak\{\}//g; s/[0-9a-f]{64}/DIGEST/g; s/[0-9a-f]{12}/DIGEST/g; s/("bytes": |"contentSize": ")[0-9]+/\1N/'; }

# Runs a command beside a copy of the review in a folder of its own; all it did, as one text.
look() {
  rm -rf "$1"; mkdir "$1"; cp "../$1.review" "$1/a.review"
  (cd "$1" && { eval "$2"; echo "exit $?"; } >.out 2>.err </dev/null)
  (cd "$1" && cat .out .err && find . -type f ! -name 'a.review*' ! -name .out ! -name .err | LC_ALL=C sort \
    | while read -r f; do echo "== $f"; content "$f"; done) | mask
}

compare() {
  look x "$2" >x.txt; look y "$2" >y.txt
  if cmp -s x.txt y.txt; then passed=$((passed + 1))
  else echo "FAIL: $needed reviewers: $1 tells what bob voted: $2"; diff -a x.txt y.txt | cut -c1-200 | head -n 12; failed=$((failed + 1)); fi
}

for needed in 2 3; do
  make_review base$needed.review $needed
  for copy in x y; do cp base$needed.review $copy.review; vote $copy.review $copy; done
  mkdir -p work; cd work || exit 99
  commands >table
  while read -r name formats command; do
    verb=${command#review-screen }
    [ "$verb" != "$command" ] && [ "$formats" != - ] && ! has "${verb%% *}" && continue
    case $formats in
    -) compare "$name" "$command" ;;
    *) for format in $(echo "$formats" | tr , ' '); do compare "$name-$format" "$command --format $format"; done ;;
    esac
  done <table
  cd ..
done

# The comparison itself can see a difference: who voted sees it.
cd work || exit 99
look x "review-screen list --as bob --review a.review" >x.txt; look y "review-screen list --as bob --review a.review" >y.txt
cmp -s x.txt y.txt && { echo "FAIL: bob's own votes look alike to bob"; failed=$((failed + 1)); }
cd "$here" || exit 99
echo "$passed outputs alike, $failed that tell"
[ $failed -eq 0 ]
