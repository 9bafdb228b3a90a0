/* Votes for tests/bench/merge.sh and tests/tools/log_merge_kill.sh: `merge-make FILE WHO FROM N` adds N votes of WHO, each an act of
   its own, on the records from number FROM on. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "review/store.h"

static rv_status vote(rv_store *store, const char *who, int64_t record, rv_error *err)
{
    rv_event *event;
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", record), { "stage", RV_CELL_TEXT, 0, 0, "title-abstract" }, { "reviewer", RV_CELL_TEXT, 0, 0, who },
        { "role", RV_CELL_TEXT, 0, 0, "vote" }, { "verdict", RV_CELL_TEXT, 0, 0, record % 9 ? "exclude" : "include" },
    };
    rv_status st = rv_event_begin(&event, store, "decision.vote", who, true, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_event_add(event, "decision", cells, sizeof cells / sizeof *cells, NULL, err)) == RV_OK)
        return rv_event_commit(event, NULL, err);
    rv_event_abandon(event);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err;
    rv_store *store = NULL;
    rv_status st;

    if (argc != 5) {
        fputs("usage: merge-make FILE WHO FROM N\n", stderr);
        return 2;
    }
    st = rv_store_open(&store, argv[1], &err);
    for (int64_t i = 0, from = atoll(argv[3]); st == RV_OK && i < atoll(argv[4]); i++)
        st = vote(store, argv[2], from + i, &err);
    rv_store_close(store);
    if (st != RV_OK)
        fprintf(stderr, "merge-make: %s\n", err.message);
    return st != RV_OK;
}
