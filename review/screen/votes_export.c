/* Every report with the decisions on it, in the forms that other programs for screening read. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

const char *const rv_screen_programs[] = { "rayyan", "covidence", "asreview", "eppi", NULL };
static const char *const formats[] = { "rayyan", "covidence", "asreview", "eppi-json" };

/* One decision; texts are offsets, 0 for none. */
typedef struct {
    int64_t report;
    size_t  stage, reviewer, verdict, reason, note, labels;
    bool    resolution;
} out_row;

/* A label that the viewer may know the giver of. */
typedef struct {
    int64_t report;
    size_t  stage, reviewer, label;
} out_label;

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    const char        *stage;
    out_label         *labels;        /* in order of report */
    size_t             n_labels, labels_room;
    out_row           *rows;          /* in order of report */
    size_t             n, room;
    rv_buf             texts, key;
    rv_ref_decision   *now;
    size_t             now_room;
    rv_status          failed;
    rv_error           fault;
} outgoing;

static size_t keep(outgoing *o, const char *text, size_t n)
{
    const size_t at = o->texts.length;

    if (!n)
        return 0;
    rv_buf_add(&o->texts, text, n);
    rv_buf_add(&o->texts, "", 1);
    return at;
}

static const char *text(const outgoing *o, size_t at)
{
    return at ? o->texts.data + at : NULL;
}

static rv_status take_label(void *user, const rv_screen_mark *m, rv_error *err)
{
    outgoing *o = user;
    const size_t wider = o->labels_room ? 2 * o->labels_room : 256;
    out_label *more;

    if (!m->label || !*m->reviewer)
        return RV_OK;
    if (o->n_labels == o->labels_room) {
        if (!(more = realloc(o->labels, wider * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        o->labels = more;
        o->labels_room = wider;
    }
    more = &o->labels[o->n_labels++];
    more->report = m->report;
    more->stage = keep(o, m->stage, strlen(m->stage));
    more->reviewer = keep(o, m->reviewer, strlen(m->reviewer));
    more->label = keep(o, m->label, strlen(m->label));
    return rv_buf_check(&o->texts, err);
}

/* The labels that a person put on the report at the stage, "a; b"; 0 for none. */
static size_t labels_of(outgoing *o, int64_t report, const char *stage, const char *reviewer)
{
    size_t low = 0, high = o->n_labels;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (o->labels[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    rv_buf_clear(&o->key);
    for (; low < o->n_labels && o->labels[low].report == report; low++)
        if (strcmp(text(o, o->labels[low].stage), stage) == 0 && strcmp(text(o, o->labels[low].reviewer), reviewer) == 0)
            rv_buf_printf(&o->key, "%s%s", o->key.length ? "; " : "", text(o, o->labels[low].label));
    return keep(o, rv_buf_str(&o->key), o->key.length);
}

static rv_status take(void *user, const rv_standing_decision *d, rv_error *err)
{
    outgoing *o = user;
    const size_t wider = o->room ? 2 * o->room : 1024;
    out_row *row;
    rv_status st;

    if (o->stage && strcmp(o->stage, d->stage) != 0)
        return RV_OK;
    if (o->n == o->room) {
        if (!(row = realloc(o->rows, wider * sizeof *row)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        o->rows = row;
        o->room = wider;
    }
    row = &o->rows[o->n];
    *row = (out_row){ .resolution = strcmp(d->role, "resolution") == 0 };
    if ((st = rv_record_report(o->store, d->record, &row->report, err)) != RV_OK)
        return st;
    row->stage = keep(o, d->stage, strlen(d->stage));
    row->reviewer = keep(o, d->reviewer, strlen(d->reviewer));
    row->verdict = keep(o, d->verdict, strlen(d->verdict));
    row->reason = keep(o, d->reason, strlen(d->reason));
    row->note = keep(o, d->note, strlen(d->note));
    row->labels = labels_of(o, row->report, d->stage, d->reviewer);
    o->n++;
    return rv_buf_check(&o->key, err) != RV_OK ? RV_ENOMEM : rv_buf_check(&o->texts, err);
}

/* The decisions of one report come one after another, in order of report. */
static size_t find(const outgoing *o, int64_t report)
{
    size_t low = 0, high = o->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (o->rows[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void fail(outgoing *o, rv_status code, const char *message)
{
    if (o->failed == RV_OK)
        rv_fail(&o->fault, o->failed = code, "%s", message);
}

static const rv_ref_decision *decisions_of(void *user, rv_ref_origin *origin, size_t *n)
{
    outgoing *o = user;
    rv_error fault = { .code = RV_OK };
    const size_t first = find(o, origin->report);
    size_t last = first;
    rv_ref_decision *more;

    *n = 0;
    rv_buf_clear(&o->key);
    if (rv_record_key(o->store, origin->id, &o->key, &fault) != RV_OK)
        fail(o, fault.code, fault.message);
    origin->key = rv_buf_str(&o->key);
    while (last < o->n && o->rows[last].report == origin->report)
        last++;
    if (last - first > o->now_room) {
        if (!(more = realloc(o->now, 2 * (last - first) * sizeof *more))) {
            fail(o, RV_ENOMEM, "out of memory");
            return o->now;
        }
        o->now = more;
        o->now_room = 2 * (last - first);
    }
    for (size_t i = first; i < last; i++) {
        const out_row *row = &o->rows[i];
        o->now[(*n)++] = (rv_ref_decision){ .stage = text(o, row->stage), .reviewer = text(o, row->reviewer), .verdict = text(o, row->verdict),
                                            .reason = text(o, row->reason), .note = text(o, row->note), .labels = text(o, row->labels),
                                            .role = row->resolution ? "resolution" : NULL };
    }
    return o->now;
}

rv_status rv_screen_export(rv_store *store, const rv_protocol *protocol, const char *viewer, const char *stage, const char *program,
                           rv_output *out, uint64_t *n, rv_error *err)
{
    outgoing o = { .store = store, .protocol = protocol, .stage = stage, .texts = RV_BUF_INIT, .key = RV_BUF_INIT };
    const rv_export_choice choice = { .reports = true, .user = &o, .decisions = decisions_of };
    const int which = rv_word_index(rv_screen_programs, program);
    rv_status st;

    *n = 0;
    if (which < 0)
        return rv_fail(err, RV_EINVAL, "'%.40s' is none of the programs rayyan, covidence, asreview, eppi", program);
    if (stage && rv_stage_index(protocol, stage) < 0)
        return rv_fail(err, RV_EINVAL, "'%.60s' is not a stage of the protocol", stage);
    rv_buf_add(&o.texts, "", 1);
    if ((st = rv_screen_marks(store, protocol, 0, viewer, take_label, &o, err)) == RV_OK
        && (st = rv_screen_decisions(store, protocol, viewer, take, &o, err)) == RV_OK
        && (st = rv_refs_export(store, formats[which], &choice, out, n, err)) == RV_OK && o.failed != RV_OK)
        st = rv_fail(err, o.failed, "%s", o.fault.message);
    free(o.labels);
    free(o.rows);
    free(o.now);
    rv_buf_free(&o.texts);
    rv_buf_free(&o.key);
    return st;
}
