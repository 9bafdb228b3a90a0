/* Works cited together. */
#ifndef RV_REPORT_CITE_LIST_H
#define RV_REPORT_CITE_LIST_H

#include "report/cite_render.h"

/* The name under which a work of a review keeps its accession number; no variable of CSL. */
#define CITE_ACCESSION "review-accession"

struct rv_cite {
    const rv_cite_style *style;
    rv_cite_item       **items;       /* in the order in which they were added */
    size_t               n, room;
    json_t              *index;       /* key to place in items */
    rv_cite_item       **order;       /* in the order of the bibliography; NULL while not settled */
    char               **names;       /* of entry i, for those that follow; NULL while not made */
    char                *last;        /* key of the single work of the citation before; NULL when there was another number of them */
    char                *last_locator;
};

/* Orders, numbers and tells apart what was added, when that is not done. */
rv_status rv_cite_settle(rv_cite *cite, rv_error *err);
/* The entry of a key. RV_ENOTFOUND */
rv_status rv_cite_entry_of(rv_cite *cite, const char *key, rv_cite_text *text, rv_error *err);
/* Sorts by the keys of cs:sort, otherwise as they stand. */
rv_status rv_cite_sort(const rv_cite *cite, const rv_cite_node *area, rv_cite_item **items, size_t n, rv_error *err);
/* Gives works that a citation could not tell apart more names, given names or year letters, as the style asks. */
rv_status rv_cite_tell_apart(rv_cite *cite, rv_error *err);
/* The words of the layout for one work, without the layout's affixes. `first` (may be NULL) gets how many pieces its first child made. */
rv_status rv_cite_words(rv_cite_render *r, const rv_cite_node *area, size_t *first, rv_error *err);

#endif
