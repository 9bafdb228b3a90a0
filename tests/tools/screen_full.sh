#!/bin/sh
# A disk that is full while decisions are made, imported, merged or files attached: it is said, the status is 1, what was there and what was
# acknowledged is there, the review is sound, and with room again the rest goes through. A limit on the size of files stands for the disk.
T=$top_srcdir/tests
scratch=$(mktemp -d "${TMPDIR:-/tmp}/full.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
records=$top_builddir/tests/bench/dedup-make; votes=$top_builddir/tests/bench/merge-make
[ -x "$records" ] && [ -x "$votes" ] || { echo "no $votes: skipped"; exit 77; }
cd "$scratch" || exit 99
REVIEW_USER=ann; export REVIEW_USER
"$records" 400 >in.ris && review-init base.review --protocol "$T/data/protocol/small.xml" 2>/dev/null \
  && review-import --review base.review --source Bench --kind database in.ris >/dev/null 2>&1 || { echo "FAIL: no review to begin with"; exit 1; }
cp base.review other.review && "$votes" other.review bob 1 400 || { echo "FAIL: no other copy"; exit 1; }
awk 'BEGIN { for (i = 0; i < 200; i++) print i % 3 ? "exclude design" : "include" }' >verdicts
awk 'BEGIN { print "record,verdict"; for (i = 1; i <= 400; i++) print "#" i ",unsure" }' >votes.csv
mkdir pdf && { printf '%%PDF-1.4\n'; od -An -v -tx1 /dev/urandom | head -c 3000000; } >pdf/1.pdf && cp verdicts pdf/2.txt

failed=0
acts() { review-log a.review show --format csv 2>/dev/null | grep -c "$1"; }
full() {                                   # ACT COMMAND...: without room, then with it
  act=$1; shift
  rm -f a.review*; cp base.review a.review; before=$(acts .)
  (trap '' XFSZ; ulimit -f "$room"; eval "$*") >out 2>err; code=$?
  [ $code = 1 ] || { echo "FAIL: $act on a full disk: status $code"; head -3 err; failed=1; }
  [ -s err ] || { echo "FAIL: $act on a full disk says nothing"; failed=1; }
  review-log a.review verify >verified 2>&1 || { echo "FAIL: after $act on a full disk the review is not sound"; cat verified; failed=1; }
  sed -n 's/^ACK [a-z.]* \([0-9a-f]\{12\}\).*/\1/p' out >acked
  review-log a.review show --format csv >listed 2>/dev/null
  while read -r digest; do grep -q "$digest" listed || { echo "FAIL: $act lost $digest"; failed=1; }; done <acked
  [ "$(acts .)" -ge "$before" ] || { echo "FAIL: $act lost what was there"; failed=1; }
  some=$(acts "$act")
  eval "$*" >out 2>err || { echo "FAIL: $act with room again:"; head -3 err; failed=1; }
  echo "$act: $some without room, $(wc -l <acked) acknowledged; $(acts "$act") with room again"
}
size=$(($(wc -c <base.review) / 512))      # in the blocks of ulimit -f, or half of it where these are 1024 bytes
[ "$( (trap '' XFSZ; ulimit -f 1; head -c 2000 /dev/zero >one) 2>/dev/null; wc -c <one)" = 1024 ] && size=$((size / 2))
room=$((size + 100)); full decision.vote 'review-screen work --review a.review --porcelain <verdicts'
room=$((size / 16)); full decision.vote 'review-screen import --change votes.csv --review a.review --porcelain'
room=$((size / 2)); full decision.vote 'review-log a.review merge other.review --porcelain'
room=$((size + 100)); full report.attach 'review-screen attach --folder pdf --review a.review --porcelain'
[ "$(ls | grep -c '\.new-')" = 0 ] || { echo "FAIL: left behind: $(ls | grep '\.new-')"; failed=1; }
exit $failed
