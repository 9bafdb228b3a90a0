/* Two versions: what differs, how it is settled, and how far the two agreed. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "tools/extract.h"
#include "tools/listing.h"

/* ---- differences ------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_extraction *work;
    const char          *study;
    rv_table            *table;
    rv_difference_count  count;
} listing;

static const char *says(const rv_difference *d, int k)
{
    return d->texts[k][0] ? d->texts[k] : d->states[k];
}

/* People at a terminal are spared what a sheet needs: places unless they are asked for, and the columns after the review's word. */
static bool shown(const rv_extraction *work, size_t column)
{
    return work->format > RV_FORMAT_TEXT || column < 9 || column == 11 || column == 12 || (column < 11 && work->which == RV_WHICH_PLACES);
}

static rv_status add_difference(void *user, const rv_difference *d, rv_error *err)
{
    const char *const cells[] = { d->study, d->row, d->rows[0], d->rows[1], d->field, says(d, 0), says(d, 1), rv_compared_words[d->compared],
                                  d->hint, d->places[0], d->places[1], d->standing, d->has, d->by, d->names[0], d->names[1], "" };
    const listing *l = user;

    (void)err;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (shown(l->work, i))
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    return RV_OK;
}

static rv_status fill_differences(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_extract_differences(l->work->store, l->work->protocol, l->study, (rv_which)l->work->which, &l->count, add_difference, l, err);
}

static void say_count(const rv_difference_count *c)
{
    rv_tool_say("%zu stud%s compared, %zu still blind; of both: %zu values agree (%zu in other places), %zu differ, %zu are of %zu rows alone",
                c->studies, c->studies == 1 ? "y" : "ies", c->blind, c->agree, c->places, c->differ, c->alone, c->rows_alone);
    rv_tool_say("%zu open, %zu to take over, %zu to be looked at again", c->open, c->waits, c->again);
}

rv_status extract_differences(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const all[] = { "study", "row", "row_a", "row_b", "field", "a", "b", "how", "hint", "place_a", "place_b", "standing",
                                       "review", "by", "person_a", "person_b", "settled" };
    const char *columns[sizeof all / sizeof *all];
    listing l = { .work = work, .study = operands[0] };
    size_t n = 0;
    rv_status st;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (shown(work, i))
            columns[n++] = all[i];
    st = extract_table(work, RV_FORMAT_TEXT, columns, n, fill_differences, &l, err);
    if (st == RV_OK)
        say_count(&l.count);
    return st;
}

/* ---- agree, settle ----------------------------------------------------------------------------------------------------------------- */

void extract_say_fault(void *user, size_t line, const char *message)
{
    (void)user;
    if (line)
        rv_tool_say("line %zu: %s", line, message);
    else
        rv_tool_say("%s", message);
}

static rv_status tell_agreed(const rv_extraction *work, const rv_agreed *a)
{
    rv_tool_say("%zu stud%s: %zu parts, %zu results, %zu values taken over, %zu corrected; %zu settled, %zu open", a->studies,
                a->studies == 1 ? "y" : "ies", a->parts, a->results, a->values, a->corrections, a->settled, a->open);
    return extract_done(work, "extract.agree", a->event);
}

/* Who may settle what two differ on. */
static bool is_third(const rv_extraction *work)
{
    return rv_person_may(work->store, work->who, RV_MAY_ADJUDICATE, NULL) == RV_OK;
}

rv_status extract_agree(rv_extraction *work, char **operands, rv_error *err)
{
    const size_t n = (size_t)rv_tool_count(operands);
    rv_agreed agreed;
    rv_status st;

    if (work->answers && n)
        return rv_fail(err, RV_EUSAGE, "the answers say of which studies they are; leave the studies out");
    if (work->answers)
        st = rv_extract_agree_file(work->store, work->protocol, work->who, is_third(work), work->answers, extract_say_fault, NULL, &agreed, err);
    else
        st = rv_extract_agree(work->store, work->protocol, work->who, is_third(work), (const char *const *)operands, n, NULL, 0,
                              extract_say_fault, NULL, &agreed, err);
    return st == RV_OK ? tell_agreed(work, &agreed) : st;
}

/* The difference that a row and a field mean, with both its keys. */
typedef struct {
    const char *row, *field;
    char        kind[20], keys[2][300];
    size_t      found;
} search;

static rv_status find_difference(void *user, const rv_difference *d, rv_error *err)
{
    search *s = user;
    char whole[320];

    (void)err;
    for (int k = 0; k < 2; k++) {
        snprintf(whole, sizeof whole, "%s:%s", d->row, d->rows[k]);
        if (!d->rows[k][0] || strcmp(d->field, s->field) != 0 || (strcmp(d->rows[k], s->row) != 0 && strcmp(whole, s->row) != 0))
            continue;
        s->found++;
        snprintf(s->kind, sizeof s->kind, "%s", d->row);
        for (int i = 0; i < 2; i++)
            snprintf(s->keys[i], sizeof s->keys[i], "%s", d->rows[i]);
        break;
    }
    return RV_OK;
}

rv_status extract_settle(rv_extraction *work, char **operands, rv_error *err)
{
    const bool whole = !operands[3];
    search s = { .row = operands[1], .field = whole ? "" : operands[2] };
    rv_agreed agreed;
    rv_status st = rv_extract_differences(work->store, work->protocol, operands[0], RV_WHICH_ALL, NULL, find_difference, &s, err);

    if (st == RV_OK && s.found == 0)
        return rv_fail(err, RV_ENOTFOUND, "%s, %s: there is nothing of both under '%s'", operands[0], operands[1], s.field);
    if (st == RV_OK && s.found > 1)
        return rv_fail(err, RV_EUSAGE, "%s has several rows '%s'; say which as arm:%s, result:%s", operands[0], operands[1], operands[1],
                       operands[1]);
    if (st != RV_OK)
        return st;
    const rv_settlement answer = { .study = operands[0], .row = s.kind, .rows = { s.keys[0], s.keys[1] }, .field = s.field,
                                   .settled = operands[whole ? 2 : 3], .place = work->place, .note = work->note };
    st = rv_extract_agree(work->store, work->protocol, work->who, is_third(work), NULL, 0, &answer, 1, extract_say_fault, NULL, &agreed, err);
    return st == RV_OK ? tell_agreed(work, &agreed) : st;
}

/* ---- agreement --------------------------------------------------------------------------------------------------------------------- */

static rv_status add_field(void *user, const rv_field_agreement *a, rv_error *err)
{
    const double numbers[] = { a->share, a->share_lo, a->share_hi, a->kappa, a->kappa_lo, a->kappa_hi };

    (void)err;
    extract_text(user, a->field);
    extract_text(user, a->level);
    rv_table_int(user, (int64_t)a->both);
    rv_table_int(user, (int64_t)a->agree);
    rv_table_int(user, (int64_t)a->alone);
    rv_table_int(user, (int64_t)a->places);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rv_table_real(user, numbers[i]);
    rv_table_row(user);
    return RV_OK;
}

static rv_status fill_agreement(rv_table *table, void *user, rv_error *err)
{
    const rv_extraction *work = user;

    return rv_extract_agreement(work->store, work->protocol, add_field, table, err);
}

static rv_status add_checks(void *user, const rv_field_checks *c, rv_error *err)
{
    const size_t counts[] = { c->standing, c->checked, c->right, c->wrong, c->unclear };
    const double numbers[] = { c->share, c->share_lo, c->share_hi };

    (void)err;
    extract_text(user, c->field);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        rv_table_int(user, (int64_t)counts[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rv_table_real(user, numbers[i]);
    rv_table_row(user);
    return RV_OK;
}

static rv_status fill_checks(rv_table *table, void *user, rv_error *err)
{
    const rv_extraction *work = user;

    return rv_extract_each_field_checks(work->store, work->protocol, add_checks, table, err);
}

rv_status extract_agreement(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const of_two[] = { "field", "level", "both", "agree", "one_only", "places_differ", "share", "share_lo", "share_hi", "kappa",
                                          "kappa_lo", "kappa_hi" };
    static const char *const of_checks[] = { "field", "standing", "checked", "right", "wrong", "unclear", "share", "share_lo", "share_hi" };

    (void)operands;
    if (work->protocol->extraction == RV_EXTRACT_VERIFY)
        return extract_table(work, RV_FORMAT_TEXT, of_checks, 9, fill_checks, work, err);
    return extract_table(work, RV_FORMAT_TEXT, of_two, 12, fill_agreement, work, err);
}
