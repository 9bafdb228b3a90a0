#include <config.h>

#include <string.h>

#include "inside.h"
#include "ris.h"

/* How a file sets its tags where it does not do as the specification says ("TI  - "). Learnt from each TY line. */
typedef struct {
    bool   odd;
    size_t indent, gap;          /* blanks before the tag; between tag and hyphen */
    char   blank;                /* of the gap */
    bool   tight;                /* no blank after the hyphen */
} ris_style;

/* A line that begins a field. */
typedef struct {
    char        tag[3];          /* letters upper case */
    const char *as_typed;
    const char *value;
    size_t      n;
    bool        spacing, lower;  /* not set as the specification says */
} ris_field;

typedef struct {
    rv_reading *reading;
    rv_lines    lines;
    ris_style   style;
    bool        inside, mixed;
    bool        keyword;         /* the newest value is a keyword: untagged lines are more of them */
    bool        nul;             /* the line held NUL bytes, which are gone */
    rv_buf      scratch;
    bool        told_spacing, told_case, told_control, told_utf8, told_mojibake;   /* once a record */
} ris_file;

/* ---- Lines ------------------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool tag_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static void take_value(ris_field *field, const char *s, size_t n)
{
    while (n > 0 && is_blank(*s))
        s++, n--;
    while (n > 0 && is_blank(s[n - 1]))
        n--;
    field->value = s;
    field->n = n;
}

/* "TI  - text", as the specification has it, with the letters' case and the blank after the hyphen forgiven for tags we know. */
static bool regular(const char *s, size_t n, ris_field *field)
{
    if (n < 5 || s[2] != ' ' || s[3] != ' ' || s[4] != '-')
        return false;
    field->as_typed = s;
    field->tag[0] = upper(s[0]);
    field->tag[1] = upper(s[1]);
    field->tag[2] = '\0';
    if (!tag_char(field->tag[0]) || !tag_char(field->tag[1]))
        return false;
    field->lower = field->tag[0] != s[0] || field->tag[1] != s[1];
    field->spacing = n > 5 && s[5] != ' ';
    if ((field->lower || field->spacing) && rv_ris_tag(field->tag)->role == RIS_NONE)
        return false;
    take_value(field, s + 5, n - 5);
    return true;
}

bool rv_ris_looks_tagged(const char *s, size_t n)
{
    ris_field field;

    return regular(s, n, &field);
}

/* Tag, gap and hyphen in some other setting; `found` says which. */
static bool loose(const char *s, size_t n, ris_style *found, ris_field *field)
{
    size_t i = 0, at;

    while (i < n && is_blank(s[i]))
        i++;
    if (i + 3 > n)
        return false;
    at = i;
    *found = (ris_style){ .odd = true, .indent = i };
    field->as_typed = s + i;
    field->tag[0] = upper(s[i]);
    field->tag[1] = upper(s[i + 1]);
    field->tag[2] = '\0';
    field->lower = field->tag[0] != s[i] || field->tag[1] != s[i + 1];
    for (i += 2; i < n && is_blank(s[i]) && i < at + 6; i++)
        found->blank = s[i];
    found->gap = i - at - 2;
    if (i >= n || s[i] != '-' || !tag_char(field->tag[0]) || !tag_char(field->tag[1]))
        return false;
    found->tight = i + 1 < n && !is_blank(s[i + 1]);
    field->spacing = true;
    take_value(field, s + i + 1, n - i - 1);
    return rv_ris_tag(field->tag)->role != RIS_NONE;
}

/* Only where a TY line with a type that exists shows the setting, do we take lines set like it for tags: "re-engagement" at the
   beginning of a wrapped line is none. */
static bool begins_type(const ris_field *field)
{
    char   type[12];
    size_t i;

    if (strcmp(field->tag, "TY") != 0 || field->n < 2 || field->n >= sizeof type)
        return false;
    for (i = 0; i < field->n; i++)
        type[i] = upper(field->value[i]);
    type[i] = '\0';
    return rv_ris_type(type) != NULL;
}

static bool tagged(const ris_style *style, const rv_line *line, ris_field *field, ris_style *found)
{
    if (line->n > 4 && line->bytes[4] == '-' && regular(line->bytes, line->n, field)) {
        *found = (ris_style){ .odd = false };
        return true;
    }
    if (!loose(line->bytes, line->n, found, field))
        return false;
    if (begins_type(field))
        return true;
    return style->odd && style->indent == found->indent && style->gap == found->gap
           && (style->blank == found->blank) && (style->tight || !found->tight)
           && (!found->tight || !field->lower);
}

/* ---- What is odd -------------------------------------------------------------------------------------------------------- */

static void tell_about_line(ris_file *file, const rv_line *line)
{
    rv_reading *reading = file->reading;
    size_t      record = reading->record.number, i;

    if (line->repaired && !file->told_utf8) {
        file->told_utf8 = true;
        rv_reading_problem(reading, "bad-utf8", line->number, record,
                           "bytes that are not %s; read as Windows-1252, or replaced by U+FFFD", file->lines.charset);
    }
    if (file->nul && !file->told_control) {
        file->told_control = true;
        rv_reading_problem(reading, "control-characters", line->number, record, "NUL bytes; left out");
    }
    if (line->control && !file->told_control)
        for (i = 0; i < line->n; i++)
            if ((unsigned char)line->bytes[i] < ' ' && line->bytes[i] != '\t' && line->bytes[i] != '\v' && line->bytes[i] != '\f') {
                file->told_control = true;
                rv_reading_problem(reading, "control-characters", line->number, record,
                                   "control character 0x%02X; left out of the fields", (unsigned char)line->bytes[i]);
                break;
            }
    if (line->high && !file->told_mojibake && rv_line_mojibake(line->bytes, line->n)) {
        file->told_mojibake = true;
        rv_reading_problem(reading, "suspected-mojibake", line->number, record,
                           "text that looks like UTF-8 read as Windows-1252; kept as found");
    }
}

static void tell_about_field(ris_file *file, const rv_line *line, const ris_field *field)
{
    if (field->spacing && !file->told_spacing) {
        file->told_spacing = true;
        rv_reading_problem(file->reading, "tag-spacing", line->number, file->reading->record.number,
                           "tag %s is not followed by two blanks, a hyphen and a blank", field->tag);
    }
    if (field->lower && !file->told_case) {
        file->told_case = true;
        rv_reading_problem(file->reading, "tag-case", line->number, file->reading->record.number, "tag %s is in small letters",
                           field->tag);
    }
}

/* ---- Records ------------------------------------------------------------------------------------------------------------ */

static void begin(ris_file *file, const rv_line *line)
{
    rv_reading_begin(file->reading, line->offset, line->number);
    file->inside = true;
    file->keyword = false;
    file->told_spacing = file->told_case = file->told_control = file->told_utf8 = file->told_mojibake = false;
}

static rv_status end(ris_file *file, uint64_t where, rv_error *err)
{
    rv_status st = rv_ris_assemble(file->reading, err);

    file->inside = false;
    return st == RV_OK ? rv_reading_record(file->reading, where, err) : st;
}

/* "PMID  - 33355555", as the American Psychological Association writes it. */
static bool is_pmid(const char *s, size_t n, const char **number)
{
    size_t i = 4;

    if (n < 6 || memcmp(s, "PMID", 4) != 0)
        return false;
    while (i < n && is_blank(s[i]))
        i++;
    if (i == n || s[i] != '-')
        return false;
    for (i++; i < n && is_blank(s[i]); i++)
        ;
    *number = s + i;
    while (i < n && s[i] >= '0' && s[i] <= '9')
        i++;
    return i == n && s + i > *number;
}

/* An untagged line. Outside of records it belongs to nobody ("1.", "Record #1 of 611"). */
static rv_status take_text(ris_file *file, const rv_line *line, rv_error *err)
{
    const char *s = line->bytes, *number;
    size_t      n = line->n;
    rv_status   st;

    while (n > 0 && is_blank(s[n - 1]))
        n--;
    if (!file->inside) {
        if (n > 5 && !file->mixed && (*s == '@' || memcmp(s, "PMID-", 5) == 0 || memcmp(s, "<?xml", 5) == 0)) {
            file->mixed = true;
            rv_reading_problem(file->reading, "mixed-formats", line->number, 0,
                               "another format begins here; only what is RIS is read");
        }
        return RV_OK;
    }
    while (n > 0 && (is_blank(*s) || (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0))) {
        n -= is_blank(*s) ? 1 : 3;
        s += is_blank(*s) ? 1 : 3;
    }
    if (n == 0)
        return RV_OK;
    tell_about_line(file, line);
    if (is_pmid(s, n, &number)) {
        file->keyword = false;
        return rv_reading_tag(file->reading, "PMID", number, (size_t)(s + n - number), err);
    }
    if (file->keyword)
        return rv_reading_bare(file->reading, "KW", s, n, err);
    if (file->reading->n_tags == 0)
        return RV_OK;
    st = rv_reading_more(file->reading, "\n", 1, err);
    return st == RV_OK ? rv_reading_more(file->reading, s, n, err) : st;
}

static rv_status take_type(ris_file *file, const rv_line *line, const ris_style *found, rv_error *err)
{
    rv_status st = RV_OK;

    if (file->inside) {
        rv_reading_problem(file->reading, "missing-er", line->number, file->reading->record.number,
                           "the record before this TY line has no ER line");
        st = end(file, line->offset, err);
    }
    begin(file, line);
    file->style = *found;
    return st;
}

static rv_status take_field(ris_file *file, const rv_line *line, const ris_field *field, const ris_style *found, rv_error *err)
{
    rv_reading *reading = file->reading;
    ris_role    role = (ris_role)rv_ris_tag(field->tag)->role;
    char       *tag;
    rv_status   st = RV_OK;

    if (role == RIS_TYPE) {
        if ((st = take_type(file, line, found, err)) != RV_OK)
            return st;
    } else if (!file->inside) {
        if (role == RIS_END || role == RIS_NONE || file->mixed)
            return RV_OK;
        begin(file, line);
        rv_reading_problem(reading, "missing-ty", line->number, reading->record.number,
                           "the record begins with %s instead of TY; its type is unknown", field->tag);
    }
    tell_about_line(file, line);
    tell_about_field(file, line, field);
    if (role == RIS_END)
        return end(file, line->next, err);
    file->keyword = role == RIS_KEYWORDS;
    tag = rv_arena_add(&reading->arena, field->as_typed, 2);
    return rv_reading_tag(reading, tag, field->value, field->n, err);
}

static rv_status take_line(ris_file *file, const rv_line *line, rv_error *err)
{
    ris_field field;
    ris_style found = { .odd = false };

    if (line->n < 3 || !tagged(&file->style, line, &field, &found))
        return line->n > 0 ? take_text(file, line, err) : RV_OK;
    if (strcmp(field.tag, "ER") == 0 && field.n > 0 && file->inside) {
        rv_reading_problem(file->reading, "ambiguous-line", line->number, file->reading->record.number,
                           "an ER with text behind it does not end the record; taken as part of the field before");
        return take_text(file, line, err);
    }
    return take_field(file, line, &field, &found, err);
}

/* No text can hold NUL: what stands around it is one. */
static void leave_nul_out(ris_file *file, rv_line *line)
{
    size_t i;

    file->nul = line->control && memchr(line->bytes, '\0', line->n);
    if (!file->nul)
        return;
    rv_buf_clear(&file->scratch);
    for (i = 0; i < line->n; i++)
        if (line->bytes[i])
            rv_buf_add(&file->scratch, line->bytes + i, 1);
    line->bytes = rv_buf_str(&file->scratch);
    line->n = file->scratch.length;
}

static rv_status read_ris(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    ris_file  file = { .reading = reading };
    rv_line   line = { .ended = true };
    bool      more = true;
    rv_status st = rv_lines_begin(&file.lines, raw, reading->name, charset, err);

    if (st != RV_OK)
        return st;
    while ((st = rv_lines_next(&file.lines, &line, &more, err)) == RV_OK && more) {
        leave_nul_out(&file, &line);
        if ((st = take_line(&file, &line, err)) != RV_OK)
            break;
    }
    if (st == RV_OK && file.inside) {
        rv_reading_problem(reading, line.ended ? "missing-er" : "record-incomplete", line.number, reading->record.number,
                           line.ended ? "the last record has no ER line" : "the file ends within the record; perhaps it was cut off");
        st = end(&file, line.next, err);
    }
    rv_lines_end(&file.lines);
    rv_buf_free(&file.scratch);
    return st;
}

/* ---- Is it RIS? ------------------------------------------------------------------------------------------------------------ */

static bool detect_ris(const char *text, size_t n)
{
    ris_style style = { .odd = false }, found;
    ris_field field;
    size_t    at = 0, fields = 0;

    while (at < n) {
        rv_line line = { .bytes = text + at };

        while (at + line.n < n && line.bytes[line.n] != '\n' && line.bytes[line.n] != '\r')
            line.n++;
        if (line.n > 2 && tagged(&style, &line, &field, &found)) {
            fields += !field.spacing;
            if (begins_type(&field) || (strcmp(field.tag, "TY") == 0 && !field.spacing) || fields > 3)
                return true;
        }
        if (line.n > 5 && memcmp(line.bytes, "PMID- ", 6) == 0)      /* its other tags look like ours */
            return false;
        at += line.n + 1;
    }
    return false;
}

const rv_refs_format rv_format_ris = { detect_ris, read_ris };
