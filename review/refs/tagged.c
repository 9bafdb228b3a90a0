#include <config.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "tagged.h"

enum { RANKS = 4 };

/* ---- Small things ------------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool rv_tagged_is(const char *s, const char *word)
{
    for (; *s && lower(*s) == lower(*word); s++, word++)
        ;
    return !*s && !*word;
}

static bool tells(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

bool rv_tagged_same(const char *one, const char *other)
{
    for (;; one++, other++) {
        while (*one && !tells(*one))
            one++;
        while (*other && !tells(*other))
            other++;
        if (!*one || !*other || lower(*one) != lower(*other))
            return !*one && !*other;
    }
}

const char *rv_tagged_trim(rv_reading *reading, const char *s, size_t n)
{
    while (n > 0 && (is_blank(*s) || *s == '\n'))
        s++, n--;
    while (n > 0 && (is_blank(s[n - 1]) || s[n - 1] == '\n'))
        n--;
    return n > 0 ? rv_arena_add(&reading->arena, s, n) : NULL;
}

const rv_tag_row *rv_tagged_row(const rv_tag_table *table, const char *tag, size_t n)
{
    size_t low = 0, high = table->n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int    order = strncmp(table->rows[mid].tag, tag, n);

        if (order == 0 && strlen(table->rows[mid].tag) == n)
            return &table->rows[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;                                 /* a longer tag that begins with ours stands behind it */
    }
    return NULL;
}

const rv_tagged_type *rv_tagged_type_of(const rv_tagged_type *types, size_t n, const char *word)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (rv_tagged_is(types[i].word, word))
            return &types[i];
    return NULL;
}

bool rv_tagged_sample(const char *text, size_t n, size_t *at, const char **line, size_t *length)
{
    size_t i = *at;

    if (i >= n)
        return false;
    *line = text + i;
    while (i < n && text[i] != '\n' && text[i] != '\r')
        i++;
    *length = i - *at;
    while (*length > 0 && is_blank((*line)[*length - 1]))
        --*length;
    *at = i + 1;
    return true;
}

void rv_tagged_tell(rv_tagged *file, const char *kind, const char *tag, const char *value, const char *why)
{
    rv_reading_problem(file->reading, kind, (size_t)file->reading->record.fields.line, file->reading->record.number,
                       "%s '%.80s' %s", tag, value, why);
}

/* ---- From a value to a field -------------------------------------------------------------------------------------------- */

const char *rv_tagged_pages(rv_reading *reading, const char *text)
{
    const char *hyphen = strchr(text, '-');
    size_t      one, two;
    char        last[16];

    if (!hyphen)
        return rv_field_pages(reading, text, NULL);
    one = (size_t)(hyphen - text);
    two = strspn(hyphen + 1, "0123456789");
    if (one >= sizeof last || two == 0 || two >= one || strspn(text, "0123456789") != one || (hyphen[1 + two] && hyphen[1 + two] != ';'))
        return rv_field_pages(reading, text, NULL);
    memcpy(last, text, one - two);
    memcpy(last + one - two, hyphen + 1, two);
    last[one] = '\0';
    return rv_field_pages(reading, rv_arena_add(&reading->arena, text, one), last);
}

/* All values that are used like the one at `first`, as one text: put together at the first of them. */
static void join(rv_tagged *file, size_t first, const char *between)
{
    rv_reading       *reading = file->reading;
    const rv_tag_row *row = file->rows[first];
    size_t            i, length = 0, gap = strlen(between);
    char             *text, *to;

    if (reading->record.text[row->to])
        return;
    for (i = first; i < reading->n_tags; i++)
        if (file->rows[i] == row && *reading->tags[i].value)
            length += reading->lengths[i] + gap;
    if (length == reading->lengths[first] + gap) {
        rv_reading_say(reading, (rv_ref_field)row->to, reading->tags[first].value);
        return;
    }
    if (!(text = to = rv_arena_room(&reading->arena, length + 1)))
        return;
    for (i = first; i < reading->n_tags; i++)
        if (file->rows[i] == row && *reading->tags[i].value) {
            memcpy(to, reading->tags[i].value, reading->lengths[i]);
            memcpy(to + reading->lengths[i], between, gap);
            to += reading->lengths[i] + gap;
        }
    to[-(ptrdiff_t)gap] = '\0';
    rv_reading_say(reading, (rv_ref_field)row->to, text);
}

static void split(rv_reading *reading, rv_ref_field field, const char *value)
{
    for (;;) {
        size_t n = strcspn(value, ";");

        rv_reading_say(reading, field, rv_tagged_trim(reading, value, n));
        if (!value[n])
            return;
        value += n + 1;
    }
}

static void use_doi(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    const char *doi = rv_field_doi(file->reading, value);

    if (!doi)
        rv_tagged_tell(file, "odd-identifier", row->tag, value, "is no DOI, which begins with 10. and has a slash");
    rv_reading_set(file->reading, RV_REF_DOI, doi);
}

static void use_date(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    if (rv_field_year(value) == 0)
        rv_tagged_tell(file, "odd-date", row->tag, value, "holds no year");
    rv_reading_date(file->reading, value);
}

static void use(rv_tagged *file, size_t i)
{
    rv_reading       *reading = file->reading;
    const rv_tag_row *row = file->rows[i];
    const char       *value = reading->tags[i].value;

    switch ((rv_tag_use)row->use) {
    case TAG_RAW:
        break;
    case TAG_SAY:
        rv_reading_say(reading, (rv_ref_field)row->to, value);
        break;
    case TAG_JOIN:
        join(file, i, " ");
        break;
    case TAG_COMMAS:
        join(file, i, ", ");
        break;
    case TAG_SPLIT:
        split(reading, (rv_ref_field)row->to, value);
        break;
    case TAG_PERSON:
        if (!rv_reading_person(reading, (rv_ref_role)row->to, value))
            rv_tagged_tell(file, "odd-author", row->tag, value, "holds no name; left out");
        break;
    case TAG_NUMBERS:
        if (!rv_field_numbers(reading, value))
            rv_tagged_tell(file, "odd-identifier", row->tag, value, "is neither an ISSN nor an ISBN");
        break;
    case TAG_DOI:
        use_doi(file, row, value);
        break;
    case TAG_PMID:
        rv_reading_set(reading, RV_REF_PMID, rv_field_pmid(reading, value));
        if (!reading->record.text[RV_REF_PMID])
            rv_tagged_tell(file, "odd-identifier", row->tag, value, "is no PubMed number");
        break;
    case TAG_DATE:
        use_date(file, row, value);
        break;
    case TAG_PAGES:
        rv_reading_set(reading, RV_REF_PAGES, rv_tagged_pages(reading, value));
        break;
    case TAG_FIRST_PAGE:
        file->first_page = file->first_page ? file->first_page : value;
        break;
    case TAG_LAST_PAGE:
        file->last_page = file->last_page ? file->last_page : value;
        break;
    case TAG_OWN:
        file->format->own(file, row, value);
        break;
    }
}

static void tell_about_markup(rv_tagged *file)
{
    size_t i;

    for (i = 0; i < file->reading->n_tags; i++) {
        const rv_tag_row *row = file->rows[i];

        if (row && (row->use == TAG_SAY || row->use == TAG_JOIN) && (row->to == RV_REF_TITLE || row->to == RV_REF_ABSTRACT)
            && rv_field_has_markup(file->reading->tags[i].value)) {
            rv_tagged_tell(file, "markup-in-text", row->tag, file->reading->tags[i].value, "holds markup; taken out of the field");
            return;
        }
    }
}

static void assemble(rv_tagged *file)
{
    rv_reading *reading = file->reading;
    unsigned    rank;
    size_t      i;

    file->first_page = file->last_page = NULL;
    file->waiting[0] = file->waiting[1] = 0;
    file->people = NULL;
    memset(file->kept, 0, sizeof file->kept);
    for (rank = 0; rank < RANKS; rank++) {
        bool   named[RV_ROLES] = { false };

        for (i = 0; i < reading->record.n_names; i++)
            named[reading->names[i].role] = true;
        for (i = 0; i < reading->n_tags; i++) {
            const rv_tag_row *row = file->rows[i];

            if (row && row->rank == rank && *reading->tags[i].value && !(row->use == TAG_PERSON && named[row->to]))
                use(file, i);
        }
    }
    if (file->first_page)
        rv_reading_set(reading, RV_REF_PAGES, rv_field_pages(reading, file->first_page, file->last_page));
    if (file->format->finish)
        file->format->finish(file);
    tell_about_markup(file);
}

/* ---- Records ------------------------------------------------------------------------------------------------------------- */

static void begin(rv_tagged *file, const rv_line *line)
{
    rv_reading_begin(file->reading, line->offset, line->number);
    file->inside = true;
    file->mixed = false;
    file->now = NULL;
    file->seen = 0;
    file->told = (rv_line_told){ .utf8 = false };
}

static rv_status end(rv_tagged *file, rv_error *err)
{
    file->inside = false;
    assemble(file);
    return rv_reading_record(file->reading, file->end, err);
}

/* Remembers the row of the newest tag. */
static rv_status keep_row(rv_tagged *file, const rv_tag_row *row, rv_error *err)
{
    const rv_tag_row **rows = file->rows;

    if (file->reading->n_tags > file->room) {
        rows = realloc(rows, file->reading->room * sizeof *rows);
        if (!rows)
            return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
        file->rows = rows;
        file->room = file->reading->room;
    }
    rows[file->reading->n_tags - 1] = row;
    return RV_OK;
}

static rv_status take_field(rv_tagged *file, const rv_tagged_field *field, rv_error *err)
{
    const char *tag = field->row ? field->row->tag : rv_arena_add(&file->reading->arena, field->tag, field->n_tag);
    const char *s = field->value;
    size_t      n = field->n;
    rv_status   st;

    while (n > 0 && is_blank(*s))
        s++, n--;
    file->now = field->row;
    file->seen |= field->row ? field->row->flags : 0;
    st = rv_reading_tag(file->reading, tag, s, n, err);
    return st == RV_OK ? keep_row(file, field->row, err) : st;
}

/* A further line of the newest value. */
static rv_status take_more(rv_tagged *file, const char *s, size_t n, rv_error *err)
{
    rv_reading *reading = file->reading;
    rv_status   st = RV_OK;

    while (n > 0 && is_blank(*s))
        s++, n--;
    if (reading->n_tags == 0)
        return RV_OK;
    if (file->now && (file->now->flags & TAG_LINES)) {
        st = rv_reading_bare(reading, file->now->tag, s, n, err);
        return st == RV_OK ? keep_row(file, file->now, err) : st;
    }
    if (reading->lengths[reading->n_tags - 1] > 0)
        st = rv_reading_more(reading, file->format->more, strlen(file->format->more), err);
    return st == RV_OK ? rv_reading_more(reading, s, n, err) : st;
}

/* ---- Lines --------------------------------------------------------------------------------------------------------------- */

/* How the other formats begin. A file joined from several holds them behind a blank line. */
static bool is_stranger(const rv_tagged *file, const char *s, size_t n)
{
    static const char *const begins[] = { "TY  - ", "PMID- ", "<?xml", "FN Clarivate", "FN Thomson", "%0 ", "RT Journal", "@" };
    size_t i;

    for (i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t length = strlen(begins[i]), word;

        if (n <= length || memcmp(s, begins[i], length) != 0)
            continue;
        if (*s != '@') {                                /* our own tags are none */
            word = strcspn(begins[i], " -");
            return !rv_tagged_row(file->format->table, s, word);
        }
        for (i = 1; i < n && ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'z'); i++)
            ;
        return i > 3 && i < n && (s[i] == '{' || s[i] == '(');
    }
    return false;
}

static rv_status take_stranger(rv_tagged *file, const rv_line *line, rv_error *err)
{
    rv_status st = file->inside ? end(file, err) : RV_OK;

    if (!file->mixed)
        rv_reading_problem(file->reading, "mixed-formats", line->number, 0,
                           "another format begins here; only what is %s is read", file->reading->summary->format);
    file->mixed = true;
    return st;
}

bool rv_tagged_markup(const char *s, size_t n)
{
    return n > 2 && *s == '<' && (((s[1] | 0x20) >= 'a' && (s[1] | 0x20) <= 'z') || s[1] == '/' || s[1] == '!');
}

static void take_nobodys(rv_tagged *file, const rv_line *line, const char *s, size_t n)
{
    if (file->told_markup || !rv_tagged_markup(s, n))
        return;
    file->told_markup = true;
    rv_reading_problem(file->reading, "markup-in-text", line->number, 0, "markup stands around the records; left out");
}

/* The line without what stands before every line of the file (learnt from the first with a tag), and without blanks at its end. */
static size_t undress(const rv_tagged *file, const rv_line *line, const char **s)
{
    size_t n = line->n, i = 0;

    while (n > 0 && is_blank(line->bytes[n - 1]))
        n--;
    if (file->indent != (size_t)-1)
        while (i < n && i < file->indent && is_blank(line->bytes[i]))
            i++;
    *s = line->bytes + i;
    return n - i;
}

static rv_status take_line(rv_tagged *file, const rv_line *line, rv_error *err)
{
    rv_tagged_field field = { .tag = NULL };
    rv_tagged_line  what;
    const char     *s;
    size_t          n = undress(file, line, &s);
    rv_status       st = RV_OK;

    if (n == 0) {
        file->gap = true;
        return RV_OK;
    }
    if ((!file->inside || file->gap) && is_stranger(file, s, n)) {
        st = take_stranger(file, line, err);
        file->gap = false;
        return st;
    }
    what = file->format->cut(file, line, s, n, &field);
    if (what == LINE_BEGIN) {
        if (file->inside && (st = end(file, err)) != RV_OK)
            return st;
        begin(file, line);
    }
    file->gap = false;
    if (what == LINE_NONE || !file->inside) {
        take_nobodys(file, line, s, n);
        return RV_OK;
    }
    rv_line_tell(file->reading, line, file->lines.charset, &file->told);
    file->end = line->next;
    if (what == LINE_END)
        return end(file, err);
    if (what == LINE_MORE)
        return take_more(file, s, n, err);
    return field.tag ? take_field(file, &field, err) : RV_OK;
}

/* The file ends within a record: it lacks its end line, or what its last line has broken off. */
static void tell_about_end(rv_tagged *file, const rv_line *line)
{
    size_t record = file->reading->record.number;

    if (file->format->closed && line->ended)
        rv_reading_problem(file->reading, "missing-er", line->number, record, "the last record has no ER line");
    else if (!line->ended && (file->format->closed || (file->format->cut_off && file->format->cut_off(file))))
        rv_reading_problem(file->reading, "record-incomplete", line->number, record,
                           "the file ends within the record; perhaps it was cut off");
}

rv_status rv_tagged_read(rv_reading *reading, rv_raw *raw, const char *charset, const rv_tagged_format *format, rv_error *err)
{
    rv_tagged file = { .reading = reading, .format = format, .indent = (size_t)-1 };
    rv_line   line = { .ended = true };
    bool      more = true;
    rv_status st = rv_lines_begin(&file.lines, raw, reading->name, charset, err);

    if (st != RV_OK)
        return st;
    while ((st = rv_lines_next(&file.lines, &line, &more, err)) == RV_OK && more)
        if ((st = take_line(&file, &line, err)) != RV_OK)
            break;
    if (st == RV_OK && file.inside) {
        tell_about_end(&file, &line);
        st = end(&file, err);
    }
    free(file.rows);
    rv_lines_end(&file.lines);
    return st;
}
