#include <config.h>

#include <string.h>

#include "tools/import.h"
#include "tools/oddities.h"
#include "tools/opts.h"

/* How many records of a file have what a review needs. */
typedef struct {
    uint64_t titles, authors, years, abstracts, dois;
} counts;

static const char *const columns[] = { "file", "format", "encoding", "records", "with_title", "with_authors", "with_year",
                                       "with_abstract", "with_doi", "with_decision", "oddities" };

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    counts *c = user;

    (void)err;
    c->titles += record->text[RV_REF_TITLE] != NULL;
    c->authors += record->n_names > 0;
    c->years += record->date.year != 0;
    c->abstracts += record->text[RV_REF_ABSTRACT] != NULL;
    c->dois += record->text[RV_REF_DOI] != NULL;
    return RV_OK;
}

void rv_import_say_decisions(const char *path, const rv_refs_summary *summary)
{
    if (summary->decisions)
        rv_tool_say("%s: %zu record%s screening decisions; 'review-convert --to decisions' writes them out", path, summary->decisions,
                    summary->decisions == 1 ? " carries" : "s carry");
}

static void write_row(rv_table *table, const char *path, const rv_refs_summary *summary, const counts *c)
{
    const char    *slash = strrchr(path, '/');
    const uint64_t numbers[] = { summary->records, c->titles, c->authors, c->years, c->abstracts, c->dois, summary->decisions, summary->problems };
    size_t         i;

    rv_table_text(table, slash && slash[1] ? slash + 1 : path);
    rv_table_text(table, summary->format);
    rv_table_text(table, summary->encoding);
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rv_table_int(table, (int64_t)numbers[i]);
    rv_table_row(table);
}

static rv_status check_all(rv_table *table, char *const *paths, const char *from, const char *encoding, rv_error *err)
{
    rv_status worst = RV_OK;

    for (; *paths; paths++) {
        counts             c = { .titles = 0 };
        const rv_refs_sink sink = { .record = take_record, .problem = rv_oddity_take, .user = &c };
        rv_refs_summary    summary = { .format = NULL };
        rv_error           fault = { .code = RV_OK };
        rv_status          st = rv_refs_read(*paths, from, encoding, &sink, &summary, &fault);

        if (st == RV_OK) {
            write_row(table, *paths, &summary, &c);
            rv_import_say_decisions(*paths, &summary);
        } else if (worst == RV_OK) {
            *err = fault;
            worst = st;
        } else {
            rv_tool_say("%s", fault.message);
        }
    }
    return worst;
}

rv_status rv_import_check(char *const *paths, const char *from, const char *encoding, rv_format format, const char *output,
                          rv_error *err)
{
    rv_output *out = NULL;
    rv_table  *table = NULL;
    rv_error   fault = { .code = RV_OK };
    rv_status  st = rv_output_open(&out, output, err), checked;

    if (st != RV_OK)
        return st;
    if ((st = rv_table_open(&table, out, format, columns, sizeof columns / sizeof *columns, err)) != RV_OK) {
        rv_output_drop(out);
        return st;
    }
    checked = check_all(table, paths, from, encoding, &fault);
    if ((st = rv_table_close(table, err)) == RV_OK)
        st = rv_output_close(out, err);
    else
        rv_output_drop(out);
    if (st == RV_OK && checked != RV_OK)
        *err = fault;
    return st == RV_OK ? checked : st;
}
