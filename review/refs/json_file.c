#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"

/* ---- Looking at content ------------------------------------------------------------------------------------------------- */

static const char *behind_blanks(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
        s++;
    return s;
}

bool rv_json_looks(const char *text, size_t n)
{
    const char *end = text + n, *second;

    if (n == 0 || (*text != '[' && *text != '{'))
        return false;
    second = behind_blanks(text + 1, end);
    return second == end || *second == '"' || *second == '}' || (*text == '[' && (*second == '{' || *second == '[' || *second == ']'));
}

bool rv_json_has(const char *text, size_t n, const char *name)
{
    size_t      length = strlen(name);
    const char *s = text, *end = text + n;

    if (!rv_json_looks(text, n))
        return false;
    while ((s = memmem(s, (size_t)(end - s), name, length))) {
        const char *behind = s + length;

        if (s > text && s[-1] == '"' && behind < end && *behind == '"' && (behind = behind_blanks(behind + 1, end)) < end
            && *behind == ':')
            return true;
        s += length;
    }
    return false;
}

/* ---- Values --------------------------------------------------------------------------------------------------------------- */

void rv_json_odd(rv_json_file *file, const char *kind, const char *format, ...)
{
    char    words[300];
    va_list args;

    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    rv_reading_problem(file->reading, kind, file->line, file->reading->record.number, "%s", words);
}

const json_t *rv_json_at(const json_t *object, const char *path)
{
    const char *dot;

    for (; object && (dot = strchr(path, '.')); path = dot + 1) {
        object = json_object_getn(object, path, (size_t)(dot - path));
        if (json_is_array(object))
            object = json_array_get(object, 0);
    }
    return json_object_get(object, path);
}

/* The text without the NULs that a JSON string may hold. */
static const char *string(rv_json_file *file, const json_t *value)
{
    const char *text = json_string_value(value);
    size_t      n = json_string_length(value), i, kept = 0;
    char       *copy;

    if (strlen(text) == n)
        return n ? text : NULL;
    copy = rv_arena_add(&file->reading->arena, text, n);
    for (i = 0; i < n && !file->reading->arena.failed; i++)
        if (text[i])
            copy[kept++] = text[i];
    if (!file->reading->arena.failed)
        copy[kept] = '\0';
    return *copy ? copy : NULL;
}

static const char *number(const json_t *value, char text[RV_REAL_TEXT])
{
    if (json_is_integer(value))
        snprintf(text, RV_REAL_TEXT, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        rv_real_text(json_real_value(value), text);
    return text;
}

const char *rv_json_raw(rv_json_file *file, const json_t *value)
{
    char        text[RV_REAL_TEXT];
    const char *found = NULL;
    size_t      i;

    if (json_is_string(value))
        return string(file, value);
    if (json_is_number(value)) {
        number(value, text);
        return rv_arena_add(&file->reading->arena, text, strlen(text));
    }
    if (json_is_array(value))
        for (i = 0; i < json_array_size(value) && !found; i++)
            found = rv_json_raw(file, json_array_get(value, i));
    return found;
}

const char *rv_json_text(rv_json_file *file, const json_t *value)
{
    const char *text = rv_json_raw(file, value);

    return file->exact ? text : rv_field_plain(file->reading, text);
}

const char *rv_json_text_at(rv_json_file *file, const json_t *object, const char *path)
{
    return rv_json_text(file, rv_json_at(object, path));
}

/* ---- Fields --------------------------------------------------------------------------------------------------------------- */

void rv_json_fields(rv_json_file *file, const json_t *object, const rv_json_row *rows, size_t n)
{
    const json_t *value;
    size_t        i;

    for (i = 0; i < n; i++)
        if ((value = rv_json_at(object, rows[i].path)) && !json_is_null(value))
            (rows[i].take ? rows[i].take : rv_json_say)(file, rows[i].field, value);
}

void rv_json_say(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    size_t i;

    if (field < RV_REF_LISTS)
        rv_reading_set(file->reading, field, rv_json_text(file, value));
    else if (!json_is_array(value))
        rv_reading_add(file->reading, field, rv_json_text(file, value));
    else
        for (i = 0; i < json_array_size(value); i++)
            rv_reading_append(file->reading, field, rv_json_text(file, json_array_get(value, i)));
}

void rv_json_doi(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    const char *text = rv_json_raw(file, value), *doi = file->exact ? text : rv_field_doi(file->reading, text);

    rv_reading_set(file->reading, field, doi);
    if (text && !doi)
        rv_json_odd(file, "odd-identifier", "'%.80s' is not a DOI", text);
}

/* The last part of an address: "https://pubmed.ncbi.nlm.nih.gov/123/". */
static const char *behind_address(rv_json_file *file, const char *text)
{
    size_t      n = strlen(text), start;

    if (!rv_field_is_url(text))
        return text;
    while (n > 0 && text[n - 1] == '/')
        n--;
    for (start = n; start > 0 && text[start - 1] != '/'; start--)
        ;
    return rv_arena_add(&file->reading->arena, text + start, n - start);
}

void rv_json_pmid(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    const char *text = rv_json_raw(file, value);
    const char *pmid = text && !file->exact ? rv_field_pmid(file->reading, behind_address(file, text)) : text;

    rv_reading_set(file->reading, field, pmid);
    if (text && !pmid)
        rv_json_odd(file, "odd-identifier", "'%.80s' is not a PMID", text);
}

void rv_json_pmcid(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    const char *text = rv_json_text(file, value);
    rv_arena   *arena = &file->reading->arena;

    if (!text)
        return;
    if (!file->exact) {
        text = behind_address(file, text);
        if (*text >= '0' && *text <= '9')
            text = rv_arena_extend(arena, rv_arena_add(arena, "PMC", 3), 3, text, strlen(text));
    }
    rv_reading_set(file->reading, field, text);
}

void rv_json_pages(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    const char *text = rv_json_text(file, value);

    rv_reading_set(file->reading, field, file->exact ? text : rv_field_pages(file->reading, text, NULL));
}

void rv_json_date(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    (void)field;
    rv_reading_date(file->reading, rv_json_raw(file, value));
}

void rv_json_numbers(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    const char *text;
    size_t      i;

    if (json_is_array(value)) {
        for (i = 0; i < json_array_size(value); i++)
            if (!json_is_array(json_array_get(value, i)))
                rv_json_numbers(file, field, json_array_get(value, i));
        return;
    }
    if (!(text = rv_json_text(file, value)))
        return;
    if (rv_field_is_url(text))                          /* "http://id.crossref.org/isbn/978..." */
        text = behind_address(file, text);
    if (!rv_field_numbers(file->reading, text))
        rv_json_odd(file, "odd-identifier", "'%.80s' is neither an ISSN nor an ISBN", text);
}

/* `a`, `between`, `b` as one text; one that is NULL is left out. */
static const char *joined(rv_json_file *file, const char *a, const char *between, const char *b)
{
    rv_arena *arena = &file->reading->arena;
    size_t    n, m = strlen(between);
    char     *text;

    if (!a || !b)
        return a ? a : b;
    n = strlen(a);
    text = rv_arena_extend(arena, rv_arena_add(arena, a, n), n, between, m);
    return arena->failed ? a : rv_arena_extend(arena, text, n + m, b, strlen(b));
}

const char *rv_json_with_subtitle(rv_json_file *file, const char *title, const char *subtitle)
{
    if (!title || !subtitle || strstr(title, subtitle))
        return title ? title : subtitle;
    return joined(file, title, title[strlen(title) - 1] == '?' ? " " : ": ", subtitle);
}

/* ---- People --------------------------------------------------------------------------------------------------------------- */

static void person(rv_json_file *file, rv_ref_role role, const json_t *value)
{
    const char *family, *given, *before, *after, *whole;

    if (!json_is_object(value)) {
        if (json_is_string(value) && (whole = rv_json_raw(file, value)))
            rv_reading_person(file->reading, role, whole);
        return;
    }
    family = rv_json_text(file, json_object_get(value, "family"));
    given = rv_json_text(file, json_object_get(value, "given"));
    if (!family && !given) {
        if (!(whole = rv_json_text(file, json_object_get(value, "literal"))))
            whole = rv_json_text(file, json_object_get(value, "name"));
        rv_reading_name(file->reading, role, whole, NULL, NULL);
        return;
    }
    if ((before = rv_json_text(file, json_object_get(value, "non-dropping-particle")))) {
        char last = before[strlen(before) - 1];

        family = joined(file, before, last == '\'' || last == '-' || (unsigned char)last == 0x99 ? "" : " ", family);
    }
    if ((after = rv_json_text(file, json_object_get(value, "dropping-particle"))))
        given = joined(file, given, " ", after);
    rv_reading_name(file->reading, role, family, given, rv_json_text(file, json_object_get(value, "suffix")));
}

void rv_json_people(rv_json_file *file, rv_ref_role role, const json_t *value)
{
    size_t i;

    if (!json_is_array(value))
        person(file, role, value);
    else
        for (i = 0; i < json_array_size(value); i++)
            person(file, role, json_array_get(value, i));
}

/* ---- Dates ---------------------------------------------------------------------------------------------------------------- */

/* Year, month and day of one of the "date-parts", as far as they are given. */
static size_t parts_of(rv_json_file *file, const json_t *list, char *text, size_t room)
{
    static const int least[] = { 4, 2, 2 };
    size_t n = 0, i;

    for (i = 0; i < 3 && i < json_array_size(list); i++) {
        const char *part = rv_json_raw(file, json_array_get(list, i));
        long        value = part ? strtol(part, NULL, 10) : 0;

        if (value <= 0 || value > 9999 || (i > 0 && value > 31))
            break;
        n += (size_t)snprintf(text + n, room - n, i > 0 ? "-%0*ld" : "%0*ld", least[i], value);
    }
    return n;
}

static const char *season_of(rv_json_file *file, const json_t *value)
{
    static const char *const seasons[] = { "Spring", "Summer", "Autumn", "Winter" };
    const char *text = rv_json_text(file, value);
    long        n = text ? strtol(text, NULL, 10) : 0;

    return n >= 1 && n <= 4 ? seasons[n - 1] : n >= 21 && n <= 24 ? seasons[n - 21] : text;
}

void rv_json_csl_date(rv_json_file *file, const json_t *value)
{
    rv_ref_date  *date = &file->reading->record.date;
    const json_t *parts = json_object_get(value, "date-parts");
    const char   *season = season_of(file, json_object_get(value, "season")), *raw;
    char          text[80];
    size_t        n;

    if (!json_is_object(value)) {
        rv_json_date(file, RV_REF_TITLE, value);
        return;
    }
    n = parts_of(file, json_is_array(json_array_get(parts, 0)) ? json_array_get(parts, 0) : parts, text, 40);
    if (n > 0 && json_is_array(json_array_get(parts, 1))) {
        size_t second;

        text[n] = '/';
        second = parts_of(file, json_array_get(parts, 1), text + n + 1, 40 - n - 1);
        n += second ? second + 1 : 0;
    }
    if (n == 4 && season)
        n += (size_t)snprintf(text + n, sizeof text - n, " %.40s", season);
    raw = rv_json_text(file, json_object_get(value, "raw"));
    raw = raw ? raw : rv_json_text(file, json_object_get(value, "literal"));
    if (n > 0)
        rv_reading_date(file->reading, rv_arena_add(&file->reading->arena, text, n));
    else
        rv_reading_date(file->reading, raw ? raw : rv_json_raw(file, parts));
    if (raw && (n > 0 || file->exact))
        date->raw = raw;
}

const char *rv_json_type_of(const rv_json_type *types, const char *word)
{
    for (; word && types->word; types++)
        if (strcmp(types->word, word) == 0)
            return types->csl;
    return NULL;
}

/* ---- Raw values, each with its path --------------------------------------------------------------------------------------- */

static rv_status keep_scalar(rv_json_file *file, const char *text, size_t n, rv_error *err)
{
    rv_arena *arena = &file->reading->arena;

    if (arena->total + file->path.length + n > RV_RECORD_LIMIT / 2) {
        file->untold = true;
        return RV_OK;
    }
    return rv_reading_tag(file->reading, rv_arena_add(arena, rv_buf_str(&file->path), file->path.length), text, n, err);
}

/* An array of nothing but numbers is one value: "[2012,3,5]". */
static bool only_numbers(const json_t *array)
{
    size_t i, n = json_array_size(array);

    for (i = 0; i < n && json_is_number(json_array_get(array, i)); i++)
        ;
    return n > 0 && i == n;
}

static rv_status keep_numbers(rv_json_file *file, const json_t *array, rv_error *err)
{
    char      text[RV_REAL_TEXT];
    rv_buf    list = RV_BUF_INIT;
    size_t    i;
    rv_status st;

    for (i = 0; i < json_array_size(array); i++) {
        rv_buf_char(&list, i ? ',' : '[');
        rv_buf_text(&list, number(json_array_get(array, i), text));
    }
    rv_buf_char(&list, ']');
    if ((st = rv_buf_check(&list, err)) == RV_OK)
        st = keep_scalar(file, list.data, list.length, err);
    rv_buf_free(&list);
    return st;
}

static rv_status keep(rv_json_file *file, const json_t *value, rv_error *err);

static void cut_path(rv_json_file *file, size_t length)
{
    file->path.length = length;
    if (file->path.data)
        file->path.data[length] = '\0';
}

static rv_status keep_members(rv_json_file *file, const json_t *object, rv_error *err)
{
    size_t      length = file->path.length;
    rv_status   st = RV_OK;
    const char *name;
    json_t     *value;

    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        if (length)
            rv_buf_char(&file->path, '.');
        rv_buf_text(&file->path, name);
        st = keep(file, value, err);
        cut_path(file, length);
        if (st != RV_OK)
            break;
    }
    return st;
}

static rv_status keep_elements(rv_json_file *file, const json_t *array, rv_error *err)
{
    size_t    length = file->path.length, i;
    rv_status st = RV_OK;

    for (i = 0; i < json_array_size(array) && st == RV_OK; i++) {
        char index[24];

        rv_buf_add(&file->path, index, (size_t)snprintf(index, sizeof index, "[%zu]", i));
        st = keep(file, json_array_get(array, i), err);
        cut_path(file, length);
    }
    return st;
}

static rv_status keep(rv_json_file *file, const json_t *value, rv_error *err)
{
    char text[RV_REAL_TEXT];

    if (file->path.failed)
        return rv_buf_check(&file->path, err);
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return keep_members(file, value, err);
    case JSON_ARRAY:
        return only_numbers(value) ? keep_numbers(file, value, err) : keep_elements(file, value, err);
    case JSON_STRING:
        return keep_scalar(file, json_string_value(value), json_string_length(value), err);
    case JSON_NULL:
        return RV_OK;                                   /* says nothing */
    case JSON_TRUE:
        return keep_scalar(file, "true", 4, err);
    case JSON_FALSE:
        return keep_scalar(file, "false", 5, err);
    default:
        number(value, text);
        return keep_scalar(file, text, strlen(text), err);
    }
}

/* ---- One object after the other ------------------------------------------------------------------------------------------- */

/* An object was lost. The first such fault is what a file without any record is refused for. */
static void lose(rv_json_file *file, const char *kind, size_t line, const char *words)
{
    rv_reading_problem(file->reading, kind, line, 0, "%s", words);
    if (file->fault)
        return;
    file->fault = kind;
    file->fault_line = line;
    snprintf(file->words, sizeof file->words, "%s", words);
}

static const struct { unsigned fault; const char *kind, *words; } faults[] = {
    { RV_JSON_SURROGATE, "json-surrogate", "half a surrogate pair was replaced by U+FFFD" },
    { RV_JSON_UTF8, "bad-utf8", "bytes that are not UTF-8; read as Windows-1252, or replaced by U+FFFD" },
    { RV_JSON_CONTROL, "control-characters", "control characters stand within a text" },
    { RV_JSON_NUMBER, "json-malformed", "NaN or Infinity was read as nothing" },
    { RV_JSON_COMMA, "json-malformed", "a comma before a closing bracket was passed over" },
    { RV_JSON_COMMENT, "json-malformed", "a comment was passed over" },
    { RV_JSON_ESCAPE, "json-malformed", "a backslash that escapes nothing was read as itself" },
    { RV_JSON_DUPLICATE, "json-duplicate-key", "a key stands twice in an object; the last one counts" },
    { RV_JSON_INTEGER, "json-malformed", "an integer of more than 64 bits was read as a real number" },
};

static void tell_faults(rv_json_file *file, unsigned found)
{
    size_t i;

    for (i = 0; found && i < sizeof faults / sizeof *faults; i++)
        if (found & faults[i].fault)
            rv_reading_problem(file->reading, faults[i].kind, file->line, file->reading->summary->records + 1, "%s",
                               faults[i].words);
}

static bool has_high(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if ((unsigned char)s[i] >= 0x80)
            return true;
    return false;
}

/* The object's text as UTF-8; `*found` what was wrong with it. */
static rv_status parse(rv_json_file *file, const rv_json_item *item, const char *charset, unsigned *found, rv_error *err)
{
    const char *bytes = item->bytes;
    size_t      n = item->n, replaced = 0;
    rv_status   st = RV_OK;

    json_decref(file->value);
    file->value = NULL;
    *found = 0;
    if (strncmp(charset, "UTF-", 4) != 0 && has_high(bytes, n)) {
        rv_buf_clear(&file->decoded);
        if ((st = rv_charset_decode(&file->decoded, bytes, n, charset, &replaced, err)) != RV_OK)
            return st;
        bytes = rv_buf_str(&file->decoded);
        n = file->decoded.length;
    }
    st = rv_json_parse_item(bytes, n, &file->value, found, err);
    *found |= replaced ? RV_JSON_UTF8 : 0;
    return st;
}

static rv_status take_object(rv_json_file *file, const rv_json_item *item, rv_error *err)
{
    rv_reading *reading = file->reading;
    rv_status   st;

    rv_reading_begin(reading, item->offset, item->line);
    file->exact = file->untold = false;
    if (!file->format->record(file, file->value)) {
        lose(file, "unknown-format", item->line, "the object has nothing that says it is a record");
        return RV_OK;
    }
    cut_path(file, 0);
    if ((st = keep(file, file->value, err)) != RV_OK)
        return st;
    if (file->untold)
        rv_json_odd(file, "json-too-long", "not all raw values of this record are kept");
    return rv_reading_record(reading, item->end, err);
}

static rv_status take_item(rv_json_file *file, const rv_json_item *item, const char *charset, rv_error *err)
{
    rv_error  why = { .code = RV_OK };
    unsigned  found;
    rv_status st;

    file->line = item->line;
    if (item->fault) {
        lose(file, item->fault, item->line, item->words);
        return RV_OK;
    }
    if ((st = parse(file, item, charset, &found, &why)) == RV_EPARSE) {
        size_t within = 1;
        int    used = 0;

        if (sscanf(why.message, "line %zu: %n", &within, &used) == 1)
            lose(file, "json-malformed", item->line + within - 1, why.message + used);
        return RV_OK;
    }
    if (st != RV_OK) {
        if (err)
            *err = why;
        return st;
    }
    tell_faults(file, found);
    if (file->format->other && item->place >= file->format->others) {
        file->format->other(file, file->value);
        return RV_OK;
    }
    return take_object(file, item, err);
}

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    return rv_raw_read(user, bytes, n, got, err);
}

rv_status rv_json_file_read(rv_reading *reading, rv_raw *raw, const char *charset, const rv_json_format *format, void *state,
                            rv_error *err)
{
    rv_json_file   file = { .reading = reading, .format = format, .state = state };
    rv_json_items *items = NULL;
    rv_json_item   item;
    rv_input      *in;
    rv_status      st;

    if ((st = rv_input_open_pull(&in, reading->name, pull, raw, err)) == RV_OK)
        st = rv_json_items_open(&items, in, charset, format->places, RV_RECORD_LIMIT, err);
    while (st == RV_OK && (st = rv_json_items_next(items, &item, err)) == RV_OK && (item.bytes || item.fault))
        st = take_item(&file, &item, charset, err);
    if (st == RV_OK && reading->summary->records == 0 && file.fault)
        st = rv_fail(err, RV_EPARSE, "%s:%zu: %s (%s)", reading->name, file.fault_line, file.words, file.fault);
    rv_json_items_close(items);
    json_decref(file.value);
    rv_buf_free(&file.path);
    rv_buf_free(&file.decoded);
    return st;
}
