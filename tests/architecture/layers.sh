#!/bin/sh
# Every #include "LAYER/..." or "review/LAYER.h" points to a layer that layers.txt allows; sqlite3.h is the store's alone, gsl
# numer's alone.
cd "$top_srcdir" || exit 99
find review -name '*.[ch]' | LC_ALL=C sort | xargs awk '
  FILENAME ~ /layers.txt$/ { if ($1 != "" && $1 !~ /^#/) { for (i = 1; i <= NF; i++) ok[$1, $i] = 1 } next }
  /^[ \t]*#[ \t]*include[ \t]*</ {
    split(FILENAME, f, "/")
    if ($0 ~ /<sqlite3.h>/ && f[2] != "store") { printf "%s:%d: sqlite3.h belongs to store\n", FILENAME, FNR; bad = 1 }
    if ($0 ~ /<gsl\// && f[2] != "numer") { printf "%s:%d: GSL belongs to numer\n", FILENAME, FNR; bad = 1 }
  }
  /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, q, "\""); n = split(q[2], p, "/"); split(FILENAME, f, "/")
    to = p[1]; if (to == "review") { to = p[2]; sub(/(_[a-z]+)?\.h$/, "", to) }
    if (to == "status") to = "base"
    if (n > 1 && !((f[2], to) in ok)) { printf "%s:%d: %s may not include %s\n", FILENAME, FNR, f[2], to; bad = 1 }
  }
  END { exit bad }' tests/architecture/layers.txt
