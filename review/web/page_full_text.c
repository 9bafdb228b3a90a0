/* Full texts: which are sought, awaited, ongoing, not to be had, retrieved; and what a file that came may be of. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/handlers.h"
#include "web/paper_queue.h"
#include "web/record_json.h"

enum { ROWS = 25, NAMES = 50 };

/* What may be looked at, in the order of its tabs. */
static const struct {
    const char *id, *label;
    int         state;            /* of rv_report_states; -1: all */
    bool        without;          /* those without a file alone */
} views[] = {
    { "wanted", "To be got", 0, true },       { "awaiting", "Awaited", 3, false },   { "ongoing", "Ongoing studies", 4, false },
    { "unobtainable", "Not to be had", 2, false }, { "retrieved", "Retrieved", 1, false }, { "all", "All", -1, false },
};
enum { VIEWS = sizeof views / sizeof *views, RETRIEVED = 4 };

/* What has a file was retrieved, whatever was said before it came, unless people said otherwise since. */
static bool is_of(const rv_paper *p, size_t view)
{
    if (views[view].state < 0)
        return p->state >= 0 || p->has_file || p->open;
    if (view == RETRIEVED)
        return p->state == views[view].state || (p->has_file && p->state <= 0);
    return p->state == views[view].state && !(views[view].without && p->has_file);
}

static size_t view_of(const char *id)
{
    for (size_t i = 0; i < VIEWS; i++)
        if (strcmp(views[i].id, id) == 0)
            return i;
    return VIEWS;
}

static json_t *tabs(const rv_papers *papers, size_t here)
{
    json_t *list = json_array();

    for (size_t i = 0; i < VIEWS; i++) {
        json_t *tab = json_object();
        int64_t n = 0;
        for (size_t k = 0; k < papers->n; k++)
            n += is_of(&papers->items[k], i);
        rv_json_put_text(tab, "view", views[i].id);
        rv_json_put_text(tab, "label", views[i].label);
        rv_json_put_int(tab, "n", n);
        rv_json_put_yes(tab, "here", i == here);
        json_array_append_new(list, tab);
    }
    return list;
}

static json_t *states(const char *now)
{
    static const char *const words[] = { "sought", "retrieved", "not to be had", "awaited", "of an ongoing study" };
    json_t *list = json_array();

    for (size_t i = 0; rv_report_states[i]; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "value", rv_report_states[i]);
        rv_json_put_text(one, "label", words[i]);
        rv_json_put_yes(one, "chosen", strcmp(now, rv_report_states[i]) == 0);
        json_array_append_new(list, one);
    }
    return list;
}

static rv_status put_row(rv_call *call, json_t *rows, const rv_paper *paper, rv_error *err)
{
    json_t *row = NULL;
    const char *state;
    rv_status st = rv_record_json(call, paper->report, NULL, &row, err);

    if (st != RV_OK)
        return st;
    state = json_string_value(json_object_get(row, "state"));
    if ((!state || !*state) && paper->has_file)
        rv_json_put_text(row, "state", state = "retrieved");
    else if (!state || !*state)
        rv_json_put_text(row, "state", state = paper->state >= 0 ? rv_report_states[paper->state] : "");
    json_object_del(row, "abstract");
    json_object_del(row, "abstract_text");
    json_object_set_new(row, "states", states(state));
    rv_json_put_yes(row, "open", paper->open);
    json_array_append_new(rows, row);
    return RV_OK;
}

/* ---- One page ----------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_papers *papers;
    const char      *words;           /* folded */
    bool            *keep;
    rv_buf           folded;
} finding;

static rv_status find_words(void *user, const rv_stored_record *record, rv_error *err)
{
    finding *f = user;
    const rv_paper *p = rv_paper_find(f->papers, record->id);
    const char *const texts[] = { record->fields.title, record->fields.authors, record->fields.doi };
    rv_status st = RV_OK;

    if (!p)
        return RV_OK;
    rv_buf_clear(&f->folded);
    for (size_t i = 0; i < 3 && st == RV_OK; i++)
        if (texts[i] && (st = rv_utf8_fold(&f->folded, texts[i], strlen(texts[i]), err)) == RV_OK)
            rv_buf_char(&f->folded, ' ');
    f->keep[p - f->papers->items] = strstr(rv_buf_str(&f->folded), f->words) != NULL;
    return st;
}

/* The one that is asked for by a number of one of its records. */
static rv_status choose_one(rv_call *call, const rv_papers *papers, bool *keep, rv_error *err)
{
    int64_t record, report;
    const rv_paper *paper;
    rv_status st;

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK
        || (st = rv_record_report(call->store, record, &report, err)) != RV_OK)
        return st;
    if (!(paper = rv_paper_find(papers, report)))
        return rv_fail(err, RV_ENOTFOUND, "report %lld has not reached the stage of full texts", (long long)report);
    keep[paper - papers->items] = true;
    return RV_OK;
}

/* keep[n]: which of them have the words asked for in title, authors or DOI. */
static rv_status choose(rv_call *call, const rv_papers *papers, bool **keep, rv_error *err)
{
    const char *asked = rv_call_word(call, "q");
    rv_buf words = RV_BUF_INIT;
    finding f = { .papers = papers, .folded = RV_BUF_INIT };
    rv_status st = rv_utf8_fold(&words, asked, strlen(asked), err);

    if (!(*keep = calloc(papers->n + 1, sizeof **keep)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    const bool one = *rv_call_word(call, "record") != 0;
    for (size_t i = 0; st == RV_OK && !one && !words.length && i < papers->n; i++)
        (*keep)[i] = true;
    if (st == RV_OK && one) {
        st = choose_one(call, papers, *keep, err);
    } else if (st == RV_OK && words.length) {
        f.words = rv_buf_str(&words);
        f.keep = *keep;
        st = rv_reports_each(call->store, 0, INT64_MAX, find_words, &f, err);
    }
    rv_buf_free(&f.folded);
    rv_buf_free(&words);
    return st;
}

static void put_pages(rv_call *call, size_t page, size_t total)
{
    const size_t last = total ? (total - 1) / ROWS : 0, from = page * ROWS;

    if (page > 0)
        rv_call_put_int(call, "earlier", (int64_t)page);           /* pages count from 1 */
    if (page < last)
        rv_call_put_int(call, "later", (int64_t)page + 2);
    rv_call_put_int(call, "total", (int64_t)total);
    if (total > ROWS) {
        rv_call_put_int(call, "from", (int64_t)from + 1);
        rv_call_put_int(call, "to", (int64_t)(from + ROWS < total ? from + ROWS : total));
    }
}

static rv_status put_rows(rv_call *call, const rv_papers *papers, size_t view, rv_error *err)
{
    json_t *rows = json_array();
    bool *keep = NULL;
    int64_t asked = 1;
    size_t total = 0, at = 0;
    rv_status st;

    rv_call_put(call, "reports", rows);
    if (*rv_call_word(call, "page") && (st = rv_call_int(call, "page", &asked, err)) != RV_OK)
        return st;
    if ((st = choose(call, papers, &keep, err)) != RV_OK) {
        free(keep);
        return st;
    }
    for (size_t i = 0; i < papers->n; i++)
        total += keep[i] &= is_of(&papers->items[i], view);
    const size_t last = total ? (total - 1) / ROWS : 0, page = asked < 1 ? 0 : (size_t)asked - 1 > last ? last : (size_t)asked - 1;
    for (size_t i = 0; i < papers->n && st == RV_OK; i++)
        if (keep[i] && at++ / ROWS == page)
            st = put_row(call, rows, &papers->items[i], err);
    put_pages(call, page, total);
    free(keep);
    return st;
}

/* ---- Files without a report ------------------------------------------------------------------------------------------------------- */

/* What the names asked for under `field` may be of. */
static rv_status put_matches(rv_call *call, const rv_papers *papers, const char *field, rv_error *err)
{
    const char *names[NAMES];
    json_t *found = NULL;
    size_t n = 0;
    rv_status st;

    while (n < NAMES && (names[n] = rv_call_item(call, field, n)))
        n++;
    st = rv_paper_match(call, papers, names, n, &found, err);
    rv_call_put(call, "names", found);
    return st;
}

rv_status rv_get_full_text_match(rv_call *call, rv_error *err)
{
    rv_papers papers;
    rv_status st = rv_papers_load(&papers, call, err);

    if (st != RV_OK)
        return st;
    st = put_matches(call, &papers, "name", err);
    rv_papers_free(&papers);
    return st;
}

rv_status rv_get_full_text(rv_call *call, rv_error *err)
{
    const char *asked = rv_call_word(call, "state");
    const size_t view = *asked ? view_of(asked) : *rv_call_word(call, "record") ? VIEWS - 1 : 0;
    rv_papers papers;
    rv_status st;

    if (view == VIEWS)
        return rv_fail(err, RV_EINVAL, "state is '%.40s'; it must be wanted, awaiting, ongoing, unobtainable, retrieved or all", asked);
    rv_call_put_text(call, "title", "Full texts");
    if ((st = rv_papers_load(&papers, call, err)) != RV_OK)
        return st;
    rv_call_put(call, "views", tabs(&papers, view));
    rv_call_put_text(call, "view", views[view].id);
    rv_call_put_text(call, "q", rv_call_word(call, "q"));
    if (rv_paper_stage(call->protocol))
        rv_call_put_text(call, "stage", rv_paper_stage(call->protocol)->id);
    if ((st = put_rows(call, &papers, view, err)) == RV_OK)
        st = put_matches(call, &papers, "unmatched", err);
    rv_papers_free(&papers);
    return st;
}
