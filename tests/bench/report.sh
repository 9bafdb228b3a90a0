#!/bin/sh
# What figures and reports cost: whole processes, fastest of N runs (REPEAT, default 5), processor and real milliseconds, peak memory, size
# of what comes out: forests of 20 and 500 studies, the report of the running example by format, each of its figures. Prints what was
# measured and fails on ratios alone, which hold on any machine.
set -u
N=${REPEAT:-5}
command -v python3 >/dev/null 2>&1 || { echo 'python3 is not there: skipped'; exit 77; }
dir=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$dir"' 0
SOURCE_DATE_EPOCH=1795478400; export SOURCE_DATE_EPOCH
failed=0

# measure NAME FILE COMMAND...: one line; what the fastest run took stays in $processor (milliseconds).
cat >"$dir/measure.py" <<'PY'
import os, resource, subprocess, sys, time
name, n, out, *command = sys.argv[1:]
best = (1e9, 1e9)
for _ in range(int(n)):
    before, at = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    real, after = time.perf_counter() - at, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f'{" ".join(command)}: {done.stderr.decode()}')
    best = min(best, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, real))
size = sum(os.path.getsize(os.path.join(f, x)) for f, _, names in os.walk(out) for x in names) if os.path.isdir(out) else os.path.getsize(out)
print(f'{name:<44} {1000 * best[0]:7.0f} ms processor {1000 * best[1]:7.0f} ms real {after.ru_maxrss / 1024:6.0f} MB {size / 1024:8.0f} kB', file=sys.stderr)
print(1000 * best[0])
PY
measure() {
  name=$1; file=$2; shift 2
  processor=$(python3 "$dir/measure.py" "$name" "$N" "$file" "$@") || { failed=1; processor=0; }
}

studies() { # K: effects of K studies, as review-meta reads them
  awk -v k="$1" 'BEGIN { srand(7); print "study,yi,vi"
    for (i = 1; i <= k; i++) printf "Author %d and colleagues %d,%.4f,%.4f\n", i, 1970 + i % 50, rand() + rand() - 0.8, 0.01 + rand() / 5 }'
}
for k in 20 500; do
  studies $k >"$dir/$k.csv"
  review-meta --data "$dir/$k.csv" --measure OR --forest "$dir/forest$k.csv" >/dev/null || exit 1
  for format in svg pdf png; do
    measure "forest of $k studies, $format" "$dir/f.$format" review-plot forest "$dir/forest$k.csv" --output "$dir/f.$format"
    eval "t${k}_$format=$processor"
  done
done
awk -v a="$t20_svg" -v b="$t500_svg" 'BEGIN { exit b > 25 * a && b > 100 }' || { echo 'FAIL: 500 studies cost more than 25 times as much as 20'; failed=1; }

example() { # FOLDER: the running example, once
  sh "$top_srcdir/examples/disengagement/run.sh" "$1" >/dev/null 2>"$dir/err" || { cat "$dir/err"; exit 1; }
}
reports() { # NAME FOLDER
  for format in html md latex docx odt xlsx; do
    rm -rf "$dir/out"
    measure "$1, $format" "$dir/out" review-report --review "$2/disengagement.review" --output "$dir/out" --format $format
  done
  rm -rf "$dir/out"
  measure "$1, all formats" "$dir/out" review-report --review "$2/disengagement.review" --output "$dir/out"
}
example "$dir/example"
reports 'report of the running example' "$dir/example"
ls -l "$dir/out" | awk 'NR > 1 && $5 > 200000 { printf "  %-42s %8.0f kB\n", $NF, $5 / 1024 }' >&2
for figure in "$dir"/out/*.svg; do
  name=$(basename "$figure" .svg)
  measure "figure $name" "$dir/f.svg" review-report figure "$name" --review "$dir/example/disengagement.review" --output "$dir/f.svg"
done

exit $failed
