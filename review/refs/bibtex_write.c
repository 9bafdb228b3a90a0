/* BibTeX as BibLaTeX, JabRef and Zotero read it: in UTF-8, classic entry types and fields where there are any. What it has no type
   for says so in entrysubtype, and what it has no field for stands under a name of its own, so that reading it back loses nothing. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bibtex.h"
#include "bibtex_tables.h"
#include "csl_json.h"

enum { KEY = 80, SLOTS_FIRST = 1 << 10, SLOTS_MOST = 1 << 21 };

/* How often a key was wanted, by its hash. */
typedef struct {
    uint64_t hash;
    uint32_t n;
} key_count;

typedef struct {
    key_count *keys;
    size_t     n, room;
    rv_buf     fold, made;
} bib_writing;

/* ---- Values --------------------------------------------------------------------------------------------------------------- */

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
    default: return NULL;
    }
}

/* Text; "--" and two apostrophes would become a dash and a quotation mark. */
static void put_text(rv_output *out, const char *text)
{
    const char *run = text, *with;

    for (; *text; text++) {
        if ((with = escaped(*text)) == NULL && !((*text == '-' || *text == '\'') && text[1] == *text))
            continue;
        rv_output_add(out, run, (size_t)(text - run));
        run = text + 1;
        if (with)
            rv_output_text(out, with);
        else
            rv_output_add(out, (const char[]){ *text, '{', '}' }, 3);
    }
    rv_output_add(out, run, (size_t)(text - run));
}

static void put_verbatim(rv_output *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '{' || *text == '}' || *text == '\\')
            rv_output_add(out, "\\", 1);
        rv_output_add(out, text, 1);
    }
}

static void begin_field(rv_output *out, const char *name)
{
    rv_output_text(out, ",\n  ");
    rv_output_text(out, name);
    rv_output_text(out, " = {");
}

static void end_field(rv_output *out)
{
    rv_output_add(out, "}", 1);
}

static void field(rv_output *out, const char *name, const char *text)
{
    if (!text)
        return;
    begin_field(out, name);
    put_text(out, text);
    end_field(out);
}

/* A word with a capital behind its first letter goes into braces, in which styles leave it as it is: "{NEET} youth". */
static void put_title(rv_output *out, const char *name, const char *text)
{
    char   word[64];
    size_t n, i;

    begin_field(out, name);
    for (; *text; text += n) {
        bool capital = false;

        n = strcspn(text, " ");
        for (i = 1; i < n; i++)
            capital = capital || (text[i] >= 'A' && text[i] <= 'Z');
        if (n == 0 || n >= sizeof word)
            n = n == 0 ? 1 : sizeof word - 1;
        memcpy(word, text, n);
        word[n] = '\0';
        capital = capital && n < sizeof word - 1;
        rv_output_add(out, "{", capital);
        put_text(out, word);
        rv_output_add(out, "}", capital);
    }
    end_field(out);
}

static void verbatim_field(rv_output *out, const char *name, const char *text)
{
    if (!text)
        return;
    begin_field(out, name);
    put_verbatim(out, text);
    end_field(out);
}

/* ---- People ------------------------------------------------------------------------------------------------------------------ */

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

static void put_part(rv_output *out, const char *text, bool blanks)
{
    bool braces = needs_braces(text, blanks);

    rv_output_add(out, "{", braces);
    put_text(out, text);
    rv_output_add(out, "}", braces);
}

static void put_name(rv_output *out, const rv_ref_name *name)
{
    if (!name->given && !name->suffix) {
        bool others = strcmp(name->family, "others") == 0;

        rv_output_add(out, "{", !others);
        put_text(out, name->family);
        rv_output_add(out, "}", !others);
        return;
    }
    put_part(out, name->family, false);
    rv_output_add(out, ", ", 2);
    if (name->suffix) {
        put_part(out, name->suffix, true);
        rv_output_add(out, ", ", 2);
    }
    if (name->given)
        put_part(out, name->given, false);
    else
        rv_output_add(out, "{}", 2);
}

static void put_people(rv_output *out, const char *field_name, const rv_record *record, rv_ref_role role)
{
    size_t i, n = 0;

    for (i = 0; i < record->n_names; i++) {
        if (record->names[i].role != role)
            continue;
        if (n++ == 0)
            begin_field(out, field_name);
        else
            rv_output_text(out, " and ");
        put_name(out, &record->names[i]);
    }
    if (n > 0)
        end_field(out);
}

/* ---- Lists ---------------------------------------------------------------------------------------------------------------------- */

/* Numbers, with a comma between. */
static void put_numbers(rv_output *out, const char *name, const rv_record *record, rv_ref_field list)
{
    size_t i, n = 0;

    for (i = 0; i < record->n_values; i++) {
        if (record->values[i].field != list)
            continue;
        if (n++ == 0)
            begin_field(out, name);
        else
            rv_output_text(out, ", ");
        put_text(out, record->values[i].text);
    }
    if (n > 0)
        end_field(out);
}

/* A keyword with a comma or semicolon of its own goes into braces; one alone gets a comma behind it, or its braces would seem to be
   those of the value. */
static void put_keywords(rv_output *out, const rv_record *record)
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
            rv_output_text(out, ", ");
        braces = strpbrk(text, ",;") != NULL;
        rv_output_add(out, "{", braces);
        put_text(out, text);
        rv_output_add(out, "}", braces);
    }
    if (n == 1 && braces)
        rv_output_add(out, ",", 1);
    if (n > 0)
        end_field(out);
}

/* ":path:pdf;:path:pdf", as JabRef and Mendeley have it. */
static void put_files(rv_output *out, const rv_record *record)
{
    size_t      i, n = 0;
    const char *s, *dot;

    for (i = 0; i < record->n_values; i++) {
        if (record->values[i].field != RV_REF_FILE)
            continue;
        if (n++ == 0)
            begin_field(out, "file");
        else
            rv_output_add(out, ";", 1);
        rv_output_add(out, ":", 1);
        for (s = record->values[i].text; *s; s++) {
            if (strchr(":;\\{}", *s))
                rv_output_add(out, "\\", 1);
            rv_output_add(out, s, 1);
        }
        rv_output_add(out, ":", 1);
        if ((dot = strrchr(record->values[i].text, '.')) && strlen(dot) <= 5 && strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz") == strlen(dot + 1))
            rv_output_text(out, dot + 1);
    }
    if (n > 0)
        end_field(out);
}

/* Values of which BibTeX has one: the first under its name, the others under another with numbers. */
static void put_each(rv_output *out, const char *first, const char *other, const rv_record *record, rv_ref_field list, bool verbatim)
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

/* ---- Types ------------------------------------------------------------------------------------------------------------------------ */

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
    const char *csl = record->text[RV_REF_TYPE] ? record->text[RV_REF_TYPE] : "document", *genre = record->text[RV_REF_GENRE];
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

/* ---- Keys --------------------------------------------------------------------------------------------------------------------------- */

static bool wider(bib_writing *w)
{
    size_t     room = w->room ? 2 * w->room : SLOTS_FIRST, i, at;
    key_count *keys = calloc(room, sizeof *keys);

    if (!keys)
        return false;
    for (i = 0; i < w->room; i++)
        if (w->keys[i].hash) {
            for (at = w->keys[i].hash & (room - 1); keys[at].hash; at = (at + 1) & (room - 1))
                ;
            keys[at] = w->keys[i];
        }
    free(w->keys);
    w->keys = keys;
    w->room = room;
    return true;
}

/* How often the key was wanted, this time included; 0 when no more can be counted. */
static uint32_t count_key(bib_writing *w, const char *key)
{
    uint64_t hash = rv_bib_hash(key, strlen(key));
    size_t   at;

    if (w->n >= w->room / 4 * 3 && (w->room >= SLOTS_MOST || !wider(w)))
        return 0;
    for (at = hash & (w->room - 1); w->keys[at].hash && w->keys[at].hash != hash; at = (at + 1) & (w->room - 1))
        ;
    w->n += !w->keys[at].hash;
    w->keys[at].hash = hash;
    return ++w->keys[at].n;
}

/* "a", "b", ... "z", "aa": behind the second and later entries that want a key. */
static void add_letters(rv_buf *key, uint32_t n)
{
    char   letters[8];
    size_t i = sizeof letters;

    for (; n > 0 && i > 0; n = (n - 1) / 26)
        letters[--i] = (char)('a' + (n - 1) % 26);
    rv_buf_add(key, letters + i, sizeof letters - i);
}

/* Letters and digits of a text without accents, up to `most`; `word` ends at the first blank behind one that says something. */
static void add_plain(bib_writing *w, rv_buf *key, const char *text, size_t most, bool word)
{
    static const char *const empty[] = { "a", "an", "the", "on", "of", "in", "and", "for", "der", "die", "das", "ein", "eine", "le", "la",
                                         "les", "un", "une", "el", "los", "il", "de", "zur", "zum" };
    const char *s, *end;
    size_t      i, n = strlen(text);

    rv_buf_clear(&w->fold);
    if (rv_utf8_fold(&w->fold, text, n < 300 ? n : 300 - (((unsigned char)text[300] & 0xC0) == 0x80 ? 4 : 0), NULL) != RV_OK)
        return;
    for (s = rv_buf_str(&w->fold); word && *s; s = *end ? end + 1 : end) {
        end = s + strcspn(s, " ");
        for (i = 0; i < sizeof empty / sizeof *empty; i++)
            if (strlen(empty[i]) == (size_t)(end - s) && memcmp(empty[i], s, (size_t)(end - s)) == 0)
                break;
        if (i == sizeof empty / sizeof *empty)
            break;
    }
    for (n = 0; *s && n < most && !(word && *s == ' '); s++)
        if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9')) {
            rv_buf_char(key, *s);
            n++;
        }
}

static void make_key(bib_writing *w, const rv_record *record)
{
    rv_buf *key = &w->made;

    if (record->n_names > 0)
        add_plain(w, key, record->names[0].family, 24, false);
    if (record->date.year)
        rv_buf_printf(key, "%d", record->date.year);
    if (record->text[RV_REF_TITLE])
        add_plain(w, key, record->text[RV_REF_TITLE], 24, true);
    if (key->length == 0)
        rv_buf_text(key, "record");
}

static void shorten(rv_buf *buf, size_t length)
{
    buf->length = length;
    buf->data[length] = '\0';
}

/* The record's own key where it can stand in a file, else one made of author, year and title: "adams2019mentoring". Later ones that
   want the same get a letter behind it. */
static const char *key_of(bib_writing *w, const rv_refs_writer *writer, const rv_record *record)
{
    const char *s = record->text[RV_REF_KEY];
    size_t      length;
    uint32_t    n;

    rv_buf_clear(&w->made);
    for (; s && *s && (w->made.length < KEY || ((unsigned char)*s & 0xC0) == 0x80); s++)
        rv_buf_char(&w->made, (unsigned char)*s <= ' ' || strchr(",{}\"#%~\\=()'", *s) ? '_' : *s);
    if (w->made.length == 0)
        make_key(w, record);
    if (w->made.failed)
        return "";
    length = w->made.length;
    n = count_key(w, w->made.data);
    while (n > 1) {
        add_letters(&w->made, n - 1);
        if (count_key(w, rv_buf_str(&w->made)) == 1)
            return rv_buf_str(&w->made);
        shorten(&w->made, length);
        n = count_key(w, w->made.data);
    }
    if (n == 0)                                         /* more keys than are counted */
        rv_buf_printf(&w->made, "-%llu", (unsigned long long)writer->n + 1);
    return rv_buf_str(&w->made);
}

/* ---- Records -------------------------------------------------------------------------------------------------------------------- */

static void put_pages(rv_output *out, const char *pages)
{
    if (!pages)
        return;
    begin_field(out, "pages");
    for (; *pages; pages++)
        if (*pages == '-')
            rv_output_add(out, "--", 2);
        else
            put_text(out, (const char[]){ *pages, '\0' });
    end_field(out);
}

static void put_date(rv_output *out, const rv_ref_date *date)
{
    char plain[RV_CSL_DATE];
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

    if (date->year)
        rv_output_printf(out, ",\n  year = {%d}", date->year);
    else
        field(out, "year", date->raw);                  /* "in press", "Dec" */
    if (date->month && (date->year || !date->raw))
        rv_output_printf(out, ",\n  month = %s", months[date->month - 1]);
    if (date->month && date->day && (date->year || !date->raw))
        rv_output_printf(out, ",\n  day = {%d}", date->day);
    if (date->year && date->raw && strcmp(date->raw, rv_csl_plain_date(date, plain)) != 0)
        field(out, "rawdate", date->raw);
}

/* Decisions that no note says. */
static void put_decisions(rv_output *out, const rv_record *record)
{
    char   name[40];
    size_t i, j, noted = 0;

    for (i = 0; i < record->n_decisions; i++)
        for (j = 0; j < record->n_values; j++)
            if (record->values[j].field == RV_REF_NOTE && record->decisions[i].raw
                && strcmp(record->values[j].text, record->decisions[i].raw) == 0) {
                noted++;
                break;
            }
    for (i = 0; noted < record->n_decisions && i < record->n_decisions; i++) {
        const rv_ref_decision *d = &record->decisions[i];
        const char *const      parts[] = { d->verdict, d->stage, d->reviewer, d->reason, d->raw };

        snprintf(name, sizeof name, i == 0 ? "decision" : "decision-%zu", i + 1);
        begin_field(out, name);
        for (j = 0; j < 5; j++) {
            rv_output_text(out, j ? ", {" : "{");
            put_text(out, parts[j] ? parts[j] : "");
            rv_output_add(out, "}", 1);
        }
        end_field(out);
    }
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
static void put_by_shape(rv_output *out, const rv_record *record, bib_shape shape)
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
    for (; (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') || *s == '-' || *s == '_' || *s == ':'; s++)
        ;
    return !*s;
}

/* By the rule of BibTeX and by ours. */
static bool balanced(const char *s)
{
    long all = 0, ours = 0;

    for (; *s; s++) {
        bool escape = *s == '\\' && s[1];

        s += escape;
        all += (*s == '{') - (*s == '}');
        if (!escape)
            ours += (*s == '{') - (*s == '}');
        if (all < 0 || ours < 0)
            return false;
    }
    return all == 0 && ours == 0;
}

/* Fields of a BibTeX file that no field of ours is made of go as they came. */
static void put_unknown(rv_output *out, const rv_record *record)
{
    size_t i;

    if (!record->format || strcmp(record->format, "bibtex") != 0)
        return;
    for (i = 1; i < record->n_tags; i++) {
        const rv_tag *tag = &record->tags[i];

        if (tag->tag == rv_bib_id || !*tag->tag || !*tag->value || !is_name(tag->tag) || rv_bib_field(tag->tag)->role != BF_NOTHING
            || !balanced(tag->value))
            continue;
        begin_field(out, tag->tag);
        rv_output_text(out, tag->value);
        end_field(out);
    }
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_output      *out = writer->out;
    bib_writing    *w = writer->state;
    const char     *subtype, *entry = entry_type(record, &subtype);
    const bib_type *type = rv_bib_type(entry, strlen(entry));
    size_t          i;

    rv_output_printf(out, "%s@%s{%s", writer->n ? "\n" : "", entry, key_of(w, writer, record));
    if (w->made.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (i = 0; i < sizeof people / sizeof *people; i++)
        put_people(out, people[i].name, record, people[i].role);
    if (record->text[RV_REF_TITLE])
        put_title(out, "title", record->text[RV_REF_TITLE]);
    for (i = 0; i < sizeof texts / sizeof *texts; i++)
        field(out, texts[i].name, record->text[texts[i].field]);
    put_by_shape(out, record, type->shape);
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
    put_decisions(out, record);
    put_unknown(out, record);
    rv_output_text(out, "\n}\n");
    return RV_OK;
}

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    return (writer->state = calloc(1, sizeof(bib_writing))) ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static void drop(rv_refs_writer *writer)
{
    bib_writing *w = writer->state;

    if (!w)
        return;
    free(w->keys);
    rv_buf_free(&w->fold);
    rv_buf_free(&w->made);
    free(w);
}

const rv_refs_written_format rv_written_bibtex = { .begin = begin, .record = write_record, .drop = drop };
