/* Which report a file is of, by its name: a number in it, else words of a title. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

#include "web/paper_queue.h"

enum { MOST = 5, WORDS_SURE = 4, WORD_BYTES = 3 };

typedef struct {
    int64_t report;
    double  share;
    size_t  words, of;                /* words in common; of the title's */
    char   *label;
} candidate;

/* One name. */
typedef struct {
    rv_buf    folded;                 /* with a blank before and behind */
    size_t    words;                  /* 0: it is found already, or says nothing */
    candidate best[MOST + 1];
    size_t    n;
    json_t   *found;
} search;

typedef struct {
    const rv_papers *papers;
    search          *names;
    size_t           n;
    rv_buf           folded;          /* a title */
} searching;

/* The words of a folded text that say something, those of three bytes or more and numbers: how many stand in the other text too. */
static size_t count_common(const char *text, const char *in, size_t *all)
{
    size_t common = 0;

    *all = 0;
    while (*(text += strspn(text, " "))) {
        const size_t n = strcspn(text, " ");
        char word[64] = " ";
        if ((n >= WORD_BYTES || strspn(text, "0123456789") >= n) && n + 3 < sizeof word) {
            memcpy(word + 1, text, n);
            word[n + 1] = ' ';
            word[n + 2] = 0;
            ++*all;
            common += strstr(in, word) != NULL;
        }
        text += n;
    }
    return common;
}

/* Share of words that both have, of the shorter; authors and year in the name do not count against it. */
static double likeness(const search *s, const char *title, size_t *words, size_t *of)
{
    size_t all;
    const size_t common = count_common(title, rv_buf_str(&s->folded), &all), least = all < s->words ? all : s->words;

    *words = common;
    *of = all;
    return least && common >= 2 ? (double)common / (double)least : 0;
}

/* Keeps a report among the best of a name. */
static rv_status weigh(search *s, const rv_stored_record *record, const char *title, rv_error *err)
{
    candidate c = { .report = record->id };
    rv_buf label = RV_BUF_INIT;
    size_t at;

    if ((c.share = likeness(s, title, &c.words, &c.of)) < 0.5)
        return RV_OK;
    for (at = s->n; at > 0 && s->best[at - 1].share < c.share; at--)
        s->best[at] = s->best[at - 1];
    if (at == MOST)
        return RV_OK;
    rv_record_label(&record->fields, &label);
    c.label = strdup(rv_buf_str(&label));
    rv_buf_free(&label);
    s->best[at] = c;
    if (++s->n > MOST)
        free(s->best[--s->n].label);
    return c.label ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status weigh_all(void *user, const rv_stored_record *record, rv_error *err)
{
    searching *all = user;
    const char *title = record->fields.title;
    rv_status st;

    if (!title || !*title || !rv_paper_find(all->papers, record->id))
        return RV_OK;
    rv_buf_clear(&all->folded);
    st = rv_utf8_fold(&all->folded, title, strlen(title), err);
    for (size_t i = 0; i < all->n && st == RV_OK; i++)
        if (all->names[i].words >= 2)
            st = weigh(&all->names[i], record, rv_buf_str(&all->folded), err);
    return st;
}

/* The name without its ending, folded, between blanks. */
static rv_status fold_name(const char *name, rv_buf *out, rv_error *err)
{
    const char *dot = strrchr(name, '.');
    const size_t n = dot && dot != name && strlen(dot) <= 6 ? (size_t)(dot - name) : strlen(name);
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < n; i++)
        rv_buf_char(&words, name[i] == '_' ? ' ' : name[i]);
    rv_buf_char(out, ' ');
    if ((st = rv_buf_check(&words, err)) == RV_OK)
        st = rv_utf8_fold(out, rv_buf_str(&words), words.length, err);
    rv_buf_char(out, ' ');
    rv_buf_free(&words);
    return st;
}

static void add(json_t *out, int64_t report, const char *label, bool sure, double share)
{
    json_t *one = json_object();

    rv_json_put_int(one, "record", report);
    rv_json_put_text(one, "label", label);
    rv_json_put_yes(one, "sure", sure);
    rv_json_put_real(one, "share", share);
    json_array_append_new(out, one);
}

static rv_status put_label(void *user, const rv_stored_record *record, rv_error *err)
{
    rv_record_label(&record->fields, user);
    return rv_buf_check(user, err);
}

/* The report that a number in the name names; 0 for none. */
static rv_status by_number(rv_call *call, const char *name, json_t *out, int64_t *report, rv_error *err)
{
    rv_buf label = RV_BUF_INIT;
    int64_t record;
    rv_status st = rv_file_name_record(call->store, name, &record, err);

    *report = 0;
    if (st == RV_ENOTFOUND || st == RV_EINVAL)
        return RV_OK;
    if (st == RV_OK && (st = rv_record_report(call->store, record, report, err)) == RV_OK
        && (st = rv_reports_each(call->store, *report, *report, put_label, &label, err)) == RV_OK)
        add(out, *report, rv_buf_str(&label), true, 1);
    rv_buf_free(&label);
    return st;
}

static rv_status begin(rv_call *call, search *s, const char *name, rv_error *err)
{
    int64_t named;
    rv_status st;

    s->found = json_array();
    if ((st = by_number(call, name, s->found, &named, err)) == RV_OK && !named && (st = fold_name(name, &s->folded, err)) == RV_OK)
        count_common(rv_buf_str(&s->folded), rv_buf_str(&s->folded), &s->words);
    return st;
}

/* The first is sure when all words say it, these are much of its title, and no other fits as well. */
static void end(search *s, const char *name, json_t *out)
{
    json_t *one = json_object();

    for (size_t i = 0; i < s->n; i++) {
        const candidate *c = &s->best[i];
        const bool alone = s->n == 1 || s->best[1].share < s->best[0].share;
        add(s->found, c->report, c->label, i == 0 && alone && c->share >= 1 && c->words >= WORDS_SURE && 2 * c->words >= c->of, c->share);
        free(c->label);
    }
    rv_json_put_text(one, "name", name);
    json_object_set_new(one, "candidates", s->found);
    json_array_append_new(out, one);
    rv_buf_free(&s->folded);
}

rv_status rv_paper_match(rv_call *call, const rv_papers *papers, const char *const *names, size_t n, json_t **out, rv_error *err)
{
    searching all = { papers, calloc(n + 1, sizeof *all.names), n, RV_BUF_INIT };
    bool titles = false;
    rv_status st = RV_OK;

    *out = json_array();
    if (!all.names || !*out) {
        free(all.names);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        all.names[i].folded = (rv_buf)RV_BUF_INIT;
        st = begin(call, &all.names[i], names[i], err);
        titles |= all.names[i].words >= 2;
    }
    if (st == RV_OK && titles)
        st = rv_reports_each(call->store, 0, INT64_MAX, weigh_all, &all, err);
    for (size_t i = 0; i < n; i++)
        end(&all.names[i], names[i], *out);
    free(all.names);
    rv_buf_free(&all.folded);
    return st;
}
