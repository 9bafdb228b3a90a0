/* Duplicates: runs, the queue of doubtful pairs, a person's word on them, and what was said before, to be taken back. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"
#include "review/screen.h"

#include "web/handlers.h"
#include "web/overview.h"
#include "web/shown.h"
#include "web/word_marks.h"

enum { PAIRS = 10, ACTS = 30 };

/* ---- One record as a list of fields ------------------------------------------------------------------------------------------------ */

static const char *const field_names[] = { "title", "authors", "year", "container", "volume", "issue", "pages", "doi", "pmid", "accession",
                                           "type", "language", "source", "file", "abstract" };
enum { FIELDS = sizeof field_names / sizeof *field_names };

typedef struct { char *text[FIELDS]; bool found; } sheet;

static rv_status keep_sheet(void *user, const rv_stored_record *r, rv_error *err)
{
    sheet *s = user;
    const rv_bulk_record *f = &r->fields;
    char year[24] = "";
    const char *const texts[FIELDS] = { f->title, f->authors, year, f->container, f->volume, f->issue, f->pages, f->doi, f->pmid, f->accession,
                                        f->type, f->language, r->source, r->file, f->abstract };

    if (f->year)
        snprintf(year, sizeof year, "%lld", (long long)f->year);
    s->found = true;
    for (int i = 0; i < FIELDS; i++)
        if (!(s->text[i] = strdup(texts[i] ? texts[i] : "")))
            return rv_fail(err, RV_ENOMEM, "out of memory");
    return RV_OK;
}

static void free_sheet(sheet *s)
{
    for (int i = 0; i < FIELDS; i++)
        free(s->text[i]);
}

static rv_status put_sides(json_t *row, const sheet *a, const sheet *b, rv_error *err)
{
    json_t *list = json_array();
    rv_status st = RV_OK;

    for (int i = 0; i < FIELDS && st == RV_OK; i++) {
        json_t *field, *left, *right;
        bool same;
        if (!*a->text[i] && !*b->text[i])
            continue;
        if ((st = rv_word_marks(a->text[i], b->text[i], &left, &right, &same, err)) != RV_OK)
            break;
        field = json_object();
        rv_json_put_text(field, "field", field_names[i]);
        rv_json_put_text(field, "a", a->text[i]);
        rv_json_put_text(field, "b", b->text[i]);
        rv_json_put_yes(field, "same", same);
        rv_json_put_yes(field, "one", !*a->text[i] || !*b->text[i]);
        json_object_set_new(field, "marks_a", left);
        json_object_set_new(field, "marks_b", right);
        json_array_append_new(list, field);
    }
    json_object_set_new(row, "fields", list);
    return st;
}

static rv_status put_pair(rv_call *call, json_t *row, rv_error *err)
{
    sheet sheets[2] = { 0 };
    static const char *const names[] = { "record", "other" };
    rv_status st = RV_OK;

    for (int i = 0; i < 2 && st == RV_OK; i++) {
        const int64_t record = json_integer_value(json_object_get(row, names[i]));
        if ((st = rv_records_each(call->store, record, record, keep_sheet, &sheets[i], err)) == RV_OK && !sheets[i].found)
            st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    }
    if (st == RV_OK)
        st = put_sides(row, &sheets[0], &sheets[1], err);
    free_sheet(&sheets[0]);
    free_sheet(&sheets[1]);
    return st;
}

/* ---- The queue ------------------------------------------------------------------------------------------------------------------------ */

typedef struct { json_t *list; int64_t n, skip; } queueing;

static rv_status add_doubt(void *user, const rv_dedup_doubt *d, rv_error *err)
{
    queueing *q = user;
    json_t *row;

    (void)err;
    if (q->n++ < q->skip || json_array_size(q->list) >= PAIRS)
        return RV_OK;
    row = json_object();
    rv_json_put_int(row, "record", d->record);
    rv_json_put_int(row, "other", d->other);
    rv_json_put_int(row, "report", d->report);
    rv_json_put_int(row, "other_report", d->other_report);
    rv_json_put_real(row, "probability", d->probability);
    if (isfinite(d->probability))
        rv_json_put_shown(row, "likely", 100 * d->probability, 0);
    rv_json_put_text(row, "rule", d->rule);
    rv_json_put_text(row, "reason", d->reason);
    json_array_append_new(q->list, row);
    return RV_OK;
}

static rv_status put_queue(rv_call *call, rv_error *err)
{
    queueing q = { json_array(), 0, 0 };
    json_t *row;
    size_t at;
    rv_status st;

    if (rv_call_text(call, "from") && rv_call_int(call, "from", &q.skip, err) != RV_OK)
        return RV_EINVAL;
    if (q.skip < 0)
        q.skip = 0;
    st = rv_dedup_queue(call->store, add_doubt, &q, err);
    json_array_foreach(q.list, at, row)
        if (st == RV_OK)
            st = put_pair(call, row, err);
    rv_call_put_int(call, "waiting", q.n);
    rv_call_put_int(call, "from", q.skip);
    rv_call_put_int(call, "later", q.skip + PAIRS < q.n ? q.skip + PAIRS : 0);
    rv_call_put_yes(call, "earlier", q.skip > 0);
    rv_call_put_int(call, "before", q.skip > PAIRS ? q.skip - PAIRS : 0);
    rv_put_list(call, "queue", q.list);
    return st;
}

/* ---- What was said so far -------------------------------------------------------------------------------------------------------------- */

static rv_status add_count(void *user, const rv_dedup_count *c, rv_error *err)
{
    json_t *row = json_object();

    (void)err;
    rv_json_put_text(row, "source", c->source);
    rv_json_put_text(row, "kind", c->kind);
    rv_json_put_int(row, "records", c->records);
    rv_json_put_int(row, "within", c->within);
    rv_json_put_int(row, "elsewhere", c->elsewhere);
    rv_json_put_int(row, "unique", c->unique);
    json_array_append_new(user, row);
    return RV_OK;
}

/* Acts in the order of their links, the newest at the end; of each what still stands. */
static rv_status add_link(void *user, const rv_dedup_link *l, rv_error *err)
{
    json_t *list = user, *row = json_array_get(list, json_array_size(list) - 1);

    (void)err;
    if (!l->stands || strcmp(l->verdict, "unsure") == 0 || strcmp(l->verdict, "none") == 0)
        return RV_OK;
    if (!row || strcmp(json_string_value(json_object_get(row, "event")), l->event) != 0) {
        const bool person = strcmp(l->rule, "person") == 0;
        row = json_object();
        rv_json_put_text(row, "event", l->event);
        rv_json_put_text(row, "who", l->who);
        rv_json_put_text(row, "by", person ? "a person" : strcmp(l->rule, "undo") == 0 ? "an undoing" : "a run");
        rv_json_put_int(row, "record", l->record);
        rv_json_put_int(row, "other", l->other);
        rv_json_put_text(row, "verdict", l->verdict);
        rv_json_put_text(row, "reason", l->reason);
        rv_json_put_int(row, "links", 0);
        json_array_append_new(list, row);
        if (json_array_size(list) > ACTS)
            json_array_remove(list, 0);
    }
    json_object_set_new(row, "links", json_integer(json_integer_value(json_object_get(row, "links")) + 1));
    return RV_OK;
}

static rv_status put_said(rv_call *call, rv_error *err)
{
    json_t *acts = json_array(), *counts = json_array(), *newest = json_array();
    rv_status st = rv_dedup_counts(call->store, add_count, counts, err);

    if (st == RV_OK)
        st = rv_dedup_links(call->store, add_link, acts, err);
    for (size_t i = json_array_size(acts); i-- > 0; ) {
        json_t *row = json_array_get(acts, i);
        rv_json_put_yes(row, "many", json_integer_value(json_object_get(row, "links")) > 1);
        json_array_append(newest, row);
    }
    json_decref(acts);
    rv_put_list(call, "counts", counts);
    rv_put_list(call, "acts", newest);
    return st;
}

rv_status rv_get_duplicates(rv_call *call, rv_error *err)
{
    rv_status st = rv_store_read_begin(call->store, err);

    rv_call_put_text(call, "title", "Duplicates");
    rv_call_put(call, "scripts", json_pack("[s]", "duplicates.js"));
    if (st != RV_OK)
        return st;
    if ((st = put_queue(call, err)) == RV_OK)
        st = put_said(call, err);
    rv_store_read_end(call->store);
    return st;
}

/* ---- Acts -------------------------------------------------------------------------------------------------------------------------------- */

rv_status rv_post_duplicates_run(rv_call *call, rv_error *err)
{
    rv_dedup_run_options how = RV_DEDUP_RUN_OPTIONS_INIT;
    rv_dedup_summary sum;
    rv_status st;

    if (call->protocol)
        how.policy = (rv_dedup_policy){ call->protocol->dedup.versions_apart, call->protocol->dedup.preprints_one,
                                        call->protocol->dedup.editions_one };
    how.estimate = rv_call_yes(call, "estimate");
    how.threads = 1;                          /* the server has others to serve */
    if ((st = rv_dedup_run(call->store, call->person, &how, NULL, NULL, &sum, err)) != RV_OK)
        return st;
    snprintf(call->event, sizeof call->event, "%s", sum.event);
    rv_call_put_int(call, "merged", (int64_t)sum.merged);
    rv_call_put_int(call, "queued", (int64_t)sum.queued);
    rv_call_put_int(call, "studies", (int64_t)sum.studies);
    if (*sum.event)
        rv_call_say(call, "%zu records looked at: %zu merges, %zu pairs for a person, %zu pairs of one study%s", sum.records, sum.merged,
                    sum.queued, sum.studies, sum.anew ? "; everything was compared anew" : "");
    else
        rv_call_say(call, "Nothing new: every record had been compared already");
    return RV_OK;
}

rv_status rv_post_duplicates_judge(rv_call *call, rv_error *err)
{
    static const struct { const char *word; rv_dedup_verdict verdict; const char *says; } words[] = {
        { "same", RV_DEDUP_SAME, "are one report" }, { "apart", RV_DEDUP_NONE, "are kept apart" },
        { "study", RV_DEDUP_STUDY, "are two reports of one study" },
    };
    const char *verdict = rv_call_word(call, "verdict"), *reason = rv_call_word(call, "reason");
    rv_dedup_judgement j = { .reason = rv_text_missing(reason) ? "looked at side by side" : reason };
    size_t i = 0;
    rv_status st;

    while (i < 3 && strcmp(words[i].word, verdict) != 0)
        i++;
    if (i == 3)
        return rv_fail(err, RV_EINVAL, "verdict is '%.20s'; it is same, apart or study", verdict);
    j.verdict = words[i].verdict;
    if ((st = rv_record_find(call->store, rv_call_word(call, "record"), &j.record, err)) != RV_OK
        || (st = rv_record_find(call->store, rv_call_word(call, "other"), &j.other, err)) != RV_OK
        || (st = rv_dedup_judge(call->store, call->person, &j, call->event, err)) != RV_OK)
        return st;
    rv_call_say(call, "Records %lld and %lld %s", (long long)j.record, (long long)j.other, words[i].says);
    return RV_OK;
}

rv_status rv_post_duplicates_undo(rv_call *call, rv_error *err)
{
    const char *reason = rv_call_word(call, "reason");
    const rv_status st = rv_dedup_undo(call->store, call->person, rv_call_word(call, "event"), rv_text_missing(reason) ? "" : reason, call->event, err);

    if (st == RV_OK)
        rv_call_say(call, "Taken back");
    return st;
}
