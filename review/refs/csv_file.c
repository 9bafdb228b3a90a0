#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_columns.h"
#include "inside.h"
#include "ris.h"

/* Where lines of the converted text stand in the file, for those not yet passed. */
typedef struct {
    uint64_t text, own;
} place;

typedef struct {
    rv_reading *reading;
    rv_lines    lines;
    rv_csv     *csv;

    rv_buf      waiting;                 /* converted, not yet handed to the CSV reader */
    size_t      handed;
    uint64_t    text;                    /* bytes converted so far */
    uint64_t    own;                     /* bytes of the file so far */
    place      *places;                  /* a queue */
    size_t      head, count, room;

    char      **names;
    csv_column *columns;
    size_t      n_columns;
    bool        told_columns;
} csv_file;

/* ---- The bytes: converted line by line, so that offsets stay those of the file ------------------------------------------------ */

static rv_status add_place(csv_file *file, uint64_t own, rv_error *err)
{
    if (file->head > 4096 && file->head * 2 > file->count) {
        memmove(file->places, file->places + file->head, (file->count - file->head) * sizeof *file->places);
        file->count -= file->head;
        file->head = 0;
    }
    if (file->count == file->room) {
        size_t room = file->room ? 2 * file->room : 1024;
        place *places = realloc(file->places, room * sizeof *places);

        if (!places)
            return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
        file->places = places;
        file->room = room;
    }
    file->places[file->count++] = (place){ file->text, own };
    return RV_OK;
}

/* What the CSV reader reads: UTF-8, each line with one line feed. */
static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    csv_file *file = user;
    rv_line   line;
    bool      more = true;
    rv_status st = RV_OK;

    if (file->handed == file->waiting.length) {
        rv_buf_clear(&file->waiting);
        file->handed = 0;
    }
    while (file->waiting.length - file->handed < n && (st = rv_lines_next(&file->lines, &line, &more, err)) == RV_OK && more) {
        if ((st = add_place(file, line.offset, err)) != RV_OK)
            return st;
        if (line.repaired)
            rv_reading_problem(file->reading, "bad-utf8", line.number, 0,
                               "bytes that are not %s; read as Windows-1252, or replaced by U+FFFD", file->lines.charset);
        rv_buf_add(&file->waiting, line.bytes, line.n);
        if (line.ended)
            rv_buf_char(&file->waiting, '\n');
        file->text += line.n + line.ended;
        file->own = line.next;
    }
    *got = file->waiting.length - file->handed < n ? file->waiting.length - file->handed : n;
    if (*got)
        memcpy(bytes, file->waiting.data + file->handed, *got);
    file->handed += *got;
    return st == RV_OK ? rv_buf_check(&file->waiting, err) : st;
}

/* The file's own offset for an offset in the converted text, which is where a line begins, or its end. */
static uint64_t own_offset(csv_file *file, uint64_t text)
{
    size_t i = file->head;

    while (i + 1 < file->count && file->places[i + 1].text <= text)
        i++;
    if (i >= file->count)
        return file->own;
    file->head = i;
    return text >= file->text ? file->own : file->places[i].own + (text - file->places[i].text);
}

/* ---- Columns ------------------------------------------------------------------------------------------------------------------------ */

static rv_status take_header(csv_file *file, rv_error *err)
{
    const rv_csv_row *row;
    bool              title = false;
    size_t            i, j;
    rv_status         st = rv_csv_next(file->csv, &row, err);

    if (st != RV_OK || !row)
        return st == RV_OK ? rv_fail(err, RV_EPARSE, "%s:1: the file is empty (empty-input)", file->reading->name) : st;
    file->names = calloc(row->count, sizeof *file->names);
    file->columns = calloc(row->count, sizeof *file->columns);
    if (!file->names || !file->columns)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
    for (i = 0; i < row->count; i++) {
        const char *name = row->fields[i] + strspn(row->fields[i], " \t");

        if (!(file->names[i] = strdup(name)))
            return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
        file->n_columns = i + 1;
        file->columns[i] = rv_csv_column_role(name);
        title = title || file->columns[i].role == CSV_TITLE;
        for (j = 0; j < i && *name; j++)
            if (strcmp(file->names[j], name) == 0) {
                rv_reading_problem(file->reading, "csv-header", row->line, 0,
                                   "columns %zu and %zu are both called '%.60s'; the first counts", j + 1, i + 1, name);
                break;
            }
    }
    if (!title)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the first row names no title column; put column names (title, authors, year, doi, "
                       "...) there (csv-header)", file->reading->name, row->line);
    return RV_OK;
}

/* ---- Authors in one cell ---------------------------------------------------------------------------------------------------------- */

/* "Smith JA", "Adler D.G.": ends in initials, the family name before. */
static bool pubmed_name(const char *s, size_t n)
{
    size_t i = n, initials = 0;

    for (; i > 0 && ((s[i - 1] >= 'A' && s[i - 1] <= 'Z') || s[i - 1] == '.' || s[i - 1] == '-'); i--)
        initials += s[i - 1] >= 'A';
    return initials >= 1 && initials <= 4 && i > 1 && s[i - 1] == ' ';
}

/* A comma parts people only where each of them is "Family IN", or there are too many commas for one person. */
static bool comma_parts(const char *text)
{
    size_t parts = 0, pubmed = 0, spaced = 0;

    while (*text) {
        size_t n;

        while (*text == ' ')
            text++;
        n = strcspn(text, ",");
        parts++;
        pubmed += pubmed_name(text, n);
        spaced += memchr(text, ' ', n) != NULL;
        text += n + (text[n] == ',');
    }
    return parts > 1 && (pubmed == parts || (parts > 2 && spaced == parts));
}

/* "['Marx, Karl', 'Lindgren, Astrid']", as Python writes lists: true, and each thing gathered. */
static bool python_list(rv_reading *reading, const char *text, bool people, rv_ref_field field)
{
    size_t n = strlen(text);

    if (n < 4 || text[0] != '[' || (text[1] != '\'' && text[1] != '"') || text[n - 1] != ']')
        return false;
    for (text++; *text == '\'' || *text == '"'; text += strspn(text, ", ")) {
        const char *end = strchr(text + 1, *text);
        char       *item;

        if (!end)
            break;
        item = rv_arena_add(&reading->arena, text + 1, (size_t)(end - text - 1));
        if (people)
            rv_reading_person(reading, RV_ROLE_AUTHOR, item);
        else
            rv_reading_say(reading, field, item);
        text = end + 1;
    }
    return true;
}

static void say_authors(rv_reading *reading, const char *text)
{
    const char *separator = strchr(text, ';') ? ";" : strchr(text, '|') ? "|" : comma_parts(text) ? "," : "\n";
    size_t      length = strlen(text);

    if (python_list(reading, text, true, RV_REF_FIELDS))
        return;
    if (*separator == ',' && strcspn(text, ".") + 1 == length)
        text = rv_arena_add(&reading->arena, text, length - 1);                  /* PubMed ends the list with a full stop */
    while (*text) {
        size_t n = strcspn(text, separator);

        rv_reading_person(reading, RV_ROLE_AUTHOR, rv_arena_add(&reading->arena, text, n));
        text += n + (text[n] != '\0');
    }
}

/* ---- Rows ------------------------------------------------------------------------------------------------------------------------- */

static void say_all(rv_reading *reading, const csv_file *file, csv_role role, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < file->n_columns && i < reading->n_tags; i++)
        if (file->columns[i].role == role && !python_list(reading, reading->tags[i].value, false, field))
            rv_reading_say(reading, field, reading->tags[i].value);
}

static void assemble(csv_file *file)
{
    rv_reading     *reading = file->reading;
    static const struct { csv_role role; rv_ref_field field; } plain[] = {
        { CSV_TITLE, RV_REF_TITLE }, { CSV_CONTAINER, RV_REF_CONTAINER }, { CSV_VOLUME, RV_REF_VOLUME }, { CSV_ISSUE, RV_REF_ISSUE },
        { CSV_ACCESSION, RV_REF_ACCESSION }, { CSV_PUBLISHER, RV_REF_PUBLISHER }, { CSV_URL, RV_REF_URL },
        { CSV_ABSTRACT, RV_REF_ABSTRACT }, { CSV_LANGUAGE, RV_REF_LANGUAGE },
    };
    const char     *best[CSV_ROLES] = { NULL }, *value;
    unsigned        rank[CSV_ROLES] = { 0 };
    size_t          i;

    for (i = 0; i < file->n_columns && i < reading->n_tags; i++) {
        csv_column column = file->columns[i];

        value = reading->tags[i].value;
        if (!*value || column.role == CSV_NONE || (best[column.role] && rank[column.role] <= column.rank)
            || (column.role == CSV_URL && !rv_field_is_url(value)))
            continue;
        best[column.role] = value;
        rank[column.role] = column.rank;
    }
    for (i = 0; i < sizeof plain / sizeof *plain; i++)
        rv_reading_say(reading, plain[i].field, best[plain[i].role]);
    if (best[CSV_AUTHORS])
        say_authors(reading, best[CSV_AUTHORS]);
    rv_reading_date(reading, best[CSV_YEAR]);
    rv_reading_set(reading, RV_REF_PAGES, best[CSV_FIRST_PAGE] && (!best[CSV_PAGES] || rank[CSV_PAGES] > 1)
                   ? rv_field_pages(reading, best[CSV_FIRST_PAGE], best[CSV_LAST_PAGE])
                   : rv_field_pages(reading, best[CSV_PAGES], NULL));
    rv_reading_set(reading, RV_REF_DOI, rv_field_doi(reading, best[CSV_DOI]));
    rv_reading_set(reading, RV_REF_PMID, rv_field_pmid(reading, best[CSV_PMID]));
    for (i = 0; i < file->n_columns && i < reading->n_tags; i++)
        if (file->columns[i].role == CSV_NUMBERS)
            rv_field_numbers(reading, reading->tags[i].value);
    say_all(reading, file, CSV_KEYWORDS, RV_REF_KEYWORD);
    say_all(reading, file, CSV_NOTE, RV_REF_NOTE);
    value = best[CSV_TYPE];
    if (value)
        rv_reading_set(reading, RV_REF_TYPE, rv_ris_type(value) ? rv_ris_type(value) : rv_csv_type(value) ? rv_ref_type_of(rv_csv_type(value)) : NULL);
}

static rv_status take_row(csv_file *file, const rv_csv_row *row, rv_error *err)
{
    rv_reading *reading = file->reading;
    rv_status   st = RV_OK;
    size_t      i;

    rv_reading_begin(reading, own_offset(file, row->offset), row->line);
    for (i = 0; st == RV_OK && i < row->count; i++) {
        char        beyond[32];
        const char *name = beyond;

        if (i < file->n_columns) {
            name = file->names[i];
        } else {
            snprintf(beyond, sizeof beyond, "column %zu", i + 1);
            name = rv_arena_add(&reading->arena, beyond, strlen(beyond));
        }
        st = rv_reading_tag(reading, name, row->fields[i], row->lengths[i], err);
    }
    if (st != RV_OK)
        return st;
    if (row->count != file->n_columns)
        rv_reading_problem(reading, "csv-columns", row->line, reading->record.number, "%zu fields where the header has %zu",
                           row->count, file->n_columns);
    assemble(file);
    return rv_reading_record(reading, own_offset(file, row->offset + row->length), err);
}

static rv_status read_rows(csv_file *file, rv_error *err)
{
    const rv_csv_row *row;
    rv_error          fault = { .code = RV_OK };
    rv_status         st = take_header(file, err);

    if (st != RV_OK)
        return st;
    while ((st = rv_csv_next(file->csv, &row, &fault)) == RV_OK && row)
        if ((st = take_row(file, row, err)) != RV_OK)
            return st;
    if (st == RV_EPARSE && file->reading->summary->records > 0) {
        rv_reading_problem(file->reading, "csv-quote", rv_reading_line_in(file->reading, fault.message), 0, "only the rows before this are read: %s", fault.message);
        return RV_OK;
    }
    if (st != RV_OK && err)
        *err = fault;
    return st;
}

static rv_status read_csv(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    csv_file  file = { .reading = reading };
    rv_input *in;
    size_t    i;
    rv_status st;

    if ((st = rv_lines_begin(&file.lines, raw, reading->name, charset, err)) != RV_OK)
        return st;
    if ((st = rv_input_open_pull(&in, reading->name, pull, &file, err)) == RV_OK
        && (st = rv_csv_open_input(&file.csv, in, 0, err)) == RV_OK)
        st = read_rows(&file, err);
    rv_csv_close(file.csv);
    rv_lines_end(&file.lines);
    rv_buf_free(&file.waiting);
    for (i = 0; i < file.n_columns; i++)
        free(file.names[i]);
    free(file.names);
    free(file.columns);
    free(file.places);
    return st;
}

/* ---- Is it CSV? --------------------------------------------------------------------------------------------------------------------- */

/* How many columns the first row has, and whether one is a title. */
static size_t first_row(const char *text, size_t n, bool *title)
{
    const rv_csv_row *row = NULL;
    rv_csv           *csv;
    size_t            count = 0, i;

    *title = false;
    if (rv_csv_open_bytes(&csv, "", text, n, 0, NULL) != RV_OK)
        return 0;
    if (rv_csv_next(csv, &row, NULL) == RV_OK && row) {
        count = row->count;
        for (i = 0; i < row->count; i++)
            *title = *title || rv_csv_column_role(row->fields[i]).role == CSV_TITLE;
    }
    rv_csv_close(csv);
    return count;
}

static bool detect_csv(const char *text, size_t n)
{
    bool title;

    return *text != '<' && *text != '{' && *text != '[' && first_row(text, n, &title) > 0 && title;
}

bool rv_csv_without_title(const char *text, size_t n)
{
    bool title;

    return *text != '<' && *text != '{' && first_row(text, n, &title) > 1 && !title;
}

const rv_refs_format rv_format_csv_file = { detect_csv, read_csv };
