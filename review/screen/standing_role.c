/* The role of one person, without reading everybody. */
#include <config.h>

#include "screen/board.h"

RV_STATEMENT(person_newest, "SELECT role, active FROM person WHERE name = ?1 ORDER BY id DESC LIMIT 1");
RV_STATEMENT(person_any, "SELECT id FROM person ORDER BY id LIMIT 1");

rv_status rv_person_role(rv_store *store, const char *name, const char **role, rv_error *err)
{
    rv_query *q = NULL;
    int64_t first;
    bool more = false;
    int at = 0;
    rv_status st;

    *role = NULL;
    if ((st = rv_query_start(&q, store, &person_newest, err, "t", name)) == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more
        && rv_query_int(q, 1)) {
        at = rv_word_index(rv_roles, rv_query_text(q, 0));
        *role = rv_roles[at < 0 ? 0 : at];
    }
    rv_query_end(q);
    if (st == RV_OK && !more && (st = rv_store_int(store, &person_any, &first, &more, err, "")) == RV_OK && !more)
        *role = "lead";               /* nobody is named: anybody may do anything */
    return st;
}
