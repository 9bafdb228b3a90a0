/* A second person looks up what one extracted. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/screen.h"

#include "tools/extract.h"
#include "tools/listing.h"

/* ---- The list ------------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    const rv_extraction *work;
    const char          *study;
    rv_table            *table;
} listing;

static rv_status add_value(void *user, const rv_checked *v, rv_error *err)
{
    const char *const cells[] = { v->study, v->row, v->key, v->field, v->value[0] ? v->value : v->state, v->place, v->quotation, v->by,
                                  v->bears ? "yes" : "no", v->checked, v->checker, "", "", "", v->note };
    const listing *l = user;

    (void)err;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    return RV_OK;
}

static rv_status fill_values(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_extract_each_checked(l->work->store, l->work->protocol, l->study, l->work->open, add_value, l, err);
}

/* ---- What was found ------------------------------------------------------------------------------------------------------------------ */

static rv_status tell_verified(const rv_extraction *work, const rv_verified *v)
{
    rv_tool_say("%zu right, %zu wrong (%zu corrected), %zu unclear; %zu stood already", v->right, v->wrong, v->corrections, v->unclear,
                v->unchanged);
    return extract_done(work, "extract.verify", v->event);
}

/* The value that a row and a field mean. */
typedef struct {
    const char *row, *field;
    char        kind[20], key[300];
    size_t      found;
} search;

static rv_status find_value(void *user, const rv_checked *v, rv_error *err)
{
    search *s = user;
    char whole[320];

    (void)err;
    snprintf(whole, sizeof whole, "%s:%s", v->row, v->key);
    if (strcmp(v->field, s->field) == 0 && (strcmp(v->key, s->row) == 0 || strcmp(whole, s->row) == 0)) {
        s->found++;
        snprintf(s->kind, sizeof s->kind, "%s", v->row);
        snprintf(s->key, sizeof s->key, "%s", v->key);
    }
    return RV_OK;
}

static rv_status verify_one(rv_extraction *work, char **o, rv_error *err)
{
    search s = { .row = o[1], .field = o[2] };
    rv_verified verified;
    rv_status st = rv_extract_each_checked(work->store, work->protocol, o[0], false, find_value, &s, err);

    if (st == RV_OK && s.found == 0)
        return rv_fail(err, RV_ENOTFOUND, "%s, %s: nothing stands under '%s'", o[0], o[1], o[2]);
    if (st == RV_OK && s.found > 1)
        return rv_fail(err, RV_EUSAGE, "%s has several rows '%s'; say which as arm:%s, result:%s", o[0], o[1], o[1], o[1]);
    if (st != RV_OK)
        return st;
    const rv_check check = { .study = o[0], .row = s.kind, .key = s.key, .field = o[2], .verdict = o[3], .value = o[4], .place = work->place,
                             .note = work->note };
    st = rv_extract_verify(work->store, work->protocol, work->who, &check, 1, extract_say_fault, NULL, &verified, err);
    return st == RV_OK ? tell_verified(work, &verified) : st;
}

rv_status extract_verify(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "row", "key", "field", "value", "place", "quotation", "by", "bears_effect", "checked", "checker",
                                           "verdict", "right", "right_place", "note" };
    const int n = rv_tool_count(operands);
    rv_verified verified;
    rv_status st;

    if (work->answers && n)
        return rv_fail(err, RV_EUSAGE, "the answers say of which values they are; leave the rest out");
    if (n == 2 || n == 3)
        return rv_fail(err, RV_EUSAGE, "say what was found: verify STUDY ROW FIELD right|wrong|unclear [VALUE]");
    if ((n > 3 || work->answers) && !work->who)
        return rv_fail(err, RV_EUSAGE, "who found it? say --as NAME, or set REVIEW_USER");
    if ((n > 3 || work->answers) && (st = rv_person_may(work->store, work->who, RV_MAY_EXTRACT, err)) != RV_OK)
        return st;
    if (n > 3)
        return verify_one(work, operands, err);
    if (!work->answers)
        return extract_table(work, RV_FORMAT_TEXT, columns, 15, fill_values, &(listing){ work, operands[0], NULL }, err);
    st = rv_extract_verify_file(work->store, work->protocol, work->who, work->answers, extract_say_fault, NULL, &verified, err);
    return st == RV_OK ? tell_verified(work, &verified) : st;
}

/* ---- unverified ---------------------------------------------------------------------------------------------------------------------- */

static rv_status add_effect(void *user, const rv_unverified *e, rv_error *err)
{
    (void)err;
    extract_text(user, e->result);
    extract_text(user, e->study);
    extract_text(user, e->measure);
    rv_table_real(user, e->yi);
    rv_table_real(user, e->vi);
    rv_table_int(user, (int64_t)e->unchecked);
    extract_text(user, e->fields);
    rv_table_row(user);
    return RV_OK;
}

static rv_status fill_effects(rv_table *table, void *user, rv_error *err)
{
    const rv_extraction *work = user;

    return rv_extract_each_unverified(work->store, work->protocol, add_effect, table, err);
}

rv_status extract_unverified(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "result", "study", "measure", "yi", "vi", "unverified", "fields" };

    (void)operands;
    return extract_table(work, RV_FORMAT_TEXT, columns, 7, fill_effects, work, err);
}
