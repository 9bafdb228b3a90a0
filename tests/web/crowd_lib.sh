# What crowd.sh, crowd_kill.sh and crowd_load.sh share; read by `.`. Names: $scratch, $crowd, $address, $server.
crowd=$top_builddir/tests/web/crowd
[ -x "$crowd" ] || { echo "no $crowd: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/crowd.XXXXXX") || exit 99
server=
end_server() { [ -z "$server" ] || { kill "$@" "$server" 2>/dev/null; wait "$server" 2>/dev/null; server=; }; }
trap 'end_server -9; rm -rf "$scratch"' 0
trap 'exit 1' 1 2 15
# start_server FILE PORT: serves it; $address is where.
start_server() {
  review-serve "$1" --port "$2" --quiet --test-passwords 2>"$scratch/served" &
  server=$!
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    address=$(sed -n 's,.*http://\([0-9.]*:[0-9]*\).*,\1,p' "$scratch/served")
    [ -z "$address" ] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
  done
  echo "FAIL: the server does not begin"; cat "$scratch/served"; exit 1
}
# The most memory that the server has had, in MB.
peak() { awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$server/status" 2>/dev/null; }
