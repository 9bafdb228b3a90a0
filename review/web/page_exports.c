/* Exports: records, decisions, values and effects as files for other programs. Each is written to a file first, then sent. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/extract.h"
#include "review/report.h"
#include "review/screen.h"

#include "web/handlers.h"
#include "web/overview.h"
#include "web/shelf.h"

/* ---- Rows of our own tables -------------------------------------------------------------------------------------------------------- */

typedef struct { rv_call *call; rv_table *table; const rv_plan *plan; const char *format; bool reports; } exporting;

static rv_status as_table(exporting *e, rv_output *out, const char *const *columns, size_t n, rv_status (*fill)(exporting *e, rv_error *err),
                          rv_error *err)
{
    rv_status st = rv_table_open(&e->table, out, RV_FORMAT_CSV, columns, n, err), ended;

    if (st != RV_OK)
        return st;
    st = fill(e, err);
    ended = rv_table_close(e->table, st == RV_OK ? err : NULL);
    return st == RV_OK ? ended : st;
}

static void put_texts(rv_table *table, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rv_table_text(table, texts[i] && *texts[i] ? texts[i] : NULL);
}

static rv_status key_of(const exporting *e, int64_t record, rv_buf *key, rv_error *err)
{
    return record ? rv_record_key(e->call->store, record, key, err) : RV_OK;
}

/* Decisions as their viewer may see them, in the columns that an import takes. */
static const char *const decision_columns[] = { "record", "stage", "reviewer", "role", "verdict", "reason", "note", "at" };

static rv_status add_decision(void *user, const rv_standing_decision *d, rv_error *err)
{
    const exporting *e = user;
    rv_buf key = RV_BUF_INIT;
    const rv_status st = key_of(e, d->record, &key, err);

    put_texts(e->table, (const char *const[]){ rv_buf_str(&key), d->stage, d->reviewer, d->role, d->verdict, d->reason, d->note, d->at }, 8);
    rv_table_row(e->table);
    rv_buf_free(&key);
    return st;
}

static rv_status fill_decisions(exporting *e, rv_error *err)
{
    return rv_screen_decisions(e->call->store, e->call->protocol, e->call->person, add_decision, e, err);
}

/* Values of the review's version, in the columns that an import takes. */
static const char *const value_columns[] = { "study", "arm", "outcome", "time", "contrast", "result", "field", "value", "state", "record", "place",
                                             "quotation", "note" };

static rv_status add_value(void *user, const rv_value *v, rv_error *err)
{
    static const char *const kinds[] = { "arm", "outcome", "time", "contrast" };
    const exporting *e = user;
    const char *of[4] = { "", "", "", "" };
    rv_buf key = RV_BUF_INIT;
    const rv_status st = key_of(e, v->record, &key, err);

    for (size_t i = 0; i < 4; i++)
        if (strcmp(v->kind, kinds[i]) == 0)
            of[i] = v->part;
    put_texts(e->table, (const char *const[]){ v->study, of[0], of[1], of[2], of[3], v->result, v->field, v->value, v->state, rv_buf_str(&key),
                                               v->place, v->quotation, v->note }, 13);
    rv_table_row(e->table);
    rv_buf_free(&key);
    return st;
}

static rv_status fill_values(exporting *e, rv_error *err)
{
    return rv_extract_walk(e->call->store, &(rv_value_filter){ .own = NULL }, add_value, e, err);
}

/* The effects of every planned analysis, those left out with their reason. */
static const char *const effect_columns[] = { "analysis", "study", "result", "domain", "outcome", "contrast", "months", "measure", "yi", "vi",
                                              "chosen", "left_out" };

static void add_effect(const exporting *e, const rv_review_effect *x)
{
    put_texts(e->table, (const char *const[]){ e->plan->id, x->study, x->result, x->domain, x->outcome, x->contrast }, 6);
    rv_table_real(e->table, x->months);
    rv_table_text(e->table, e->plan->measure);
    rv_table_real(e->table, x->yi);
    rv_table_real(e->table, x->vi);
    rv_table_text(e->table, x->chosen ? "yes" : "no");
    put_texts(e->table, &x->left_out, 1);
    rv_table_row(e->table);
}

static rv_status fill_effects(exporting *e, rv_error *err)
{
    const rv_protocol *p = e->call->protocol;
    rv_status st = RV_OK;

    for (size_t i = 0; i < p->n_analyses && st == RV_OK; i++) {
        rv_effects effects = { 0 };
        e->plan = &p->analyses[i];
        st = rv_report_effects(e->call->store, p, e->plan->domain, e->plan->measure, e->plan->select, e->plan->n_select, NULL, false, &effects, err);
        for (size_t k = 0; st == RV_OK && k < effects.n; k++)
            add_effect(e, &effects.effects[k]);
        rv_effects_free(&effects);
    }
    return st;
}

/* ---- Writers, by what is asked for ------------------------------------------------------------------------------------------------------- */

static rv_status write_records(void *user, rv_output *out, rv_error *err)
{
    const exporting *e = user;
    const rv_export_choice choice = { .reports = e->reports };
    uint64_t n;

    return rv_refs_export(e->call->store, e->format, &choice, out, &n, err);
}

static rv_status write_decisions(void *user, rv_output *out, rv_error *err)
{
    exporting *e = user;
    uint64_t n;

    if (strcmp(e->format, "csv") == 0)
        return as_table(e, out, decision_columns, 8, fill_decisions, err);
    return rv_screen_export(e->call->store, e->call->protocol, e->call->person, NULL, e->format, out, &n, err);
}

static rv_status write_values(void *user, rv_output *out, rv_error *err)
{
    exporting *e = user;

    if (strcmp(e->format, "csv") == 0)
        return as_table(e, out, value_columns, 13, fill_values, err);
    return rv_extract_write(e->call->store, e->call->protocol, e->format, out, NULL, NULL, err);
}

static rv_status write_effects(void *user, rv_output *out, rv_error *err)
{
    return as_table(user, out, effect_columns, 12, fill_effects, err);
}

static rv_status write_flow(void *user, rv_output *out, rv_error *err)
{
    const exporting *e = user;
    rv_review_flow *flow = NULL;
    rv_status st = rv_report_flow(e->call->store, e->call->protocol, &flow, err);

    if (st == RV_OK)
        st = rv_flow_write(rv_review_flow_of(flow), out, err);
    rv_review_flow_free(flow);
    return st;
}

static const char *const csv_first[] = { "csv", NULL }, *const none[] = { NULL };

/* What can be had, in which formats: `more` after `formats`. */
static const struct {
    const char *what, *label, *about;
    const char *const *formats, *const *more;
    rv_status (*write)(void *user, rv_output *out, rv_error *err);
} exports[] = {
    { "records", "Records", "every record with all that its file says", rv_refs_written, none, write_records },
    { "decisions", "Decisions", "votes and resolutions that you may see; our own table, or for another program", csv_first, rv_screen_programs, write_decisions },
    { "values", "Values", "what was extracted, with places; our own table, or for another program", csv_first, rv_extract_formats_written, write_values },
    { "effects", "Effects", "of every planned analysis, those left out with their reason", csv_first, none, write_effects },
    { "flow", "Flow", "the numbers of the PRISMA diagram", csv_first, none, write_flow },
};
enum { EXPORTS = sizeof exports / sizeof *exports };

static void add_formats(json_t *list, const char *const *formats)
{
    for (; *formats; formats++) {
        json_t *row = json_object();
        rv_json_put_text(row, "format", *formats);
        json_array_append_new(list, row);
    }
}

rv_status rv_get_exports(rv_call *call, rv_error *err)
{
    json_t *list = json_array();

    (void)err;
    for (int i = 0; i < EXPORTS; i++) {
        json_t *row = json_object(), *formats = json_array();
        rv_json_put_text(row, "export", exports[i].what);
        rv_json_put_text(row, "label", exports[i].label);
        rv_json_put_text(row, "about", exports[i].about);
        add_formats(formats, exports[i].formats);
        add_formats(formats, exports[i].more);
        json_object_set_new(row, "formats", formats);
        rv_json_put_yes(row, "records", i == 0);
        json_array_append_new(list, row);
    }
    rv_call_put_text(call, "title", "Exports");
    rv_put_list(call, "exports", list);
    return RV_OK;
}

static bool has(const char *const *formats, const char *format)
{
    while (*formats && strcmp(*formats, format) != 0)
        formats++;
    return *formats != NULL;
}

/* How files of a format are called. */
static const char *ending(const char *format)
{
    static const char *const endings[][2] = {
        { "csv", "csv" }, { "tsv", "tsv" }, { "xml", "xml" }, { "json", "json" }, { "ris", "ris" }, { "bib", "bib" }, { "nbib", "nbib" },
        { "xlsx", "xlsx" }, { "covidence", "ris" }, { "eppi", "json" }, { "revman-results", "csv" }, { "revman", "zip" }, { "rayyan", "csv" },
        { "asreview", "csv" }, { "metapsy", "csv" }, { "decisions", "csv" },
    };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strstr(format, endings[i][0]))
            return endings[i][1];
    return "txt";
}

rv_status rv_get_export(rv_call *call, rv_error *err)
{
    const char *what = rv_call_word(call, "export"), *format = rv_call_word(call, "format");
    exporting e = { .call = call, .format = *format ? format : "csv", .reports = rv_call_yes(call, "reports") };
    char name[120];
    rv_status st;
    int i = 0;

    while (i < EXPORTS && strcmp(exports[i].what, what) != 0)
        i++;
    if (i == EXPORTS)
        return rv_fail(err, RV_ENOTFOUND, "there is no export '%.40s'; there are records, decisions, values, effects, flow", what);
    if (!has(exports[i].formats, e.format) && !has(exports[i].more, e.format))
        return rv_fail(err, RV_EINVAL, "format is '%.40s'; %s are not written so", e.format, exports[i].what);
    if (!call->protocol && i > 0)
        return rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
    snprintf(name, sizeof name, "%s-%.40s.%s", what, e.format, ending(e.format));
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    st = rv_call_download(call, "application/octet-stream", name, exports[i].write, &e, err);
    rv_store_read_end(call->store);
    return st;
}
