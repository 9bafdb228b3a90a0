/* review-screen: files of reports. */
#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen_files.h"

static rv_status attach(rv_screening *work, int64_t record, const char *path, bool porcelain, rv_error *err)
{
    char digest[RV_DIGEST_HEX], hex[RV_DIGEST_HEX];
    int64_t report;
    rv_status st;

    if ((st = rv_report_attach(work->store, work->who, record, path, digest, hex, err)) != RV_OK
        || (st = rv_record_report(work->store, record, &report, err)) != RV_OK)
        return st;
    rv_tool_ack(porcelain, "report.attach", hex);
    rv_tool_say("report %lld has %s, %.12s", (long long)report, path, digest);
    return RV_OK;
}

rv_status rv_screening_attach(rv_screening *work, char **operands, bool porcelain, rv_error *err)
{
    int64_t record;
    rv_status st = rv_record_find(work->store, operands[0], &record, err);

    for (char **path = operands + 1; *path && st == RV_OK; path++)
        st = attach(work, record, *path, porcelain, err);
    return st;
}

/* ---- A folder ---------------------------------------------------------------------------------------------------------------- */

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Counts files that are attached, and those that failed: a file that cannot be read, or a review that cannot be written. One that is not
   attached is told, and the others go on. */
static rv_status attach_named(rv_screening *work, const char *folder, const char *name, bool porcelain, size_t *taken, size_t *failed,
                              rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    int64_t record;
    rv_error why = { 0 };
    rv_status st;

    rv_buf_printf(&path, "%s/%s", folder, name);
    if ((st = rv_buf_check(&path, err)) != RV_OK) {
        rv_buf_free(&path);
        return st;
    }
    if ((st = rv_file_name_record(work->store, name, &record, &why)) == RV_OK)
        st = attach(work, record, rv_buf_str(&path), porcelain, &why);
    *taken += st == RV_OK;
    *failed += st == RV_EIO;
    if (st == RV_ENOTFOUND || st == RV_EINVAL || st == RV_EEXIST || st == RV_EIO) {
        if (strncmp(why.message, rv_buf_str(&path), path.length) == 0)
            rv_tool_say("%s", why.message);      /* it names the file itself */
        else
            rv_tool_say("%s: %s", rv_buf_str(&path), why.message);
        st = RV_OK;
    }
    rv_buf_free(&path);
    return st == RV_OK ? st : rv_fail(err, st, "%s", why.message);
}

rv_status rv_screening_attach_folder(rv_screening *work, const char *folder, bool porcelain, rv_error *err)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, shown, by_name);
    size_t taken = 0, failed = 0;
    rv_status st = n < 0 ? rv_fail(err, RV_EIO, "%s: %s", folder, strerror(errno)) : RV_OK;

    for (int i = 0; i < n; i++) {
        if (st == RV_OK)
            st = attach_named(work, folder, entries[i]->d_name, porcelain, &taken, &failed, err);
        free(entries[i]);
    }
    free(entries);
    if (st == RV_OK)
        rv_tool_say("%zu of %d files of %s attached", taken, n, folder);
    if (st == RV_OK && failed)
        st = rv_fail(err, RV_EIO, "%zu of them could not be read, or not be written; what was attached stays", failed);
    return st;
}

/* ---- One file ---------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *begins;           /* digits of a digest, NULL for any */
    char        digest[RV_DIGEST_HEX];
    size_t      n;                /* different ones */
} choice;

static rv_status choose(void *user, const rv_attachment *file, rv_error *err)
{
    choice *c = user;

    (void)err;
    if ((c->begins && strncmp(file->digest, c->begins, strlen(c->begins)) != 0) || (c->n && strcmp(c->digest, file->digest) == 0))
        return RV_OK;
    memcpy(c->digest, file->digest, RV_DIGEST_HEX);
    c->n++;
    return RV_OK;
}

static bool is_digest(const char *name)
{
    const size_t n = strlen(name);

    return n >= 8 && n < RV_DIGEST_HEX && strspn(name, "0123456789abcdef") == n;
}

/* The one file of a report (0: of all) whose digest begins so. */
static rv_status one_file(rv_store *store, int64_t report, const char *begins, choice *c, rv_error *err)
{
    rv_status st;

    *c = (choice){ .begins = begins };
    if ((st = rv_report_attachments(store, report, choose, c, err)) != RV_OK)
        return st;
    if (c->n == 0)
        return begins ? rv_fail(err, RV_ENOTFOUND, "no file %s is attached", begins)
                      : rv_fail(err, RV_ENOTFOUND, "report %lld has no file", (long long)report);
    if (c->n > 1)
        return rv_fail(err, RV_EINVAL, "%zu files fit; name one by its digest (review-screen files)", c->n);
    return RV_OK;
}

rv_status rv_screening_detach(rv_screening *work, char **operands, bool porcelain, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    choice c;
    rv_status st;

    if (!is_digest(operands[1]))
        return rv_fail(err, RV_EUSAGE, "'%s' is no digest; give 8 digits of it or more", operands[1]);
    if ((st = rv_record_find(work->store, operands[0], &record, err)) == RV_OK
        && (st = one_file(work->store, record, operands[1], &c, err)) == RV_OK
        && (st = rv_report_detach(work->store, work->who, record, c.digest, hex, err)) == RV_OK)
        rv_tool_ack(porcelain, "report.detach", hex);
    return st;
}

static rv_status write_piece(void *user, const void *bytes, size_t n, rv_error *err)
{
    (void)err;
    rv_output_add(user, bytes, n);
    return RV_OK;
}

rv_status rv_screening_file(rv_screening *work, const char *name, rv_error *err)
{
    rv_output *out = NULL;
    int64_t record = 0;
    choice c = { .n = 0 };
    rv_status st = RV_OK;

    if (is_digest(name))
        st = one_file(work->store, 0, name, &c, err);
    else if ((st = rv_record_find(work->store, name, &record, err)) == RV_OK)
        st = one_file(work->store, record, NULL, &c, err);
    if (st != RV_OK || (st = rv_output_open(&out, work->output, err)) != RV_OK)
        return st;
    if ((st = rv_report_file_bytes(work->store, c.digest, write_piece, out, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

/* ---- The list --------------------------------------------------------------------------------------------------------------- */

static rv_status add_title(void *user, const rv_stored_record *report, rv_error *err)
{
    (void)err;
    rv_table_text(user, report->fields.title);
    return RV_OK;
}

typedef struct {
    rv_screening *work;
    const char   *state;
    size_t        n;
} listed;

static rv_status add_file(void *user, const rv_attachment *file, rv_error *err)
{
    listed *l = user;
    rv_table *table = l->work->table;
    rv_status st;

    rv_table_int(table, file->report);
    rv_table_text(table, *l->state ? l->state : NULL);
    rv_table_text(table, file->name);
    rv_table_text(table, file->media);
    rv_table_int(table, file->bytes);
    rv_table_text(table, file->digest);
    rv_table_text(table, file->who);
    rv_table_text(table, file->at);
    st = rv_reports_each(l->work->store, file->report, file->report, add_title, table, err);
    rv_table_row(table);
    l->n++;
    return st;
}

static rv_status add_without(rv_screening *work, const rv_screen_status *row, rv_error *err)
{
    rv_status st;

    rv_table_int(work->table, row->report);
    rv_table_text(work->table, row->state);
    for (int i = 0; i < 6; i++)
        rv_table_missing(work->table);
    st = rv_reports_each(work->store, row->report, row->report, add_title, work->table, err);
    rv_table_row(work->table);
    return st;
}

/* To be had: said to be sought, or at a stage of full texts, not decided, and nothing said of it yet. */
static bool lacks_text(const rv_screen_status *row, bool full_texts)
{
    const bool open = row->outcome == RV_SCREEN_WAITING || row->outcome == RV_SCREEN_CONFLICT;

    return strcmp(row->state, "sought") == 0 || (full_texts && open && !*row->state);
}

/* A report's row at the second stage, or the only one. */
static rv_status add_report(void *user, const rv_screen_status *row, rv_error *err)
{
    rv_screening *work = user;
    const bool full_texts = work->protocol->n_stages > 1;
    listed l = { work, row->state, 0 };
    rv_status st;

    if (strcmp(row->stage, work->protocol->stages[full_texts].id) != 0)
        return RV_OK;
    if ((st = rv_report_attachments(work->store, row->report, add_file, &l, err)) != RV_OK || l.n
        || !lacks_text(row, full_texts))
        return st;
    return add_without(work, row, err);
}

static rv_status fill_files(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_each(work->store, work->protocol, work->who, add_report, work, err);
}

rv_status rv_screening_files(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "report", "state", "name", "media", "bytes", "digest", "who", "at", "title" };

    return rv_tool_table(work->output, work->format, columns, 9, fill_files, work, err);
}

/* ---- again ------------------------------------------------------------------------------------------------------------------- */

static rv_status add_again(void *user, const rv_reconsidered *r, rv_error *err)
{
    rv_screening *work = user;
    rv_table *table = work->table;
    rv_status st;

    if (work->stage && strcmp(work->stage, r->stage) != 0)
        return RV_OK;
    rv_table_int(table, r->report);
    rv_table_text(table, r->stage);
    rv_table_text(table, r->reviewer);
    rv_table_text(table, r->verdict);
    rv_table_text(table, *r->reason ? r->reason : NULL);
    rv_table_text(table, r->part);
    rv_table_text(table, r->id);
    rv_table_text(table, r->change);
    rv_table_int(table, r->from);
    rv_table_int(table, r->to);
    st = rv_reports_each(work->store, r->report, r->report, add_title, table, err);
    rv_table_row(table);
    return st;
}

static rv_status fill_again(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_reconsider(work->store, work->protocol, work->who, add_again, work, err);
}

rv_status rv_screening_again(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "report", "stage", "reviewer", "verdict", "reason", "part", "id", "change", "from", "to", "title" };

    return rv_tool_table(work->output, work->format, columns, 11, fill_again, work, err);
}
