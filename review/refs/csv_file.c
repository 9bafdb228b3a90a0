/* CSV and TSV by their column names. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_own.h"
#include "csv_record.h"
#include "csv_rows.h"

/* ---- What the beginning shows ------------------------------------------------------------------------------------ */

enum { LOOK = 1 << 15, LOOK_ROWS = 12, NOT_FOUND = LOOK_ROWS, ENOUGH = 3, MOST_FIELDS = 4096 };

typedef struct {
    char   separator;
    size_t header;               /* rows before the column names; NOT_FOUND */
    size_t known;                /* columns of ours among the names */
    size_t columns;              /* of the first row */
    bool   upright;              /* Embase: a row for each field, its name first, and a blank line between records */
} csv_look;

/* One way to part the text. Names may stand behind a line or two on where the data come from; then they must be told from other text: a
   third of them known, wider than what stands before, and as wide as what follows. */
static csv_look look_with(const char *text, size_t n, char separator)
{
    csv_look          look = { .separator = separator, .header = NOT_FOUND };
    const rv_csv_row *row;
    rv_csv           *csv;
    size_t            at, first_cells = 0, widest = 0, maybe = NOT_FOUND, maybe_known = 0, width = 0;
    bool              title, any_title = false, alone = false;

    if (rv_csv_open_bytes(&csv, "", text, n, separator, NULL) != RV_OK)
        return look;
    for (at = 0; at < LOOK_ROWS && rv_csv_next(csv, &row, NULL) == RV_OK && row; at++) {
        size_t known = rv_csv_known(row->fields, row->count, &title);

        if (maybe + 1 == at && row->count == width && look.header == NOT_FOUND) {
            look.header = maybe;
            look.known = maybe_known;
        }
        if (at == 0) {
            look.columns = row->count;
            alone = row->count > 1 && known == 1;
            look.header = title ? 0 : NOT_FOUND;
            look.known = title ? known : 0;
        } else if (title && known >= ENOUGH && 3 * known >= row->count && row->count > widest) {
            maybe = at;
            maybe_known = known;
            width = row->count;
        }
        widest = row->count > widest ? row->count : widest;
        if (row->count > 1 && rv_csv_known(row->fields, 1, &title)) {
            first_cells++;
            any_title = any_title || title;
        }
    }
    rv_csv_close(csv);
    if (alone && any_title && first_cells >= ENOUGH && (look.header == NOT_FOUND || (look.header == 0 && look.known == 1))) {
        look.upright = true;
        look.header = 0;
        look.known = first_cells;
    }
    return look;
}

static csv_look look_at(const char *text, size_t n)
{
    static const char separators[] = { ',', '\t', ';', '|' };
    csv_look          best, look;
    size_t            i;

    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3, n -= 3;
    if (n > LOOK)
        n = LOOK;
    if (n >= 6 && (memcmp(text, "sep=", 4) == 0 || memcmp(text, "SEP=", 4) == 0) && (text[5] == '\n' || text[5] == '\r'))
        return look_with(text, n, text[4]);
    best = look_with(text, n, separators[0]);
    for (i = 1; i < sizeof separators; i++) {
        look = look_with(text, n, separators[i]);
        if (look.known > best.known || (best.known == 0 && look.columns > 1 && look.columns > best.columns))
            best = look;
    }
    return best;
}

static bool can_be_csv(const char *text)
{
    return *text != '<' && *text != '{' && *text != '@' && *text != '%';
}

static bool detect_csv(const char *text, size_t n)
{
    return can_be_csv(text) && *text != '[' && look_at(text, n).header != NOT_FOUND;
}

bool rv_csv_without_title(const char *text, size_t n)
{
    csv_look look;

    if (!can_be_csv(text))
        return false;
    look = look_at(text, n);
    return look.header == NOT_FOUND && look.columns > 1;
}

/* ---- Column names ------------------------------------------------------------------------------------------------ */

typedef struct {
    csv_rows    rows;
    csv_look    look;
    csv_header  header;
    char      **names;
    size_t      n_names;
    csv_column *columns;
    const char **tag_names;      /* of one record, where each row is a field */
    size_t      room;
    bool        own;
} csv_file;

static void tell_twice(csv_file *file)
{
    size_t i, j, told = 0;

    for (i = 1; i < file->header.n && i < 1000; i++)
        for (j = 0; j < i && *file->names[i]; j++)
            if (strcmp(file->names[j], file->names[i]) == 0 && told++ < 20) {
                rv_reading_problem(file->rows.reading, "csv-header", file->rows.line, 0,
                                   "columns %zu and %zu are both called '%.60s'; the first counts", j + 1, i + 1, file->names[i]);
                break;
            }
}

static rv_status keep_names(csv_file *file, rv_error *err)
{
    csv_rows *rows = &file->rows;
    size_t    i, n;

    file->names = calloc(rows->count, sizeof *file->names);
    file->columns = calloc(rows->count, sizeof *file->columns);
    if (!file->names || !file->columns)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", rows->reading->name);
    for (i = 0; i < rows->count; i++) {
        const char *name = rv_csv_field(rows, i);

        name += strspn(name, " \t\n");
        for (n = strlen(name); n > 0 && strchr(" \t\n", name[n - 1]); n--)
            ;
        if (!(file->names[i] = strndup(name, n)))
            return rv_fail(err, RV_ENOMEM, "out of memory reading %s", rows->reading->name);
        file->header.n = file->n_names = i + 1;
    }
    return RV_OK;
}

static void settle_columns(csv_file *file)
{
    csv_header        *header = &file->header;
    const char *const *names = (const char *const *)file->names;
    size_t             i;

    header->names = names;
    header->columns = file->columns;
    header->vendor = rv_csv_columns_of(names, header->n, file->columns);
    for (i = 0; i < header->n; i++)
        header->container = header->container || (file->columns[i].role == CSV_TEXT && file->columns[i].what == RV_REF_CONTAINER);
    file->own = file->rows.keep_empty = rv_csv_own_begin(names, header->n) < header->n;
}

static rv_status no_names(const csv_file *file, rv_error *err)
{
    return rv_fail(err, RV_EPARSE, "%s:%zu: the first row names no title column; put column names (title, authors, year, doi, ...) "
                   "there (csv-header)", file->rows.reading->name, file->rows.line ? file->rows.line : 1);
}

/* Passes over what stands before the column names: "sep=;", a line on where the data come from. */
static rv_status take_header(csv_file *file, rv_error *err)
{
    csv_rows *rows = &file->rows;
    bool      more, title;
    size_t    at;
    rv_status st;

    for (at = 0;; at++) {
        const char *first;

        if ((st = rv_csv_rows_next(rows, &more, err)) != RV_OK)
            return st;
        if (!more)
            return at ? no_names(file, err)
                      : rv_fail(err, RV_EPARSE, "%s:1: the file is empty (empty-input)", rows->reading->name);
        first = rv_csv_field(rows, 0);
        if (at == 0 && rows->count <= 2 && (strncmp(first, "sep=", 4) == 0 || strncmp(first, "SEP=", 4) == 0)) {
            at--;
            continue;
        }
        if (file->look.header == NOT_FOUND || at == file->look.header)
            break;
        rv_reading_problem(rows->reading, "csv-header", rows->line, 0, "'%.80s' stands before the column names; passed over", first);
    }
    if ((st = keep_names(file, err)) != RV_OK)
        return st;
    settle_columns(file);
    rv_csv_known(file->header.names, file->header.n, &title);
    if (!title)
        return no_names(file, err);
    tell_twice(file);
    return RV_OK;
}

/* ---- Rows -------------------------------------------------------------------------------------------------------- */

static rv_status take_row(csv_file *file, rv_error *err)
{
    csv_rows   *rows = &file->rows;
    rv_reading *reading = rows->reading;
    rv_status   st = RV_OK;
    size_t      i;

    rv_reading_begin(reading, rows->offset, rows->line);
    for (i = 0; st == RV_OK && i < rows->count; i++) {
        char        beyond[32];
        const char *name = beyond;

        if (i < file->header.n) {
            name = file->names[i];
        } else if (rows->lengths[i] == 0) {
            continue;
        } else {
            snprintf(beyond, sizeof beyond, "column %zu", i + 1);
            name = rv_arena_add(&reading->arena, beyond, strlen(beyond));
        }
        st = rv_reading_tag(reading, name, rv_csv_field(rows, i), rows->lengths[i], err);
    }
    if (st != RV_OK)
        return st;
    if (rows->count < file->header.n || reading->n_tags > file->header.n)
        rv_reading_problem(reading, "csv-columns", rows->line, reading->record.number, "%zu fields where the header has %zu",
                           rows->count, file->header.n);
    if (!file->own)
        rv_csv_assemble(reading, &file->header);
    else if ((st = rv_csv_own_assemble(reading, file->header.names, file->header.n, err)) != RV_OK)
        return st;
    return rv_reading_record(reading, rows->end, err);
}

static rv_status read_across(csv_file *file, rv_error *err, rv_error *fault)
{
    bool      more;
    rv_status st;

    if ((st = take_header(file, err)) != RV_OK)
        return st;
    while ((st = rv_csv_rows_next(&file->rows, &more, fault)) == RV_OK && more)
        if ((st = take_row(file, err)) != RV_OK)
            return st;
    return st;
}

/* ---- A row for each field ---------------------------------------------------------------------------------------- */

/* The cells behind the name, with "; " between. */
static rv_status take_field(csv_rows *rows, rv_error *err)
{
    rv_reading *reading = rows->reading;
    const char *name = rv_csv_field(rows, 0);
    rv_status   st;
    size_t      i;

    name = rv_arena_add(&reading->arena, name, strlen(name));
    st = rv_reading_tag(reading, name, rows->count > 1 ? rv_csv_field(rows, 1) : "", rows->count > 1 ? rows->lengths[1] : 0, err);
    for (i = 2; st == RV_OK && i < rows->count; i++)
        if (rows->lengths[i] && (st = rv_reading_more(reading, "; ", 2, err)) == RV_OK)
            st = rv_reading_more(reading, rv_csv_field(rows, i), rows->lengths[i], err);
    return st;
}

static bool make_room(csv_file *file, size_t n)
{
    const char **names;
    csv_column  *columns;

    if (n <= file->room)
        return true;
    if (!(names = realloc(file->tag_names, 2 * n * sizeof *names)))
        return false;
    file->tag_names = names;
    if (!(columns = realloc(file->columns, 2 * n * sizeof *columns)))
        return false;
    file->columns = columns;
    file->room = 2 * n;
    return true;
}

/* The columns of the record are its own tags. */
static rv_status end_upright(csv_file *file, uint64_t end, rv_error *err)
{
    rv_reading *reading = file->rows.reading;
    size_t      n = reading->n_tags, i;

    if (!make_room(file, n))
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
    for (i = 0; i < n; i++)
        file->tag_names[i] = reading->tags[i].tag;
    file->header = (csv_header){ .names = file->tag_names, .columns = file->columns, .n = n, .container = true };
    file->header.vendor = rv_csv_columns_of(file->tag_names, n, file->columns);
    rv_csv_assemble(reading, &file->header);
    return rv_reading_record(reading, end, err);
}

/* A record begins behind a blank line, or where the name of the first field stands again. */
static bool begins_record(const csv_rows *rows)
{
    const rv_reading *reading = rows->reading;

    return reading->n_tags == 0 || reading->n_tags >= MOST_FIELDS || rows->apart || strcmp(rv_csv_field(rows, 0), reading->tags[0].tag) == 0;
}

static rv_status read_upright(csv_file *file, rv_error *err, rv_error *fault)
{
    csv_rows *rows = &file->rows;
    uint64_t  end = 0;
    bool      more, open = false;
    rv_status st, ended;

    while ((st = rv_csv_rows_next(rows, &more, fault)) == RV_OK && more) {
        if (!open || begins_record(rows)) {
            if (open && (st = end_upright(file, end, err)) != RV_OK)
                return st;
            rv_reading_begin(rows->reading, rows->offset, rows->line);
            open = true;
        }
        if ((st = take_field(rows, err)) != RV_OK)
            return st;
        end = rows->end;
    }
    if (open && (ended = end_upright(file, end, err)) != RV_OK)
        return ended;
    return st;
}

/* ---- The file ---------------------------------------------------------------------------------------------------- */

static rv_status look_at_raw(const rv_raw *raw, const char *charset, csv_look *look, rv_error *err)
{
    rv_buf    text = RV_BUF_INIT;
    size_t    n = raw->sampled < 4 * LOOK ? raw->sampled : 4 * LOOK;
    rv_status st = rv_charset_decode(&text, raw->sample, n, charset, NULL, err);

    if (st == RV_OK) {
        const char *s = rv_buf_str(&text);
        size_t      blanks = strspn(s, " \t\r\n");

        blanks = blanks > 0 && s[blanks - 1] == '\t' ? 0 : blanks;
        *look = look_at(s + blanks, text.length - blanks);
    }
    rv_buf_free(&text);
    return st;
}

static rv_status read_csv(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    csv_file  file = { .own = false };
    rv_error  fault = { .code = RV_OK };
    rv_status st;
    size_t    i;

    if ((st = look_at_raw(raw, charset, &file.look, err)) != RV_OK)
        return st;
    if ((st = rv_csv_rows_begin(&file.rows, reading, raw, charset, file.look.separator, err)) == RV_OK)
        st = file.look.upright ? read_upright(&file, err, &fault) : read_across(&file, err, &fault);
    if (st == RV_EPARSE && fault.code == RV_EPARSE && reading->summary->records > 0) {
        rv_reading_problem(reading, strstr(fault.message, "(csv-columns)") ? "csv-columns" : "csv-quote",
                           rv_reading_line_in(reading, fault.message), 0, "only the rows before this are read: %s", fault.message);
        st = RV_OK;
    } else if (fault.code != RV_OK && err) {
        *err = fault;
    }
    rv_csv_rows_end(&file.rows);
    for (i = 0; i < file.n_names; i++)
        free(file.names[i]);
    free(file.names);
    free(file.columns);
    free(file.tag_names);
    return st;
}

const rv_refs_format rv_format_csv_file = { detect_csv, read_csv };
