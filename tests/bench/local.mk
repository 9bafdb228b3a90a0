# see tests/local.mk

# Cost and growth of a meta-analysis: prints figures, fails on ratios alone. `make check TESTS=tests/bench/meta.sh`.
check_PROGRAMS += tests/bench/meta-call
tests_bench_meta_call_SOURCES = %D%/meta_call.c
tests_bench_meta_call_LDADD   = libreview-core.la -lm
dist_check_SCRIPTS += %D%/meta.sh
EXTRA_DIST += %D%/import.sh %D%/refs.sh

# What the review file costs: rows a second, and how long writers wait for each other.
check_PROGRAMS += tests/bench/store
tests_bench_store_SOURCES = %D%/store.c
tests_bench_store_LDADD   = libreview-core.la

# Duplicates in synthetic references: time, memory and growth. `make tests/bench/dedup-make`, then tests/bench/dedup.sh.
check_PROGRAMS += tests/bench/dedup-make
tests_bench_dedup_make_SOURCES = %D%/dedup_make.c
tests_bench_dedup_make_LDADD   = -lm
EXTRA_DIST += %D%/dedup.sh

# How long a person waits for the next record: `make tests/bench/desk`, then tests/bench/desk.sh [RECORDS].
check_PROGRAMS += tests/bench/desk
tests_bench_desk_SOURCES = %D%/desk.c
tests_bench_desk_LDADD   = libreview-core.la -lm
EXTRA_DIST += %D%/desk.sh
# Two copies of a review become one. `make tests/bench/merge-make`, then tests/bench/merge.sh.
check_PROGRAMS += tests/bench/merge-make
tests_bench_merge_make_SOURCES = %D%/merge_make.c
tests_bench_merge_make_LDADD   = libreview-core.la
EXTRA_DIST += %D%/merge.sh
# Giving out many reports while others write: `make tests/bench/share && tests/bench/share FOLDER`.
check_PROGRAMS += tests/bench/share
tests_bench_share_SOURCES = %D%/share.c
tests_bench_share_LDADD   = libreview-core.la
# Ranking: `make tests/bench/screen-call`, then tests/bench/screen.sh.
check_PROGRAMS += tests/bench/screen-call
tests_bench_screen_call_SOURCES = %D%/screen_call.c
tests_bench_screen_call_LDADD   = libreview-core.la -lm
EXTRA_DIST += %D%/screen.sh
# Two people's versions compared: `make tests/bench/extract-make`, then tests/bench/extract.sh.
check_PROGRAMS += tests/bench/extract-make
tests_bench_extract_make_SOURCES = %D%/extract_make.c
EXTRA_DIST += %D%/extract.sh
# Every measure by review-effect: tests/bench/effect.sh [ROWS [MEASURE...]].
EXTRA_DIST += %D%/effect.sh
# Mixed models: `make tests/bench/mixed-call`, then tests/bench/mixed-call [large].
check_PROGRAMS += tests/bench/mixed-call
tests_bench_mixed_call_SOURCES = %D%/mixed_call.c
tests_bench_mixed_call_LDADD   = libreview-core.la -lm
# Speed beside R and metafor: `make tests/bench/meta-speed review-meta`, then tests/bench/meta_r.sh [quick].
check_PROGRAMS += tests/bench/meta-speed
tests_bench_meta_speed_SOURCES = %D%/meta_speed.c
tests_bench_meta_speed_LDADD   = libreview-core.la -lm
EXTRA_DIST += %D%/meta_r.sh %D%/meta_r.R
# Robust variances of many clusters: `make tests/bench/robust-call && tests/bench/robust-call`.
check_PROGRAMS += tests/bench/robust-call
tests_bench_robust_call_SOURCES = %D%/robust_call.c
tests_bench_robust_call_LDADD   = libreview-core.la -lm
# Figures and reports: tests/bench/report.sh.
EXTRA_DIST += %D%/report.sh
# Many desks in one program: `make tests/bench/desk tests/bench/room`, then tests/bench/room.sh [RECORDS].
check_PROGRAMS += tests/bench/room
tests_bench_room_SOURCES = %D%/room.c
tests_bench_room_LDADD   = libreview-core.la
EXTRA_DIST += %D%/room.sh
# What the server bears, and what is left when it or the power fails: `make tests/web/crowd review-serve`, then these; see their heads.
EXTRA_DIST += %D%/crowd_crash.sh %D%/crowd_httpload.sh %D%/crowd_load.sh %D%/crowd_once.sh %D%/crowd_power.sh
