#!/bin/sh
# What merging costs: a copy with 20,000 votes into a review of 50,000 records in which others voted meanwhile. Prints seconds, the most
# memory, and how long another writer waited. `make tests/bench/merge-make tests/bench/dedup-make`, then tests/bench/merge.sh.
records=${1:-50000}; votes=${2:-20000}; top=${top_builddir:-$PWD}
source=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/merge.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
make=$top/tests/bench/merge-make; PATH=$top:$top/review/tools:$PATH
cd "$scratch" || exit 99
REVIEW_USER=ann; export REVIEW_USER
"$top/tests/bench/dedup-make" "$records" >in.ris && review-init a.review --protocol "$source/tests/data/protocol/small.xml" 2>/dev/null \
  && review-import --review a.review --source Bench --kind database in.ris >/dev/null 2>&1 || { echo "no review to begin with"; exit 1; }
cp a.review b.review
"$make" b.review bob 1 "$votes" && "$make" a.review ann 1 $((votes / 10)) || exit 1
"$make" b.review bob 1 100
ls -l a.review b.review | awk '{ print $5, $NF }'
cp a.review c.review; cp b.review d.review
measure() { LC_ALL=C /usr/bin/time -f "$1: %e s, %U s user, %M KiB" "$2" "$3" "$4" "$5" 2>&1 >/dev/null | grep -v '^review-log'; }
measure "verify alone" review-log a.review verify
# How long others waited: single votes, one after the other, while a merge goes on.
cp c.review e.review; review-log e.review merge b.review >/dev/null 2>&1 &
merging=$!; n=0; longest=0; again=0
while kill -0 $merging 2>/dev/null; do
  begin=$(date +%s%N); "$make" e.review eve $((40000 + n)) 1 2>/dev/null || again=$((again + 1)); end=$(date +%s%N)
  waited=$(((end - begin) / 1000000)); [ $waited -le $longest ] || longest=$waited; n=$((n + 1))
done
wait $merging || echo "the merge beside them failed"
echo "$n votes beside a merge: the longest took $longest ms, $again had to be made again as numbers had changed"
review-log e.review verify
measure "merge of a copy with $votes votes" review-log a.review merge b.review
measure "merge of the smaller into the larger" review-log d.review merge c.review
measure "and back, where only the head moves" review-log b.review merge a.review
measure "nothing new" review-log a.review merge b.review
review-log a.review verify
# How long others waited: single votes, one after the other, while a merge goes on.
cp c.review e.review; review-log e.review merge b.review >/dev/null 2>&1 &
merging=$!; n=0; longest=0; again=0
while kill -0 $merging 2>/dev/null; do
  begin=$(date +%s%N); "$make" e.review eve $((40000 + n)) 1 2>/dev/null || again=$((again + 1)); end=$(date +%s%N)
  waited=$(((end - begin) / 1000000)); [ $waited -le $longest ] || longest=$waited; n=$((n + 1))
done
wait $merging || echo "the merge beside them failed"
echo "$n votes beside a merge: the longest took $longest ms, $again had to be made again as numbers had changed"
review-log e.review verify
