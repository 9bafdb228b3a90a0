/* What was extracted, as the tables that an import takes. */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/extract.h"
#include "tools/listing.h"

/* A table being written. */
typedef struct {
    const rv_extraction *work;
    rv_table *table;
    const char *study;               /* of parts: of this one alone; NULL: all */
} exporting;

static void put(const exporting *e, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        extract_text(e->table, cells[i]);
    rv_table_row(e->table);
}

/* The key of a record, "" for none. */
static rv_status key_of(const exporting *e, int64_t record, rv_buf *key, rv_error *err)
{
    return record ? rv_record_key(e->work->store, record, key, err) : RV_OK;
}

static rv_status export_value(void *user, const rv_value *v, rv_error *err)
{
    const exporting *e = user;
    const char *of[4] = { "", "", "", "" };
    static const char *const kinds[] = { "arm", "outcome", "time", "contrast" };
    rv_buf key = RV_BUF_INIT;
    const rv_status st = key_of(e, v->record, &key, err);

    for (size_t i = 0; i < 4; i++)
        if (strcmp(v->kind, kinds[i]) == 0)
            of[i] = v->part;
    put(e, (const char *const[]){ v->study, of[0], of[1], of[2], of[3], v->result, v->field, v->value, v->state, rv_buf_str(&key), v->place,
                                  v->quotation, v->note }, 13);
    rv_buf_free(&key);
    return st;
}

static rv_status fill_values(rv_table *table, void *user, rv_error *err)
{
    exporting *e = user;

    e->table = table;
    return rv_extract_walk(e->work->store, &(rv_value_filter){ .own = extract_own(e->work) }, export_value, e, err);
}

static rv_status export_study(void *user, const char *label, int64_t record, const char *role, rv_error *err)
{
    const exporting *e = user;
    rv_buf key = RV_BUF_INIT;
    const rv_status st = key_of(e, record, &key, err);

    put(e, (const char *const[]){ label, rv_buf_str(&key), role }, 3);
    rv_buf_free(&key);
    return st;
}

static rv_status fill_studies(rv_table *table, void *user, rv_error *err)
{
    exporting *e = user;

    e->table = table;
    return rv_extract_each_study(e->work->store, export_study, e, err);
}

static rv_status export_part(void *user, const rv_part *p, rv_error *err)
{
    (void)err;
    put(user, (const char *const[]){ p->study, p->kind, p->key }, 3);
    return RV_OK;
}

static rv_status fill_parts(rv_table *table, void *user, rv_error *err)
{
    exporting *e = user;

    e->table = table;
    return rv_extract_each_part(e->work->store, extract_own(e->work), e->study, export_part, e, err);
}

static rv_status export_result(void *user, const rv_result *r, rv_error *err)
{
    const exporting *e = user;
    rv_buf key = RV_BUF_INIT;
    char months[RV_REAL_TEXT];
    const rv_status st = key_of(e, r->record, &key, err);

    put(e, (const char *const[]){ r->result, r->study, r->domain, r->outcome, r->contrast, isnan(r->months) ? "" : rv_real_text(r->months, months),
                                  r->arm, rv_buf_str(&key) }, 8);
    rv_buf_free(&key);
    return st;
}

static rv_status fill_results(rv_table *table, void *user, rv_error *err)
{
    exporting *e = user;

    e->table = table;
    return rv_extract_each_own_result(e->work->store, extract_own(e->work), NULL, export_result, e, err);
}

/* In the order in which they are imported. */
static const char *const study_columns[] = { "study", "record", "role" };
static const char *const part_columns[] = { "study", "kind", "key" };
static const char *const result_columns[] = { "result", "study", "domain", "outcome", "contrast", "months", "arm", "record" };
static const char *const value_columns[] = { "study", "arm", "outcome", "time", "contrast", "result", "field", "value", "state", "record",
                                             "place", "quotation", "note" };
static const struct {
    const char *name;
    const char *const *columns;
    size_t      n;
    rv_status (*fill)(rv_table *table, void *user, rv_error *err);
} tables[] = {
    { "studies", study_columns, 3, fill_studies },
    { "parts", part_columns, 3, fill_parts },
    { "results", result_columns, 8, fill_results },
    { "values", value_columns, 13, fill_values },
};
enum { TABLES = sizeof tables / sizeof *tables, VALUES = TABLES - 1 };

static rv_status write_folder(const rv_extraction *work, rv_error *err)
{
    rv_status st = RV_OK;

    if (mkdir(work->folder, 0777) != 0 && errno != EEXIST)
        return rv_fail(err, RV_EIO, "%s: %s", work->folder, strerror(errno));
    for (size_t i = 0; st == RV_OK && i < TABLES; i++) {
        rv_buf path = RV_BUF_INIT;
        rv_buf_printf(&path, "%s/%s.csv", work->folder, tables[i].name);
        if ((st = rv_buf_check(&path, err)) == RV_OK)
            st = rv_tool_table(rv_buf_str(&path), RV_FORMAT_CSV, tables[i].columns, tables[i].n, tables[i].fill,
                               &(exporting){ .work = work }, err);
        rv_buf_free(&path);
    }
    return st;
}

rv_status extract_export(rv_extraction *work, char **operands, rv_error *err)
{
    size_t i = operands[0] ? 0 : VALUES;

    if (work->to >= 0)
        return extract_give(work, err);
    while (i < TABLES && operands[0] && strcmp(tables[i].name, operands[0]) != 0)
        i++;
    if (i == TABLES)
        return rv_fail(err, RV_EUSAGE, "there is no table '%s'; there are values, studies, parts and results", operands[0]);
    if (work->to >= 0)
        return extract_give(work, err);
    if (work->folder && (operands[0] || work->output || work->format >= 0))
        return rv_fail(err, RV_EUSAGE, "--folder takes all tables, as CSV; give it alone");
    if (work->folder)
        return write_folder(work, err);
    return extract_table(work, RV_FORMAT_CSV, tables[i].columns, tables[i].n, tables[i].fill, &(exporting){ .work = work }, err);
}

rv_status extract_parts(rv_extraction *work, char **operands, rv_error *err)
{
    return extract_table(work, RV_FORMAT_TEXT, part_columns, 3, fill_parts, &(exporting){ .work = work, .study = operands[0] }, err);
}
