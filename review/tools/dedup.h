/* What the files of review-dedup share. */
#ifndef RV_TOOLS_DEDUP_H
#define RV_TOOLS_DEDUP_H

#include "review/dedup.h"
#include "review/refs.h"

#include "tools/dedup_ids.h"

/* ---- Without a review ---------------------------------------------------------------------------------------------------- */

/* What to write from reference files; NULL: not. "-" is standard output. */
typedef struct {
    const char *clusters, *queue, *explain, *unique;
    int         from, to;        /* format of the files, and of `unique`; -1: found */
    const char *encoding, *oddities;
    rv_dedup_policy policy;
    unsigned    threads;         /* 0: as many as there are processors */
} rv_plain;
/* `paths` empty: standard input. */
RV_MUST_CHECK rv_status rv_dedup_plain(const rv_plain *plain, const char *const *paths, rv_error *err);

/* One of the files that are read. What cannot be read twice (standard input, a pipe) is kept when it must be. */
typedef struct {
    const char *path;
    bool        keep;
    rv_buf      bytes;
} rv_plain_file;
/* Reads a file for the first time, or `again`. */
RV_MUST_CHECK
rv_status rv_plain_read(rv_plain_file *file, const rv_plain *plain, bool again, const rv_refs_sink *sink, rv_error *err);

/* How much a record says, for choosing the one of a report that is written. */
uint64_t rv_plain_says(const rv_record *record);
/* Writes the record of each cluster that says most, the first of equals, with all that its file says. `*written` is how many. */
RV_MUST_CHECK
rv_status rv_plain_unique(const rv_plain *plain, rv_plain_file *files, size_t n_files, const rv_dedup_set *set, const uint64_t *says,
                          size_t n, uint64_t *written, rv_error *err);

/* ---- In a review ------------------------------------------------------------------------------------------------------------ */

/* What deduplication left of each source. */
RV_MUST_CHECK rv_status rv_dedup_print_counts(rv_store *store, const char *output, int format, rv_error *err);

#endif
