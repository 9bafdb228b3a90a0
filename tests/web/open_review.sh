# open_review FOLDER: the running example in FOLDER, and beyond it some of everything that people still have to do: records to read,
# a conflict at each stage, a pair that may be one report, full texts to get, a study that two extract blind and one they are to agree on.
# The review is FOLDER/open.review; its people are lead, reviewer-a and -b (screeners), reviewer-c (adjudicator), eva and emil
# (extractors) and ruth (reader).
open_review() (
  set -e
  sh "$top_srcdir/examples/disengagement/run.sh" "$1/example" >"$1/example.out" 2>&1 || { cat "$1/example.out" >&2; exit 1; }
  cp "$1/example/disengagement.review" "$1/open.review"
  cd "$1"
  REVIEW_FILE=open.review REVIEW_USER=lead
  export REVIEW_FILE REVIEW_USER
  mkdir protocol
  cp -R "$top_srcdir/protocols/." protocol/
  sed 's/<form>/<form extraction="double">/' protocol/disengagement-15-24.xml >protocol/double.xml
  review-init open.review --protocol protocol/double.xml --update
  review-screen people add eva extractor
  review-screen people add emil extractor
  review-screen people add ruth reader
  awk '/^TI  - A title of many words/ { t = ""; for (i = 0; i < 150; i++) t = t "Donaudampfschifffahrtsgesellschaftskapitän and more words "; print "TI  - " t; next } { print }' \
    "$top_srcdir/tests/web/open.ris" >open.ris
  review-import --source 'Open work' --kind database --platform 'made for tests' --searched 2026-11-25 --strategy none open.ris
  review-dedup run
  vote() { review-screen decide "acc:$1" "$2" --stage "$3" --as "$4" ${5:+--reason "$5"} ${6:+--note "$6"}; }
  for who in reviewer-a reviewer-b; do for record in O001 O006 O008; do vote $record include title-abstract $who; done; done
  vote O009 include title-abstract reviewer-a '' 'truancy is a first step out of education'
  vote O009 exclude title-abstract reviewer-b population '<b>not</b> at risk'
  vote O004 unsure title-abstract reviewer-a
  printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>endobj\n4 0 obj<</Length 58>>stream\nBT /F 18 Tf 40 500 Td (Mentoring: 373 of 642 people) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n' >mentoring.pdf
  review-screen attach acc:O006 mentoring.pdf
  for who in reviewer-a reviewer-b; do vote O006 include full-text $who; done
  vote O008 include full-text reviewer-a
  vote O008 exclude full-text reviewer-b design,no-data
  review-extract study 'Keller 2015' --record acc:O006
  for who in eva emil; do
    review-extract assign 'Keller 2015' $who
    review-extract assign JOBSTART $who
    review-extract value 'Keller 2015' population '15 to 19 year olds' --place 'p. 2' --as $who
    review-extract value 'Keller 2015' design randomised --as $who
  done
  review-extract value 'Keller 2015' age_min 15 --as eva
  review-extract value 'Keller 2015' age_min 16 --as emil
  review-extract part 'Keller 2015' arm treat --as eva
  for who in eva emil; do review-extract done 'Keller 2015' --as $who; done
)
