#!/bin/sh
# Carries out the running example twice and looks at what came out: the same bytes, a flow that adds up, an archive that reads back,
# and the check values before the protocol's own selection (all 24 programmes with an education effect, all 7 with a work effect;
# computed elsewhere from the same figures).
here=$(pwd); scratch=$(mktemp -d "${TMPDIR:-/tmp}/example.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1795478400; export SOURCE_DATE_EPOCH
failed=0
fail() { echo "FAIL: $*"; failed=1; }

for run in first second; do
  sh "$top_srcdir/examples/disengagement/run.sh" "$scratch/$run" >"$scratch/$run.out" 2>"$scratch/$run.err" || {
    cat "$scratch/$run.err"; exit 1; }
done
cd "$scratch/first" || exit 99
diff -r "$scratch/first" "$scratch/second" >/dev/null || { diff -rq "$scratch/first" "$scratch/second"; fail 'two runs differ'; }

# near WHAT GOT EXPECTED ALLOWED
near() {
  awk -v got="$2" -v want="$3" -v allowed="$4" 'BEGIN { d = got - want; exit !(got != "" && d < allowed && d > -allowed) }' \
    || fail "$1 is $2, expected $3"
}
# The value of a column in the first data row of a CSV without quotes.
column() { awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i } NR == 2 { print $c }' "$2"; }
# pool NAME K ESTIMATE SE TAU2 ALLOWED OPTION...: what the wider analyses, without the protocol's ages, have to give
pool() {
  name=$1; k=$2; estimate=$3; se=$4; tau2=$5; allowed=$6; shift 6
  review-meta --review disengagement.review --method REML --test z --format csv --quiet "$@" >pool.csv || fail "$name: no model"
  [ "$(column k pool.csv)" = "$k" ] || fail "$name: k is $(column k pool.csv), expected $k"
  near "$name estimate" "$(column estimate pool.csv)" "$estimate" "$allowed"
  near "$name se" "$(column se pool.csv)" "$se" "$allowed"
  near "$name tau2" "$(column tau2 pool.csv)" "$tau2" "$allowed"
}
pool education 24 0.3227306 0.0757792 0.0848128 1e-6 --analysis education-wide
pool work 7 0.0836450 0.0563007 0.0056115 1e-6 --analysis work-wide
# The program that the values come from stops when tau2 moves by less than 1e-5.
pool 'education by risk difference' 24 0.0620042 0.0166116 0.0049674 1e-5 --analysis education-wide --measure RD
pool 'work by risk difference' 10 0.0253031 0.0113943 0.0008164 1e-5 --analysis work-wide --measure RD
# By the protocol's ages: five programmes each.
for analysis in education work; do
  review-meta --review disengagement.review --analysis $analysis --format csv --quiet >pool.csv || fail "$analysis: no model"
  [ "$(column k pool.csv)" = 5 ] || fail "$analysis by age: k is $(column k pool.csv), expected 5"
done

# The flow: 194 records of 111 documents, and both columns add up to what was included.
review-status --review disengagement.review --format csv >status.csv || fail 'review-status'
box() { awk -F, -v box="flow/$1" '$1 == box { n = $3 } END { print n + 0 }' status.csv; }
adds() { [ "$2" -eq "$3" ] || fail "the flow: $1 is $2, expected $3"; }
adds records "$(($(box A1) + $(box A2) + $(box O1) + $(box O2) + $(box O3) + $(box O4)))" 194
adds screened "$(box C)" "$(($(box A1) + $(box A2) - $(box B1)))"
adds sought "$(box E)" "$(($(box C) - $(box D1)))"
adds assessed "$(box G)" "$(($(box E) - $(box F)))"
adds 'sought by other methods' "$(box Q)" "$(($(box O1) + $(box O2) + $(box O3) + $(box O4) - $(box OX)))"
adds 'assessed by other methods' "$(box S)" "$(($(box Q) - $(box R)))"
adds 'reports included' "$(box U)" "$(($(box G) - $(box H) - $(box HW) + $(box S) - $(box T) - $(box TW)))"
adds 'reports included' "$(box U)" 59
adds 'studies included' "$(box V)" 46
[ "$(awk -F, '$1 == "screen/title-abstract" { print $4 }' status.csv)" = 111 ] || fail 'the records are not 111 reports'
# Screening: what was said on the way, the same agreement in the report, and all reasons of an exclusion, the one that counts first.
grep -q '^title-abstract: 60 of 111 screened, 44 relevant; 60 by your vote alone so far' screening.txt || fail 'reviewer-a is not told where they stand'
[ "$(grep -c '^  kappa  *0.68  (0.52 to 0.84)\|^  kappa  *0.66  (0.43 to 0.89)' screening.txt)" = 2 ] || fail 'the agreement is another'
[ "$(sed -n "/^. review-screen files/,/^$/p" screening.txt | grep -c "^ *[0-9]")" = 86 ] || fail "not all reports to be read are to be fetched"
near 'kappa in the report' "$(column kappa report/agreement.csv)" 0.6786907 1e-6
near 'AC1 in the report' "$(column ac1 report/agreement.csv)" 0.8160026 1e-6
cp disengagement.review reasons.review
review-screen decide acc:S045 exclude --stage full-text --reason outcome,population --review reasons.review --as reviewer-a &&
review-report --review reasons.review --output reasons 2>/dev/null || fail 'a report with several reasons'
grep -q 'S045.*,Not people aged 15 to 24 who are disengaged or at risk,No outcome of education or work$' reasons/excluded.csv ||
  fail "of several reasons the report tells $(grep S045 reasons/excluded.csv)"
for box in H T; do
  [ "$(grep "^$box," report/flow_numbers.csv | sed -n 's/.*excluded,"\{0,1\}\(No[^,:]*\).*/\1/p' | head -2 | tr '\n' ';')" = \
    'No primary study;Not people aged 15 to 24 who are disengaged or at risk;' ] || fail "the reasons of box $box are not in the team's order"
done
cmp -s report/flow_numbers.csv reasons/flow_numbers.csv || fail 'a second reason changed the flow'
# What other programs get is what a copy takes back: nothing new.
for file in rayyan.csv covidence.ris asreview.csv eppi.json; do
  cp disengagement.review back.review
  review-screen import decisions/$file --review back.review --as lead 2>back.txt && grep -q ": 0 decisions from" back.txt || { cat back.txt; fail "$file does not come back"; }
  rm -f back.review*
done
review-log disengagement.review verify >/dev/null || fail 'the trail does not verify'
review-log disengagement.review archive --check archive >/dev/null || fail 'the archive is not the review'
cd "$here" || exit 99
[ $failed -eq 0 ] && echo 'the running example: same bytes twice, check values met, flow adds up, archive read back'
exit $failed
