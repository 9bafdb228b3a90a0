/* What deduplication left of each source, for the flow diagram. */
#include <config.h>

#include <string.h>

#include "tools/dedup.h"
#include "tools/listing.h"

typedef struct {
    rv_store      *store;
    rv_table      *table;
    rv_dedup_count left, right;      /* databases and registers; the others */
} counting;

static void put(rv_table *table, const char *source, const char *kind, const rv_dedup_count *row)
{
    rv_table_text(table, source);
    rv_table_text(table, kind);
    rv_table_int(table, row->records);
    rv_table_int(table, row->within);
    rv_table_int(table, row->elsewhere);
    rv_table_int(table, row->within + row->elsewhere);
    rv_table_int(table, row->unique);
    rv_table_row(table);
}

static void add(rv_dedup_count *to, const rv_dedup_count *row)
{
    to->records += row->records;
    to->within += row->within;
    to->elsewhere += row->elsewhere;
    to->unique += row->unique;
}

static rv_status add_source(void *user, const rv_dedup_count *row, rv_error *err)
{
    counting *c = user;

    (void)err;
    put(c->table, row->source, row->kind, row);
    add(strcmp(row->kind, "database") == 0 || strcmp(row->kind, "register") == 0 ? &c->left : &c->right, row);
    return RV_OK;
}

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    counting *c = user;
    rv_dedup_count all = { 0 };
    rv_status st;

    c->table = table;
    if ((st = rv_dedup_counts(c->store, add_source, c, err)) != RV_OK)
        return st;
    add(&all, &c->left);
    add(&all, &c->right);
    put(table, "databases and registers", "total", &c->left);
    put(table, "other methods", "total", &c->right);
    put(table, "all", "total", &all);
    return RV_OK;
}

rv_status rv_dedup_do_counts(rv_dedup_work *work, rv_error *err)
{
    static const char *const columns[] = { "source", "kind", "records", "within", "elsewhere", "duplicates", "unique" };
    counting c = { .store = work->store };

    return rv_tool_table(work->output, work->format < 0 ? RV_FORMAT_TEXT : work->format, columns, 7, fill, &c, err);
}
