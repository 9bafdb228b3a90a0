/* MARC 21 in XML (also MarcXchange, and either within SRU or OAI-PMH answers). */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "xml_tree.h"

typedef struct {
    rv_tree    *tree;
    rv_reading *reading;
    const char *leader, *fixed;          /* field 008 */
    const char *host_number, *host_date;
    bool        main_entry;              /* a 100, 110 or 111 is there */
    bool        host, host_issn, host_isbn, thesis, text;
} marc;

/* ---- Fields and subfields -------------------------------------------------------------------------------------------- */

static bool is_field(const rv_element *node)
{
    return strcmp(node->name, "datafield") == 0;
}

static int tag_of(const rv_element *field)
{
    const char *tag = rv_element_attribute(field, "tag");

    return tag ? atoi(tag) : 0;
}

static char code_of(const rv_element *subfield)
{
    const char *code = rv_element_attribute(subfield, "code");

    return code ? *code : '\0';
}

static char indicator(const rv_element *field, const char *name)
{
    const char *text = rv_element_attribute(field, name);

    return text && *text ? *text : ' ';
}

/* Text without the marks around an article that is not sorted by ("\x98Die\x9C Frau", "<<Die>> Frau"). */
static const char *plain(marc *m, const char *text)
{
    char *copy, *to;

    text = rv_field_plain(m->reading, text);
    if (!text || !(strstr(text, "\xC2\x98") || strstr(text, "\xC2\x9C") || strstr(text, "<<")))
        return text;
    copy = to = rv_arena_add(&m->reading->arena, text, strlen(text));
    for (; *text && !m->reading->arena.failed; text++)
        if (memcmp(text, "\xC2\x98", 2) == 0 || memcmp(text, "\xC2\x9C", 2) == 0 || memcmp(text, "<<", 2) == 0
            || memcmp(text, ">>", 2) == 0)
            text++;
        else
            *to++ = *text;
    *to = '\0';
    return *copy ? copy : NULL;
}

/* Without the punctuation that ISBD puts before the next element; `dot`: nor a full stop, unless it ends an initial or "...". */
static const char *trimmed(marc *m, const char *text, bool dot)
{
    size_t n = text ? strlen(text) : 0, whole = n;

    while (n > 0 && strchr(" /:;,=", text[n - 1]))
        n--;
    if (dot && n > 2 && text[n - 1] == '.' && text[n - 2] != '.' && !(text[n - 2] >= 'A' && text[n - 2] <= 'Z'))
        n--;
    return n == 0 ? NULL : n == whole ? text : rv_arena_add(&m->reading->arena, text, n);
}

static const rv_element *subfield_node(const rv_element *field, char code)
{
    const rv_element *s;

    for (s = field->first; s && code_of(s) != code; s = s->next)
        ;
    return s;
}

static const char *subfield(marc *m, const rv_element *field, char code)
{
    const rv_element *s = subfield_node(field, code);

    return s ? plain(m, s->text) : NULL;
}

static const char *trimmed_subfield(marc *m, const rv_element *field, char code)
{
    return trimmed(m, subfield(m, field, code), true);
}

/* ---- Who ------------------------------------------------------------------------------------------------------------- */

typedef enum { NO_ROLE, AUTHOR, EDITOR, TRANSLATOR, DEGREE_GRANTOR, OTHER } marc_role;

static const struct { const char *code, *word; marc_role role; } roles[] = {
    { "aut", "author", AUTHOR },        { "aut", "verfasser", AUTHOR },     { "aut", "auteur", AUTHOR },
    { "cre", "creator", AUTHOR },       { "dis", "dissertant", AUTHOR },    { "prf", "performer", AUTHOR },
    { "cmp", "composer", AUTHOR },      { "pht", "photographer", AUTHOR },  { "art", "artist", AUTHOR },
    { "prg", "programmer", AUTHOR },    { "ctg", "cartographer", AUTHOR },  { "drt", "director", AUTHOR },
    { "edt", "ed", EDITOR },            { "edt", "herausgeber", EDITOR },   { "edt", "hrsg", EDITOR },
    { "edt", "éditeur", EDITOR },       { "com", "compiler", EDITOR },      { "edc", "compilation", EDITOR },
    { "hrg", "hg", EDITOR },            { "trl", "translator", TRANSLATOR }, { "trl", "tr", TRANSLATOR },
    { "trl", "übersetzer", TRANSLATOR }, { "trl", "traducteur", TRANSLATOR }, { "dgg", "degree", DEGREE_GRANTOR },
};

static bool begins_word(const char *text, const char *word)
{
    size_t n = strlen(word), i;

    for (i = 0; i < n; i++)
        if (text[i] != word[i] && !(text[i] >= 'A' && text[i] <= 'Z' && (text[i] | 0x20) == word[i]))
            return false;
    return n > 2 || !((text[n] | 0x20) >= 'a' && (text[n] | 0x20) <= 'z');
}

static marc_role role_of(const rv_element *field, bool meeting)
{
    const rv_element *s;
    marc_role      role = NO_ROLE;
    size_t         i;

    for (s = field->first; s; s = s->next) {
        char        code = code_of(s);
        const char *text = s->text ? s->text : "";

        if (code != '4' && code != (meeting ? 'j' : 'e'))
            continue;
        if (role == NO_ROLE)
            role = OTHER;
        while (*text == ' ')
            text++;
        for (i = 0; i < sizeof roles / sizeof *roles; i++)
            if (code == '4' ? strcmp(roles[i].code, text) == 0 : begins_word(text, roles[i].word)) {
                if (role == OTHER)
                    role = roles[i].role;
                break;
            }
    }
    return role;
}

static void person(marc *m, const rv_element *field, rv_ref_role role)
{
    const char *name = trimmed_subfield(m, field, 'a'), *more = trimmed(m, subfield(m, field, 'c'), false);

    if (!name)
        return;
    if (indicator(field, "ind1") == '0') {              /* a forename alone: "Joseph II, Emperor" */
        rv_reading_name(m->reading, role, rv_tree_join(m->tree, name, " ", trimmed_subfield(m, field, 'b')), NULL, NULL);
        return;
    }
    if (more && (strncmp(more, "Jr", 2) == 0 || strncmp(more, "Sr", 2) == 0 || strspn(more, "IV") == strlen(more)))
        name = rv_tree_join(m->tree, name, ", ", more);
    (void)rv_reading_person(m->reading, role, name);
}

static const char *body_name(marc *m, const rv_element *field)
{
    const rv_element *s;
    const char    *name = NULL;

    for (s = field->first; s; s = s->next)
        if (code_of(s) == 'a' || code_of(s) == 'b')
            name = rv_tree_join(m->tree, name, ". ", trimmed(m, plain(m, s->text), true));
    return name;
}

static void take_name(marc *m, const rv_element *field, int tag)
{
    marc_role   role = role_of(field, tag == 111 || tag == 711);
    rv_ref_role as;

    if (tag >= 700 && (subfield_node(field, 't') || indicator(field, "ind2") == '2'))
        return;                                         /* another work, or one contained in this */
    if (role == DEGREE_GRANTOR) {
        rv_reading_set(m->reading, RV_REF_PUBLISHER, body_name(m, field));
        return;
    }
    if (role == NO_ROLE)                                /* added to a main entry: a further author; to a title: an editor */
        role = tag < 200 || m->main_entry ? AUTHOR : EDITOR;
    as = role == AUTHOR ? RV_ROLE_AUTHOR : role == EDITOR ? RV_ROLE_EDITOR : role == TRANSLATOR ? RV_ROLE_TRANSLATOR
         : RV_ROLE_OTHER;
    if (tag == 111 || tag == 711)
        rv_reading_set(m->reading, RV_REF_EVENT, trimmed_subfield(m, field, 'a'));
    else if (tag == 110 || tag == 710)
        rv_reading_name(m->reading, as, body_name(m, field), NULL, NULL);
    else
        person(m, field, as);
}

/* ---- What and where -------------------------------------------------------------------------------------------------- */

static void take_title(marc *m, const rv_element *field)
{
    const char    *title = NULL;
    const rv_element *s;
    char           before = '\0';

    for (s = field->first; s; s = s->next) {
        char        code = code_of(s);
        const char *text = plain(m, s->text), *between = code == 'b' || (code == 'p' && before == 'n') ? ": " : ". ";

        if (!strchr("abnp", code) || !code || !text)
            continue;
        if (code == 'b' && strchr("=", *text))
            between = " ";
        title = rv_tree_join(m->tree, title, between, trimmed(m, text, true));
        before = code;
    }
    rv_reading_set(m->reading, RV_REF_TITLE, title);
}

static void take_imprint(marc *m, const rv_element *field)
{
    rv_reading_set(m->reading, RV_REF_PLACE, trimmed(m, subfield(m, field, 'a'), false));
    rv_reading_set(m->reading, RV_REF_PUBLISHER, trimmed_subfield(m, field, 'b'));
    rv_reading_date(m->reading, trimmed_subfield(m, field, 'c'));
}

static void take_numbers(marc *m, const rv_element *field, char code)
{
    const char *text = subfield(m, field, code);

    if (text && !rv_field_numbers(m->reading, rv_arena_add(&m->reading->arena, text, strcspn(text, " :(;"))))
        rv_reading_problem(m->reading, "odd-identifier", field->line, m->reading->record.number,
                           "'%.80s' is neither an ISSN nor an ISBN", text);
}

/* 024: the second indicator or $2 says of what kind the number is. */
static void take_other_number(marc *m, const rv_element *field)
{
    const char *kind = subfield(m, field, '2');

    if (kind && strcmp(kind, "doi") == 0)
        rv_reading_set(m->reading, RV_REF_DOI, rv_field_doi(m->reading, subfield(m, field, 'a')));
}

static void take_language(marc *m, const rv_element *field)
{
    const rv_element *s;

    for (s = field->first; s; s = s->next) {
        const char *text = code_of(s) == 'a' ? plain(m, s->text) : NULL;
        size_t      n = text ? strlen(text) : 0, i;

        if (n % 3 != 0 || strchr(text ? text : "", ' '))    /* "engfre": codes run together */
            n = n > 0 ? 3 : 0;
        for (i = 0; i + 3 <= n; i += 3)
            rv_reading_replace(m->reading, RV_REF_LANGUAGE,
                               rv_tree_join(m->tree, m->reading->record.text[RV_REF_LANGUAGE], "; ",
                                            rv_arena_add(&m->reading->arena, text + i, 3)));
    }
}

static void take_series(marc *m, const rv_element *field)
{
    rv_reading_set(m->reading, RV_REF_SERIES, trimmed_subfield(m, field, 'a'));
    rv_reading_set(m->reading, RV_REF_VOLUME, trimmed_subfield(m, field, 'v'));
    if (subfield_node(field, 'x'))
        take_numbers(m, field, 'x');
}

static void take_subject(marc *m, const rv_element *field)
{
    const rv_element *s;

    for (s = field->first; s; s = s->next)
        if (code_of(s) && strchr("abcdtvxyz", code_of(s)))
            rv_reading_add(m->reading, RV_REF_KEYWORD, trimmed(m, plain(m, s->text), true));
}

static void take_abstract(marc *m, const rv_element *field)
{
    const char *text = subfield(m, field, 'a');

    if (text)
        rv_reading_replace(m->reading, RV_REF_ABSTRACT,
                           rv_tree_join(m->tree, m->reading->record.text[RV_REF_ABSTRACT], " ", text));
}

static void take_thesis(marc *m, const rv_element *field)
{
    const char *note = subfield(m, field, 'a');

    m->thesis = true;
    rv_reading_replace(m->reading, RV_REF_GENRE, trimmed_subfield(m, field, 'b'));
    rv_reading_set(m->reading, RV_REF_PUBLISHER, trimmed_subfield(m, field, 'c'));
    rv_reading_date(m->reading, trimmed_subfield(m, field, 'd'));
    rv_reading_add(m->reading, RV_REF_NOTE, note);
}

static void take_link(marc *m, const rv_element *field)
{
    const char *url = subfield(m, field, 'u');

    if (!url)
        return;
    if (!m->reading->record.text[RV_REF_DOI] && strstr(url, "doi.org/10."))
        rv_reading_set(m->reading, RV_REF_DOI, rv_field_doi(m->reading, url));
    if (rv_field_is_url(url))
        rv_reading_add(m->reading, RV_REF_URL, url);
}

/* ---- The host, field 773 --------------------------------------------------------------------------------------------- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What follows one of the words, up to a comma, semicolon or bracket: "Vol. 24, no. 9 (Sept. 1993), p. 235-48". */
static const char *behind(marc *m, const char *text, const char *const *words)
{
    for (; *words; words++) {
        size_t      n = strlen(*words);
        const char *at;

        for (at = text; *at; at++) {
            size_t length;

            if (!begins_word(at, *words) || (at > text && (digit(at[-1]) || (at[-1] | 0x20) >= 'a')))
                continue;
            at += n + strspn(at + n, ".: ");
            length = strcspn(at, ",;()");
            while (length > 0 && at[length - 1] == ' ')
                length--;
            return length > 0 && length < 40 ? rv_arena_add(&m->reading->arena, at, length) : NULL;
        }
    }
    return NULL;
}

static const char *first_word(marc *m, const char *text)
{
    return text ? rv_arena_add(&m->reading->arena, text, strcspn(text, " ")) : NULL;
}

static void take_place_in_host(marc *m, const char *text)
{
    static const char *const volume[] = { "volume", "vol", "v.", "bd", "band", "jg", "jahrgang", NULL };
    static const char *const issue[] = { "number", "issue", "iss", "no.", "no:", "nr", "n°", "heft", NULL };
    static const char *const pages[] = { "pages", "pp", "p.", "seite", "seiten", "s.", NULL };
    static const char *const year[] = { "year", "jahr", NULL };
    size_t n = strspn(text, "0123456789");

    rv_reading_set(m->reading, RV_REF_VOLUME, first_word(m, behind(m, text, volume)));
    rv_reading_set(m->reading, RV_REF_ISSUE, first_word(m, behind(m, text, issue)));
    rv_reading_set(m->reading, RV_REF_PAGES, rv_field_pages(m->reading, behind(m, text, pages), NULL));
    if (n > 0 && text[n] == ' ' && text[n + 1] == '(' && rv_field_year(text + n))    /* "50 (2023), 2, Seite 1-20" */
        rv_reading_set(m->reading, RV_REF_VOLUME, rv_arena_add(&m->reading->arena, text, n));
    rv_reading_date(m->reading, behind(m, text, year));
    if (!m->reading->record.date.year && rv_field_year(text))
        m->host_date = strchr(text, '(') && rv_field_year(strchr(text, '(')) ? strchr(text, '(') : text;
}

static void take_host(marc *m, const rv_element *field)
{
    const rv_element *s;

    m->host = true;
    rv_reading_set(m->reading, RV_REF_CONTAINER, trimmed_subfield(m, field, 't'));
    rv_reading_set(m->reading, RV_REF_ABBREVIATION, trimmed_subfield(m, field, 'p'));
    for (s = field->first; s; s = s->next) {
        const char *text = plain(m, s->text);

        if (!text)
            continue;
        if (code_of(s) == 'g')
            take_place_in_host(m, text);
        else if (code_of(s) == 'd' && rv_field_year(text))
            m->host_date = text;
        else if (code_of(s) == 'x' || code_of(s) == 'z')
            *(code_of(s) == 'x' ? &m->host_issn : &m->host_isbn) = rv_field_numbers(m->reading, text);
    }
}

/* ---- A record -------------------------------------------------------------------------------------------------------- */

static void take_field(marc *m, const rv_element *field)
{
    int tag = tag_of(field);

    switch (tag) {
    case 20: take_numbers(m, field, 'a'); break;
    case 22: take_numbers(m, field, 'a'); break;
    case 24: take_other_number(m, field); break;
    case 41: take_language(m, field); break;
    case 100: case 110: case 111: case 700: case 710: case 711: case 720: take_name(m, field, tag); break;
    case 245: take_title(m, field); break;
    case 210: rv_reading_set(m->reading, RV_REF_ABBREVIATION, trimmed_subfield(m, field, 'a')); break;
    case 250: rv_reading_set(m->reading, RV_REF_EDITION, subfield(m, field, 'a')); break;
    case 264:
        if (indicator(field, "ind2") != '1')            /* 1: publication; else production, copyright, ... */
            break;
        /* fall through */
    case 260: take_imprint(m, field); break;
    case 336: m->text = m->text || (subfield(m, field, 'b') && strcmp(subfield(m, field, 'b'), "txt") == 0); break;
    case 490: case 830: take_series(m, field); break;
    case 500: case 505: rv_reading_add(m->reading, RV_REF_NOTE, subfield(m, field, 'a')); break;
    case 502: take_thesis(m, field); break;
    case 520: take_abstract(m, field); break;
    case 600: case 610: case 611: case 630: case 648: case 650: case 651: case 653: take_subject(m, field); break;
    case 655: rv_reading_set(m->reading, RV_REF_GENRE, trimmed_subfield(m, field, 'a')); break;
    case 773: take_host(m, field); break;
    case 856: take_link(m, field); break;
    default: break;
    }
}

static void take_control(marc *m, const rv_element *field)
{
    const char *text = field->text;

    switch (tag_of(field)) {
    case 1: rv_reading_say(m->reading, RV_REF_ACCESSION, text); break;
    case 8: m->fixed = text; break;
    default: break;
    }
}

/* By the kind of record and its level, positions 6 and 7 of the leader. */
static const char *type_of(const marc *m)
{
    const char *leader = m->leader && strlen(m->leader) >= 8 ? m->leader : "      am";
    const char *fixed = m->fixed && strlen(m->fixed) >= 38 ? m->fixed : NULL;
    bool        part = leader[7] == 'a' || leader[7] == 'b' || m->host;

    if (m->thesis || (fixed && strchr("at", leader[6]) && memchr(fixed + 24, 'm', 4)))
        return "thesis";
    if (part && m->host_isbn && !m->host_issn)
        return "chapter";
    if (part && strchr("atm ", leader[6]))
        return leader[7] == 'b' || m->host_issn || m->reading->record.text[RV_REF_VOLUME] ? "article-journal" : "chapter";
    switch (leader[6]) {
    case 'c': case 'd': return "musical_score";
    case 'e': case 'f': return "map";
    case 'g': return "motion_picture";
    case 'i': case 'j': return "song";
    case 'k': return "graphic";
    case 'p': case 'r': return "document";
    case 't': return "manuscript";
    case 'm':
        if (m->text || m->reading->record.text[RV_REF_ISBN])
            return "book";
        return fixed && fixed[26] == 'a' ? "dataset" : fixed && strchr("bfg", fixed[26]) ? "software" : "document";
    default: return leader[6] == 'a' && leader[7] == 's' ? "periodical" : "book";
    }
}

/* What the fixed field says when no other does. */
static void complete(marc *m)
{
    const char *fixed = m->fixed;
    size_t      n = fixed ? strlen(fixed) : 0;

    rv_reading_date(m->reading, m->reading->record.date.year ? NULL : m->host_date);
    if (n >= 11 && !m->reading->record.date.year && strspn(fixed + 7, "0123456789") >= 4)
        rv_reading_date(m->reading, rv_arena_add(&m->reading->arena, fixed + 7, 4));
    if (n >= 38 && !m->reading->record.text[RV_REF_LANGUAGE] && strspn(fixed + 35, "abcdefghijklmnopqrstuvwxyz") >= 3
        && strncmp(fixed + 35, "und", 3) != 0 && strncmp(fixed + 35, "zxx", 3) != 0)
        rv_reading_set(m->reading, RV_REF_LANGUAGE, rv_arena_add(&m->reading->arena, fixed + 35, 3));
    rv_reading_set(m->reading, RV_REF_TYPE, type_of(m));
}

static rv_status take_record(rv_tree *tree, rv_element *record, rv_error *err)
{
    marc           m = { .tree = tree, .reading = tree->reading };
    const rv_element *field;
    rv_status      st;

    if ((st = rv_tree_begin(tree, record, err)) != RV_OK || (st = rv_tree_tags(tree, record, "", err)) != RV_OK)
        return st;
    for (field = record->first; field; field = field->next)
        m.main_entry = m.main_entry || (is_field(field) && tag_of(field) >= 100 && tag_of(field) < 112);
    for (field = record->first; field; field = field->next)
        if (is_field(field))
            take_field(&m, field);
        else if (strcmp(field->name, "controlfield") == 0)
            take_control(&m, field);
        else if (strcmp(field->name, "leader") == 0)
            m.leader = field->text;
    complete(&m);
    return rv_tree_end(tree, record, err);
}

static bool begins(const rv_tree *tree, const char *name, size_t depth)
{
    (void)tree;
    (void)depth;
    return strcmp(name, "record") == 0;
}

/* SRU and OAI-PMH call what they wrap a record in a record, too. */
static bool wraps(const rv_element *record)
{
    return !rv_element_child(record, "datafield") && !rv_element_child(record, "controlfield")
           && !rv_element_child(record, "leader");
}

static rv_status read_marc(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const rv_tree_format format = { .begins = begins, .wraps = wraps, .record = take_record };

    (void)charset;                                      /* XML says itself what it is written in */
    return rv_tree_read(reading, raw, &format, NULL, err);
}

static bool detect_marc(const char *text, size_t n)
{
    return rv_tree_holds(text, n, "datafield") || rv_tree_holds(text, n, "controlfield");
}

const rv_refs_format rv_format_marcxml = { detect_marc, read_marc };
