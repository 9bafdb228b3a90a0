#!/bin/sh
# The schema for editors takes the protocols that we take, and refuses what our own checks refuse for its shape.
command -v xmllint >/dev/null || { echo "xmllint is not here; the schema was not tried"; exit 77; }
failed=0
rng=$top_srcdir/protocols/protocol.rng
for good in "$top_srcdir"/protocols/*.xml "$top_srcdir"/tests/data/protocol/small.xml "$top_srcdir"/tests/data/protocol/changed.xml; do
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
rm -f schema.$$.xml schema.$$.err
exit $failed
