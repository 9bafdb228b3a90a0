#!/bin/sh
# No two sources of the library share a name: an archive finds its members by name alone, so that building one of them anew would
# put it in the place of the other.
twice=$(cd "$top_srcdir/review" && find . -name '*.c' ! -path './tools/*' | sed 's,.*/,,' | sort | uniq -d)
[ -z "$twice" ] || { echo "sources with one name in two layers:" $twice; exit 1; }
