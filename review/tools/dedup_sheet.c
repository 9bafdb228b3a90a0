/* What people compare of two records. */
#include <config.h>

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/dedup.h"

#define FIELD(name) { #name, offsetof(rv_bulk_record, name) }
static const struct { const char *name; size_t at; } fields[] = {
    FIELD(title), FIELD(authors), FIELD(year), FIELD(container), FIELD(volume), FIELD(issue), FIELD(pages), FIELD(doi), FIELD(pmid),
    FIELD(isbn), FIELD(accession), FIELD(publisher), FIELD(type), FIELD(language),
};
enum { FIELDS = sizeof fields / sizeof *fields };
const char *const rv_sheet_names[RV_SHEET_FIELDS] = {
    "title", "authors", "year",      "container", "volume", "issue",    "pages",  "doi",
    "pmid",  "isbn",    "accession", "publisher", "type",   "language", "source", "abstract",
};

static char *copy(const char *text, bool *failed)
{
    char *copied = text && *text ? strdup(text) : NULL;

    *failed |= text && *text && !copied;
    return copied;
}

static rv_status keep(void *user, const rv_stored_record *record, rv_error *err)
{
    rv_sheet *sheet = user;
    char year[24] = "";
    bool failed = false;

    for (size_t i = 0; i < FIELDS; i++) {
        const bool is_year = fields[i].at == offsetof(rv_bulk_record, year);
        if (is_year && record->fields.year)
            snprintf(year, sizeof year, "%lld", (long long)record->fields.year);
        sheet->text[i] = copy(is_year ? year : *(const char *const *)((const char *)&record->fields + fields[i].at), &failed);
    }
    sheet->text[FIELDS] = copy(record->source, &failed);
    sheet->text[FIELDS + 1] = copy(record->fields.abstract, &failed);
    sheet->report = record->report;
    return failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

rv_status rv_sheet_read(rv_store *store, int64_t record, rv_sheet *out, rv_error *err)
{
    rv_status st;

    *out = (rv_sheet){ .report = -1 };
    if ((st = rv_records_each(store, record, record, keep, out, err)) == RV_OK && out->report < 0)
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    if (st != RV_OK)
        rv_sheet_free(out);
    return st;
}

void rv_sheet_free(rv_sheet *sheet)
{
    for (int i = 0; i < RV_SHEET_FIELDS; i++)
        free(sheet->text[i]);
    *sheet = (rv_sheet){ 0 };
}
