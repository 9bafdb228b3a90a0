# serve REVIEW [OPTION...]: starts review-serve on it and sets $url; it ends with the test. links REVIEW NAME...: a line "NAME LINK" each.
serve() {
  : >"$scratch/served"
  review-serve --port 0 "$@" 2>"$scratch/served" &
  server=$!
  trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$scratch"' 0
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    url=$(sed -n 's/.* is served at \(http[^ ]*\).*/\1/p' "$scratch/served")
    [ -n "$url" ] && return 0
    kill -0 $server 2>/dev/null || break
    sleep 0.5
  done
  echo 'review-serve did not start:'; cat "$scratch/served"; exit 1
}
links() {
  review=$1; shift
  for name in "$@"; do printf '%s ' "$name"; review-serve invite "$name" --review "$review" || exit 1; done
}
