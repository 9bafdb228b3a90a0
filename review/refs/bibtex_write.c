/* BibTeX as BibLaTeX, JabRef and Zotero read it: in UTF-8, classic entry types and fields where there are any. What it has no type
   for says so in entrysubtype, and what it has no field for stands under a name of its own, so that reading it back loses nothing. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bibtex.h"
#include "bibtex_tables.h"
#include "ris.h"

typedef struct {
    rv_buf          text;                /* of the entry being made */
    bib_keys        keys;
    bib_parser      parser;              /* reads it back */
    rv_tex          tex;
    rv_reading      reading;
    rv_refs_summary summary;
    rv_refs_sink    sink;
} bib_writing;

/* ---- Values ----------------------------------------------------------------------------------------------------------- */

static const char *escaped(char c)
{
    switch (c) {
    case '&': return "\\&";
    case '%': return "\\%";
    case '$': return "\\$";
    case '#': return "\\#";
    case '_': return "\\_";
    case '{': return "\\textbraceleft{}";
    case '}': return "\\textbraceright{}";
    case '~': return "\\textasciitilde{}";
    case '^': return "\\textasciicircum{}";
    case '\\': return "\\textbackslash{}";
    case '<': return "\\textless{}";
    case '>': return "\\textgreater{}";
    case '`': return "\\textasciigrave{}";
    case '\n': case '\r': return " ";
    default: return NULL;
    }
}

/* Text; "--" and two apostrophes would become a dash and a quotation mark. */
static void put_bytes(rv_buf *out, const char *text, size_t n)
{
    const char *run = text, *end = text + n, *with;

    for (; text < end; text++) {
        if ((with = escaped(*text)) == NULL && !((*text == '-' || *text == '\'') && text + 1 < end && text[1] == *text))
            continue;
        rv_buf_add(out, run, (size_t)(text - run));
        run = text + 1;
        if (with)
            rv_buf_text(out, with);
        else
            rv_buf_add(out, (const char[]){ *text, '{', '}' }, 3);
    }
    rv_buf_add(out, run, (size_t)(end - run));
}

static void put_text(rv_buf *out, const char *text)
{
    put_bytes(out, text, strlen(text));
}

static void put_verbatim(rv_buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '{' || *text == '}' || *text == '\\')
            rv_buf_add(out, "\\", 1);
        rv_buf_add(out, text, 1);
    }
}

static void begin_field(rv_buf *out, const char *name)
{
    rv_buf_text(out, ",\n  ");
    rv_buf_text(out, name);
    rv_buf_text(out, " = {");
}

static void end_field(rv_buf *out)
{
    rv_buf_add(out, "}", 1);
}

static void field(rv_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    begin_field(out, name);
    put_text(out, text);
    end_field(out);
}

/* A word with a capital behind its first letter goes into braces, in which styles leave it as it is: "{NEET} youth". */
static void put_title(rv_buf *out, const char *name, const char *text)
{
    size_t n, i;

    begin_field(out, name);
    for (; *text; text += n) {
        bool capital = false;

        n = strcspn(text, " ");
        for (i = 1; i < n; i++)
            capital = capital || (text[i] >= 'A' && text[i] <= 'Z');
        n += n == 0;
        rv_buf_add(out, "{", capital);
        put_bytes(out, text, n);
        rv_buf_add(out, "}", capital);
    }
    end_field(out);
}

static void verbatim_field(rv_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    begin_field(out, name);
    put_verbatim(out, text);
    end_field(out);
}

/* ---- People ----------------------------------------------------------------------------------------------------------- */

static bool is_and(const char *s)
{
    return (s[0] | 0x20) == 'a' && (s[1] | 0x20) == 'n' && (s[2] | 0x20) == 'd';
}

/* True for a part that would be taken for several without braces. */
static bool needs_braces(const char *text, bool blanks)
{
    const char *s;

    for (s = text; *s; s++)
        if (*s == ',' || *s == ';' || *s == '=' || (*s == ' ' && (blanks || is_and(s + 1))))
            return true;
    return false;
}

static void put_part(rv_buf *out, const char *text, bool blanks)
{
    bool braces = needs_braces(text, blanks);

    rv_buf_add(out, "{", braces);
    put_text(out, text);
    rv_buf_add(out, "}", braces);
}

static void put_name(rv_buf *out, const rv_ref_name *name)
{
    if (!name->given && !name->suffix) {
        bool others = strcmp(name->family, "others") == 0;

        rv_buf_add(out, "{", !others);
        put_text(out, name->family);
        rv_buf_add(out, "}", !others);
        return;
    }
    put_part(out, name->family, false);
    rv_buf_add(out, ", ", 2);
    if (name->suffix) {
        put_part(out, name->suffix, true);
        rv_buf_add(out, ", ", 2);
    }
    if (name->given)
        put_part(out, name->given, false);
    else
        rv_buf_add(out, "{}", 2);
}

static void put_people(rv_buf *out, const char *field_name, const rv_record *record, rv_ref_role role)
{
    size_t i, n = 0;

    for (i = 0; i < record->n_names; i++) {
        if (record->names[i].role != role)
            continue;
        if (n++ == 0)
            begin_field(out, field_name);
        else
            rv_buf_text(out, " and ");
        put_name(out, &record->names[i]);
    }
    if (n > 0)
        end_field(out);
}

/* ---- Lists ------------------------------------------------------------------------------------------------------------ */

/* Numbers, with a comma between. */
static void put_numbers(rv_buf *out, const char *name, const rv_record *record, rv_ref_field list)
{
    size_t i, n = 0;

    for (i = 0; i < record->n_values; i++) {
        if (record->values[i].field != list)
            continue;
        if (n++ == 0)
            begin_field(out, name);
        else
            rv_buf_text(out, ", ");
        put_text(out, record->values[i].text);
    }
    if (n > 0)
        end_field(out);
}

/* A keyword with a comma or semicolon of its own goes into braces; one alone gets a comma behind it, or its braces would seem to be
   those of the value. */
static void put_keywords(rv_buf *out, const rv_record *record)
{
    bool   braces = false;
    size_t i, n = 0;

    for (i = 0; i < record->n_values; i++) {
        const char *text = record->values[i].text;

        if (record->values[i].field != RV_REF_KEYWORD)
            continue;
        if (n++ == 0)
            begin_field(out, "keywords");
        else
            rv_buf_text(out, ", ");
        braces = strpbrk(text, ",;") != NULL;
        rv_buf_add(out, "{", braces);
        put_text(out, text);
        rv_buf_add(out, "}", braces);
    }
    if (n == 1 && braces)
        rv_buf_add(out, ",", 1);
    if (n > 0)
        end_field(out);
}

/* ":path:pdf;:path:pdf", as JabRef and Mendeley have it. */
static void put_files(rv_buf *out, const rv_record *record)
{
    size_t      i, n = 0;
    const char *s, *dot;

    for (i = 0; i < record->n_values; i++) {
        if (record->values[i].field != RV_REF_FILE)
            continue;
        if (n++ == 0)
            begin_field(out, "file");
        else
            rv_buf_add(out, ";", 1);
        rv_buf_add(out, ":", 1);
        for (s = record->values[i].text; *s; s++) {
            if (strchr(":;\\{}", *s))
                rv_buf_add(out, "\\", 1);
            rv_buf_add(out, s, 1);
        }
        rv_buf_add(out, ":", 1);
        dot = strrchr(record->values[i].text, '.');
        if (dot && strlen(dot) <= 5 && strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz") == strlen(dot + 1))
            rv_buf_text(out, dot + 1);
    }
    if (n > 0)
        end_field(out);
}

/* Values of which BibTeX has one: the first under its name, the others under another with numbers. */
static void put_each(rv_buf *out, const char *first, const char *other, const rv_record *record, rv_ref_field list,
                     bool verbatim)
{
    char   name[40];
    size_t i, n = 0;

    for (i = 0; i < record->n_values; i++) {
        if (record->values[i].field != list)
            continue;
        snprintf(name, sizeof name, n == 0 ? "%s" : "%s-%zu", n == 0 ? first : other, n);
        n++;
        (verbatim ? verbatim_field : field)(out, name, record->values[i].text);
    }
}

/* ---- Types ------------------------------------------------------------------------------------------------------------ */

/* The entry type for each of CSL that has one; where that type means another of CSL as well, `subtype` tells. */
static const struct { const char *csl, *entry, *subtype; } types[] = {
    { "article-journal", "article", NULL },          { "article-newspaper", "article", "newspaper" },
    { "article-magazine", "article", "magazine" },   { "article", "article", "preprint" },
    { "review", "article", "review" },               { "review-book", "article", "review-book" },
    { "book", "book", NULL },                        { "classic", "book", "classic" },
    { "collection", "book", "collection" },          { "pamphlet", "booklet", "pamphlet" },
    { "periodical", "periodical", NULL },            { "chapter", "incollection", NULL },
    { "entry", "incollection", "entry" },            { "entry-dictionary", "incollection", "entry-dictionary" },
    { "entry-encyclopedia", "inreference", NULL },   { "paper-conference", "inproceedings", NULL },
    { "report", "techreport", NULL },                { "thesis", "thesis", NULL },
    { "manuscript", "unpublished", NULL },           { "webpage", "online", NULL },
    { "post", "online", "post" },                    { "post-weblog", "online", "post-weblog" },
    { "dataset", "dataset", NULL },                  { "software", "software", NULL },
    { "patent", "patent", NULL },                    { "standard", "standard", NULL },
    { "legislation", "legislation", NULL },          { "legal_case", "jurisdiction", NULL },
    { "motion_picture", "movie", NULL },             { "song", "audio", NULL },
    { "document", "misc", NULL },
};

static bool holds(const char *text, const char *word)
{
    size_t n = strlen(word), i;

    for (; *text; text++) {
        for (i = 0; i < n && (text[i] | 0x20) == word[i]; i++)
            ;
        if (i == n)
            return true;
    }
    return false;
}

static const char *entry_type(const rv_record *record, const char **subtype)
{
    const char *csl = record->text[RV_REF_TYPE] ? record->text[RV_REF_TYPE] : "document";
    const char *genre = record->text[RV_REF_GENRE];
    size_t      i;

    for (i = 0; i < sizeof types / sizeof *types && strcmp(types[i].csl, csl) != 0; i++)
        ;
    if (i == sizeof types / sizeof *types) {
        *subtype = csl;
        return "misc";
    }
    *subtype = types[i].subtype;
    if (strcmp(csl, "thesis") == 0 && genre && (holds(genre, "phd") || holds(genre, "ph.d") || holds(genre, "doctor")))
        return "phdthesis";
    if (strcmp(csl, "thesis") == 0 && genre && holds(genre, "master"))
        return "mastersthesis";
    if ((strcmp(csl, "article-journal") == 0 && rv_bib_is_preprints(record->text[RV_REF_CONTAINER]))
        || (strcmp(csl, "book") == 0 && genre && holds(genre, "book chapter")))
        *subtype = csl;                                 /* what would be taken for something else */
    return types[i].entry;
}

/* ---- Records ---------------------------------------------------------------------------------------------------------- */

static void put_pages(rv_buf *out, const char *pages)
{
    if (!pages)
        return;
    begin_field(out, "pages");
    for (; *pages; pages++)
        if (*pages == '-')
            rv_buf_add(out, "--", 2);
        else
            put_bytes(out, pages, 1);
    end_field(out);
}

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec" };

static bool month_called(const char *name)
{
    size_t i;

    for (i = 0; i < 12; i++)
        if (strcmp(name, months[i]) == 0)
            return true;
    return false;
}

static void put_date(rv_buf *out, const rv_ref_date *date)
{
    if (date->year)
        rv_buf_printf(out, ",\n  year = {%d}", date->year);
    else
        field(out, "year", date->raw);                  /* "in press", "Dec" */
    if (date->month && (date->year || !date->raw))
        rv_buf_printf(out, ",\n  month = %s", months[date->month - 1]);
    if (date->month && date->day && (date->year || !date->raw))
        rv_buf_printf(out, ",\n  day = {%d}", date->day);
}

static const struct { rv_ref_field field; const char *name; } texts[] = {
    { RV_REF_SHORT_TITLE, "shorttitle" },   { RV_REF_ORIGINAL_TITLE, "origtitle" },
    { RV_REF_ABBREVIATION, "shortjournal" }, { RV_REF_SERIES, "series" },           { RV_REF_EVENT, "eventtitle" },
    { RV_REF_VOLUME, "volume" },            { RV_REF_EDITION, "edition" },          { RV_REF_PLACE, "address" },
    { RV_REF_GENRE, "type" },               { RV_REF_LANGUAGE, "language" },        { RV_REF_DATABASE, "database" },
    { RV_REF_ABSTRACT, "abstract" },
};
static const struct { rv_ref_field field; const char *name; } identifiers[] = {
    { RV_REF_DOI, "doi" }, { RV_REF_PMID, "pmid" }, { RV_REF_PMCID, "pmcid" }, { RV_REF_ACCESSION, "accession" },
};
static const struct { rv_ref_role role; const char *name; } people[] = {
    { RV_ROLE_AUTHOR, "author" }, { RV_ROLE_EDITOR, "editor" }, { RV_ROLE_TRANSLATOR, "translator" },
    { RV_ROLE_SERIES_EDITOR, "serieseditor" }, { RV_ROLE_OTHER, "contributor" },
};

/* What is called by different names in different types of entry. */
static void put_by_shape(rv_buf *out, const rv_record *record, bib_shape shape)
{
    const char *const *text = record->text;
    bool               issue = shape == BS_SERIAL || shape == BS_PART;

    field(out, shape == BS_PART ? "booktitle" : "journal", text[RV_REF_CONTAINER]);
    field(out, shape == BS_THESIS ? "school" : shape == BS_REPORT ? "institution" : "publisher", text[RV_REF_PUBLISHER]);
    field(out, issue ? "number" : "issue", text[RV_REF_ISSUE]);
    field(out, issue ? "recordnumber" : "number", text[RV_REF_NUMBER]);
}

static bool is_name(const char *s)
{
    return *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:")] == '\0';
}

/* By the rule of BibTeX and by ours; and no line in it looks like the beginning of an entry. */
static bool balanced(const char *s)
{
    long        all = 0, ours = 0;
    const char *line;

    for (; *s; s++) {
        bool escape = *s == '\\' && s[1];

        if (*s == '\n') {
            for (line = s + 1; *line == ' ' || *line == '\t'; line++)
                ;
            if (*line == '@')
                return false;
        }

        s += escape;
        all += (*s == '{') - (*s == '}');
        if (!escape)
            ours += (*s == '{') - (*s == '}');
        if (all < 0 || ours < 0)
            return false;
    }
    return all == 0 && ours == 0;
}

/* A field as a BibTeX file had it. */
static void put_raw(rv_buf *out, const char *name, const char *value)
{
    rv_buf_text(out, ",\n  ");
    rv_buf_text(out, name);
    rv_buf_text(out, " = ");
    if (strcmp(name, "month") == 0 && strlen(value) == 3 && month_called(value)) {
        rv_buf_text(out, value);
        return;
    }
    rv_buf_add(out, "{", 1);
    rv_buf_text(out, value);
    rv_buf_add(out, "}", 1);
}

/* Fields of a BibTeX file that no field of ours is made of go as they came. */
static void put_unknown(rv_buf *out, const rv_record *record)
{
    size_t i;

    if (!record->format || strcmp(record->format, "bibtex") != 0)
        return;
    for (i = 1; i < record->n_tags; i++) {
        const rv_tag *tag = &record->tags[i];

        if (tag->tag != rv_bib_id && *tag->value && is_name(tag->tag) && balanced(tag->value)
            && rv_bib_field(tag->tag)->role == BF_NOTHING)
            put_raw(out, tag->tag, tag->value);
    }
}

/* True for an entry of a BibTeX file that can stand elsewhere as it came: nobody changed it, and it takes nothing from others. */
static bool stands_alone(const rv_record *record)
{
    size_t i;

    if (!record->format || strcmp(record->format, "bibtex") != 0 || record->changed || record->n_tags < 2
        || strcmp(record->tags[0].tag, "ENTRYTYPE") != 0 || !is_name(record->tags[0].value))
        return false;
    for (i = 1; i < record->n_tags; i++) {
        bib_role role = rv_bib_field(record->tags[i].tag)->role;

        if (role == BF_CROSSREF || role == BF_XDATA || !is_name(record->tags[i].tag)
            || !balanced(record->tags[i].value))
            return false;
    }
    return true;
}

static void put_as_it_came(rv_buf *out, const rv_record *record)
{
    size_t i;

    for (i = 1; i < record->n_tags; i++)
        if (record->tags[i].tag != rv_bib_id)
            put_raw(out, record->tags[i].tag, record->tags[i].value);
}

static void put_fields(rv_buf *out, const rv_record *record, const char *entry, const char *subtype)
{
    size_t i;

    for (i = 0; i < sizeof people / sizeof *people; i++)
        put_people(out, people[i].name, record, people[i].role);
    if (record->text[RV_REF_TITLE])
        put_title(out, "title", record->text[RV_REF_TITLE]);
    for (i = 0; i < sizeof texts / sizeof *texts; i++)
        field(out, texts[i].name, record->text[texts[i].field]);
    put_by_shape(out, record, rv_bib_type(entry, strlen(entry))->shape);
    field(out, "entrysubtype", subtype);
    put_pages(out, record->text[RV_REF_PAGES]);
    put_date(out, &record->date);
    for (i = 0; i < sizeof identifiers / sizeof *identifiers; i++)
        verbatim_field(out, identifiers[i].name, record->text[identifiers[i].field]);
    put_numbers(out, "isbn", record, RV_REF_ISBN);
    put_numbers(out, "issn", record, RV_REF_ISSN);
    put_each(out, "url", "bdsk-url", record, RV_REF_URL, true);
    put_keywords(out, record);
    put_each(out, "note", "annote", record, RV_REF_NOTE, false);
    put_files(out, record);
    put_unknown(out, record);
}

/* What no other field says; a blank behind another is "\\s", for TeX makes one of them. */
static void put_ours(rv_buf *out, size_t number, const char *text)
{
    const char *s;

    if (number == 1)
        begin_field(out, "exact");
    else
        rv_buf_printf(out, ",\n  exact-%zu = {", number);
    for (; (s = strstr(text, "  ")); text = s + 2) {
        put_bytes(out, text, (size_t)(s + 1 - text));
        put_text(out, "\\s");
    }
    put_text(out, text);
    end_field(out);
}

/* Reads back what was made. What would not come back as it is becomes tags of the reading, from `*from` on. */
static rv_status read_back(bib_writing *w, const rv_record *record, size_t *from, rv_error *err)
{
    rv_reading *reading = &w->reading;
    rv_record   want = *record, got;
    bib_entry   entry = { .text = w->text.data, .n = w->text.length, .line = 1, .escapes = true };
    bib_extent  extent;
    rv_status   st;

    rv_reading_begin(reading, 0, 1);
    rv_bib_head(entry.text, entry.n, &entry.name, &entry.n_name, &entry.open);
    if ((st = rv_bib_fields(&w->parser, &entry, false, err)) != RV_OK)
        return st;
    extent.own = extent.crossref[0] = *from = reading->n_tags;
    extent.n = 0;
    if ((st = rv_bib_assemble(reading, &w->tex, &extent, err)) != RV_OK)
        return st;
    got = reading->record;
    got.values = reading->values;
    got.names = reading->names;
    got.decisions = reading->decisions;
    want.text[RV_REF_KEY] = got.text[RV_REF_KEY];       /* it was made unique */
    if (!want.text[RV_REF_TYPE])
        want.text[RV_REF_TYPE] = got.text[RV_REF_TYPE];
    return rv_ris_add_ours(reading, &want, &got, err);
}

/* The entry from the record's fields, and from fields of our own where those would not come back as they are. */
static rv_status make_anew(bib_writing *w, const rv_record *record, const char *key, rv_error *err)
{
    const char *subtype = NULL, *entry = entry_type(record, &subtype);
    size_t      from, i;
    rv_status   st;

    rv_buf_clear(&w->text);
    rv_buf_printf(&w->text, "@%s{%s", entry, key);
    put_fields(&w->text, record, entry, subtype);
    if ((st = rv_buf_check(&w->text, err)) != RV_OK || (st = read_back(w, record, &from, err)) != RV_OK)
        return st;
    for (i = from; i < w->reading.n_tags; i++)
        put_ours(&w->text, i - from + 1, w->reading.tags[i].value);
    return RV_OK;
}

/* The entry as it came. Under another key it may say something else, for a key can be the DOI: `*same` is false then. */
static rv_status make_as_it_came(bib_writing *w, const rv_record *record, const char *key, bool *same, rv_error *err)
{
    const rv_tag *id = &record->tags[1];
    size_t        from;
    rv_status     st;

    *same = id->tag == rv_bib_id && strcmp(id->value, key) == 0;
    rv_buf_clear(&w->text);
    rv_buf_printf(&w->text, "@%s{%s", record->tags[0].value, key);
    put_as_it_came(&w->text, record);
    if ((st = rv_buf_check(&w->text, err)) != RV_OK || *same || (st = read_back(w, record, &from, err)) != RV_OK)
        return st;
    *same = from == w->reading.n_tags;
    return RV_OK;
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    bib_writing *w = writer->state;
    const char  *key = rv_bib_key_for(&w->keys, record, writer->n + 1);
    bool         made = false;
    rv_status    st = *key ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && stands_alone(record))
        st = make_as_it_came(w, record, key, &made, err);
    if (st == RV_OK && !made)
        st = make_anew(w, record, key, err);
    if (st != RV_OK)
        return st;
    rv_buf_text(&w->text, "\n}\n");
    if (writer->n)
        rv_output_add(writer->out, "\n", 1);
    rv_output_add(writer->out, rv_buf_str(&w->text), w->text.length);
    return rv_buf_check(&w->text, err);
}

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    bib_writing *w = writer->state = calloc(1, sizeof *w);

    if (!w)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->reading = (rv_reading){ .name = "record", .summary = &w->summary, .sink = &w->sink };
    w->parser.reading = w->tex.reading = &w->reading;
    return RV_OK;
}

static void drop(rv_refs_writer *writer)
{
    bib_writing *w = writer->state;

    if (!w)
        return;
    rv_bib_keys_free(&w->keys);
    rv_bib_parser_free(&w->parser);
    rv_tex_free(&w->tex);
    rv_reading_free(&w->reading);
    rv_buf_free(&w->text);
    free(w);
}

const rv_refs_written_format rv_written_bibtex = { .begin = begin, .record = write_record, .drop = drop };
