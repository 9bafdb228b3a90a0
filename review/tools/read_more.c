#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"
#include "tools/read.h"

/* ---- Criteria ------------------------------------------------------------------------------------------------------------------ */

void rv_more_criteria(rv_buf *out, const rv_protocol *protocol, const rv_reasons *reasons)
{
    for (int include = 1; include >= 0; include--) {
        size_t n = 0;
        for (size_t i = 0; i < protocol->n_criteria; i++)
            if (protocol->criteria[i].include == (bool)include) {
                rv_buf_text(out, n++ ? "" : include ? "Include when\n" : "\nExclude when\n");
                rv_buf_text(out, include ? "+ " : "- ");
                rv_show_clean(out, protocol->criteria[i].text);
                rv_buf_char(out, '\n');
            }
    }
    for (size_t i = 0; i < reasons->n; i++) {
        rv_buf_text(out, i ? "" : "\nReasons for exclusion\n");
        rv_buf_printf(out, "%c ", rv_reason_key(i) ? rv_reason_key(i) : '-');
        rv_show_clean(out, *reasons->items[i]->label ? reasons->items[i]->label : reasons->items[i]->id);
        rv_buf_char(out, '\n');
    }
}

/* ---- Where the report is --------------------------------------------------------------------------------------------------------- */

static rv_status add_file(void *user, const rv_attachment *file, rv_error *err)
{
    rv_buf *out = user;

    (void)err;
    rv_buf_text(out, "file: ");
    rv_show_clean(out, file->name);
    rv_buf_printf(out, ", %lld bytes, %.12s\n", (long long)file->bytes, file->digest);
    return RV_OK;
}

rv_status rv_more_where(rv_buf *out, rv_store *store, const rv_card *card, rv_error *err)
{
    const size_t before = out->length;
    rv_status st;

    if (*card->link) {
        rv_show_clean(out, card->link);
        rv_buf_char(out, '\n');
    }
    st = rv_report_attachments(store, card->report, add_file, out, err);
    if (st == RV_OK && out->length == before)
        rv_buf_text(out, "Its records give no link, and no file is attached.\n");
    return st;
}

/* ---- Near-duplicates -------------------------------------------------------------------------------------------------------------- */

static rv_status add(rv_twins *t, int64_t report, int64_t other, double probability, rv_error *err)
{
    if (t->n == t->capacity) {
        const size_t capacity = t->capacity ? t->capacity * 2 : 64;
        struct rv_twin *more = realloc(t->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        t->items = more;
        t->capacity = capacity;
    }
    t->items[t->n++] = (struct rv_twin){ report, other, probability };
    return RV_OK;
}

static rv_status add_doubt(void *user, const rv_dedup_doubt *doubt, rv_error *err)
{
    const rv_status st = add(user, doubt->report, doubt->other_report, doubt->probability, err);

    return st == RV_OK ? add(user, doubt->other_report, doubt->report, doubt->probability, err) : st;
}

static int by_report(const void *a, const void *b)
{
    const struct rv_twin *x = a, *y = b;

    return x->report != y->report ? (x->report < y->report ? -1 : 1) : x->other < y->other ? -1 : x->other > y->other;
}

rv_status rv_twins_read(rv_twins *twins, rv_store *store, rv_error *err)
{
    const rv_status st = rv_dedup_queue(store, add_doubt, twins, err);

    if (twins->n)
        qsort(twins->items, twins->n, sizeof *twins->items, by_report);
    return st;
}

size_t rv_twins_of(const rv_twins *twins, int64_t report, size_t *first)
{
    size_t low = 0, high = twins->n, end;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (twins->items[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < twins->n && twins->items[end].report == report; end++)
        ;
    *first = low;
    return end - low;
}

/* What the person said of the twins; the others' votes are not looked at. */
typedef struct {
    const struct rv_twin *items;
    size_t      n;
    const char *stage;
    char      (*verdicts)[12];
} own_votes;

static rv_status take_own(void *user, const rv_screen_status *row, rv_error *err)
{
    own_votes *own = user;

    (void)err;
    if (strcmp(row->stage, own->stage) == 0)
        for (size_t i = 0; i < own->n; i++)
            if (own->items[i].other == row->report)
                strncpy(own->verdicts[i], row->verdict, sizeof own->verdicts[i] - 1);
    return RV_OK;
}

static rv_status add_twin(rv_buf *out, const struct rv_twin *twin, const char *verdict, rv_store *store, rv_error *err)
{
    rv_card card;
    rv_status st = rv_card_load(&card, store, twin->other, err);

    if (st != RV_OK)
        return st;
    rv_buf_printf(out, "\nReport %lld, ", (long long)twin->other);
    if (isfinite(twin->probability))
        rv_buf_printf(out, "one report with this with a probability of %.0f %%, ", 100 * twin->probability);
    rv_buf_printf(out, "%s%s\n", *verdict ? "your vote: " : "no vote of yours", verdict);
    rv_show_clean(out, card.title);
    rv_buf_char(out, '\n');
    rv_show_clean(out, card.authors);
    rv_buf_text(out, *card.authors && *card.place ? ". " : "");
    rv_show_clean(out, card.place);
    rv_buf_char(out, '\n');
    rv_show_clean(out, card.abstract);
    rv_buf_char(out, '\n');
    rv_card_free(&card);
    return RV_OK;
}

rv_status rv_more_twins(rv_buf *out, const rv_twins *twins, rv_store *store, const rv_protocol *protocol, const char *stage, const char *who,
                        const rv_card *card, rv_error *err)
{
    size_t first;
    own_votes own = { .n = rv_twins_of(twins, card->report, &first), .stage = stage };
    rv_status st = RV_OK;

    own.items = twins->items + first;
    if (!own.n) {
        rv_buf_text(out, "Nothing waits to be looked at; review-dedup list tells what was joined and parted.\n");
        return RV_OK;
    }
    rv_buf_text(out, "This report\n");
    rv_show_clean(out, card->title);
    rv_buf_char(out, '\n');
    rv_show_clean(out, card->authors);
    rv_buf_text(out, *card->authors && *card->place ? ". " : "");
    rv_show_clean(out, card->place);
    rv_buf_char(out, '\n');
    if (!(own.verdicts = calloc(own.n, sizeof *own.verdicts)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_screen_each(store, protocol, who, take_own, &own, err);
    for (size_t i = 0; i < own.n && st == RV_OK; i++)
        st = add_twin(out, &own.items[i], own.verdicts[i], store, err);
    free(own.verdicts);
    rv_buf_text(out, "\nreview-dedup queue joins them or keeps them apart.\n");
    return st;
}

void rv_twins_free(rv_twins *twins)
{
    free(twins->items);
    *twins = (rv_twins){ 0 };
}
