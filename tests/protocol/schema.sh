#!/bin/sh
# The schema for editors takes the protocols that we take, and refuses what our own checks refuse for its shape.
command -v xmllint >/dev/null || { echo "xmllint is not here; the schema was not tried"; exit 77; }
failed=0
rng=$top_srcdir/protocols/protocol.rng
for good in "$top_srcdir"/protocols/*.xml "$top_srcdir"/protocols/parts/*.xml "$top_srcdir"/tests/data/protocol/small.xml "$top_srcdir"/tests/data/protocol/changed.xml; do
  xmllint --nonet --noout --relaxng "$rng" "$good" 2>schema.$$.err || { echo "FAIL $good"; cat schema.$$.err; failed=1; }
done
for bad in unknown-element unknown-attribute missing-attribute missing-element twice bad-choice bad-number bad-id reviewers level \
           capital-column wrong-root empty-text; do
  if xmllint --nonet --noout --relaxng "$rng" "$top_srcdir/tests/data/nasty/protocol/$bad.xml" 2>/dev/null; then
    echo "FAIL the schema takes $bad.xml"; failed=1
  fi
done
sed 's|<screening>|<deduplication versions="apart" editions="one"/><screening>|' "$top_srcdir/tests/data/protocol/small.xml" >schema.$$.xml
xmllint --nonet --noout --relaxng "$rng" schema.$$.xml 2>/dev/null || { echo "FAIL the schema refuses a deduplication"; failed=1; }
sed 's|<screening>|<deduplication versions="two"/><screening>|' "$top_srcdir/tests/data/protocol/small.xml" >schema.$$.xml
xmllint --nonet --noout --relaxng "$rng" schema.$$.xml 2>/dev/null && { echo "FAIL the schema takes versions=two"; failed=1; }
# $1 yes or no, whether the schema takes the small protocol with $2 changed to $3.
changed() {
  sed "s|$2|$3|" "$top_srcdir/tests/data/protocol/small.xml" >schema.$$.xml
  cmp -s schema.$$.xml "$top_srcdir/tests/data/protocol/small.xml" && { echo "FAIL '$2' is not in small.xml"; failed=1; }
  if xmllint --nonet --noout --relaxng "$rng" schema.$$.xml 2>/dev/null; then taken=yes; else taken=no; fi
  [ $taken = "$1" ] || { echo "FAIL the schema takes '$3': $taken, expected $1"; failed=1; }
}
changed yes 'reviewers="2"/>' 'reviewers="2" conflicts="included" reasons="agree"/>'
changed no 'reviewers="2"/>' 'reviewers="2" conflicts="excluded"/>'
changed no 'reviewers="2"/>' 'reviewers="2" reasons="same"/>'
changed yes '</screening>' '<for>random*</for><against>protocol</against></screening>'
changed no '</screening>' '<mark>random*</mark></screening>'
changed yes '</form>' '<use part="cost" version="1"/></form>'
changed no '</form>' '<use part="cost"/></form>'
changed yes '</form>' '<field id="t" label="T" level="arm" type="table" when="design=matched"><column id="a"/><column id="b" type="number"/></field></form>'
changed no '</form>' '<field id="t" label="T" level="arm" type="table"><column id="a" type="table"/></field></form>'
changed no '</form>' '<field id="t" label="T" level="group" type="text"/></form>'
changed yes '<appraisal>' '<appraisal><tool instrument="amstar2" critical="2 4"/>'
changed no '<appraisal>' '<appraisal><tool id="x" label="X" unit="study" critical="2"/>'
rng=$top_srcdir/protocols/instruments/instrument.rng
for good in "$top_srcdir"/protocols/instruments/*.xml; do
  xmllint --nonet --noout --relaxng "$rng" "$good" 2>schema.$$.err || { echo "FAIL $good"; cat schema.$$.err; failed=1; }
done
for bad in wrong-root no-domain unknown-element unknown-attribute bad-unit one-judgement empty-answer points-text; do
  if xmllint --nonet --noout --relaxng "$rng" "$top_srcdir/tests/data/nasty/instrument/$bad.xml" 2>/dev/null; then
    echo "FAIL the schema of instruments takes $bad.xml"; failed=1
  fi
done
rm -f schema.$$.xml schema.$$.err
exit $failed
