/* Fields out of the tags of a RIS record. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "decisions.h"
#include "ris.h"

/* The best value of each slot. */
typedef struct {
    rv_reading    *reading;
    ris_reading    as;
    const char    *text[SLOTS];
    unsigned char  rank[SLOTS];
    const char    *doi, *no_doi;             /* no_doi: what stands in its tag and is none */
    unsigned       doi_rank;
} ris_found;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(const char *text, const char *with)
{
    for (; *with; text++, with++)
        if (lower(*text) != *with)
            return false;
    return true;
}

static const char *find(const char *text, const char *word)
{
    for (; text && *text; text++)
        if (lower(*text) == *word && begins(text, word))
            return text;
    return NULL;
}

static bool has_letters(const char *s)
{
    for (; *s; s++)
        if (lower(*s) >= 'a' && lower(*s) <= 'z')
            return true;
    return false;
}

static void tell(rv_reading *reading, const char *kind, const char *tag, const char *value, const char *why)
{
    rv_reading_problem(reading, kind, (size_t)reading->record.fields.line, reading->record.number, "%.4s '%.80s' %s", tag, value, why);
}

/* ---- Texts that stand once --------------------------------------------------------------------------------------------- */

static bool fits(ris_shape shape, const char *value)
{
    switch (shape) {
    case SHAPE_NUMBER:
        return strlen(value) <= 12 && strpbrk(value, "0123456789") && !strchr(value, ' ');
    case SHAPE_SHORT:
        return strlen(value) <= 40 && !strchr(value, '\n');
    case SHAPE_EMBASE:
        return *value == 'L' && value[1] && value[1 + strspn(value + 1, "0123456789")] == '\0';
    case SHAPE_ISSUE:
    case SHAPE_ANY:
        break;
    }
    return true;
}

static void offer(ris_found *found, unsigned slot, unsigned rank, const char *text)
{
    if (text && (!found->text[slot] || rank < found->rank[slot])) {
        found->text[slot] = text;
        found->rank[slot] = (unsigned char)rank;
    }
}

static void take_text(ris_found *found, const ris_tag *means, const rv_tag *tag)
{
    unsigned slot = means->of;

    if (means->flags & RIS_SINGLE && found->text[slot] && found->rank[slot] == means->rank && strcmp(found->text[slot], tag->value) != 0)
        tell(found->reading, "repeated-single-field", tag->tag, tag->value, "stands beside another value; the first counts");
    if (means->shape == SHAPE_ISSUE && has_letters(tag->value))
        offer(found, RV_REF_EVENT, 1, tag->value);
    else if (means->shape == SHAPE_ANY || fits((ris_shape)means->shape, tag->value))
        offer(found, slot, means->rank, tag->value);
}

/* ---- Identifiers ------------------------------------------------------------------------------------------------------- */

/* In their order: DO, DI, L3 (EBSCO's old exports), M3, the custom tags, addresses. */
static bool take_doi(ris_found *found, const char *value, unsigned rank)
{
    const char *doi;

    if (*value != '1' && *value != 'd' && *value != 'D' && *value != 'h' && *value != 'H' && rank > 2)
        return false;
    if (!(doi = rv_field_doi(found->reading, value)))
        return false;
    if (!found->doi || rank < found->doi_rank) {
        found->doi = doi;
        found->doi_rank = rank;
    }
    return true;
}

static bool is_pmcid(const char *value)
{
    return begins(value, "pmc") && value[3] && value[3 + strspn(value + 3, "0123456789")] == '\0';
}

/* "123 [PMID]", "PUBMED 123,EMBASE 456". */
static void take_pmid_said(ris_found *found, const char *value)
{
    const char *at = find(value, "pmid"), *pmid;

    if (at && (pmid = rv_field_pmid(found->reading, value)))
        offer(found, RV_REF_PMID, 1, pmid);
    if (at || (at = find(value, "pubmed")))
        offer(found, RV_REF_PMID, 2, rv_field_pmid(found->reading, rv_arena_add(&found->reading->arena, at, strcspn(at, ",;\n"))));
}

/* "Accession Number: 2020-98025-001. PMID: 33343428 Partial author list: ..." */
static void take_ebsco_note(ris_found *found, const char *value)
{
    static const char number[] = "Accession Number: ";
    const char *at = strstr(value, number);
    size_t      n;

    if (at) {
        at += sizeof number - 1;
        n = strcspn(at, "; \n");
        n -= n > 0 && at[n - 1] == '.';
        if (n > 0)
            offer(found, RV_REF_ACCESSION, 5, rv_arena_add(&found->reading->arena, at, n));
    }
    if ((at = strstr(value, "PMID: ")))
        offer(found, RV_REF_PMID, 3, rv_field_pmid(found->reading, at));
}

static void take_numbers(ris_found *found, const rv_tag *tag, bool or_text)
{
    if (rv_field_numbers(found->reading, tag->value))
        return;
    if (or_text)
        offer(found, RV_REF_NUMBER, 1, tag->value);
    else
        tell(found->reading, "odd-identifier", tag->tag, tag->value, "is neither an ISSN nor an ISBN");
}

/* ---- Lists ------------------------------------------------------------------------------------------------------------- */

/* The next piece of a value: a line, or what stands before one of `parting`. NULL at the end. */
static const char *next_piece(rv_reading *reading, const char **value, const char *parting)
{
    const char *s = *value;
    size_t      n;

    s += strspn(s, parting);
    while (*s == ' ' || *s == '\t')
        s++;
    if (!*s)
        return NULL;
    n = strcspn(s, parting);
    *value = s + n;
    return s[n] ? rv_arena_add(&reading->arena, s, n) : s;
}

static void take_keywords(rv_reading *reading, const char *value, const char *parting)
{
    const char *one;

    while ((one = next_piece(reading, &value, parting))) {
        while (*one == '*' || *one == ' ')              /* a major term */
            one++;
        rv_reading_say(reading, RV_REF_KEYWORD, one);
    }
}

/* A web address, also without its scheme; none of "ORCID: ...", "<Go to ISI>://...", "javascript:...". */
static bool is_address(const char *s)
{
    if (rv_field_is_url(s))
        return true;
    return !s[strcspn(s, " <>\"'\\@")] && (!strchr(s, ':') || begins(s, "www."));
}

static void take_addresses(ris_found *found, const char *value, bool or_file)
{
    const char *one, *at;

    while ((one = next_piece(found->reading, &value, "\n"))) {
        const char *more = strstr(one, "; http");

        if (more) {                                     /* Reference Manager: several, parted by semicolons */
            value = more + 2;
            one = rv_arena_add(&found->reading->arena, one, (size_t)(more - one));
        }
        if (is_address(one))
            rv_reading_say(found->reading, RV_REF_URL, one);
        else if (or_file)
            rv_reading_say(found->reading, RV_REF_FILE, one);
        if ((at = strstr(one, "doi.org/")))
            take_doi(found, at + 8, 7);
        else if ((at = strstr(one, "nih.gov/pubmed/")) || (at = strstr(one, "pubmed.ncbi.nlm.nih.gov/")))
            offer(found, RV_REF_PMID, 4, rv_field_pmid(found->reading, at + strcspn(at, "0123456789")));
    }
}

static void take_files(rv_reading *reading, const char *value)
{
    const char *one;

    while ((one = next_piece(reading, &value, "\n")))
        rv_reading_say(reading, RV_REF_FILE, one);
}

static void take_people(ris_found *found, const ris_tag *means, const rv_tag *tag)
{
    rv_reading *reading = found->reading;
    const char *value = tag->value, *one;
    size_t      before = reading->record.n_names;
    bool        several = strchr(value, ';') != NULL;

    while ((one = next_piece(reading, &value, ";\n")))
        if (found->as.forward)
            rv_reading_person_forward(reading, (rv_ref_role)means->of, one);
        else
            rv_reading_person(reading, (rv_ref_role)means->of, one);
    if (reading->record.n_names == before)
        tell(reading, "odd-author", tag->tag, tag->value, "holds no name; left out");
    else if (several && reading->record.n_names > before + 1)
        tell(reading, "odd-author", tag->tag, tag->value, "holds several people; parted at the semicolons");
    else if (means->of == RV_ROLE_AUTHOR && strstr(tag->value, " and ") && strchr(tag->value, ','))
        tell(reading, "odd-author", tag->tag, tag->value, "may be several people; kept as one");
}

static void take_note(rv_reading *reading, const char *value)
{
    rv_reading_say(reading, RV_REF_NOTE, value);
    rv_reading_decisions_in(reading, value);
}

/* ---- One pass over the tags -------------------------------------------------------------------------------------------- */

static void take_tag(ris_found *found, const ris_tag *means, const rv_tag *tag)
{
    const char *value = tag->value;

    if (means->flags & RIS_MAY_DOI && take_doi(found, value, means->role == RIS_FILE ? 3 : means->of == RV_REF_GENRE ? 4 : 5))
        return;
    if (means->flags & RIS_MAY_PMCID && is_pmcid(value)) {
        rv_reading_say(found->reading, RV_REF_PMCID, value);
        return;
    }
    switch ((ris_role)means->role) {
    case RIS_TEXT:
        take_text(found, means, tag);
        break;
    case RIS_PERSON:
        take_people(found, means, tag);
        break;
    case RIS_KEYWORDS:
        take_keywords(found->reading, value, ";\n");
        break;
    case RIS_KEYWORD:
        take_keywords(found->reading, value, "\n");
        break;
    case RIS_NOTE_EBSCO:
        take_ebsco_note(found, value);
        take_note(found->reading, value);
        break;
    case RIS_NOTE:
        take_note(found->reading, value);
        break;
    case RIS_ADDRESS:
        take_addresses(found, value, lower(tag->tag[0]) == 'l');
        break;
    case RIS_FILE:
        take_files(found->reading, value);
        break;
    case RIS_DOI:
        if (!take_doi(found, value, means->rank) && !found->no_doi)
            found->no_doi = value;
        break;
    case RIS_NUMBERS:
        take_numbers(found, tag, false);
        break;
    case RIS_NUMBERS_OR_TEXT:
        take_numbers(found, tag, true);
        break;
    case RIS_PMID:
        offer(found, RV_REF_PMID, 1, rv_field_pmid(found->reading, value));
        break;
    case RIS_PMID_SAID:
        take_pmid_said(found, value);
        break;
    case RIS_NONE:
    case RIS_KNOWN:
    case RIS_TYPE:
    case RIS_END:
    case RIS_OURS:
        break;
    }
}

static void survey(ris_found *found)
{
    const rv_reading *reading = found->reading;
    size_t            i;

    for (i = 0; i < reading->n_tags; i++) {
        const rv_tag  *tag = &reading->tags[i];
        const ris_tag *means = rv_ris_means(&found->as, rv_ris_code(tag->tag));

        if (*tag->value)
            take_tag(found, means, tag);
        else if (means->role == RIS_PERSON)
            tell(found->reading, "odd-author", tag->tag, "", "holds no name; left out");
        if (means->role == RIS_NONE && strcmp(tag->tag, "PMID") == 0)
            offer(found, RV_REF_PMID, 1, rv_field_pmid(found->reading, tag->value));
    }
}

/* ---- Fields out of slots ----------------------------------------------------------------------------------------------- */

static void set_type(ris_found *found)
{
    rv_reading     *reading = found->reading;
    const char     *written = NULL;
    const ris_type *type;
    size_t          i;

    for (i = 0; i < reading->n_tags && !written; i++)
        if (rv_ris_tag(reading->tags[i].tag)->role == RIS_TYPE && *reading->tags[i].value)
            written = reading->tags[i].value;
    if (!written)
        return;
    if (!(type = rv_ris_type_named(written)))
        tell(reading, "unknown-type", "TY", written, "is not a RIS type");
    rv_reading_set(reading, RV_REF_TYPE, find(found->text[RV_REF_GENRE], "preprint") ? "article" : type ? type->csl : "document");
}

/* Sets a field unless it says no more than another one. */
static void say_unless_same(ris_found *found, rv_ref_field field, rv_ref_field other)
{
    const char *text = rv_field_plain(found->reading, found->text[field]), *said = found->reading->record.text[other];

    if (text && !(said && strcmp(text, said) == 0))
        rv_reading_set(found->reading, field, text);
}

static void set_titles(ris_found *found)
{
    rv_reading *reading = found->reading;
    const char *type = reading->record.text[RV_REF_TYPE];

    if (type && (strcmp(type, "book") == 0 || strcmp(type, "manuscript") == 0) && !found->text[RV_REF_TITLE]) {
        found->text[RV_REF_TITLE] = found->text[SLOT_BOOK];
        found->text[SLOT_BOOK] = NULL;
    }
    rv_reading_say(reading, RV_REF_TITLE, found->text[RV_REF_TITLE]);
    rv_reading_say(reading, RV_REF_TITLE, found->text[RV_REF_SHORT_TITLE]);
    rv_reading_say(reading, RV_REF_TITLE, found->text[RV_REF_ORIGINAL_TITLE]);
    say_unless_same(found, RV_REF_SHORT_TITLE, RV_REF_TITLE);
    say_unless_same(found, RV_REF_ORIGINAL_TITLE, RV_REF_TITLE);
}

/* Of two full names the longer is the journal's, and the other short for it. */
static void set_container(ris_found *found)
{
    const char **text = found->text, *full = text[RV_REF_CONTAINER], *other = text[SLOT_FULL];
    rv_reading  *reading = found->reading;

    if (text[SLOT_MEETING]) {
        offer(found, text[SLOT_PROCEEDINGS] ? RV_REF_EVENT : RV_REF_CONTAINER, 2, text[SLOT_MEETING]);
        full = text[SLOT_PROCEEDINGS] ? text[SLOT_PROCEEDINGS] : text[SLOT_MEETING];
    }
    if (!full || (other && strlen(other) > strlen(full))) {
        const char *longer = other;

        other = full;
        full = longer;
    }
    rv_reading_say(reading, RV_REF_CONTAINER, full);
    rv_reading_say(reading, RV_REF_CONTAINER, text[SLOT_EITHER]);
    rv_reading_say(reading, RV_REF_CONTAINER, text[SLOT_BOOK]);
    rv_reading_say(reading, RV_REF_CONTAINER, text[RV_REF_ABBREVIATION]);
    say_unless_same(found, RV_REF_ABBREVIATION, RV_REF_CONTAINER);
    text[RV_REF_ABBREVIATION] = other;
    say_unless_same(found, RV_REF_ABBREVIATION, RV_REF_CONTAINER);
    full = reading->record.text[RV_REF_CONTAINER];
    if (text[SLOT_EITHER] && full && strlen(text[SLOT_EITHER]) < strlen(full)) {
        text[RV_REF_ABBREVIATION] = text[SLOT_EITHER];
        say_unless_same(found, RV_REF_ABBREVIATION, RV_REF_CONTAINER);
    }
}

static void set_pages(ris_found *found)
{
    const char *first = found->text[SLOT_FIRST_PAGE], *last = found->text[SLOT_LAST_PAGE], *extent = found->text[SLOT_EXTENT];

    if (extent && (last || strchr(extent, '-')))        /* alone it is how many pages a book has */
        first = extent;
    rv_reading_set(found->reading, RV_REF_PAGES, rv_field_pages(found->reading, first, last));
    rv_reading_say(found->reading, RV_REF_PAGES, found->text[SLOT_ARTICLE]);
}

static int precision(const rv_ref_date *date)
{
    return (date->year > 0) + (date->month > 0) + (date->day > 0);
}

/* PY gives the year. DA or Y1 tell month and day when their year is the same, or when they have none ("Dec"). */
static void set_date(ris_found *found)
{
    static const unsigned slots[] = { SLOT_YEAR, SLOT_FIRST_DATE, SLOT_DATE };
    rv_reading  *reading = found->reading;
    rv_ref_date *date = &reading->record.date, one;
    char        *both;
    size_t       i;

    for (i = 0; i < 3; i++) {
        const char *text = rv_field_plain(reading, found->text[slots[i]]);

        if (!text)
            continue;
        rv_ref_date_parse(text, &one);
        if (!date->raw || (date->year == 0 && one.year > 0)) {
            *date = one;
        } else if (one.year == date->year && precision(&one) >= precision(date)) {
            *date = one;
        } else if (one.year == 0 && date->year > 0 && date->month == 0 && one.month > 0) {
            both = rv_arena_room(&reading->arena, strlen(date->raw) + strlen(text) + 2);
            if (both) {
                sprintf(both, "%s %s", date->raw, text);
                one.year = date->year;
                one.raw = both;
                *date = one;
            }
        }
    }
}

static void set_identifiers(ris_found *found)
{
    rv_reading *reading = found->reading;
    const char *accession = found->text[RV_REF_ACCESSION], *from = found->text[RV_REF_DATABASE];
    bool        medline = (find(from, "pubmed") || find(from, "medline") || find(from, "nlm")) && !find(from, "embase");

    if (found->no_doi && (!found->doi || found->doi_rank > 2))
        tell(reading, "odd-identifier", "DO", found->no_doi, "is no DOI, which begins with 10. and has a slash");
    rv_reading_set(reading, RV_REF_DOI, found->doi);
    if (accession && medline && !accession[strspn(accession, "0123456789")])
        offer(found, RV_REF_PMID, 2, rv_field_pmid(reading, accession));
    rv_reading_set(reading, RV_REF_PMID, found->text[RV_REF_PMID]);
    say_unless_same(found, RV_REF_ACCESSION, RV_REF_PMID);
}

/* ---- What is odd ------------------------------------------------------------------------------------------------------- */

static void tell_about_text(ris_found *found)
{
    static const struct { rv_ref_field field; const char *name; } texts[] = { { RV_REF_TITLE, "title" }, { RV_REF_ABSTRACT, "abstract" } };
    size_t i;

    for (i = 0; i < 2; i++)
        if (found->text[texts[i].field] && rv_field_has_markup(found->text[texts[i].field])) {
            rv_reading_problem(found->reading, "markup-in-text", (size_t)found->reading->record.fields.line, found->reading->record.number,
                               "%s '%.80s' holds markup; taken out of the field", texts[i].name, found->text[texts[i].field]);
            return;
        }
}

static void tell_about_date(ris_found *found)
{
    static const struct { unsigned slot; const char *tag; } dates[] = { { SLOT_YEAR, "PY" }, { SLOT_FIRST_DATE, "Y1" } };
    size_t i;

    for (i = 0; i < 2; i++)
        if (found->text[dates[i].slot] && rv_field_date_odd(found->text[dates[i].slot])) {
            tell(found->reading, "odd-date", dates[i].tag, found->text[dates[i].slot],
                 "is not YYYY or YYYY/MM/DD; a year is taken where one stands");
            return;
        }
}

/* ---- The whole --------------------------------------------------------------------------------------------------------- */

rv_status rv_ris_assemble(rv_reading *reading, rv_error *err)
{
    static const rv_ref_field plain[] = { RV_REF_GENRE, RV_REF_SERIES, RV_REF_EVENT, RV_REF_VOLUME, RV_REF_ISSUE, RV_REF_NUMBER,
                                          RV_REF_EDITION, RV_REF_PUBLISHER, RV_REF_PLACE, RV_REF_LANGUAGE, RV_REF_ABSTRACT,
                                          RV_REF_DATABASE, RV_REF_KEY };
    ris_found found = { .reading = reading, .as = rv_ris_reading(reading->tags, reading->n_tags) };
    size_t    i;

    survey(&found);
    set_type(&found);
    set_titles(&found);
    set_container(&found);
    set_date(&found);
    set_pages(&found);
    set_identifiers(&found);
    for (i = 0; i < sizeof plain / sizeof *plain; i++)
        rv_reading_say(reading, plain[i], found.text[plain[i]]);
    tell_about_text(&found);
    tell_about_date(&found);
    for (i = 0; i < reading->n_tags; i++)
        if (rv_ris_tag(reading->tags[i].tag)->role == RIS_OURS)
            rv_ris_take_ours(reading, reading->tags[i].value);
    return reading->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name) : RV_OK;
}
