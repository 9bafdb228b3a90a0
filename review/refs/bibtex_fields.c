/* A record made of the fields of an entry. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bibtex.h"
#include "bibtex_tables.h"
#include "decisions.h"
#include "ris.h"

typedef struct {
    rv_reading *reading;
    rv_tex     *tex;
    const char *value[BF_LISTS];            /* as it came */
    size_t      length[BF_LISTS];
    bool        has[BF_ROLES];              /* in the entry itself, or what was taken for it before */
    bib_shape   shape;
    const char *csl;
} entry_fields;

static const char *find_role(const rv_reading *reading, size_t from, size_t end, bib_role wanted)
{
    const char first = wanted == BF_CROSSREF ? 'c' : 'x';
    size_t     i;

    for (i = from; i < end; i++) {
        const rv_tag *tag = &reading->tags[i];

        if ((tag->tag[0] | 0x20) == first && rv_bib_field(tag->tag)->role == wanted && *tag->value)
            return tag->value;
    }
    return NULL;
}

const char *rv_bib_crossref(const rv_reading *reading, size_t from, size_t end)
{
    return find_role(reading, from, end, BF_CROSSREF);
}

const char *rv_bib_xdata(const rv_reading *reading, size_t from, size_t end)
{
    return find_role(reading, from, end, BF_XDATA);
}

static void tell(rv_reading *reading, const char *kind, const char *tag, const char *value, const char *why)
{
    rv_reading_problem(reading, kind, (size_t)reading->record.fields.line, reading->record.number, "%s '%.80s' %s", tag, value,
                       why);
}

/* ---- Gathering -------------------------------------------------------------------------------------------------------- */

static void keep(entry_fields *f, bib_role role, const rv_tag *tag, size_t length)
{
    if (role < BF_LISTS && !f->has[role]) {
        f->value[role] = tag->value;
        f->length[role] = length;
    }
    f->has[role] = true;
}

/* A second value that says something else of what can have but one. */
static bool repeats(const entry_fields *f, bib_role role, const char *value)
{
    return (role == BF_TITLE || role == BF_YEAR || role == BF_DOI) && f->has[role] && strcmp(f->value[role], value) != 0;
}

static void gather_own(entry_fields *f, size_t first, size_t end, bool *told)
{
    const rv_reading *reading = f->reading;
    size_t            i;

    for (i = first; i < end; i++) {
        const rv_tag *tag = &reading->tags[i];
        bib_role      role = rv_bib_field(tag->tag)->role;

        if (role == BF_NOTHING || reading->lengths[i] == 0)
            continue;
        if (!*told && repeats(f, role, tag->value)) {
            *told = true;
            tell(f->reading, "repeated-single-field", tag->tag, tag->value, "stands beside another value; the first counts");
        }
        keep(f, role, tag, reading->lengths[i]);
    }
}

/* What a chapter takes from its book: the book's title becomes the title of what it stands in. */
static bib_role inherited_as(const entry_fields *f, const bib_field *field, bool periodical)
{
    if (field->role == BF_TITLE)
        return periodical ? BF_JOURNAL : f->shape == BS_PART ? BF_BOOKTITLE : BF_MAINTITLE;
    if (field->role == BF_SUBTITLE)
        return periodical ? BF_JOURNALSUBTITLE : f->shape == BS_PART ? BF_BOOKSUBTITLE : BF_MAINSUBTITLE;
    if (field->role == BF_AUTHOR)
        return f->shape != BS_PART || strcmp(f->csl, "chapter") != 0 ? BF_NOTHING : f->has[BF_AUTHOR] ? BF_OTHER : BF_AUTHOR;
    return field->inherited ? field->role : BF_NOTHING;
}

static void inherit(entry_fields *f, size_t first, size_t end)
{
    const rv_reading *reading = f->reading;
    bool              had[BF_ROLES], dated = f->has[BF_DATE] || f->has[BF_YEAR], titled = false;
    size_t            i;

    memcpy(had, f->has, sizeof had);
    for (i = first; i < end; i++)
        titled = titled || rv_bib_field(reading->tags[i].tag)->role == BF_TITLE;
    for (i = first; i < end; i++) {
        const bib_field *field = rv_bib_field(reading->tags[i].tag);
        bib_role            as = inherited_as(f, field, f->shape == BS_SERIAL);

        if (as == BF_NOTHING || had[as] || reading->lengths[i] == 0 || (field->role == BF_BOOKTITLE && titled)
            || (dated && (as == BF_DATE || as == BF_YEAR || as == BF_MONTH || as == BF_DAY)))
            reading->tags[i].tag = "";                  /* not taken */
        else
            keep(f, as, &reading->tags[i], reading->lengths[i]);
        if (as == BF_OTHER && field->role == BF_AUTHOR)
            reading->tags[i].tag = "bookauthor";
    }
}

/* ---- Texts ------------------------------------------------------------------------------------------------------------ */

static const char *text_of(const entry_fields *f, bib_role role)
{
    return f->value[role] ? rv_tex_text(f->tex, f->value[role], f->length[role]) : NULL;
}

static const char *verbatim(const entry_fields *f, bib_role role)
{
    return f->value[role] ? rv_tex_verbatim(f->tex, f->value[role], f->length[role]) : NULL;
}

static const char *joined(rv_reading *reading, const char *a, const char *between, const char *b)
{
    size_t length, n;
    char  *text;

    if (!a || !b)
        return a ? a : b;
    length = strlen(a);
    n = strlen(between);
    text = rv_arena_add(&reading->arena, a, length);
    text = rv_arena_extend(&reading->arena, text, length, between, n);
    return rv_arena_extend(&reading->arena, text, length + n, b, strlen(b));
}

/* "Title: subtitle", or "Title? Subtitle" where the title ends in a sign of its own. */
static const char *with_subtitle(const entry_fields *f, bib_role title, bib_role subtitle)
{
    const char *a = text_of(f, title), *b = text_of(f, subtitle);
    char        last = a ? a[strlen(a) - 1] : '\0';

    return joined(f->reading, a, last == '?' || last == '!' || last == '.' || last == ':' ? " " : ": ", b);
}

static bool same_text(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static void say_titles(entry_fields *f)
{
    rv_reading *r = f->reading;
    const char *title = with_subtitle(f, BF_TITLE, BF_SUBTITLE);
    const char *book = with_subtitle(f, BF_BOOKTITLE, BF_BOOKSUBTITLE);
    const char *journal = with_subtitle(f, BF_JOURNAL, BF_JOURNALSUBTITLE);
    const char *main = with_subtitle(f, BF_MAINTITLE, BF_MAINSUBTITLE);
    const char *lista = text_of(f, BF_LISTA);

    if (f->shape == BS_PART && lista && !book) {           /* @inreference: an article of an encyclopedia */
        book = title;
        title = lista;
    }
    if (f->shape == BS_BOOK && !title)
        title = book;
    rv_reading_set(r, RV_REF_TITLE, title);
    rv_reading_set(r, RV_REF_SHORT_TITLE, text_of(f, BF_SHORT_TITLE));
    rv_reading_set(r, RV_REF_ORIGINAL_TITLE, text_of(f, BF_ORIGINAL_TITLE));
    if (f->shape == BS_SERIAL)
        rv_reading_set(r, RV_REF_CONTAINER, journal);
    if (f->shape != BS_BOOK || !same_text(book, title))
        rv_reading_set(r, RV_REF_CONTAINER, book);
    rv_reading_set(r, RV_REF_CONTAINER, journal);
    if (f->shape == BS_PART || f->shape == BS_SERIAL)
        rv_reading_set(r, RV_REF_CONTAINER, main);
    rv_reading_set(r, RV_REF_ABBREVIATION, text_of(f, BF_ABBREVIATION));
    rv_reading_set(r, RV_REF_SERIES, text_of(f, BF_SERIES));
    if (f->shape == BS_BOOK)
        rv_reading_set(r, RV_REF_SERIES, main);
    rv_reading_set(r, RV_REF_EVENT, text_of(f, BF_EVENT));
}

/* ---- Type ------------------------------------------------------------------------------------------------------------- */

/* Words for the keys that BibLaTeX has for the kind of a thesis or report. */
static const char *genre_of(const char *kind)
{
    static const struct { const char *key, *words; } kinds[] = {
        { "phdthesis", "PhD thesis" }, { "mathesis", "Master's thesis" }, { "bathesis", "Bachelor's thesis" },
        { "candthesis", "Candidate thesis" }, { "techreport", "Technical report" }, { "resreport", "Research report" },
        { "software", "Software" }, { "datacd", "Data CD" }, { "audiocd", "Audio CD" },
    };
    size_t i;

    for (i = 0; kind && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].key, kind) == 0)
            return kinds[i].words;
    return kind;
}

static bool begins(const char *text, const char *with)
{
    for (; text && *with; text++, with++)
        if ((*text >= 'A' && *text <= 'Z' ? *text + 32 : *text) != *with)
            return false;
    return text != NULL;
}

bool rv_bib_is_preprints(const char *journal)
{
    return begins(journal, "arxiv") || begins(journal, "biorxiv") || begins(journal, "medrxiv")
           || (begins(journal, "corr") && !journal[4]);
}

static const char *subtype_of(const entry_fields *f, const char *subtype)
{
    if (rv_ref_type_known(subtype))
        return rv_ref_type_known(subtype);
    if (f->shape == BS_SERIAL && begins(subtype, "newspaper"))
        return "article-newspaper";
    if (f->shape == BS_SERIAL && begins(subtype, "magazine"))
        return "article-magazine";
    if (f->shape == BS_SERIAL && begins(subtype, "preprint"))
        return "article";
    if (begins(subtype, "tv") || begins(subtype, "radio"))
        return "broadcast";
    return NULL;
}

static void say_type(entry_fields *f, const char *name)
{
    const bib_type *type = rv_bib_type(name, strlen(name));
    const char        *csl = type ? type->csl : "document", *subtype = text_of(f, BF_SUBTYPE);
    const char        *journal = f->value[BF_JOURNAL];

    if (!type)
        tell(f->reading, "unknown-type", "entry type", name, "is none of BibTeX or BibLaTeX");
    f->shape = type ? type->shape : BS_OTHER_TYPE;
    if (f->shape == BS_SERIAL && rv_bib_is_preprints(journal))
        csl = "article";                                /* CSL's word for a preprint */
    if (strcmp(csl, "book") == 0 && begins(f->value[BF_KIND], "book chapter"))      /* Scopus */
        csl = "chapter";
    if (subtype && subtype_of(f, subtype))
        csl = subtype_of(f, subtype);
    f->csl = csl;
    rv_reading_set(f->reading, RV_REF_TYPE, csl);
    rv_reading_set(f->reading, RV_REF_GENRE, genre_of(text_of(f, BF_KIND)));
    rv_reading_set(f->reading, RV_REF_GENRE, type ? type->genre : NULL);
}

/* ---- Numbers ---------------------------------------------------------------------------------------------------------- */

/* Bytes of a hyphen or dash at `s`, 0: none. */
static size_t dash(const char *s)
{
    if (*s == '-')
        return 1;
    if (strncmp(s, "\xE2\x80", 2) == 0 && (unsigned char)s[2] >= 0x90 && (unsigned char)s[2] <= 0x95)
        return 3;
    return strncmp(s, "\xE2\x88\x92", 3) == 0 ? 3 : 0;
}

/* "1--10", "1 – 10" are 1-10; "pp. 5-7" is 5-7. */
static const char *one_hyphen(rv_reading *reading, const char *text)
{
    char  *copy, *to;
    size_t n;

    if (!text)
        return NULL;
    while (begins(text, "pp") || begins(text, "p.") || *text == ' ' || *text == '.')
        text += begins(text, "pp") || begins(text, "p.") ? 2 : 1;
    copy = to = rv_arena_add(&reading->arena, text, strlen(text));
    if (reading->arena.failed)
        return NULL;
    while (*text) {
        const char *s = text;

        while (*s == ' ')
            s++;
        if (dash(s) == 0) {
            *to++ = *text++;
            continue;
        }
        for (; (n = dash(s)) > 0 || *s == ' '; s += n > 0 ? n : 1)
            ;
        *to++ = '-';
        text = s;
    }
    *to = '\0';
    return *copy ? copy : NULL;
}

static void say_numbers(entry_fields *f)
{
    rv_reading *r = f->reading;
    const char *number = text_of(f, BF_NUMBER);
    bool        issue = f->shape == BS_SERIAL || f->shape == BS_PART;

    rv_reading_set(r, RV_REF_VOLUME, text_of(f, BF_VOLUME));
    if (issue)
        rv_reading_set(r, RV_REF_ISSUE, number);
    rv_reading_set(r, RV_REF_ISSUE, text_of(f, BF_ISSUE));
    rv_reading_set(r, RV_REF_NUMBER, text_of(f, BF_RECORD_NUMBER));
    if (!issue)
        rv_reading_set(r, RV_REF_NUMBER, number);
    rv_reading_set(r, RV_REF_PAGES, one_hyphen(r, text_of(f, BF_PAGES)));
    rv_reading_set(r, RV_REF_PAGES, text_of(f, BF_ARTICLE_NUMBER));
}

static void say_publisher(entry_fields *f)
{
    static const bib_role orders[][4] = {
        { BF_SCHOOL, BF_INSTITUTION, BF_PUBLISHER, BF_ORGANIZATION },
        { BF_INSTITUTION, BF_PUBLISHER, BF_ORGANIZATION, BF_SCHOOL },
        { BF_PUBLISHER, BF_INSTITUTION, BF_SCHOOL, BF_ORGANIZATION },
    };
    const bib_role *order = orders[f->shape == BS_THESIS ? 0 : f->shape == BS_REPORT ? 1 : 2];
    size_t      i;

    for (i = 0; i < 4; i++)
        rv_reading_set(f->reading, RV_REF_PUBLISHER, text_of(f, order[i]));
    rv_reading_set(f->reading, RV_REF_PLACE, text_of(f, BF_ADDRESS));
    rv_reading_set(f->reading, RV_REF_PLACE, text_of(f, BF_LOCATION));
    rv_reading_set(f->reading, RV_REF_EDITION, text_of(f, BF_EDITION));
}

/* ---- Dates ------------------------------------------------------------------------------------------------------------ */

/* Of one or two digits; 0: none. */
static int small_number(const char *text)
{
    size_t n = text ? strspn(text, "0123456789") : 0;

    return n > 0 && n < 3 && !text[n] ? atoi(text) : 0;
}

/* The number of a month that is one or a name alone ("3", "mar", "March", "Mar."); 0: something else stands there as well. */
static int month_number(const char *text)
{
    rv_ref_date found;
    size_t      n = text ? strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

    if (n == 0 || text[n + (text[n] == '.')])
        return small_number(text) <= 12 ? small_number(text) : 0;
    return rv_ref_date_parse(text, &found) ? found.month : 0;
}

static bool is_year(const char *text)
{
    return text && strlen(text) == 4 && strspn(text, "0123456789") == 4;
}

/* "date" of BibLaTeX, or year, month and day of BibTeX; a month is "mar", "March", "3", "10 mar" or "MAR 1". */
static void say_date(entry_fields *f)
{
    rv_reading *r = f->reading;
    const char *date = text_of(f, BF_DATE), *year = text_of(f, BF_YEAR);
    const char *month = text_of(f, BF_MONTH), *day = text_of(f, BF_DAY);
    int         m = month_number(month), d = small_number(day);
    char        text[32];

    rv_reading_date(r, date);
    if (is_year(year) && m > 0) {
        snprintf(text, sizeof text, d > 0 ? "%s-%02d-%02d" : "%s-%02d", year, m, d);
        rv_reading_date(r, rv_arena_add(&r->arena, text, strlen(text)));
    } else if (year && month && strlen(month) < 200) {
        rv_reading_date(r, joined(r, joined(r, day, " ", month), " ", year));
    } else {
        rv_reading_date(r, year ? year : joined(r, day, " ", month));
    }
    if ((date || year) && r->record.date.year == 0)
        tell(r, "odd-date", date ? "date" : "year", date ? date : year, "holds no year");
}

/* ---- Identifiers and addresses ---------------------------------------------------------------------------------------- */

static void say_doi(entry_fields *f)
{
    rv_reading *r = f->reading;
    const char *text = verbatim(f, BF_DOI), *doi = rv_field_doi(r, text), *at;
    size_t      i;

    if (text && !doi)
        tell(r, "odd-identifier", "doi", text, "is no DOI, which begins with 10. and has a slash");
    for (i = 0; !doi && i < r->record.n_values; i++)
        if (r->values[i].field == RV_REF_URL && (at = strstr(r->values[i].text, "doi.org/")))
            doi = rv_field_doi(r, at + 8);
    rv_reading_set(r, RV_REF_DOI, doi ? doi : rv_field_doi(r, r->record.text[RV_REF_KEY]));
}

static void say_pmid(entry_fields *f, const char *text)
{
    const char *pmid = rv_field_pmid(f->reading, text);

    if (text && !pmid)
        tell(f->reading, "odd-identifier", "pmid", text, "is no PubMed number");
    rv_reading_set(f->reading, RV_REF_PMID, pmid);
}

/* A number in some archive: PubMed's and PubMed Central's have a field of their own; others are written "arXiv:1706.03762". */
static void say_eprint(entry_fields *f)
{
    const char *eprint = verbatim(f, BF_EPRINT), *type = verbatim(f, BF_EPRINTTYPE);

    if (!eprint)
        return;
    if (rv_field_is_url(eprint))
        rv_reading_add(f->reading, RV_REF_URL, eprint);
    else if (begins(type, "pubmed") || begins(type, "pmid"))
        say_pmid(f, eprint);
    else if (begins(type, "pmc"))
        rv_reading_set(f->reading, RV_REF_PMCID, eprint);
    else
        rv_reading_set(f->reading, RV_REF_ACCESSION, begins(eprint, type ? type : "") ? eprint : joined(f->reading, type, ":", eprint));
}

/* "\url{http://...}" or words. */
static void say_howpublished(entry_fields *f)
{
    const char *value = f->value[BF_HOWPUBLISHED], *http = value ? strstr(value, "http") : NULL;
    const char *begin = value ? value + strspn(value, "{ \n\t") : NULL;

    if (http && (strncmp(http, "http://", 7) == 0 || strncmp(http, "https://", 8) == 0))
        rv_reading_add(f->reading, RV_REF_URL, rv_tex_verbatim(f->tex, http, strcspn(http, "} \t\n")));
    if (begin && http != begin && strncmp(begin, "\\url", 4) != 0 && strncmp(begin, "\\href", 5) != 0)
        rv_reading_add(f->reading, RV_REF_NOTE, text_of(f, BF_HOWPUBLISHED));
}

static void say_source(entry_fields *f)
{
    const char *source = text_of(f, BF_BIBSOURCE);

    rv_reading_set(f->reading, RV_REF_ACCESSION, verbatim(f, BF_ACCESSION));
    rv_reading_set(f->reading, RV_REF_DATABASE, text_of(f, BF_DATABASE));
    if (source && strchr(source, ','))                  /* "dblp computer science bibliography, https://dblp.org" */
        source = rv_arena_add(&f->reading->arena, source, strcspn(source, ","));
    rv_reading_set(f->reading, RV_REF_DATABASE, source);
    rv_reading_set(f->reading, RV_REF_LANGUAGE, text_of(f, BF_LANGUAGE));
    rv_reading_set(f->reading, RV_REF_LANGUAGE, text_of(f, BF_LANGID));
    rv_reading_set(f->reading, RV_REF_PMCID, verbatim(f, BF_PMCID));
}

/* ---- Lists ------------------------------------------------------------------------------------------------------------ */

/* A semicolon that parts keywords, and does not end "&amp;". */
static bool parts_keywords(const char *s, const char *start)
{
    const char *p = s;

    while (p > start && s - p < 9 && p[-1] != '&' && p[-1] != ' ' && p[-1] != ';')
        p--;
    return !(p > start && p < s && p[-1] == '&');
}

/* Behind the next separator outside of braces, or NULL. */
static const char *next_keyword(const char *s, const char *end, char separator)
{
    const char *start = s;
    size_t      depth = 0;

    for (; s < end; s++) {
        if (*s == '\\' && s + 1 < end)
            s++;
        else if (*s == '{')
            depth++;
        else if (*s == '}')
            depth -= depth > 0;
        else if (*s == separator && depth == 0 && (separator == ',' || parts_keywords(s, start)))
            return s + 1;
    }
    return NULL;
}

/* "{a; b; c}": some databases put all of a value into braces once more. */
static void without_braces(const char **s, const char **end)
{
    const char *p;
    size_t      depth = 0;

    while (*s < *end && (**s == ' ' || **s == '\n'))
        ++*s;
    while (*s < *end && ((*end)[-1] == ' ' || (*end)[-1] == '\n'))
        --*end;
    if (*end - *s < 2 || **s != '{' || (*end)[-1] != '}')
        return;
    for (p = *s; p < *end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '{')
            depth++;
        else if (*p == '}' && --depth == 0)
            break;
    }
    if (p == *end - 1)
        ++*s, --*end;
}

static void say_keywords(entry_fields *f, const char *value, size_t n)
{
    const char *end = value + n, *next;
    char        separator;

    without_braces(&value, &end);
    separator = next_keyword(value, end, ';') ? ';' : ',';
    for (; value; value = next) {
        next = next_keyword(value, end, separator);
        n = (size_t)((next ? next - 1 : end) - value);
        rv_reading_add(f->reading, RV_REF_KEYWORD, rv_tex_text(f->tex, value, n));
    }
}

/* True for the colon of "http://" and of "C:\\": `behind` is what follows it. */
static bool is_path(const char *start, const char *to, const char *behind)
{
    return (behind[0] == '/' && behind[1] == '/') || (to == start + 1 && (behind[0] == '/' || behind[0] == '\\'));
}

/* "Description:path/to/file.pdf:application/pdf", several with ";" between; or a path. \: \; \\ mean the sign itself. */
static void say_file(entry_fields *f, const char *value, size_t n)
{
    rv_reading *r = f->reading;
    char       *copy = rv_arena_add(&r->arena, value, n), *to = copy, *part[4] = { copy, NULL, NULL, NULL };
    size_t      i, parts = 1;

    for (i = 0; i <= n && !r->arena.failed; i++) {
        char c = i < n ? value[i] : ';';

        if (c == '$' && n - i >= 12 && memcmp(value + i, "$\\backslash$", 12) == 0) {     /* Mendeley */
            i += 11;
            if (i + 1 < n && (value[i + 1] == ':' || value[i + 1] == ';'))    /* "C$\backslash$:" */
                c = value[++i];
            *to++ = c == '$' ? '\\' : c;
        } else if (c == '\\' && i + 1 < n && strchr(":;\\_&%#{}", value[i + 1])) {
            *to++ = value[++i];
        } else if (c == ':' && parts < 4 && !is_path(part[parts - 1], to, value + i + 1)) {
            *to++ = '\0';
            part[parts++] = to;
        } else if (c == ';') {
            *to++ = '\0';
            if (parts == 2)                             /* a colon of the name's own */
                part[1][-1] = ':';
            rv_reading_add(r, RV_REF_FILE, rv_field_plain(r, parts > 2 ? part[1] : part[0]));
            part[0] = to;
            parts = 1;
        } else if (c != '{' && c != '}') {
            *to++ = c;
        }
    }
}

/* Our own: what no other field says ("title=..."), as in RIS. */
static void say_exactly(entry_fields *f)
{
    const rv_reading *r = f->reading;
    const char       *text;
    size_t            i;

    for (i = 0; i < r->n_tags; i++)
        if (r->tags[i].tag[0] == 'e' && rv_bib_field(r->tags[i].tag)->role == BF_EXACT
            && (text = rv_tex_text(f->tex, r->tags[i].value, r->lengths[i])))
            rv_ris_take_ours(f->reading, text);
}

static void say_people(entry_fields *f, bib_role role, const rv_tag *tag)
{
    static const struct { unsigned char role, as; } roles[] = {
        { BF_AUTHOR, RV_ROLE_AUTHOR }, { BF_DIRECTOR, RV_ROLE_AUTHOR }, { BF_EDITOR, RV_ROLE_EDITOR },
        { BF_TRANSLATOR, RV_ROLE_TRANSLATOR }, { BF_SERIES_EDITOR, RV_ROLE_SERIES_EDITOR }, { BF_OTHER, RV_ROLE_OTHER },
    };
    size_t before = f->reading->record.n_names, i;

    for (i = 0; i < sizeof roles / sizeof *roles; i++)
        if (roles[i].role == role) {
            bool director = role == BF_EDITOR && !f->has[BF_AUTHOR] && begins(f->value[BF_EDITORTYPE], "director");

            rv_bib_people(f->reading, f->tex, director ? RV_ROLE_AUTHOR : (rv_ref_role)roles[i].as, tag->value);
            if (f->reading->record.n_names == before)
                tell(f->reading, "odd-author", tag->tag, tag->value, "holds no name; left out");
            return;
        }
}

/* A field that is called ISBN holds one, also when its check digit is wrong. */
static void say_number(entry_fields *f, bib_role role, const rv_tag *tag, size_t length)
{
    rv_reading *r = f->reading;
    const char *text = rv_tex_text(f->tex, tag->value, length), *s;
    char        digits[15];
    size_t      n;

    if (!text || rv_field_numbers(r, text))
        return;
    tell(r, "odd-identifier", tag->tag, text, "is neither an ISSN nor an ISBN, or its check digit is wrong");
    for (s = text; role == BF_ISBN && *s;) {
        s += strspn(s, " ,;");
        for (n = 0; *s && !strchr(" ,;", *s); s++)
            if (n < 14 && *s != '-')
                digits[n++] = *s == 'x' ? 'X' : *s;
        digits[n] = '\0';
        if ((n == 10 || n == 13) && strspn(digits, "0123456789") + (digits[n - 1] == 'X') >= n)
            rv_reading_add(r, RV_REF_ISBN, rv_arena_add(&r->arena, digits, n));
    }
}

/* One value of what stands in lists. */
static void say_listed(entry_fields *f, bib_role role, const rv_tag *tag, size_t length)
{
    rv_reading *r = f->reading;
    const char *text;

    if (role == BF_ISBN || role == BF_ISSN) {
        say_number(f, role, tag, length);
    } else if (role == BF_KEYWORDS) {
        say_keywords(f, tag->value, length);
    } else if (role == BF_URL || role == BF_LINK) {
        rv_reading_add(r, RV_REF_URL, rv_tex_verbatim(f->tex, tag->value, length));
    } else if (role == BF_FILE_NAME) {
        say_file(f, tag->value, length);
    } else if (role == BF_NOTE) {
        text = rv_tex_text(f->tex, tag->value, length);
        rv_reading_add(r, RV_REF_NOTE, text);
        rv_reading_decisions_in(r, text);
        if (begins(text, "pmid:"))
            rv_reading_set(r, RV_REF_PMID, rv_field_pmid(r, text));
    } else {
        say_people(f, role, tag);
    }
}

static void say_lists(entry_fields *f)
{
    const rv_reading *r = f->reading;
    size_t            i;
    int               links;

    for (links = 0; links < 2; links++)                 /* its own address comes before other links */
        for (i = 0; i < r->n_tags; i++) {
            bib_role role = *r->tags[i].tag ? rv_bib_field(r->tags[i].tag)->role : BF_NOTHING;

            if (role >= BF_LISTS && role != BF_EXACT && r->lengths[i] > 0 && (role == BF_LINK) == links)
                say_listed(f, role, &r->tags[i], r->lengths[i]);
        }
}

static void tell_about_text(entry_fields *f)
{
    static const bib_role texts[] = { BF_TITLE, BF_ABSTRACT };
    size_t i;

    for (i = 0; i < 2; i++)
        if (f->value[texts[i]] && rv_field_has_markup(f->value[texts[i]])) {
            tell(f->reading, "markup-in-text", texts[i] == BF_TITLE ? "title" : "abstract", f->value[texts[i]],
                 "holds markup; taken out of the field");
            return;
        }
}

rv_status rv_bib_assemble(rv_reading *reading, rv_tex *tex, const bib_extent *extent, rv_error *err)
{
    entry_fields f = { .reading = reading, .tex = tex };
    size_t       first = reading->n_tags > 1 && reading->tags[1].tag == rv_bib_id ? 2 : 1, i;
    bool         told = false;

    gather_own(&f, first, extent->own, &told);
    gather_own(&f, extent->own, extent->crossref[0], &told);
    say_type(&f, reading->tags[0].value);
    for (i = 0; i < extent->n; i++)
        inherit(&f, extent->crossref[i], extent->crossref[i + 1]);
    if (first == 2)
        rv_reading_set(reading, RV_REF_KEY, rv_field_plain(reading, reading->tags[1].value));
    say_titles(&f);
    say_pmid(&f, verbatim(&f, BF_PMID));
    say_lists(&f);
    say_date(&f);
    say_numbers(&f);
    say_publisher(&f);
    rv_reading_set(reading, RV_REF_ABSTRACT, text_of(&f, BF_ABSTRACT));
    say_source(&f);
    say_eprint(&f);
    say_howpublished(&f);
    say_doi(&f);
    if (f.has[BF_EXACT])
        say_exactly(&f);
    tell_about_text(&f);
    return reading->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name) : RV_OK;
}
