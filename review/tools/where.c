#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "tools/review_file.h"
#include "tools/where.h"

enum { CONDITIONS = 32 };
typedef enum { IS_INCLUDED, IS_EXCLUDED, IS_UNDECIDED, AT_STAGE, OF_SOURCE, OF_KIND, OF_FILE } what;

typedef struct {
    what              what;
    const char       *text;              /* stage, source, kind or file */
    rv_screen_outcome outcome;
} condition;

/* What screening has come to for a report. */
typedef struct {
    int64_t  report;
    uint32_t holds;                      /* bit i: condition i holds at its stage */
    bool     included, excluded;         /* at the last stage; at one of them */
} standing;

struct rv_where {
    condition    conditions[CONDITIONS];
    size_t       n;
    bool         screened;               /* some condition asks for it */
    const char  *last;                   /* the last stage */
    standing    *reports;                /* in order of report */
    size_t       n_reports, room;
    rv_protocol *protocol;
};

static const struct { const char *word; rv_screen_outcome outcome; } outcomes[] = {
    { "included", RV_SCREEN_INCLUDED }, { "excluded", RV_SCREEN_EXCLUDED }, { "waiting", RV_SCREEN_WAITING },
    { "conflict", RV_SCREEN_CONFLICT }, { "set-aside", RV_SCREEN_SET_ASIDE },
};

static rv_status parse_stage(rv_where *where, condition *c, const char *text, const char *equals, rv_error *err)
{
    size_t i, k;

    for (i = 0; i < where->protocol->n_stages; i++) {
        const char *id = where->protocol->stages[i].id;

        if (strlen(id) != (size_t)(equals - text) || strncmp(id, text, strlen(id)) != 0)
            continue;
        for (k = 0; k < sizeof outcomes / sizeof *outcomes; k++)
            if (strcmp(outcomes[k].word, equals + 1) == 0) {
                *c = (condition){ AT_STAGE, id, outcomes[k].outcome };
                return RV_OK;
            }
        return rv_fail(err, RV_EUSAGE, "--where '%.80s': a stage comes to included, excluded, waiting, conflict or set-aside", text);
    }
    return rv_fail(err, RV_EUSAGE, "--where '%.80s': neither a stage of the protocol, nor source, kind or file", text);
}

static rv_status parse(rv_where *where, const char *text, rv_error *err)
{
    static const struct { const char *word; what what; } words[] = {
        { "included", IS_INCLUDED }, { "excluded", IS_EXCLUDED }, { "undecided", IS_UNDECIDED },
    }, names[] = { { "source=", OF_SOURCE }, { "kind=", OF_KIND }, { "file=", OF_FILE } };
    condition  *c = &where->conditions[where->n];
    const char *equals = strchr(text, '=');
    size_t      i;

    if (where->n++ == CONDITIONS)
        return rv_fail(err, RV_EUSAGE, "--where stands more than %d times", CONDITIONS);
    for (i = 0; i < 3; i++) {
        if (strcmp(text, words[i].word) == 0) {
            *c = (condition){ words[i].what, NULL, RV_SCREEN_WAITING };
            return RV_OK;
        }
        if (strncmp(text, names[i].word, strlen(names[i].word)) == 0) {
            *c = (condition){ names[i].what, equals + 1, RV_SCREEN_WAITING };
            return RV_OK;
        }
    }
    return equals ? parse_stage(where, c, text, equals, err)
                  : rv_fail(err, RV_EUSAGE, "--where '%.80s' is not known; it is included, excluded, undecided, STAGE=included, "
                            "source=NAME, kind=KIND or file=NAME", text);
}

static rv_status take_status(void *user, const rv_screen_status *row, rv_error *err)
{
    rv_where *where = user;
    standing *now = where->n_reports ? &where->reports[where->n_reports - 1] : NULL;
    size_t    i;

    if (!now || now->report != row->report) {
        if (where->n_reports == where->room) {
            size_t    room = where->room ? 2 * where->room : 1024;
            standing *reports = realloc(where->reports, room * sizeof *reports);

            if (!reports)
                return rv_fail(err, RV_ENOMEM, "out of memory");
            where->reports = reports;
            where->room = room;
        }
        now = &where->reports[where->n_reports++];
        *now = (standing){ .report = row->report };
    }
    now->excluded = now->excluded || row->outcome == RV_SCREEN_EXCLUDED;
    now->included = now->included || (row->outcome == RV_SCREEN_INCLUDED && strcmp(row->stage, where->last) == 0);
    for (i = 0; i < where->n; i++)
        if (where->conditions[i].what == AT_STAGE && where->conditions[i].outcome == row->outcome
            && strcmp(where->conditions[i].text, row->stage) == 0)
            now->holds |= UINT32_C(1) << i;
    return RV_OK;
}

rv_status rv_where_make(rv_where **out, rv_store *store, const rv_texts *conditions, rv_error *err)
{
    rv_where *where = *out = calloc(1, sizeof *where);
    rv_status st;
    size_t    i;

    if (!where)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_tool_protocol(store, &where->protocol, err);
    for (i = 0; st == RV_OK && i < conditions->count; i++) {
        st = parse(where, conditions->items[i], err);
        where->screened = where->screened || where->conditions[i].what <= AT_STAGE;
    }
    if (st != RV_OK || !where->screened)
        return st;
    if (where->protocol->n_stages == 0)
        return rv_fail(err, RV_EINVAL, "the protocol has no stages, so nothing is included or excluded");
    where->last = where->protocol->stages[where->protocol->n_stages - 1].id;
    return rv_screen_each(store, where->protocol, NULL, take_status, where, err);
}

static const standing *standing_of(const rv_where *where, int64_t report)
{
    size_t low = 0, high = where->n_reports;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (where->reports[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    return low < where->n_reports && where->reports[low].report == report ? &where->reports[low] : NULL;
}

bool rv_where_keeps(void *user, const rv_ref_origin *origin)
{
    static const standing new_one = { .report = 0 };
    const rv_where *where = user;
    const standing *s = where->screened ? standing_of(where, origin->report) : NULL;
    size_t          i;

    s = s ? s : &new_one;
    for (i = 0; i < where->n; i++) {
        const condition *c = &where->conditions[i];
        const bool       holds = c->what == IS_INCLUDED ? s->included : c->what == IS_EXCLUDED ? s->excluded
                                 : c->what == IS_UNDECIDED ? !s->included && !s->excluded
                                 : c->what == AT_STAGE ? (s->holds >> i & 1) != 0
                                 : strcmp(c->text, c->what == OF_SOURCE ? origin->source : c->what == OF_KIND ? origin->kind
                                                                                                            : origin->file) == 0;

        if (!holds)
            return false;
    }
    return true;
}

void rv_where_free(rv_where *where)
{
    if (!where)
        return;
    rv_protocol_free(where->protocol);
    free(where->reports);
    free(where);
}
