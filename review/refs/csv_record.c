#include <config.h>

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "csv_record.h"
#include "decisions.h"
#include "ris.h"

/* The best cell of each thing that stands once; `unsigned char` ranks from 1. */
typedef struct {
    const char   *text[RV_REF_LISTS], *role[CSV_ROLES], *people[RV_ROLES];
    unsigned char text_rank[RV_REF_LISTS], role_rank[CSV_ROLES], people_rank[RV_ROLES];
    bool          lists, votes;
} found;

static void keep(const char **best, unsigned char *rank, const char *value, unsigned of)
{
    if (!*best || of < *rank) {
        *best = value;
        *rank = (unsigned char)of;
    }
}

/* Cells that say that there is nothing. */
static bool is_missing(const char *value)
{
    return !*value || (value[0] == 'N' && value[1] == 'A' && !value[2]) || (*value == 'n' && strcmp(value, "nan") == 0)
           || (value[0] == ' ' && value[strspn(value, " \t")] == '\0');
}

static void survey(const rv_reading *reading, const csv_header *header, found *f)
{
    size_t i, n = header->n < reading->n_tags ? header->n : reading->n_tags;

    for (i = 0; i < n; i++) {
        const csv_column *column = &header->columns[i];
        const char       *value = reading->tags[i].value;

        if (column->role == CSV_NONE || is_missing(value))
            continue;
        switch (column->role) {
        case CSV_TEXT:
            keep(&f->text[column->what], &f->text_rank[column->what], value, column->rank);
            break;
        case CSV_PEOPLE:
            keep(&f->people[column->what], &f->people_rank[column->what], value, column->rank);
            break;
        case CSV_LIST: case CSV_NUMBERS: case CSV_NOTE: case CSV_URL:
            f->lists = true;
            break;
        case CSV_VERDICT: case CSV_FLAG: case CSV_CODE: case CSV_DECISIONS:
            f->votes = true;
            break;
        default:
            keep(&f->role[column->role], &f->role_rank[column->role], value, column->rank);
        }
    }
}

/* ---- Texts that hold several things ------------------------------------------------------------------------------ */

static bool digits(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return n > 0;
}

static void set_piece(rv_reading *reading, rv_ref_field field, const char *s, size_t n)
{
    while (n > 0 && *s == ' ')
        s++, n--;
    while (n > 0 && s[n - 1] == ' ')
        n--;
    if (n > 0)
        rv_reading_say(reading, field, rv_arena_add(&reading->arena, s, n));
}

/* "3:3", "25:SUPPL. 1", "12(4)": volume and issue. */
static void set_volume(rv_reading *reading, const char *s, size_t n)
{
    size_t at = 0, end = n;

    while (at < n && s[at] != ':' && s[at] != '(')
        at++;
    set_piece(reading, RV_REF_VOLUME, s, at);
    if (at < n && s[at] == '(' && s[n - 1] == ')')
        end--;
    if (at < n)
        set_piece(reading, RV_REF_ISSUE, s + at + 1, end - at - 1);
}

/* Embase: "Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004". False when it is something else. */
static bool embase_source(rv_reading *reading, const char *text)
{
    static const char date[] = "Date of Publication:";
    const char *year = text, *s, *end;

    while ((year = strstr(year, " (")) && !(strspn(year + 2, "0123456789") == 4 && year[6] == ')'))
        year++;
    if (!year || year == text)
        return false;
    set_piece(reading, RV_REF_CONTAINER, text, (size_t)(year - text));
    if ((s = strstr(year, date)))
        rv_reading_date(reading, s + sizeof date - 1);
    rv_reading_date(reading, rv_arena_add(&reading->arena, year + 2, 4));
    s = year + 7;
    end = s + strcspn(s, "(");
    if (*end != '(') {
        end = s + strcspn(s, ".");
        set_volume(reading, s, (size_t)(end - s));
        return true;
    }
    set_volume(reading, s, (size_t)(end - s));
    s = end + 1;
    if (!reading->record.text[RV_REF_PAGES] && strchr(s, ')'))
        rv_reading_set(reading, RV_REF_PAGES, rv_field_pages(reading, rv_arena_add(&reading->arena, s, strcspn(s, ")")), NULL));
    return true;
}

/* PubMed: "Behav Ther. 2022 Mar;53(2):334-347. doi: ...", "JMIR Cancer. 2021 Nov 29:e27850." */
static void pubmed_citation(rv_reading *reading, const char *text)
{
    const char *dot = strstr(text, ". "), *date, *colon, *end, *numbers;
    size_t      n;

    if (!dot || rv_field_year(dot + 2) == 0)
        return;
    date = dot + 2;
    n = strcspn(date, ";:.");
    if (rv_field_year(date) == 0 || !digits(date, strnlen(date, 4)) || !date[n])
        return;
    rv_reading_date(reading, rv_arena_add(&reading->arena, date, n));
    if (date[n] == '.' || date[n + 1] == ' ')
        return;
    numbers = date + n + (date[n] == ';');
    end = numbers + strcspn(numbers, ".");
    colon = memchr(numbers, ':', (size_t)(end - numbers));
    if (date[n] == ';')
        set_volume(reading, numbers, (size_t)((colon ? colon : end) - numbers));
    if (colon && !reading->record.text[RV_REF_PAGES])
        rv_reading_set(reading, RV_REF_PAGES,
                       rv_field_pages(reading, rv_arena_add(&reading->arena, colon + 1, (size_t)(end - colon - 1)), NULL));
}

/* ---- Fields ------------------------------------------------------------------------------------------------------ */

static void tell(rv_reading *reading, const char *kind, const char *value, const char *why)
{
    rv_reading_problem(reading, kind, (size_t)reading->record.fields.line, reading->record.number, "'%.80s' %s", value, why);
}

/* A full date of the same year says more than the year; another date stands back behind it. */
static void set_date(rv_reading *reading, const found *f)
{
    const char *year = f->role[CSV_YEAR], *date = f->role[CSV_DATE], *month = f->role[CSV_MONTH], *day = f->role[CSV_DAY];
    rv_ref_date parsed;

    if (date && rv_ref_date_parse(date, &parsed) && parsed.year && (!year || rv_field_year(year) == parsed.year))
        rv_reading_date(reading, date);
    if (year && rv_field_year(year) == 0)
        tell(reading, "odd-date", year, "holds no year");
    rv_reading_date(reading, year);
    rv_reading_date(reading, date);
    if (month && reading->record.date.year && !reading->record.date.month) {
        char text[64];

        snprintf(text, sizeof text, digits(month, strnlen(month, 3)) ? "%d-%.2s%s%.2s" : "%d %.20s%s%.2s", reading->record.date.year, month,
                 day ? digits(month, strnlen(month, 3)) ? "-" : " " : "", day ? day : "");
        rv_reading_date(reading, rv_arena_add(&reading->arena, text, strlen(text)));
    }
}

static void set_people(rv_reading *reading, const csv_header *header, const found *f)
{
    static const csv_order orders[CSV_VENDORS] = {
        [CSV_LENS] = CSV_FORWARD, [CSV_OPENALEX] = CSV_FORWARD, [CSV_SPRINGER] = CSV_RUN_TOGETHER, [CSV_EPPI] = CSV_FAMILY_FIRST,
        [CSV_PUBMED] = CSV_FINAL_STOP,
    };
    int role;

    for (role = 0; role < RV_ROLES; role++)
        if (f->people[role])
            rv_csv_people(reading, (rv_ref_role)role, orders[header->vendor], f->people[role]);
}

/* A row's number is no accession number, which is longer or has letters; OpenAlex writes an address. */
static const char *accession(const char *text, unsigned rank)
{
    static const char openalex[] = "https://openalex.org/";

    if (text && strncmp(text, openalex, sizeof openalex - 1) == 0)
        return text + sizeof openalex - 1;
    return text && rank >= 5 && strlen(text) < 5 && digits(text, strlen(text)) ? NULL : text;
}

/* Resolvers' addresses hold it: "https://doi.org/10...", "...&id=doi:10.1002%2Fcncr.20369&...". */
static const char *doi_in_urls(rv_reading *reading)
{
    static const char *const before[] = { "doi.org/", "id=doi:", "doi=" };
    size_t i, k, n;

    for (i = 0; i < reading->record.n_values; i++)
        for (k = 0; reading->values[i].field == RV_REF_URL && k < sizeof before / sizeof *before; k++) {
            const char *at = strstr(reading->values[i].text, before[k]), *doi;

            if (!at)
                continue;
            at += strlen(before[k]);
            n = strcspn(at, "&?#");
            if ((doi = rv_field_doi(reading, rv_arena_add(&reading->arena, at, n))))
                return doi;
        }
    return NULL;
}

static void set_identifiers(rv_reading *reading, const found *f)
{
    const char *doi = f->role[CSV_DOI], *s;
    size_t      n;

    if (doi) {
        rv_reading_set(reading, RV_REF_DOI, rv_field_doi(reading, doi));
        if (!reading->record.text[RV_REF_DOI])
            tell(reading, "odd-identifier", doi, "is no DOI, which begins with 10. and has a slash");
    }
    if ((s = f->role[CSV_PMID])) {
        if ((s[0] == 'h' || s[0] == 'H') && strrchr(s, '/'))
            s = strrchr(s, '/') + 1;                     /* OpenAlex: an address */
        rv_reading_set(reading, RV_REF_PMID, rv_field_pmid(reading, s));
    }
    if ((s = f->role[CSV_PMCID]) && (s = strpbrk(s, "0123456789"))) {
        char text[32];

        n = strspn(s, "0123456789");
        snprintf(text, sizeof text, "PMC%.*s", (int)(n < 20 ? n : 20), s);
        rv_reading_set(reading, RV_REF_PMCID, rv_arena_add(&reading->arena, text, strlen(text)));
    }
}

/* "376 -- 383": as one hyphen. */
static const char *one_hyphen(rv_reading *reading, const char *text)
{
    const char *hyphen = text ? strchr(text, '-') : NULL, *rest;
    size_t      n;
    char       *joined;

    if (!hyphen || !(hyphen[1] == '-' || hyphen[1] == ' ' || (hyphen > text && hyphen[-1] == ' ')))
        return text;
    rest = hyphen + strspn(hyphen, "- ");
    for (n = (size_t)(hyphen - text); n > 0 && text[n - 1] == ' '; n--)
        ;
    joined = rv_arena_add(&reading->arena, text, n);
    if (*rest && !reading->arena.failed) {
        joined = rv_arena_extend(&reading->arena, joined, n, "-", 1);
        joined = rv_arena_extend(&reading->arena, joined, n + 1, rest, strlen(rest));
    }
    return joined;
}

static void set_pages(rv_reading *reading, const found *f)
{
    const char *pages = f->role[CSV_PAGES], *first = f->role[CSV_FIRST_PAGE];
    bool        number = f->role_rank[CSV_PAGES] > 1;    /* of the article, where there are no pages */

    if (pages && !(number && first))
        rv_reading_set(reading, RV_REF_PAGES, rv_field_pages(reading, one_hyphen(reading, pages), NULL));
    else if (first)
        rv_reading_set(reading, RV_REF_PAGES, rv_field_pages(reading, first, f->role[CSV_LAST_PAGE]));
}

static void set_type(rv_reading *reading, const char *words)
{
    const char *type;

    if (!words)
        return;
    if (strchr(words, ';'))                              /* Web of Science: "Article; Proceedings Paper" */
        words = rv_arena_add(&reading->arena, words, strcspn(words, ";"));
    type = words[strspn(words, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] ? NULL : rv_ris_type(words);
    rv_reading_set(reading, RV_REF_TYPE, type ? type : rv_csv_type(words));
    if (!reading->record.text[RV_REF_TYPE])
        rv_reading_set(reading, RV_REF_TYPE, rv_ref_type_known(words));
}

/* What stands in a volume, or under an ISSN, is an article, where no column says the type. */
static bool in_a_journal(const rv_reading *reading)
{
    const char *const *text = reading->record.text;

    return text[RV_REF_CONTAINER] && (text[RV_REF_VOLUME] || text[RV_REF_ISSUE] || text[RV_REF_ISSN]) && !text[RV_REF_ISBN];
}

/* One address, or several with blanks or semicolons between. */
static void add_urls(rv_reading *reading, const char *text)
{
    while (*text) {
        size_t      n = strcspn(text, " \t\n"), whole = n;
        const char *piece;

        while (n > 0 && (text[n - 1] == ';' || text[n - 1] == ',' || text[n - 1] == '|'))
            n--;
        piece = n > 0 ? rv_arena_add(&reading->arena, text, n) : "";
        if (rv_field_is_url(piece))
            rv_reading_say(reading, RV_REF_URL, piece);
        text += whole + (text[whole] != '\0');
    }
}

static void add_lists(rv_reading *reading, const csv_header *header)
{
    size_t   i, n = header->n < reading->n_tags ? header->n : reading->n_tags;
    unsigned rank;

    for (i = 0; i < n; i++) {
        const csv_column *column = &header->columns[i];
        const char       *value = reading->tags[i].value;

        if (column->role < CSV_LIST || is_missing(value))
            continue;
        if (column->role == CSV_LIST) {
            rv_csv_list(reading, (rv_ref_field)column->what, column->split, value);
        } else if (column->role == CSV_NUMBERS) {
            rv_field_numbers(reading, value);
        } else if (column->role == CSV_NOTE) {
            rv_reading_say(reading, RV_REF_NOTE, value);
            rv_reading_decisions_in(reading, value);
        }
    }
    for (rank = 1; rank <= 3; rank++)                    /* a resolver's address only where there is no other */
        for (i = 0; i < n && !(rank == 3 && reading->record.text[RV_REF_URL]); i++)
            if (header->columns[i].role == CSV_URL && header->columns[i].rank == rank && !is_missing(reading->tags[i].value))
                add_urls(reading, reading->tags[i].value);
}

/* ---- Decisions --------------------------------------------------------------------------------------------------- */

/* "Column: value", as what the file says. */
static const char *said(rv_reading *reading, const char *name, const char *value)
{
    size_t n = strlen(name);
    char  *text = rv_arena_add(&reading->arena, name, n);

    if (!reading->arena.failed)
        text = rv_arena_extend(&reading->arena, text, n, ": ", 2);
    if (!reading->arena.failed)
        text = rv_arena_extend(&reading->arena, text, n + 2, value, strlen(value));
    return text;
}

static bool ticked(const char *value)
{
    return strcmp(value, "0") != 0 && strcmp(value, "0.0") != 0 && strcmp(value, "No") != 0 && strcmp(value, "no") != 0
           && strcmp(value, "False") != 0 && strcmp(value, "FALSE") != 0 && strcmp(value, "false") != 0;
}

static void add_code(rv_reading *reading, const csv_column *column, const char *name, const char *value)
{
    rv_ref_decision decision = { .stage = column->stage, .verdict = column->what ? "exclude" : "include" };

    if (!ticked(value))
        return;
    if (value[1] && strcasecmp(value, "true") != 0 && strcasecmp(value, "yes") != 0 && strcmp(value, "1.0") != 0)
        decision.note = rv_field_plain(reading, value);          /* what was typed beside the code */
    decision.reason = column->what ? name : NULL;
    decision.raw = said(reading, name, value);
    rv_reading_decision(reading, &decision);
}

/* "a, b" or "['a', 'b']" as "a; b". */
static const char *labels_of(rv_reading *reading, const char *cell)
{
    const char *between = cell && strchr(cell, ';') ? ";" : ",";

    while (cell && *cell) {
        size_t      n = strcspn(cell, between), skip = strspn(cell, " []'\""), length = n > skip ? n - skip : 0;
        const char *label = cell + skip;

        while (length > 0 && strchr(" []'\"", label[length - 1]))
            length--;
        if (length > 0)
            rv_field_item(reading, rv_field_plain(reading, rv_arena_add(&reading->arena, label, length)));
        cell += n + (cell[n] != '\0');
    }
    return rv_field_list(reading);
}

/* ASReview's "asreview_label_ann": the labels of one user. */
static const char *user_of(rv_reading *reading, const char *name)
{
    static const char label[] = "asreview_label_";
    const size_t      n = sizeof label - 1;

    return strncasecmp(name, label, n) == 0 && name[n] && strcasecmp(name + n, "to_validate") != 0
           ? rv_field_plain(reading, name + n) : NULL;
}

static void add_vote(rv_reading *reading, const csv_column *column, const char *name, const char *value, const found *f)
{
    const char     *user = user_of(reading, name);
    rv_ref_decision base = { .stage = column->stage ? column->stage : rv_field_plain(reading, f->role[CSV_STAGE]),
                             .reviewer = user ? user : rv_field_plain(reading, f->role[CSV_REVIEWER]),
                             .note = rv_field_plain(reading, f->role[CSV_SAYING]), .labels = labels_of(reading, f->role[CSV_LABELS]) };
    size_t          first = reading->record.n_decisions, i;
    const char     *reason = rv_field_plain(reading, f->role[CSV_REASON]);

    base.raw = said(reading, name, value);
    rv_reading_votes_in(reading, &base, value);
    for (i = first; i < reading->record.n_decisions; i++)
        if (strcmp(reading->decisions[i].verdict, "exclude") == 0)
            reading->decisions[i].reason = reason;
}

static void add_own(rv_reading *reading, const char *value)
{
    json_t *json = NULL;

    if (*value == '[' && rv_json_parse("cell", value, strlen(value), &json, NULL) == RV_OK)
        rv_reading_decisions_json(reading, json);
    json_decref(json);
}

/* Of the columns that say the same thing (ASReview's `included` beside the `label` it was given), the best alone counts. */
static void add_decisions(rv_reading *reading, const csv_header *header, const found *f)
{
    size_t   i, n = header->n < reading->n_tags ? header->n : reading->n_tags;
    unsigned best = 255;

    for (i = 0; i < n; i++) {
        const csv_column *column = &header->columns[i];

        if (column->role == CSV_DECISIONS)               /* before what says the same with less */
            add_own(reading, reading->tags[i].value);
        if (column->role == CSV_VERDICT && !column->stage && !is_missing(reading->tags[i].value) && column->rank < best)
            best = column->rank;
    }
    for (i = 0; i < n; i++) {
        const csv_column *column = &header->columns[i];
        const char       *value = reading->tags[i].value, *name = header->names[i];

        if (column->role < CSV_VERDICT || is_missing(value))
            continue;
        if (column->role == CSV_VERDICT && (column->stage || column->rank == best))
            add_vote(reading, column, name, value, f);
        else if (column->role == CSV_CODE)
            add_code(reading, column, name, value);
    }
    for (i = 0; i < n && !reading->record.n_decisions; i++) {      /* where no code decides, the state of the item does */
        const char *value = reading->tags[i].value;

        if (header->columns[i].role == CSV_FLAG && (*value == 'I' || *value == 'E') && value[1] == '\0')
            rv_reading_decision(reading, &(rv_ref_decision){ .verdict = *value == 'I' ? "include" : "exclude",
                                                             .raw = said(reading, header->names[i], value) });
    }
}

/* A reason for exclusion without a vote beside it says the vote. */
static void add_reason(rv_reading *reading, const csv_header *header, const found *f)
{
    size_t i;

    if (!f->role[CSV_REASON] || f->role_rank[CSV_REASON] != 1 || reading->record.n_decisions)
        return;
    for (i = 0; i < header->n && header->columns[i].role != CSV_REASON; i++)
        ;
    rv_reading_decision(reading, &(rv_ref_decision){ .verdict = "exclude", .reason = rv_field_plain(reading, f->role[CSV_REASON]),
                                                     .stage = rv_field_plain(reading, f->role[CSV_STAGE]),
                                                     .reviewer = rv_field_plain(reading, f->role[CSV_REVIEWER]),
                                                     .note = rv_field_plain(reading, f->role[CSV_SAYING]),
                                                     .labels = labels_of(reading, f->role[CSV_LABELS]),
                                                     .raw = said(reading, header->names[i], f->role[CSV_REASON]) });
}

/* Covidence has the decision in a note, and the tags beside it. */
static void add_labels(rv_reading *reading, const char *cell)
{
    const char *labels = reading->record.n_decisions ? labels_of(reading, cell) : NULL;
    size_t      i;

    for (i = 0; labels && i < reading->record.n_decisions; i++)
        if (!reading->decisions[i].labels)
            reading->decisions[i].labels = labels;
}

void rv_csv_assemble(rv_reading *reading, const csv_header *header)
{
    found f = { .lists = false };
    int   field;

    survey(reading, header, &f);
    f.text[RV_REF_ACCESSION] = accession(f.text[RV_REF_ACCESSION], f.text_rank[RV_REF_ACCESSION]);
    for (field = 0; field < RV_REF_LISTS; field++)
        rv_reading_say(reading, (rv_ref_field)field, f.text[field]);
    set_people(reading, header, &f);
    set_pages(reading, &f);
    set_type(reading, f.role[CSV_TYPE]);
    set_identifiers(reading, &f);
    if (f.role[CSV_SOURCE] && !embase_source(reading, f.role[CSV_SOURCE]))
        rv_reading_say(reading, header->container ? RV_REF_DATABASE : RV_REF_CONTAINER, f.role[CSV_SOURCE]);
    set_date(reading, &f);
    if (f.role[CSV_CITATION])
        pubmed_citation(reading, f.role[CSV_CITATION]);
    if (f.lists)
        add_lists(reading, header);
    if (!reading->record.text[RV_REF_DOI] && reading->record.text[RV_REF_URL])
        rv_reading_set(reading, RV_REF_DOI, doi_in_urls(reading));
    if (!f.role[CSV_TYPE] && in_a_journal(reading))
        rv_reading_set(reading, RV_REF_TYPE, "article-journal");
    if (f.votes)
        add_decisions(reading, header, &f);
    add_reason(reading, header, &f);
    if (f.role[CSV_LABELS])
        add_labels(reading, f.role[CSV_LABELS]);
}
