#include <config.h>

#include <stdio.h>
#include <string.h>

#include "inside.h"
#include "ris.h"

/* The best value of each role, and what the lists hold. */
typedef struct {
    const char *value[RIS_ROLES];
    unsigned    rank[RIS_ROLES];
    const char *database, *c2, *c5, *u1, *kind_of_work;
} ris_found;

static bool holds(const char *text, const char *word)
{
    size_t n = strlen(word), i;

    for (; text && *text; text++) {
        for (i = 0; i < n; i++)
            if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]) != word[i])
                break;
        if (i == n)
            return true;
    }
    return false;
}

static bool all_digits(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

/* "EJ1131633", "WOS:000444108200009", "L373791783": letters and digits; a row number is none. */
static bool accession_shaped(const char *s)
{
    size_t n = strlen(s);

    return n >= 5 && n <= 64 && strpbrk(s, "0123456789") && !strchr(s, ' ');
}

static bool usable(const char *tag, const char *value)
{
    if (strcmp(tag, "CP") == 0)                         /* Web of Science: the conference */
        return value[strcspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0';
    if (strcmp(tag, "M1") == 0)                         /* Embase: affiliations; Ovid: references; elsewhere a number */
        return strlen(value) <= 12 && strpbrk(value, "0123456789") && !strchr(value, ' ');
    if (strcmp(tag, "U2") == 0)
        return *value == 'L' && all_digits(value + 1);
    if (strcmp(tag, "ID") == 0)
        return accession_shaped(value);
    if (strcmp(tag, "UR") == 0 || strcmp(tag, "L2") == 0 || strcmp(tag, "LK") == 0)
        return rv_field_is_url(value);
    if (strcmp(tag, "DA") == 0 || strcmp(tag, "PY") == 0 || strcmp(tag, "Y1") == 0)
        return rv_field_year(value) != 0;
    return true;
}

static void tell(rv_reading *reading, const char *kind, const char *tag, const char *value, const char *why)
{
    rv_reading_problem(reading, kind, (size_t)reading->record.fields.line, reading->record.number, "%s '%.80s' %s", tag, value, why);
}

/* A tag that should stand once stands again and says something else. */
static void note_repeat(rv_reading *reading, size_t i, const char *tag)
{
    size_t j;

    for (j = i; j-- > 0;)
        if (reading->tags[j].tag[0] == reading->tags[i].tag[0] && reading->tags[j].tag[1] == reading->tags[i].tag[1]) {
            if (strcmp(reading->tags[j].value, reading->tags[i].value) != 0)
                tell(reading, "repeated-single-field", tag, reading->tags[i].value, "stands beside another value; the first counts");
            return;
        }
}

static void upper_tag(const char *as_typed, char tag[3])
{
    int i;

    for (i = 0; i < 2; i++)
        tag[i] = as_typed[i] >= 'a' && as_typed[i] <= 'z' ? (char)(as_typed[i] - 32) : as_typed[i];
    tag[2] = '\0';
}

/* Of two full journal names the longer is kept. */
static bool better(ris_role role, unsigned rank, const char *value, const ris_found *found)
{
    if (!found->value[role])
        return true;
    return rank < found->rank[role]
           || (rank == found->rank[role] && role == RIS_CONTAINER && strlen(value) > strlen(found->value[role]));
}

static void remember(ris_found *found, const char *tag, const char *value)
{
    if (strcmp(tag, "DB") == 0 || strcmp(tag, "DP") == 0)
        found->database = found->database && holds(found->database, "embase") ? found->database : value;
    else if (strcmp(tag, "C2") == 0)
        found->c2 = found->c2 ? found->c2 : value;
    else if (strcmp(tag, "C5") == 0)
        found->c5 = found->c5 ? found->c5 : value;
    else if (strcmp(tag, "U1") == 0)
        found->u1 = found->u1 ? found->u1 : value;
    else if (strcmp(tag, "M3") == 0)
        found->kind_of_work = value;
}

/* One pass over the tags: the best value of each role. */
static void survey(rv_reading *reading, ris_found *found)
{
    uint64_t seen[RIS_ROLES] = { 0 };
    size_t   i;

    for (i = 0; i < reading->n_tags; i++) {
        const char    *value = reading->tags[i].value;
        char           tag[3];
        const ris_tag *row;

        upper_tag(reading->tags[i].tag, tag);
        row = rv_ris_tag(tag);
        if (row->single) {
            if (seen[row->role] & (UINT64_C(1) << row->rank))
                note_repeat(reading, i, tag);
            seen[row->role] |= UINT64_C(1) << row->rank;
        }
        if (!*value)
            continue;
        if (row->role == RIS_KNOWN || row->role == RIS_DATABASE)
            remember(found, tag, value);
        if (row->role > RIS_KNOWN && better((ris_role)row->role, row->rank, value, found) && usable(tag, value)) {
            found->value[row->role] = value;
            found->rank[row->role] = row->rank;
        }
    }
}

static void say_people(rv_reading *reading, ris_role role, rv_ref_role as)
{
    size_t i;

    for (i = 0; i < reading->n_tags; i++) {
        const char *value = reading->tags[i].value;
        char        tag[3];

        upper_tag(reading->tags[i].tag, tag);
        if (rv_ris_tag(tag)->role != role)
            continue;
        if (!rv_reading_person(reading, as, value))
            tell(reading, "odd-author", tag, value, "holds no name; left out");
        else if (role == RIS_AUTHOR && (strstr(value, " and ") && strchr(value, ',')))
            tell(reading, "odd-author", tag, value, "may be several people; kept as one");
    }
}

/* The values of one role, in their order. */
static void say_all(rv_reading *reading, ris_role role, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < reading->n_tags; i++) {
        char tag[3];

        upper_tag(reading->tags[i].tag, tag);
        if (rv_ris_tag(tag)->role == role)
            rv_reading_say(reading, field, reading->tags[i].value);
    }
}

static const char *find_doi(rv_reading *reading, const ris_found *found)
{
    const char *doi = rv_field_doi(reading, found->value[RIS_DOI]), *at;
    size_t      i;

    if (doi)
        return doi;
    if (found->value[RIS_DOI])
        tell(reading, "odd-identifier", "DO", found->value[RIS_DOI], "is no DOI, which begins with 10. and has a slash");
    for (i = 0; i < reading->n_tags && !doi; i++) {
        const char *value = reading->tags[i].value;
        char        tag[3];

        upper_tag(reading->tags[i].tag, tag);
        if (!rv_ris_tag(tag)->doi || strchr(value, ' '))
            continue;
        if (rv_ris_tag(tag)->role == RIS_URL)
            doi = (at = strstr(value, "doi.org/")) ? rv_field_doi(reading, at + 8) : NULL;
        else
            doi = rv_field_doi(reading, value);
    }
    return doi;
}

/* Where a PubMed number stands depends on who wrote the file. */
static const char *find_pmid(rv_reading *reading, const ris_found *found)
{
    const char *accession = found->value[RIS_ACCESSION], *at = found->value[RIS_URL];

    if (found->u1 && holds(found->u1, "pmid"))
        return rv_field_pmid(reading, found->u1);
    if (found->c5 && holds(found->database, "embase"))
        return rv_field_pmid(reading, found->c5);
    if (found->c2 && holds(found->database, "scopus"))
        return rv_field_pmid(reading, found->c2);
    if (accession && all_digits(accession)
        && (holds(found->database, "pubmed") || holds(found->database, "medline") || holds(found->database, "nlm")))
        return rv_field_pmid(reading, accession);
    if (at && ((at = strstr(at, "pubmed.ncbi.nlm.nih.gov/")) || (at = strstr(found->value[RIS_URL], "nih.gov/pubmed/"))))
        return rv_field_pmid(reading, strrchr(at, '/')[1] ? strrchr(at, '/') + 1 : at + strcspn(at, "0123456789"));
    return NULL;
}

static void set_type(rv_reading *reading, const ris_found *found)
{
    const char *type = found->value[RIS_TYPE], *csl;
    char        name[12];
    size_t      i;

    if (!type)
        return;
    for (i = 0; i + 1 < sizeof name && type[i]; i++)
        name[i] = type[i] >= 'a' && type[i] <= 'z' ? (char)(type[i] - 32) : type[i];
    name[i] = '\0';
    if (!(csl = rv_ris_type(name)))
        tell(reading, "unknown-type", "TY", type, "is not a RIS type");
    rv_reading_set(reading, RV_REF_TYPE, holds(found->kind_of_work, "preprint") ? "article" : csl ? csl : "document");
}

static void set_titles(rv_reading *reading, const ris_found *found)
{
    const char *book = found->value[RIS_BOOK_TITLE], *type = reading->record.text[RV_REF_TYPE];
    bool        whole = type && (strcmp(type, "book") == 0 || strcmp(found->value[RIS_TYPE], "UNPB") == 0);

    if (!book || !whole || found->rank[RIS_TITLE] <= 7)
        rv_reading_say(reading, RV_REF_TITLE, found->value[RIS_TITLE]);
    if (book && whole && !reading->record.text[RV_REF_TITLE]) {
        rv_reading_say(reading, RV_REF_TITLE, book);
        book = NULL;
    }
    if (book && found->rank[RIS_CONTAINER] > 4)
        rv_reading_say(reading, RV_REF_CONTAINER, book);
    rv_reading_say(reading, RV_REF_CONTAINER, found->value[RIS_CONTAINER]);
    rv_reading_say(reading, RV_REF_CONTAINER, book);
}

static void set_numbers(rv_reading *reading)
{
    size_t i;

    for (i = 0; i < reading->n_tags; i++) {
        char tag[3];

        upper_tag(reading->tags[i].tag, tag);
        if (rv_ris_tag(tag)->role == RIS_NUMBERS && !rv_field_numbers(reading, reading->tags[i].value))
            tell(reading, "odd-identifier", tag, reading->tags[i].value, "is neither an ISSN nor an ISBN");
    }
}

static void tell_about_text(rv_reading *reading, const ris_found *found)
{
    static const ris_role texts[] = { RIS_TITLE, RIS_ABSTRACT };
    size_t i;

    for (i = 0; i < 2; i++)
        if (found->value[texts[i]] && rv_field_has_markup(found->value[texts[i]])) {
            tell(reading, "markup-in-text", texts[i] == RIS_TITLE ? "title" : "abstract", found->value[texts[i]],
                 "holds markup; taken out of the field");
            return;
        }
}

static void tell_about_date(rv_reading *reading)
{
    size_t i;

    for (i = 0; i < reading->n_tags; i++) {
        char tag[3];

        upper_tag(reading->tags[i].tag, tag);
        if ((strcmp(tag, "PY") == 0 || strcmp(tag, "Y1") == 0) && *reading->tags[i].value
            && rv_field_date_odd(reading->tags[i].value)) {
            tell(reading, "odd-date", tag, reading->tags[i].value, "is not YYYY or YYYY/MM/DD; a year is taken where one stands");
            return;
        }
    }
}

/* Fields out of the tags of one record. */
rv_status rv_ris_assemble(rv_reading *reading, rv_error *err)
{
    static const struct { ris_role role; rv_ref_field field; } plain[] = {
        { RIS_VOLUME, RV_REF_VOLUME }, { RIS_ISSUE, RV_REF_ISSUE }, { RIS_ACCESSION, RV_REF_ACCESSION },
        { RIS_PUBLISHER, RV_REF_PUBLISHER }, { RIS_URL, RV_REF_URL }, { RIS_ABSTRACT, RV_REF_ABSTRACT },
        { RIS_LANGUAGE, RV_REF_LANGUAGE },
    };
    ris_found found = { .database = NULL };
    size_t    i;

    survey(reading, &found);
    set_type(reading, &found);
    set_titles(reading, &found);
    say_people(reading, RIS_AUTHOR, RV_ROLE_AUTHOR);
    say_people(reading, RIS_EDITOR, RV_ROLE_EDITOR);
    rv_reading_date(reading, found.value[RIS_YEAR]);
    rv_reading_set(reading, RV_REF_PAGES, rv_field_pages(reading, found.value[RIS_FIRST_PAGE], found.value[RIS_LAST_PAGE]));
    rv_reading_say(reading, RV_REF_PAGES, found.value[RIS_ARTICLE_NUMBER]);
    rv_reading_set(reading, RV_REF_DOI, find_doi(reading, &found));
    rv_reading_set(reading, RV_REF_PMID, find_pmid(reading, &found));
    set_numbers(reading);
    for (i = 0; i < sizeof plain / sizeof *plain; i++)
        rv_reading_say(reading, plain[i].field, found.value[plain[i].role]);
    say_all(reading, RIS_KEYWORD, RV_REF_KEYWORD);
    say_all(reading, RIS_NOTE, RV_REF_NOTE);
    tell_about_text(reading, &found);
    tell_about_date(reading);
    return reading->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name) : RV_OK;
}
