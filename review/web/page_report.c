/* The report of the review: made anew when the review has changed, shown, and given as files. */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "review/report.h"

#include "web/handlers.h"
#include "web/overview.h"
#include "web/shelf.h"

/* By the head of the trail: the same review gives the same report. */
static rv_status name_report(rv_call *call, char *what, size_t size, char head[RV_DIGEST_HEX], rv_error *err)
{
    const rv_status st = rv_store_head(call->store, head, err);

    snprintf(what, size, "report %.64s", st == RV_OK ? head : "");
    return st;
}

static rv_status make_report(rv_call *call, const char *what, char id[RV_SHELF_ID], rv_buf *path, rv_error *err)
{
    const rv_words none = { NULL, 0 };
    rv_report_options how = RV_REPORT_OPTIONS_INIT;
    rv_status st = rv_shelf_add(call->web->shelf, call->person, "report being made", id, path, err);

    if (st != RV_OK)
        return st;
    how.folder = rv_buf_str(path);
    how.command = "review-report --output report";
    how.otherwise = &none;
    if ((st = rv_report_write(call->store, call->protocol, &how, err)) == RV_OK) {
        rv_shelf_becomes(call->web->shelf, id, what);
    } else {
        rv_shelf_clean(rv_buf_str(path), err);
        rv_shelf_drop(call->web->shelf, id);
    }
    return st;
}

/* ---- What is in it --------------------------------------------------------------------------------------------------------------------- */

/* The documents people ask for, in their order; the rest is listed behind. */
static const struct { const char *name, *about, *type; } documents[] = {
    { "report.html", "one page, no network and no script needed", "text/html; charset=utf-8" },
    { "report.docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    { "report.odt", "LibreOffice Writer", "application/vnd.oasis.opendocument.text" },
    { "report.xlsx", "the tables as a workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    { "report.md", "Markdown", "text/markdown; charset=utf-8" },
    { "report.tex", "LaTeX", "application/x-tex" },
    { "manifest.json", "inputs with digests, versions, each model with its numbers", "application/json" },
};
enum { DOCUMENTS = sizeof documents / sizeof *documents };

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_file(const struct dirent *entry)
{
    return *entry->d_name != '.';
}

static void put_files(rv_call *call, const char *folder)
{
    json_t *first = json_array(), *rest = json_array();
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_file, by_name);

    for (int d = 0; d < DOCUMENTS; d++)
        for (int i = 0; i < n; i++)
            if (strcmp(entries[i]->d_name, documents[d].name) == 0) {
                json_t *row = json_object();
                rv_json_put_text(row, "name", documents[d].name);
                rv_json_put_text(row, "about", documents[d].about);
                json_array_append_new(first, row);
            }
    for (int i = 0; i < n; i++) {
        json_array_append_new(rest, json_string(entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    rv_put_list(call, "documents", first);
    rv_put_list(call, "files", rest);
}

rv_status rv_get_report(rv_call *call, rv_error *err)
{
    char what[80], id[RV_SHELF_ID], head[RV_DIGEST_HEX];
    rv_buf path = RV_BUF_INIT;
    rv_status st;

    rv_call_put_text(call, "title", "Report");
    if (!call->protocol)
        return rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet; there is nothing to report");
    if ((st = name_report(call, what, sizeof what, head, err)) == RV_OK
        && !rv_shelf_newest(call->web->shelf, call->person, what, id, &path))
        st = make_report(call, what, id, &path, err);
    if (st == RV_OK) {
        rv_call_put_text(call, "report", id);
        rv_call_put_text(call, "head", head);
        put_files(call, rv_buf_str(&path));
    }
    rv_buf_free(&path);
    return st;
}

/* ---- One file of it -------------------------------------------------------------------------------------------------------------------- */

static const char *type_of(const char *name)
{
    static const struct { const char *ending, *type; } types[] = {
        { ".csv", "text/csv; charset=utf-8" }, { ".svg", "image/svg+xml" }, { ".pdf", "application/pdf" }, { ".json", "application/json" },
        { ".xml", "application/xml" },
    };
    const size_t n = strlen(name);

    for (int i = 0; i < DOCUMENTS; i++)
        if (strcmp(documents[i].name, name) == 0)
            return documents[i].type;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (n > strlen(types[i].ending) && strcmp(name + n - strlen(types[i].ending), types[i].ending) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* The report brings styles of its own and no script: it may do nothing but be read. */
static const char sealed[] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
                             "frame-ancestors 'self'; sandbox allow-same-origin allow-downloads allow-top-navigation-by-user-activation";

rv_status rv_get_report_file(rv_call *call, rv_error *err)
{
    const char *name = rv_call_word(call, "file");
    const bool shown = strcmp(name, "report.html") == 0;
    char what[80], head[RV_DIGEST_HEX];
    rv_buf path = RV_BUF_INIT;
    struct stat about;
    rv_status st;

    if (!*name || *name == '.' || strchr(name, '/'))
        return rv_fail(err, RV_ENOTFOUND, "the report has no file '%.60s'", name);
    if ((st = name_report(call, what, sizeof what, head, err)) != RV_OK)
        return st;
    if (rv_shelf_find(call->web->shelf, call->person, what, rv_call_word(call, "report"), &path, NULL) != RV_OK) {
        rv_buf_free(&path);
        return rv_fail(err, RV_ENOTFOUND, "the review has changed, or this report is too old to be kept: open the report anew");
    }
    rv_buf_printf(&path, "/%s", name);
    if ((call->fd = open(rv_buf_str(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) < 0 || fstat(call->fd, &about) != 0 || !S_ISREG(about.st_mode))
        st = rv_fail(err, RV_ENOTFOUND, "the report has no file '%.60s'", name);
    if (st == RV_OK) {
        rv_call_header(call, "Content-Security-Policy", sealed);
        rv_call_send(call, type_of(name), shown ? NULL : name);
    } else if (call->fd >= 0) {
        close(call->fd);
        call->fd = -1;
    }
    rv_buf_free(&path);
    return st;
}
