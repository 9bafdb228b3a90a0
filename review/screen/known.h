#ifndef RV_SCREEN_KNOWN_H
#define RV_SCREEN_KNOWN_H

/* The inside of rv_known. */

#include "screen/incoming.h"

enum { RV_NAMED_DOI, RV_NAMED_PMID, RV_NAMED_ACCESSION, RV_NAMED_TITLE };

/* Texts are offsets, 0 for none. */
typedef struct {
    int64_t record, report, year;
    size_t  title, authors, doi, pmid, accession;
} rv_known_item;

typedef struct {
    uint64_t hash;
    size_t   item;
} rv_known_name;

struct rv_known {
    rv_known_item *items;             /* by record */
    size_t         n, room;
    rv_known_name *names;             /* by hash, item */
    size_t         n_names, room_names;
    rv_buf         texts, fold;
};

uint64_t rv_known_hash(int kind, const char *text, size_t n);
/* The first name of this hash. */
size_t rv_known_find(const rv_known *known, uint64_t hash);
const char *rv_known_text(const rv_known *known, size_t at);
const rv_known_item *rv_known_of(const rv_known *known, int64_t record);
/* A title as it is compared; lives until `out` changes. */
const char *rv_title_fold(rv_buf *out, const char *title);

#endif
