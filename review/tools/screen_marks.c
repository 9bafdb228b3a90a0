/* review-screen: remarks and labels. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen.h"

rv_status rv_screening_note(rv_screening *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if ((st = rv_record_find(work->store, operands[0], &record, err)) != RV_OK
        || (st = rv_screen_remark(work->store, work->protocol, work->who, record, rv_screening_stage(work), operands[1], hex, err)) != RV_OK)
        return st;
    rv_tool_ack(work->porcelain, "remark.add", hex);
    return RV_OK;
}

rv_status rv_screening_send_back(rv_screening *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if ((st = rv_record_find(work->store, operands[0], &record, err)) != RV_OK
        || (st = rv_screen_send_back(work->store, work->protocol, work->who, record, rv_screening_stage(work), operands[1], hex, err)) != RV_OK)
        return st;
    rv_tool_ack(work->porcelain, "decision.send-back", hex);
    return RV_OK;
}

rv_status rv_screening_label(rv_screening *work, char **operands, bool given, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if ((st = rv_record_find(work->store, operands[0], &record, err)) != RV_OK
        || (st = rv_screen_label(work->store, work->protocol, work->who, record, rv_screening_stage(work), operands[1], given, hex, err))
               != RV_OK)
        return st;
    rv_tool_ack(work->porcelain, "label.set", hex);
    return RV_OK;
}

/* ---- Lists ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_screening *work;
    int64_t       report;         /* 0: all */
    bool          labels;
} wanted;

static const char *some(const char *text)
{
    return *text ? text : NULL;
}

static rv_status add_mark(void *user, const rv_screen_mark *m, rv_error *err)
{
    const wanted *w = user;
    rv_table *table = w->work->table;

    (void)err;
    if ((m->label != NULL) != w->labels || (w->work->stage && strcmp(w->work->stage, m->stage) != 0))
        return RV_OK;
    rv_table_int(table, m->report);
    rv_table_text(table, m->stage);
    rv_table_text(table, some(m->reviewer));
    rv_table_text(table, w->labels ? m->label : m->text);
    rv_table_text(table, some(m->at));
    rv_table_text(table, rv_screening_title(w->work, m->report));
    rv_table_row(table);
    return RV_OK;
}

static rv_status fill(rv_table *table, void *user, rv_error *err, wanted *w)
{
    w->work = user;
    w->work->table = table;
    w->report = w->work->only;
    return rv_screen_marks(w->work->store, w->work->protocol, w->report, w->work->who, add_mark, w, err);
}

static rv_status fill_notes(rv_table *table, void *user, rv_error *err)
{
    wanted w = { .labels = false };

    return fill(table, user, err, &w);
}

static rv_status fill_labels(rv_table *table, void *user, rv_error *err)
{
    wanted w = { .labels = true };

    return fill(table, user, err, &w);
}

rv_status rv_screening_notes(rv_screening *work, const char *record, bool labels, rv_error *err)
{
    const char *const columns[] = { "report", "stage", "reviewer", labels ? "label" : "note", "at", "title" };
    int64_t id;
    rv_status st = RV_OK;

    if (record && (st = rv_record_find(work->store, record, &id, err)) == RV_OK)
        st = rv_record_report(work->store, id, &work->only, err);
    return st == RV_OK ? rv_screening_table(work, columns, 6, labels ? fill_labels : fill_notes, err) : st;
}

/* ---- Two columns of other lists ------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t report;
    char   *stage, *text;
    bool    label;
} kept;

struct rv_screening_marks {
    kept  *items;                 /* by report */
    size_t n, capacity;
};

static rv_status keep(void *user, const rv_screen_mark *m, rv_error *err)
{
    struct rv_screening_marks *all = user;
    kept *more, *k;

    if (all->n == all->capacity) {
        all->capacity = all->capacity ? all->capacity * 2 : 64;
        if (!(more = realloc(all->items, all->capacity * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        all->items = more;
    }
    k = &all->items[all->n++];
    *k = (kept){ m->report, strdup(m->stage), strdup(m->label ? m->label : m->text), m->label != NULL };
    return k->stage && k->text ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_screening_marks_begin(rv_screening *work, rv_error *err)
{
    if (!(work->marks = calloc(1, sizeof *work->marks)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return rv_screen_marks(work->store, work->protocol, 0, work->who, keep, work->marks, err);
}

void rv_screening_marks_end(rv_screening *work)
{
    if (!work->marks)
        return;
    for (size_t i = 0; i < work->marks->n; i++) {
        free(work->marks->items[i].stage);
        free(work->marks->items[i].text);
    }
    free(work->marks->items);
    free(work->marks);
    work->marks = NULL;
}

/* True when an earlier one, of somebody else, says the same. */
static bool said(const kept *first, const kept *k)
{
    for (; first < k; first++)
        if (first->label == k->label && strcmp(first->stage, k->stage) == 0 && strcmp(first->text, k->text) == 0)
            return true;
    return false;
}

void rv_screening_marks_add(rv_screening *work, int64_t report, const char *stage)
{
    rv_buf texts[2] = { RV_BUF_INIT, RV_BUF_INIT };
    const struct rv_screening_marks *all = work->marks;
    size_t low = 0, high = all->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (all->items[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < all->n && all->items[i].report == report; i++) {
        const kept *k = &all->items[i];
        rv_buf *text = &texts[!k->label];
        if (strcmp(k->stage, stage) == 0 && !said(&all->items[low], k))
            rv_buf_printf(text, "%s%s", text->length ? "; " : "", k->text);
    }
    for (int i = 0; i < 2; i++) {
        rv_table_text(work->table, texts[i].length ? rv_buf_str(&texts[i]) : NULL);
        rv_buf_free(&texts[i]);
    }
}
