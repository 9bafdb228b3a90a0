/* Files of every kind that an extraction comes in: sheets that were filled in, our own tables, exports of other programs. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "extract/batch.h"
#include "extract/foreign.h"
#include "extract/foreign_take.h"
#include "extract/sheet_read.h"

static const size_t limit = (size_t)64 << 20;

const char *const rv_extract_formats[] = { "revman", "revman-results", "cochrane-package", "eppi-json", "covidence", "metapsy", NULL };
const char *const rv_extract_formats_written[] = { "revman", "revman-results", "eppi-json", "metapsy", NULL };

/* What the reader of a foreign file tells goes to the batch's listener. */
static void tell(void *user, size_t line, const char *name, const char *message)
{
    rv_batch_warning(user, line, name, message);
}

/* Lines of EPPI-Reviewer's JSON say nothing to a person: its references are counted. */
static const char *reference(void *user, size_t line, const char *column, char *text, size_t size)
{
    (void)user;
    (void)column;
    snprintf(text, size, "reference %zu", line);
    return text;
}

static rv_status take_foreign(const rv_foreign_format *format, rv_batch *batch, rv_store *store, const rv_buf *bytes,
                              const rv_extract_options *options, rv_error *err)
{
    rv_foreign f;
    rv_status st;

    if (strcmp(format->name, "eppi-json") == 0)
        batch->spot = reference;
    rv_foreign_start(&f, tell, batch);
    if ((st = format->read(&f, batch->file, rv_buf_str(bytes), bytes->length, err)) == RV_OK)
        st = rv_foreign_take(&f, batch, store, options, err);
    rv_foreign_free(&f);
    return st;
}

static bool names_a_workbook(void *user, const char *path)
{
    bool *found = user;

    *found |= strcmp(path, "[Content_Types].xml") == 0 || strcmp(path, "xl/workbook.xml") == 0;
    return false;
}

/* A workbook and a Cochrane package are both ZIP archives. */
static bool is_workbook(const rv_buf *bytes)
{
    bool found = false;

    if (bytes->length >= 4 && memcmp(bytes->data, "\xD0\xCF\x11\xE0", 4) == 0)
        return true;                                     /* an old one, which is refused by name */
    return rv_is_zip(rv_buf_str(bytes), bytes->length)
           && rv_zip_each("", bytes->data, bytes->length, 1 << 20, names_a_workbook, NULL, &found, NULL) == RV_OK && found;
}

static const rv_foreign_format *find_format(const char *from, const rv_buf *bytes)
{
    for (const rv_foreign_format *f = rv_foreign_formats; f->name; f++)
        if (from ? strcmp(f->name, from) == 0 : f->is(rv_buf_str(bytes), bytes->length))
            return f;
    return NULL;
}

static rv_status take_table(rv_batch *batch, const rv_buf *bytes, const char **event, rv_error *err)
{
    rv_csv *csv = NULL;
    rv_status st = rv_csv_open_bytes(&csv, batch->file, rv_buf_str(bytes), bytes->length, 0, err);

    if (st == RV_OK)
        st = rv_batch_add_table(batch, csv, 1, event, err);
    rv_csv_close(csv);
    return st;
}

rv_status rv_extract_file(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                          const rv_extract_options *options, rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err)
{
    const rv_foreign_format *format;
    rv_sheet_reading *reading = NULL;
    const char *event = "extract.file";
    rv_buf bytes = RV_BUF_INIT;
    rv_batch batch;
    rv_status st;

    *summary = (rv_extract_summary){ 0 };
    rv_batch_start(&batch, protocol, path, warn, user);
    batch.dry = options->dry_run;
    batch.changed = options->changed;
    batch.changing = user;
    if ((st = rv_file_read(path, limit, &bytes, err)) == RV_OK) {
        if (!options->from && is_workbook(&bytes)) {
            event = "extract.sheet";
            st = rv_sheet_read(&reading, &batch, store, rv_buf_str(&bytes), bytes.length, err);
        } else if ((format = find_format(options->from, &bytes))) {
            st = take_foreign(format, &batch, store, &bytes, options, err);
        } else if (options->from) {
            st = rv_fail(err, RV_EINVAL, "'%.40s' is no format that is read", options->from);
        } else {
            st = take_table(&batch, &bytes, &event, err);
        }
    }
    if (st == RV_OK)
        st = rv_batch_carry_out(&batch, store, event, who, summary, err);
    rv_sheet_read_end(reading);
    rv_batch_free(&batch);
    rv_buf_free(&bytes);
    return st;
}
