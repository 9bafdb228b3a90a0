#!/bin/sh
# The library exports exactly what the public headers mark with RV_API.
so=$top_builddir/.libs/libreview.so
test -f "$so" || { echo "no shared library here: skipped"; exit 77; }
a=exports.$$.so; b=exports.$$.h
trap 'rm -f "$a" "$b"' 0
nm -D --defined-only "$so" | awk '$3 ~ /^rv_/ { print $3 }' | LC_ALL=C sort >"$a"
cat "$top_srcdir"/include/review/*.h | tr '\n' ' ' |
  grep -o 'RV_API[^;]*' | sed 's/RV_MUST_CHECK//; s/RV_PRINTF([^)]*)//' |
  sed -n 's/^RV_API[^([]*[ *]\(rv_[a-z0-9_]*\) *[[(].*/\1/; s/^RV_API[^([]*[ *]\(rv_[a-z0-9_]*\) *$/\1/; /^rv_[a-z0-9_]*$/p' |
  LC_ALL=C sort -u >"$b"
diff "$b" "$a" || { echo "FAIL: marked in headers (<) and exported (>) differ"; exit 1; }
