/* EndNote XML out. Each record is read back as it stands; what would come back otherwise is said in its research notes as
   endnote_xml.h describes, so that nothing is lost and most records have no such notes. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "endnote_xml.h"

typedef struct {
    rv_buf           xml, extras;        /* of the record being written */
    const rv_record *record;
    rv_reading       reading;
    rv_refs_sink     sink;
    rv_refs_summary  summary;
} endnote_writer;

/* ---- Elements ------------------------------------------------------------------------------------------------------------------ */

static void open_element(rv_buf *out, const char *name)
{
    rv_buf_printf(out, "<%s>", name);
}

static void close_element(rv_buf *out, const char *name)
{
    rv_buf_printf(out, "</%s>", name);
}

/* Text within an element; lines are parted as EndNote parts them. */
static void put_text(rv_buf *out, const char *text)
{
    rv_buf piece = RV_BUF_INIT;

    for (;;) {
        size_t n = strcspn(text, "\r\n");

        rv_buf_clear(&piece);
        rv_buf_add(&piece, text, n);
        rv_xml_escape(out, rv_buf_str(&piece));
        out->failed = out->failed || piece.failed;
        if (!text[n])
            break;
        rv_buf_text(out, "&#xD;");
        text += n + 1;
    }
    rv_buf_free(&piece);
}

static void put(rv_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    open_element(out, name);
    put_text(out, text);
    close_element(out, name);
}

static bool has(const rv_record *record, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field)
            return true;
    return false;
}

/* Every value of a list in an element of its own. */
static void put_each(rv_buf *out, const char *name, const rv_record *record, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field)
            put(out, name, record->values[i].text);
}

/* All values of a list in one text; `*any` is whether one stands there before. */
static void put_joined(rv_buf *out, const rv_record *record, rv_ref_field field, const char *between, bool *any)
{
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field) {
            if (*any)
                rv_buf_text(out, between);
            put_text(out, record->values[i].text);
            *any = true;
        }
}

/* ---- Parts of a record ---------------------------------------------------------------------------------------------------------- */

static const char *const people[] = { "authors", "secondary-authors", "tertiary-authors", "subsidiary-authors", "translated-authors" };
enum { PEOPLE = sizeof people / sizeof *people };

/* Which of these a role is in; PEOPLE: none. */
static size_t list_for(rv_ref_role role, const char *type, bool authors)
{
    bool book = rv_endnote_is_book(type), thesis = strcmp(type, "thesis") == 0, part = strcmp(type, "chapter") == 0;

    switch (role) {
    case RV_ROLE_AUTHOR:        return 0;
    case RV_ROLE_EDITOR:        return 1;
    case RV_ROLE_SERIES_EDITOR: return book && authors ? 1 : 2;
    case RV_ROLE_TRANSLATOR:    return book || part ? 3 : 4;
    default:                    return thesis ? 2 : book || part ? PEOPLE : 3;
    }
}

static void put_person(rv_buf *out, const rv_ref_name *name)
{
    open_element(out, "author");
    put_text(out, name->family);
    rv_buf_text(out, ",");                              /* an organisation has nothing behind it */
    if (name->given || name->suffix)
        rv_buf_text(out, " ");
    if (name->given)
        put_text(out, name->given);
    if (name->suffix) {
        rv_buf_text(out, ", ");
        put_text(out, name->suffix);
    }
    close_element(out, "author");
}

static void put_people(rv_buf *out, const rv_record *record, const char *type)
{
    bool   authors = false;
    size_t list, i;

    for (i = 0; i < record->n_names; i++)
        authors = authors || record->names[i].role == RV_ROLE_AUTHOR;
    open_element(out, "contributors");
    for (list = 0; list < PEOPLE; list++) {
        bool any = false;

        for (i = 0; i < record->n_names; i++) {
            if (list_for(record->names[i].role, type, authors) != list)
                continue;
            if (!any)
                open_element(out, people[list]);
            any = true;
            put_person(out, &record->names[i]);
        }
        if (any)
            close_element(out, people[list]);
    }
    close_element(out, "contributors");
}

static void put_titles(rv_buf *out, const rv_record *record, const char *type)
{
    const char *const *text = record->text;
    const char *in = text[RV_REF_CONTAINER] ? text[RV_REF_CONTAINER] : text[RV_REF_ABBREVIATION];
    bool        book = rv_endnote_is_book(type), meeting = strcmp(type, "paper-conference") == 0 && text[RV_REF_EVENT];

    open_element(out, "titles");
    put(out, "title", text[RV_REF_TITLE]);
    put(out, "secondary-title", book ? text[RV_REF_SERIES] : meeting ? text[RV_REF_EVENT] : in);
    put(out, "tertiary-title", book ? NULL : text[RV_REF_SERIES]);
    put(out, "short-title", text[RV_REF_SHORT_TITLE]);
    close_element(out, "titles");
    if (text[RV_REF_ABBREVIATION] || (in && (book || strncmp(type, "article", 7) == 0))) {
        open_element(out, "periodical");
        put(out, "full-title", meeting ? NULL : text[RV_REF_CONTAINER]);
        put(out, "abbr-1", text[RV_REF_ABBREVIATION]);
        close_element(out, "periodical");
    }
    put(out, "custom3", meeting ? text[RV_REF_CONTAINER] : NULL);
}

static void put_date(rv_buf *out, const rv_ref_date *date)
{
    char year[16], whole[48] = "";

    if (!date->year && !date->raw)
        return;
    snprintf(year, sizeof year, "%d", date->year);
    if (date->month)
        snprintf(whole, sizeof whole, date->day ? "%d-%02d-%02d" : "%d-%02d", date->year, date->month, date->day);
    open_element(out, "dates");
    put(out, "year", date->year ? year : date->raw);
    if (date->year && (date->raw ? strcmp(date->raw, year) != 0 || date->month : date->month)) {
        open_element(out, "pub-dates");
        put(out, "date", date->raw && strcmp(date->raw, year) != 0 ? date->raw : whole);
        close_element(out, "pub-dates");
    }
    close_element(out, "dates");
}

static void put_numbers(rv_buf *out, const rv_record *record, const char *type)
{
    const char *const *text = record->text;
    bool numbered = rv_endnote_is_numbered(type), any = false;
    bool patent = strcmp(type, "patent") == 0 && !has(record, RV_REF_ISBN) && !has(record, RV_REF_ISSN);

    put(out, "pages", text[RV_REF_PAGES]);
    put(out, "volume", text[RV_REF_VOLUME]);
    put(out, "number", numbered ? patent ? NULL : text[RV_REF_NUMBER] : text[RV_REF_ISSUE]);
    put(out, "issue", numbered ? text[RV_REF_ISSUE] : NULL);
    put(out, "edition", text[RV_REF_EDITION]);
    if (patent && text[RV_REF_NUMBER])
        put(out, "isbn", text[RV_REF_NUMBER]);
    if (!has(record, RV_REF_ISSN) && !has(record, RV_REF_ISBN))
        return;
    open_element(out, "isbn");
    put_joined(out, record, RV_REF_ISSN, "&#xD;", &any);
    put_joined(out, record, RV_REF_ISBN, "&#xD;", &any);
    close_element(out, "isbn");
}

static void put_accession(rv_buf *out, const char *const *text)
{
    const char *pmid = text[RV_REF_PMID], *accession = text[RV_REF_ACCESSION];

    put(out, "accession-num", accession ? accession : pmid);
    put(out, "electronic-resource-num", text[RV_REF_DOI]);
    put(out, "remote-database-name", text[RV_REF_DATABASE]);
    if (pmid && (!accession || strcmp(accession, pmid) == 0))
        put(out, "remote-database-provider", "NLM");
    put(out, "custom2", text[RV_REF_PMCID]);
}

static void put_links(rv_buf *out, const rv_record *record)
{
    if (!has(record, RV_REF_URL) && !has(record, RV_REF_FILE))
        return;
    open_element(out, "urls");
    if (has(record, RV_REF_URL)) {
        open_element(out, "related-urls");
        put_each(out, "url", record, RV_REF_URL);
        close_element(out, "related-urls");
    }
    if (has(record, RV_REF_FILE)) {
        open_element(out, "pdf-urls");
        put_each(out, "url", record, RV_REF_FILE);
        close_element(out, "pdf-urls");
    }
    close_element(out, "urls");
}

static void put_keywords(rv_buf *out, const rv_record *record)
{
    if (!has(record, RV_REF_KEYWORD))
        return;
    open_element(out, "keywords");
    put_each(out, "keyword", record, RV_REF_KEYWORD);
    close_element(out, "keywords");
}

static void put_notes(rv_buf *out, const rv_record *record)
{
    bool any = false;

    if (!has(record, RV_REF_NOTE))
        return;
    open_element(out, "notes");
    put_joined(out, record, RV_REF_NOTE, "&#xD;&#xD;", &any);
    close_element(out, "notes");
}

static void put_record(rv_buf *out, const rv_record *record, unsigned long long number)
{
    static const struct { rv_ref_field field; const char *name; } plain[] = {
        { RV_REF_PLACE, "pub-location" }, { RV_REF_PUBLISHER, "publisher" }, { RV_REF_KEY, "label" },
        { RV_REF_GENRE, "work-type" }, { RV_REF_ORIGINAL_TITLE, "orig-pub" }, { RV_REF_ABSTRACT, "abstract" },
        { RV_REF_LANGUAGE, "language" },
    };
    const rv_endnote_type *type = rv_endnote_type_for(record->text[RV_REF_TYPE]);
    size_t i;

    rv_buf_printf(out, "<record><database name=\"review\">review</database><source-app name=\"review\">review</source-app>"
                  "<rec-number>%llu</rec-number><ref-type name=\"%s\">%d</ref-type>", number, type->name, type->number);
    put_people(out, record, type->csl);
    put_titles(out, record, type->csl);
    put_numbers(out, record, type->csl);
    put_keywords(out, record);
    put_date(out, &record->date);
    for (i = 0; i < sizeof plain / sizeof *plain; i++)
        put(out, plain[i].name, record->text[plain[i].field]);
    put_accession(out, record->text);
    put_links(out, record);
    put_notes(out, record);
}

/* ---- What would come back otherwise ------------------------------------------------------------------------------------------------ */

/* A line of the research notes holds neither line ends nor bars, and keeps blanks only inside. */
static void put_escaped(rv_buf *out, const char *text)
{
    const char *s, *end = text + strlen(text);

    for (s = text; s < end; s++)
        if ((unsigned char)*s < ' ' || *s == '%' || *s == '|' || (*s == ' ' && (s == text || s + 1 == end)))
            rv_buf_printf(out, "%%%02X", (unsigned char)*s);
        else
            rv_buf_char(out, *s);
}

static void begin_extra(rv_buf *out, const char *name)
{
    rv_buf_printf(out, "%s" RV_ENDNOTE_EXTRA "%s=", out->length ? "\r" : "", name);
}

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static void compare_texts(rv_buf *out, const rv_record *want, const rv_record *got)
{
    size_t i;

    for (i = 0; i < RV_REF_LISTS; i++) {
        if (same(want->text[i], got->text[i]) || (i == RV_REF_TYPE && !want->text[i]))
            continue;
        begin_extra(out, rv_ref_fields[i]);
        put_escaped(out, want->text[i] ? want->text[i] : "");
    }
}

/* The next value of a field at or behind `i`. */
static const char *next_value(const rv_record *record, rv_ref_field field, size_t *i)
{
    for (; *i < record->n_values; ++*i)
        if (record->values[*i].field == field)
            return record->values[(*i)++].text;
    return NULL;
}

static void compare_lists(rv_buf *out, const rv_record *want, const rv_record *got)
{
    int field;

    for (field = RV_REF_LISTS; field < RV_REF_FIELDS; field++) {
        const char *a, *b;
        size_t      i = 0, j = 0;

        do {
            a = next_value(want, (rv_ref_field)field, &i);
            b = next_value(got, (rv_ref_field)field, &j);
        } while (a && b && strcmp(a, b) == 0);
        if (!a && !b)
            continue;
        i = 0;
        a = next_value(want, (rv_ref_field)field, &i);
        do {
            begin_extra(out, rv_ref_fields[field]);
            put_escaped(out, a ? a : "");
        } while ((a = next_value(want, (rv_ref_field)field, &i)));
    }
}

static const rv_ref_name *next_name(const rv_record *record, rv_ref_role role, size_t *i)
{
    for (; *i < record->n_names; ++*i)
        if (record->names[*i].role == role)
            return &record->names[(*i)++];
    return NULL;
}

static void put_extra_person(rv_buf *out, const rv_ref_name *name, rv_ref_role role)
{
    begin_extra(out, rv_endnote_roles[role]);
    if (!name)
        return;
    put_escaped(out, name->family);
    if (name->given || name->suffix)
        rv_buf_char(out, '|');
    put_escaped(out, name->given ? name->given : "");
    if (name->suffix)
        rv_buf_char(out, '|');
    put_escaped(out, name->suffix ? name->suffix : "");
}

static void compare_people(rv_buf *out, const rv_record *want, const rv_record *got)
{
    int role;

    for (role = 0; role < RV_ROLES; role++) {
        const rv_ref_name *a, *b;
        size_t             i = 0, j = 0;

        do {
            a = next_name(want, (rv_ref_role)role, &i);
            b = next_name(got, (rv_ref_role)role, &j);
        } while (a && b && same(a->family, b->family) && same(a->given, b->given) && same(a->suffix, b->suffix));
        if (!a && !b)
            continue;
        i = 0;
        a = next_name(want, (rv_ref_role)role, &i);
        do
            put_extra_person(out, a, (rv_ref_role)role);
        while ((a = next_name(want, (rv_ref_role)role, &i)));
    }
}

static void compare_date(rv_buf *out, const rv_ref_date *want, const rv_ref_date *got)
{
    if (want->year == got->year && want->month == got->month && want->day == got->day
        && (!want->raw || same(want->raw, got->raw)))
        return;
    begin_extra(out, "date");
    if (want->year || want->month)
        rv_buf_printf(out, "%d-%02d-%02d", want->year, want->month, want->day);
    rv_buf_char(out, '|');
    put_escaped(out, want->raw ? want->raw : "");
}

static bool same_decision(const rv_ref_decision *a, const rv_ref_decision *b)
{
    return same(a->verdict, b->verdict) && same(a->stage, b->stage) && same(a->reviewer, b->reviewer) && same(a->reason, b->reason)
           && same(a->note, b->note) && same(a->labels, b->labels) && same(a->role, b->role);
}

/* Those that notes carry come back from them. */
static void compare_decisions(rv_buf *out, const rv_record *want, const rv_record *got)
{
    size_t i;

    for (i = 0; i < want->n_decisions && i < got->n_decisions && same_decision(&want->decisions[i], &got->decisions[i]); i++)
        ;
    if (i == want->n_decisions && i == got->n_decisions)
        return;
    if (want->n_decisions == 0)
        begin_extra(out, "decision");
    for (i = 0; i < want->n_decisions; i++) {
        const rv_ref_decision *decision = &want->decisions[i];
        const char *const parts[] = { decision->verdict, decision->stage, decision->reviewer, decision->reason, decision->raw,
                                      decision->note, decision->labels, decision->role };
        const size_t      n = decision->note || decision->labels || decision->role ? 8 : 5;
        size_t            part;

        begin_extra(out, "decision");
        for (part = 0; part < n; part++) {
            if (part > 0)
                rv_buf_char(out, '|');
            put_escaped(out, parts[part] ? parts[part] : "");
        }
    }
}

static rv_status compare(void *user, const rv_record *got, rv_error *err)
{
    endnote_writer *w = user;

    compare_texts(&w->extras, w->record, got);
    compare_lists(&w->extras, w->record, got);
    compare_people(&w->extras, w->record, got);
    compare_date(&w->extras, &w->record->date, &got->date);
    compare_decisions(&w->extras, w->record, got);
    return rv_buf_check(&w->extras, err);
}

/* ---- The format ------------------------------------------------------------------------------------------------------------------- */

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    endnote_writer *w = calloc(1, sizeof *w);

    if (!w)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->sink = (rv_refs_sink){ .record = compare, .user = w };
    w->reading = (rv_reading){ .name = "the record written", .sink = &w->sink, .summary = &w->summary };
    writer->state = w;
    rv_output_text(writer->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n");
    return RV_OK;
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    endnote_writer *w = writer->state;
    size_t          length;
    rv_status       st;

    w->record = record;
    rv_buf_clear(&w->xml);
    rv_buf_clear(&w->extras);
    put_record(&w->xml, record, (unsigned long long)writer->n + 1);
    length = w->xml.length;
    close_element(&w->xml, "record");
    if ((st = rv_buf_check(&w->xml, err)) != RV_OK
        || (st = rv_endnote_read_bytes(&w->reading, w->xml.data, w->xml.length, err)) != RV_OK)
        return st;
    if (w->extras.length) {
        w->xml.length = length;
        put(&w->xml, "research-notes", rv_buf_str(&w->extras));
        close_element(&w->xml, "record");
    }
    rv_output_add(writer->out, w->xml.data, w->xml.length);
    rv_output_text(writer->out, "\n");
    return rv_buf_check(&w->xml, err);
}

static rv_status end(rv_refs_writer *writer, rv_error *err)
{
    (void)err;
    rv_output_text(writer->out, "</records></xml>\n");
    return RV_OK;
}

static void drop(rv_refs_writer *writer)
{
    endnote_writer *w = writer->state;

    if (!w)
        return;
    rv_reading_free(&w->reading);
    rv_buf_free(&w->xml);
    rv_buf_free(&w->extras);
    free(w);
}

const rv_refs_written_format rv_written_endnote_xml = { .begin = begin, .record = write_record, .end = end, .drop = drop };
