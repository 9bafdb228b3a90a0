/* Says of pairs of records what a run would, so that the queue can be tested whatever the engine finds.
   queue-make REVIEW [VERDICT A B P REASON]... */
#include <stdio.h>
#include <stdlib.h>

#include "review/store.h"

static rv_status add(rv_event *event, char **of, rv_error *err)
{
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", atoll(of[1])), RV_CELL_OF_INT("other", atoll(of[2])), RV_CELL_OF_TEXT("verdict", of[0]),
        RV_CELL_OF_TEXT("rule", "test"), RV_CELL_OF_TEXT("reason", of[4]), RV_CELL_OF_REAL("probability", atof(of[3])),
    };

    return rv_event_add(event, "link", cells, sizeof cells / sizeof *cells, NULL, err);
}

int main(int argc, char **argv)
{
    rv_store *store = NULL;
    rv_event *event = NULL;
    rv_error err = { 0 };
    rv_status st;

    if (argc < 7 || argc % 5 != 2)
        return 2;
    if ((st = rv_store_open(&store, argv[1], &err)) == RV_OK
        && (st = rv_event_begin(&event, store, "dedup.run", "ann", false, &err)) == RV_OK) {
        for (int i = 2; i < argc && st == RV_OK; i += 5)
            st = add(event, argv + i, &err);
        if (st == RV_OK)
            st = rv_event_commit(event, NULL, &err);
        else
            rv_event_abandon(event);
    }
    rv_store_close(store);
    if (st != RV_OK)
        fprintf(stderr, "%s\n", err.message);
    return st != RV_OK;
}
