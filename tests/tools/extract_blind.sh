#!/bin/sh
# Where two extract, nobody learns what the other entered before both are done: two copies of a review that differ only in bob's own
# version of a study (keys, texts, places, states, warnings' reasons, appraisals) look alike to everybody else, by every command, to the
# byte. Digests differ by nature and are masked. A new command is one line of the table below: its name, the formats it has (- for none),
# the command. It runs in a folder of its own with the review in a.review; what it prints, its exit code and every file it leaves are compared.
D=$top_srcdir/tests/data; here=$(pwd); failed=0; passed=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/blind.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1767225600; export SOURCE_DATE_EPOCH D
unset REVIEW_SEED REVIEW_USER REVIEW_FILE
cd "$scratch" || exit 99

commands() {
  cat <<'TABLE'
status            text,csv,json  review-status --review a.review
list              text,csv,json  review-extract list --review a.review --as ann
list-own          text,csv,json  review-extract list --own --review a.review --as ann
show              text,csv,json  review-extract show --review a.review --as ann
show-own          text,csv,json  review-extract show --own --review a.review --as ann
show-study        text,csv       review-extract show ACE --history --review a.review --as eve
parts             text,csv,json  review-extract parts --review a.review --as ann
again             text,csv,json  review-extract again --review a.review --as ann
export            -              review-extract export --review a.review --as ann
export-own        -              for t in values studies parts results; do review-extract export $t --own --review a.review --as ann; done
appraisals        text,csv,json  review-extract appraisals --review a.review --as ann
warnings          text,csv,json  review-extract warnings --review a.review --as ann
warnings-nobody   text,csv,json  review-extract warnings --review a.review
extractors        text,csv,json  review-extract extractors --review a.review --as ann
align             text,csv,json  review-extract align --review a.review --as ann
align-study       -              review-extract align ACE --review a.review --as ann
differences       text,csv,json  review-extract differences --which all --review a.review --as ann
differences-study -              review-extract differences ACE --review a.review --as eve
agree             -              review-extract agree --review a.review --as eve; review-extract agree ACE --review a.review --as eve
settle            -              review-extract settle ACE R1 n_treat a --review a.review --as eve
match             -              review-extract match ACE R1 1 --review a.review --as eve; review-extract unmatch ACE treatment --review a.review --as eve
agreement         text,csv,json  review-extract agreement --review a.review --as ann
verify            text,csv,json  review-extract verify --review a.review --as ann
verify-one        -              review-extract verify ACE ACE country right --review a.review --as ann
unverified        text,csv,json  review-extract unverified --review a.review
done              -              review-extract done JOBSTART --review a.review --as ann; review-extract done ACE --review a.review --as eve; review-extract extractors --review a.review
reopen            -              review-extract done ACE --review a.review --as ann; review-extract reopen ACE --review a.review --as ann
assign            -              review-extract assign ACE cyd --review a.review --as lea; review-extract deal ann cyd --review a.review --as lea; review-extract extractors --review a.review
enter             -              review-extract value ACE country Chile --review a.review --as ann; review-extract show --own --review a.review --as ann
enter-clash       -              review-extract value R1 n_treat 7 --place p1 --review a.review --as ann; review-extract result 1 --study ACE --domain work --outcome x --review a.review --as ann; review-extract list --own --review a.review --as ann
sheet             -              for t in studies results arms; do review-extract sheet $t --output $t.csv --review a.review --as ann; done
sheet-nobody      -              review-extract sheet results --output results.csv --review a.review
export-metapsy    -              review-extract export --to metapsy --review a.review --as ann
export-folder     -              review-extract export --folder all --review a.review --as ann
appraisal         -              review-extract appraisal ACE sms --review a.review --as ann; review-extract appraisal ACE sms --review a.review --as eve
effect-check      -              review-effect check --review a.review
appraise          -              review-extract appraise ACE sms level 4 --review a.review --as ann; review-extract appraisals --review a.review --as ann
effect            text,csv       review-effect --review a.review
effect-explain    -              for r in R1 R2 1 2 3; do review-effect explain $r --review a.review; done
log               text,csv,json  review-log a.review show
log-events        -              for i in $(seq 1 40); do review-log a.review show $i --as ann; done
log-events-nobody -              for i in $(seq 1 40); do review-log a.review show $i; done
log-verify        text,csv,json  review-log a.review verify
rebuild           -              review-log a.review rebuild
archive           -              review-log a.review archive out && review-log a.review archive --check out
merge-dry         text,csv,json  review-log a.review merge ../base.review --dry-run --as ann
merge             -              cp ../base.review b.review && review-extract value ACE country Ghana --as bob --review b.review && review-log a.review merge b.review --as ann; rm -f b.review
report            -              review-report --review a.review --output report
run               -              review-run --review a.review --as ann --output report
report-fields     text,csv,json  review-report fields --review a.review
report-table      -              for t in sources excluded agreement values warnings deviations; do review-report table $t --review a.review; done
report-references -              review-report references --review a.review; review-report references --where excluded --review a.review
manuscript        -              review-report manuscript m.docx --review a.review; review-report manuscript m.md --review a.review
verify-report     -              review-report --review a.review --output report --format html; review-report verify report --review a.review
plots             -              review-plot rob --review a.review --output r.svg; review-plot rob-summary --review a.review --output s.svg; review-plot agreement --review a.review --output t.svg
flow              -              review-plot flow --review a.review --output flow.svg
keys-of-others    -              for k in 1 3 17; do for w in ann eve lea; do review-extract value $k n_treat 7 --place p1 --review a.review --as $w; review-extract show $k --own --review a.review --as $w; review-extract show $k --review a.review --as $w; done; done
results-of-others -              for k in 1 3 17; do for w in ann eve lea; do for s in JOBSTART ACE; do review-extract result $k --study $s --domain work --outcome x --review a.review --as $w; done; done; done; review-extract export results --own --review a.review --as eve
parts-of-others   -              for k in treatment trainees; do for w in ann eve; do review-extract value ACE dose 7 --arm $k --place p1 --review a.review --as $w; review-extract part ACE arm $k --review a.review --as $w; done; done
match-others      -              for k in 1 3 17 treatment trainees; do for w in ann eve lea; do review-extract match ACE R1 $k --review a.review --as $w; review-extract unmatch ACE $k --review a.review --as $w; review-extract settle ACE $k take --review a.review --as $w; review-extract verify ACE $k n_treat right --review a.review --as $w; done; done
reason-others     -              for k in 1 3 17 R1; do for w in ann eve; do review-extract reason percent-impossible $k --because x --review a.review --as $w; done; done; review-extract warnings --review a.review --as ann
warnings-own      text,csv,json  review-extract warnings --own --review a.review --as ann
parts-own         text,csv,json  review-extract parts --own --review a.review --as ann
again-own         text,csv,json  review-extract again --own --review a.review --as ann
dry-run           -              for w in ann eve cyd; do for f in bob bob-arms bob-studies; do review-extract import "$D/double/$f.csv" --dry-run --review a.review --as $w; done; done
workbook          -              review-extract sheet --output s.xlsx --review a.review --as ann; review-extract sheet --output t.xlsx --review a.review --as eve
export-to         -              for t in revman revman-results eppi-json; do review-extract export --to $t --output o.$t --review a.review --as ann; review-extract export --to $t --output p.$t --review a.review; done
appraisal-others  -              for w in ann eve; do for v in appraisal-differences appraisal-agree; do review-extract $v ACE sms --review a.review --as $w; done; review-extract appraise 1 rob missing low --review a.review --as $w; review-extract appraisal 17 rob --review a.review --as $w; done
appraisal-again   text,csv,json  review-extract appraisal-again --review a.review --as ann
appraisal-agreed  text,csv,json  review-extract appraisal-agreement --review a.review
answers           text,csv,json  review-extract answers sms --review a.review --as ann
robvis            -              for w in ann eve; do review-extract robvis sms --review a.review --as $w; review-extract robvis rob --review a.review --as $w; done
take-back         -              review-extract assign ACE bob --take-back --review a.review --as lea; review-extract assign ACE cyd --review a.review --as lea; review-extract extractors --review a.review; review-extract differences --review a.review; review-extract show --review a.review --as ann
effect-list       text,csv,json  review-effect list --review a.review
TABLE
}

try() { "$@" >/dev/null 2>err || { echo "FAIL: cannot be set up: $*"; cat err; exit 1; }; }

make_review() {
  try review-init "$1" --protocol "$D/double/protocol.xml" --as lea
  try review-extract import "$D/double/studies.csv" --review "$1" --as lea
  try review-extract assign ACE ann bob --review "$1" --as lea
  try review-extract assign JOBSTART ann bob --review "$1" --as lea
  try review-extract import "$D/double/ann-studies.csv" "$D/double/ann-arms.csv" "$D/double/ann.csv" --review "$1" --as ann
  try review-extract done JOBSTART --review "$1" --as ann
}

# What bob enters, and with other words in the other copy; he says of one study that he is done, and ann is not.
extract() {
  for f in bob-studies bob-arms bob; do
    if [ "$2" = x ]; then cp "$D/double/$f.csv" "$f.csv"
    else sed -e 's/matched/randomised/; s/USA/United States of America/; s/has a job/in paid work/; s/,102,/,111,/; s/6\.2/7.25/; s/p\. 12/page 14/; s/treatment/trainees/; s/^3,ACE/17,ACE/' "$D/double/$f.csv" >"$f.csv"; fi
  done
  try review-extract import bob-studies.csv bob-arms.csv bob.csv --review "$1" --as bob
  if [ "$2" = x ]; then try review-extract value ACE country Peru --note 'see the map' --review "$1" --as bob
  else try review-extract value ACE country --state 'not reported' --review "$1" --as bob; fi
  if [ "$2" = x ]; then try review-extract appraise ACE sms level 4 --support 'few were lost' --review "$1" --as bob
  else try review-extract appraise ACE sms level 5 --support 'half were lost, says table 3' --review "$1" --as bob; fi
  try review-extract done ACE --review "$1" --as bob
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
  else echo "FAIL: $1 tells what bob entered: $2"; diff -a x.txt y.txt | cut -c1-200 | head -n 12; failed=$((failed + 1)); fi
}

make_review base.review
for copy in x y; do cp base.review $copy.review; extract $copy.review $copy; done
mkdir -p work; cd work || exit 99
commands >table
while read -r name formats command; do
  case $formats in
  -) compare "$name" "$command" ;;
  *) for format in $(echo "$formats" | tr , ' '); do compare "$name-$format" "$command --format $format"; done ;;
  esac
done <table

# The comparison itself can see a difference: who entered it sees it, and everybody when both are done.
for seen in "review-extract show --own --as bob --review a.review" "review-log a.review show 12 --as bob" \
            "review-extract done ACE --as ann --review a.review; review-extract differences --review a.review --as eve"; do
  look x "$seen" >x.txt; look y "$seen" >y.txt
  cmp -s x.txt y.txt && { echo "FAIL: alike, but should not be: $seen"; failed=$((failed + 1)); }
done
cd "$here" || exit 99
echo "$passed outputs alike, $failed that tell"
[ $failed -eq 0 ]
