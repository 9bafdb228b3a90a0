#!/bin/sh
# Conflicts, full texts and appraisal through the server, without scripts: what is shown and to whom, files of every kind, two people blind.
command -v python3 >/dev/null || { echo 'skipped: there is no python3'; exit 77; }
. "$top_srcdir/tests/web/serve.sh"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/papers.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99
REVIEW_FILE=r.review REVIEW_USER=lead
export REVIEW_FILE REVIEW_USER
{
  mkdir protocol && cp -R "$top_srcdir/protocols/." protocol/ &&
  sed 's/<tool id="sms"/<tool id="sms" twice="yes"/' protocol/disengagement-15-24.xml >protocol/two.xml &&
  for i in 1 2 3 4 5 6; do
    printf 'TY  - JOUR\nAU  - Baker, A.\nTI  - Report %s on <i>mentoring</i> young people who leave school early\nPY  - 201%s\nDO  - 10.1000/paper.%s\nAB  - Young people who leave school early. A randomised trial.\nAN  - P00%s\nER  - \n\n' \
      $i $i $i $i
  done >six.ris &&
  printf 'TY  - JOUR\nAU  - Keller, U.\nTI  - Apprenticeships bring early leavers back to learning\nPY  - 2015\nAN  - P007\nER  - \n' >>six.ris &&
  review-init r.review --protocol protocol/two.xml &&
  for who in 'lead lead' 'ann screener' 'ben screener' 'cleo adjudicator' 'dora adjudicator' 'eva extractor' 'emil extractor' 'ruth reader'; do
    review-screen people add $who || exit 1
  done &&
  review-import --source Database --kind database --platform x --searched 2026-11-25 --strategy none six.ris &&
  vote() { review-screen decide "acc:$1" "$2" --stage "$3" --as "$4" ${5:+--reason "$5"} ${6:+--note "$6"}; } &&
  vote P001 include title-abstract ann '' 'the note of one <b>person</b>' && vote P001 exclude title-abstract ben population &&
  vote P002 include title-abstract ann && vote P002 exclude title-abstract ben design 'second note' &&
  vote P003 include title-abstract ann && vote P003 exclude title-abstract dora design &&
  for record in P004 P005 P006 P007; do for who in ann ben; do vote $record include title-abstract $who || exit 1; done; done &&
  review-extract study 'Keller 2015' --record acc:P007
} >making 2>&1 || { cat making; exit 1; }
links r.review ann ben cleo dora eva emil ruth lead >links || exit 1
serve r.review --test-passwords
python3 "$top_srcdir/tests/web/papers.py" "$scratch" "$url"
