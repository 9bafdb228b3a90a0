/* review-report verify: is a report still what was written, and do its numbers come out again? */
#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/report.h"
#include "review/report_verify.h"

#include "tools/listing.h"
#include "tools/report.h"
#include "tools/report_verify.h"
#include "tools/review_file.h"

typedef struct {
    const rv_manifest *manifest;
    const char        *folder, *review;
    bool               plain;         /* for people: only what is wrong, and a line of sums */
    rv_table          *table;
    size_t             sound, wrong;
} looking;

/* ---- What was found -------------------------------------------------------------------------------------------------- */

static rv_status tell(void *user, const rv_finding *f, rv_error *err)
{
    looking *l = user;

    (void)err;
    *(f->sound ? &l->sound : &l->wrong) += 1;
    if (l->plain && f->sound && strcmp(f->words, "not of the report") != 0)
        return RV_OK;
    rv_table_text(l->table, f->what);
    rv_table_text(l->table, f->name);
    rv_table_text(l->table, f->sound ? "sound" : "wrong");
    rv_table_text(l->table, f->words);
    rv_table_row(l->table);
    return RV_OK;
}

/* ---- Made again ------------------------------------------------------------------------------------------------------ */

/* A folder of our own, flat. */
static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    char inner[4096];

    while (folder && (entry = readdir(folder)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0
            && snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < (int)sizeof inner)
            unlink(inner);
    if (folder)
        closedir(folder);
    rmdir(path);
}

/* The clock stands where it stood, so that dates come out the same. */
static void turn_back(const char *made)
{
    int64_t seconds;
    char text[32];

    if (rv_time_parse(made, &seconds)) {
        snprintf(text, sizeof text, "%lld", (long long)seconds);
        setenv("SOURCE_DATE_EPOCH", text, 1);
    }
}

/* Whether the report compares itself with an earlier one, of which it keeps what it read. */
static bool keeps_earlier(const rv_manifest *manifest)
{
    for (size_t i = 0; i < manifest->n_files; i++)
        if (strcmp(manifest->files[i].name, "earlier_manifest.json") == 0)
            return true;
    return false;
}

static rv_status make_again(looking *l, rv_store *store, rv_error *err)
{
    const rv_words set = { l->manifest->set, l->manifest->n_set };
    rv_report_options here = { .command = l->manifest->command, .otherwise = &set, .formats = l->manifest->formats };
    rv_protocol *protocol = NULL;
    rv_buf template = RV_BUF_INIT;
    const char *where = getenv("TMPDIR");
    char folder[4096];
    rv_status st;

    if (snprintf(folder, sizeof folder, "%s/review-report-XXXXXX", where && *where ? where : "/tmp") >= (int)sizeof folder
        || !mkdtemp(folder))
        return rv_fail(err, RV_EIO, "cannot make a folder for the report to be made again: %s", strerror(errno));
    here.folder = folder;
    here.since = keeps_earlier(l->manifest) ? l->folder : NULL;
    here.since_kept = true;
    if (l->manifest->docx_template) {
        rv_buf_printf(&template, "%s/%s", l->folder, l->manifest->docx_template);
        here.docx_template = rv_buf_str(&template);
    }
    turn_back(l->manifest->made);
    if ((st = rv_buf_check(&template, err)) == RV_OK && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = rv_report_write(store, protocol, &here, err)) == RV_OK)
        st = rv_manifest_compare(l->manifest, l->folder, folder, tell, l, err);
    rv_protocol_free(protocol);
    rv_buf_free(&template);
    remove_folder(folder);
    return st;
}

static rv_status by_review(looking *l, rv_error *err)
{
    rv_store *store = NULL;
    rv_manifest_state state = RV_STATE_STRANGE;
    rv_status st;

    if ((st = rv_store_open(&store, l->review, err)) == RV_OK && (st = rv_manifest_standing(l->manifest, store, &state, err)) == RV_OK) {
        if (state == RV_STATE_SAME)
            st = make_again(l, store, err);
        else
            st = tell(l, &(rv_finding){ "review", l->review, state == RV_STATE_EARLIER,
                                        state == RV_STATE_EARLIER ? "it has gone on since the report was made; not made again"
                                                                  : "its trail does not contain the state that the report was made from" },
                      err);
    }
    rv_store_close(store);
    return st;
}

static rv_status look(rv_table *table, void *user, rv_error *err)
{
    looking *l = user;
    rv_status st;

    l->table = table;
    st = rv_manifest_check(l->manifest, l->folder, tell, l, err);
    return st == RV_OK && l->review ? by_review(l, err) : st;
}

rv_status rv_tool_verify_report(const char *folder, const char *review, int format, const char *output, rv_error *err)
{
    static const char *const columns[] = { "what", "name", "state", "words" };
    looking l = { .folder = folder, .plain = format == RV_FORMAT_TEXT };
    rv_manifest *manifest = NULL;
    const char *found;
    rv_error none = { 0 };
    rv_status st;

    /* Without a review the files and the models are looked at; only one that was asked for must be there. */
    if (rv_tool_review(review, &found, &none) == RV_OK)
        l.review = found;
    if ((st = rv_manifest_read(&manifest, folder, err)) == RV_OK) {
        l.manifest = manifest;
        st = rv_tool_table(output, format, columns, 4, look, &l, err);
    }
    rv_manifest_free(manifest);
    if (st != RV_OK)
        return st;
    if (l.wrong)
        return rv_fail(err, RV_ETAMPER, "%s: %zu of %zu things are not as they were written", folder, l.wrong, l.sound + l.wrong);
    rv_tool_say("%s: %zu things looked at, all as they were written%s", folder, l.sound,
                l.review ? "" : "; no review here, so the report was not made again");
    return RV_OK;
}

rv_status report_verify(char **operands, rv_error *err)
{
    int format;
    rv_status st = report_data_format(&format, err);

    return st == RV_OK ? rv_tool_verify_report(operands[0], report.review, format, report.output, err) : st;
}
