#!/bin/sh
# A small review from import to pooled effect and back, as a team of four does it: sheets out and in, two people blind, alignment,
# differences, a third who settles, appraisal by two, a correction after the agreement, exports. Once in one file, once in two copies
# that are merged. After each step the trail must have grown by its act, and the numbers must be the ones worked out by hand below.
command -v python3 >/dev/null || { echo "no python3 here: skipped"; exit 77; }
T=$top_srcdir/tests; D=$T/data/chain; failed=0; passed=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/chain.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99
unset REVIEW_USER REVIEW_SEED SOURCE_DATE_EPOCH
REVIEW_FILE=a.review; export REVIEW_FILE

fail() { echo "FAIL: $*"; failed=$((failed + 1)); }
# Each step rests on those before it: the first that fails ends the test.
run() { "$@" >out 2>err || { fail "$* gives $?"; cat err; exit 1; }; }
refused() { "$@" >out 2>err && fail "$* was taken"; [ $? -le 1 ] || fail "$*"; }
# The lines that follow are in what the last command printed, blanks squeezed.
says() {
  cat out err | tr -s ' ' >seen
  while IFS= read -r line; do
    if grep -qF -- "$line" seen; then passed=$((passed + 1)); else fail "lacks: $line"; sed 's/^/  | /' seen | head -n 30; fi
  done
}
is() { [ "$2" = "$3" ] && passed=$((passed + 1)) || fail "$1 is '$2', expected '$3'"; }
# The acts by KIND so far.
acts() { is "acts $1" "$(review-log "$REVIEW_FILE" show --format csv | grep -c ",$1,")" "$2"; }
next() { review-status --format csv | awk -F, -v s="$1" '$1 == s { print $3 "/" $4 " " $5 }'; }
effects() { review-effect --format csv | awk -F, 'NR > 1 { printf "%s %.4f %.4f\n", $4, $7, $8 }' | sort | tr '\n' ';'; }

begin() {                                        # a protocol, people, four records, of which three are included
  run review-init a.review --protocol "$D/protocol.xml" --as lea
  for p in lea=lead ann=extractor bob=extractor eve=adjudicator; do run review-screen people add "${p%=*}" "${p#*=}" --as lea; done
  run review-import --source ERIC --kind database "$D/records.ris" --as lea
  run review-dedup --as lea
  for i in 1 2 3; do run review-screen decide $i include --stage full-text --as ann; done
  run review-screen decide 4 exclude --reason design --as ann
  acts decision.vote 4
  is 'flow of a review with one stage' "$(next flow/U)" '3/ '
  is 'reports without a study' "$(next studies)" '0/3 review-dedup study link STUDY RECORD'
  run review-extract sheet studies --as lea --output studies.csv
  run review-extract import studies.csv --as lea
  acts extract.studies 1
  is 'who extracts' "$(next extract/assign)" '0/3 review-extract deal PERSON PERSON'
  run review-extract assign 'Adams 2011' ann bob --as lea
  run review-extract deal ann bob --as lea
  acts extraction.give 2
  is 'given' "$(next extract/assign)" '3/3 '
}

fill() {                                         # NAME ROWS: the sheet goes out, and a person fills it in
  run review-extract sheet --as "$1" --output "$1.xlsx"
  run python3 "$T/tools/extract_chain.py" "$1.xlsx" "studies=$D/$2-studies.csv" "arms=$D/$1-arms.csv" "results=$D/$2-results.csv"
}

by_ann() {
  fill ann ann
  run review-extract import ann.xlsx --dry-run --as ann; says <<'X'
value Adams 2011 arm programme hours - 120
value Cole 2016 R3 n_control - 298
X
  acts extract.sheet "${1:-0}"
  run review-extract import ann.xlsx --as ann; says <<'X'
ann.xlsx: 2 parts, 3 results, 24 values
X
  run review-extract done 'Adams 2011' 'Bell 2014' 'Cole 2016' --as ann
}

by_bob() {                                       # first with faults, each named by its cell; then as it should be
  fill bob bob-faults
  refused review-extract import bob.xlsx --as bob; says <<'X'
results!L3: estimate: '1,52' has a comma
results!I2: n_control: 118.5 is not a whole number
results!E4: domain: the protocol has no outcome domain 'jobs'
results!J5: in_work_treat: -104 is below 0
results!K5: in_work_control: an effect rests on it: say its place
studies!D2: design: 'randomized' is no choice
nothing was taken
X
  fill bob bob
  run review-extract import bob.xlsx --as bob; says <<'X'
bob.xlsx: 2 parts, 4 results, 29 values
X
  run review-extract import bob.xlsx --as bob; says <<'X'
bob.xlsx: nothing new
X
  run review-extract warnings --as bob; says <<'X'
2 Bell 2014 ci-not-centred the estimate 1.52 is not in the middle of 1.2 to 2.47 (as logarithms): off by 27 %
X
  run review-extract done 'Adams 2011' 'Bell 2014' 'Cole 2016' --as bob
}

agree() {                                        # what the two said is aligned, and a third settles four differences
  is 'both are done' "$(next extract/done)" '3/3 '
  run review-extract align; says <<'X'
Adams 2011 arm ann programme bob training programme
Adams 2011 arm ann usual services bob services as usual
Cole 2016 result ann R3 bob 3
Cole 2016 result ann - bob 4
X
  run review-extract differences; says <<'X'
Adams 2011 result R1 1 in_work_control 36 63 differs - open
Bell 2014 study Bell 2014 Bell 2014 design randomised matched differs - open
Bell 2014 result R2 2 ci_low 1.02 1.2 differs - open
Cole 2016 result - 4 - - 4 no partner - open
4 open
X
  run review-extract agreement; says <<'X'
design study 3 2 0 0 0.6667
in_work_control result 2 1 0 0 0.5000
X
  is 'alike' "$(next extract/agree)" '0/38 review-extract agree'
  is 'to settle' "$(next extract/settle)" '0/4 review-extract differences'
  run review-extract agree --as eve
  refused review-extract settle 'Adams 2011' R1 in_work_control a --as ann
  run review-extract settle 'Adams 2011' R1 in_work_control a --note 'table 2 says 36' --as eve
  run review-extract differences --format csv --output open.csv
  sed -e '/,design,/s/$/a/' -e '/,ci_low,/s/$/1.02/' -e '/no partner/s/$/take/' open.csv >settled.csv
  run review-extract agree --answers settled.csv --as eve
  is 'settled' "$(next extract/settle)" '4/4 '
  is 'in the review' "$(next extract)" '3/3 '
  acts extract.agree 3
  run review-extract show R1 --history; says <<'X'
Adams 2011 - R1 in_work_control 36 reported p. 9, table 2 - table 2 says 36 eve
X
}

# log odds ratios: R1 log(51 x 82 / (69 x 36)), 1/51 + 1/69 + 1/36 + 1/82; R2 (log 1.02 + log 2.47) / 2 is not the printed one:
# log 1.52, ((log 2.47 - log 1.02) / 3.91993)^2; R3 log(141 x 179 / (159 x 119)); 4 log(104 x 200 / (196 x 98))
effects_before='4 0.0796 0.0299;R1 0.5209 0.0741;R2 0.4187 0.0509;R3 0.2881 0.0274;'
# R3 with 289: log(141 x 170 / (159 x 119)), 1/141 + 1/159 + 1/119 + 1/170
effects_after='4 0.0796 0.0299;R1 0.5209 0.0741;R2 0.4187 0.0509;R3 0.2365 0.0277;'

judge() {                                        # two apply RoB 2 to a result, and agree
  for who in ann bob; do
    run review-extract import "$D/rob-$who.csv" --dry-run --as $who; says <<'X'
judgement Adams 2011 R1 rob2-assignment 3.1 -
X
    run review-extract import "$D/rob-$who.csv" --as $who
  done
  run review-extract appraisal-differences R1 rob2-assignment --as eve; says <<'X'
missing 3.1 Were outcome data there for all, or nearly all, who were randomised? ann N
missing 3.1 Were outcome data there for all, or nearly all, who were randomised? bob Y
missing missing Missing outcome data ann some concerns
missing missing Missing outcome data bob low
X
  run review-extract appraisal-agree R1 rob2-assignment --as eve; says <<'X'
19 said alike and taken, 5 to be settled
X
  run review-extract appraise R1 rob2-assignment 3.1 N --agreed --support 'figure 1: a fifth were lost' --as eve
  for answer in '3.2 NI' '3.3 PY' '3.4 PN'; do run review-extract appraise R1 rob2-assignment $answer --agreed --as eve; done
  run review-extract appraise R1 rob2-assignment --as-proposed --agreed --as eve
  run review-extract appraise R1 rob2-assignment overall high --agreed --support 'two domains with some concerns' --as eve
  run review-extract appraisals; says <<'X'
Adams 2011 R1 rob2-assignment missing some concerns - eve - some concerns -
Adams 2011 R1 rob2-assignment overall high two domains with some concerns eve - some concerns -
X
}

use() {                                          # reasons, effects, the way of one of them, the pooled effect, the correction, exports
  is 'warnings' "$(next extract/warnings)" '0/1 review-extract warnings --open'
  run review-extract reason ci-not-centred R2 --because 'as printed; the authors confirmed it' --as eve
  is 'reasons' "$(next extract/warnings)" '1/1 '
  is 'effects' "$(effects)" "$effects_before"
  run review-extract reopen 'Cole 2016' --as bob
  run review-extract value 3 n_control 289 --place 'table 4' --note '298 was table 3' --as bob
  run review-extract done 'Cole 2016' --as bob
  is 'effects are those of the review' "$(effects)" "$effects_before"
  is 'looked at again' "$(next extract/settle)" '4/5 review-extract differences --which again'
  run review-extract settle 'Cole 2016' R3 n_control b --as eve
  run review-extract show R3 --history; says <<'X'
R3 n_control 298 reported table 4 - - eve
R3 n_control 289 reported table 4 - 298 was table 3 eve
X
  is 'effects after the correction' "$(effects)" "$effects_after"
  run review-effect explain R1; says <<'X'
ann had 36; bob had 63
OR: yi = log((a d)/(b c)) = log((51 x 82)/(69 x 36)) = 0.520919
note: table 2 says 36
X
  run review-meta --analysis main; says <<'X'
3 studies; 1 row left out; measure OR
Estimate [95 % CI] 0.3436 [-0.1733, 0.8605]
X
  for to in revman revman-results eppi-json metapsy; do run review-extract export --to $to --output "x.$to"; done
  is 'RevMan has the events' "$(grep -c 'EVENTS_1="51"' x.revman)" 1
  grep -q '289' x.revman-results && passed=$((passed + 1)) || fail "RevMan's results lack the correction"
  run review-extract export; says <<'X'
Cole 2016,,,,,R3,n_control,289,reported
X
  run review-log a.review verify; says <<'X'
sound:
X
}

begin
by_ann; by_bob; agree
acts extract.sheet 2; acts extraction.done 2
judge; use
mv a.review one.review

# The same in two copies: ann works in one, bob in the other, and lea merges what bob did.
begin
cp a.review b.review
by_ann
REVIEW_FILE=b.review; by_bob; REVIEW_FILE=a.review
is 'bob is not known to be done' "$(next extract/done)" '0/3 review-extract extractors'
run review-log a.review merge b.review --dry-run --as lea
run review-log a.review merge b.review --as lea
acts extract.sheet 2
agree; judge; use
for file in one.review a.review; do
  review-extract export --review $file >"$file.csv"
  review-extract appraisals --review $file >>"$file.csv"
done
cmp -s one.review.csv a.review.csv && passed=$((passed + 1)) || fail "two copies come to something else: $(diff one.review.csv a.review.csv | head -n 5)"
echo "$passed things as they should be, $failed not"
[ $failed -eq 0 ]
