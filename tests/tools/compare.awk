# Two texts are the same when their words are, numbers to 1e-9 relative (1e-12 absolute). Prints the first difference.
function number(s) { return s ~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/ }
function close_to(x, y, d, m) { d = x - y; if (d < 0) d = -d; m = x < 0 ? -x : x; return d <= 1e-12 + 1e-9 * m }
function words(s, out,    n, w) {
  n = 0
  while (match(s, /[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?/)) {
    if (RSTART > 1) out[++n] = substr(s, 1, RSTART - 1)
    out[++n] = substr(s, RSTART, RLENGTH); s = substr(s, RSTART + RLENGTH)
  }
  if (s != "") out[++n] = s
  return n
}
NR == FNR { want[FNR] = $0; lines = FNR; next }
{
  seen = FNR
  if ($0 == want[FNR]) next
  split("", a); split("", b); n = words(want[FNR], a); m = words($0, b)
  for (i = 1; i <= n || i <= m; i++)
    if (a[i] != b[i] && !(a[i] ~ /[.eE]/ && number(a[i]) && number(b[i]) && close_to(a[i], b[i]))) {
      printf "line %d: expected '%s', got '%s'\n", FNR, want[FNR], $0; bad = 1; exit 1
    }
}
END { if (!bad && seen != lines) { printf "expected %d lines, got %d\n", lines, seen; exit 1 } exit bad }
