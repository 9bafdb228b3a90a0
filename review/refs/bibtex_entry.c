/* The fields of one BibTeX entry, and the strings that others are made of. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bibtex.h"

enum { SLOTS = 1 << 15, PROBES = 64, STRING_LIMIT = 1 << 16, STRINGS_LIMIT = 4 << 20, VALUE_LIMIT = 1 << 20, BROKEN_MOST = 8 };

/* What is left of an entry while it is read. */
typedef struct {
    bib_parser      *parser;
    const bib_entry *entry;
    const char      *s, *end;
    bool             parent;
    int              broken;             /* values without an end that were met */
} cursor;

const char rv_bib_id[] = "ID";

uint64_t rv_bib_hash(const char *text, size_t n)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t   i;

    for (i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_word(const char *s, size_t n, const char *word)
{
    size_t i;

    for (i = 0; i < n && word[i]; i++)
        if (lower(s[i]) != word[i])
            return false;
    return i == n && !word[i];
}

bool rv_bib_is(const bib_entry *entry, const char *type)
{
    return same_word(entry->text + entry->name, entry->n_name, type);
}

static void skip_blanks(cursor *c)
{
    while (c->s < c->end && is_blank(*c->s))
        c->s++;
}

static void note(cursor *c, int oddity, const char *at, const char *what, size_t n)
{
    bib_oddities *odd = &c->parser->odd;
    const char   *s;

    if (odd->line[oddity] || c->parent)
        return;
    odd->line[oddity] = c->entry->line;
    for (s = c->entry->text; s < at && (s = memchr(s, '\n', (size_t)(at - s))); s++)
        odd->line[oddity]++;
    if ((s = memchr(what, '\n', n)))
        n = (size_t)(s - what);
    if (n > 40)
        for (n = 40; n > 0 && ((unsigned char)what[n] & 0xC0) == 0x80; n--)
            ;
    while (n > 0 && is_blank(what[n - 1]))
        n--;
    snprintf(odd->what[oddity], sizeof odd->what[oddity], "%.*s", (int)n, what);
}

/* ---- Strings ---------------------------------------------------------------------------------------------------------- */

/* The slot of a name, or the one where it would go; NULL when there is no room. */
static bib_string *slot_of(bib_strings *strings, const char *name, size_t n)
{
    char     word[64];
    uint64_t hash;
    size_t   i;

    if (!strings->slots || n >= sizeof word)
        return NULL;
    for (i = 0; i < n; i++)
        word[i] = lower(name[i]);
    hash = rv_bib_hash(word, n);
    for (i = 0; i < PROBES; i++) {
        bib_string *slot = &strings->slots[(hash + i) % SLOTS];

        if (!slot->hash || (slot->hash == hash && strlen(slot->name) == n && memcmp(slot->name, word, n) == 0))
            return slot;
    }
    return NULL;
}

static const bib_string *find_string(bib_strings *strings, const char *name, size_t n)
{
    const bib_string *slot = slot_of(strings, name, n);

    return slot && slot->hash ? slot : NULL;
}

static bool is_month(const char *name, size_t n)
{
    static const char months[] = "jan feb mar apr may jun jul aug sep oct nov dec ";
    const char *s;

    for (s = months; n == 3 && *s; s += 4)
        if (same_word(name, 3, (const char[]){ s[0], s[1], s[2], '\0' }))
            return true;
    return false;
}

/* ---- Values ----------------------------------------------------------------------------------------------------------- */

/* A part of a value: text between braces or quotation marks, a number, a string's name. */
typedef struct {
    const char *s;
    size_t      n;
} part;

/* `c->s` stands behind the opening brace; it goes behind the closing one. */
static bool take_braces(cursor *c, part *p)
{
    size_t depth = 1;

    for (p->s = c->s; c->s < c->end; c->s++) {
        if (*c->s == '\\' && c->entry->escapes && c->s + 1 < c->end)
            c->s++;
        else if (*c->s == '{')
            depth++;
        else if (*c->s == '}' && --depth == 0)
            break;
    }
    p->n = (size_t)(c->s - p->s);
    if (depth > 0)
        return false;
    c->s++;
    return true;
}

/* True where a quotation mark behind a backslash ends the value all the same: a comma or the end follows. */
static bool ends_value(const cursor *c, const char *s)
{
    while (s < c->end && is_blank(*s))
        s++;
    return s == c->end || *s == ',' || *s == '#';
}

static bool take_quotes(cursor *c, part *p)
{
    size_t depth = 0;

    for (p->s = c->s; c->s < c->end; c->s++) {
        if (*c->s == '\\' && c->s + 1 < c->end && !(c->s[1] == '"' && depth == 0 && ends_value(c, c->s + 2)))
            c->s++;
        else if (*c->s == '{')
            depth++;
        else if (*c->s == '}')
            depth -= depth > 0;
        else if (*c->s == '"' && depth == 0)
            break;
    }
    p->n = (size_t)(c->s - p->s);
    if (c->s == c->end)
        return false;
    c->s++;
    return true;
}

/* A quotation mark without its fellow: the value ends with its line. */
static void take_line(cursor *c, part *p)
{
    const char *end = memchr(p->s, '\n', (size_t)(c->end - p->s));

    c->s = end ? end : c->end;
    for (p->n = (size_t)(c->s - p->s); p->n > 0 && (is_blank(p->s[p->n - 1]) || p->s[p->n - 1] == ','); p->n--)
        ;
    c->s = p->s + p->n;
    note(c, BIB_QUOTE, p->s, p->s, p->n);
}

static bool ends_word(char c)
{
    return is_blank(c) || c == ',' || c == '#' || c == '{' || c == '}' || c == '"' || c == '=';
}

/* A number, or a string's name, for which its text stands. Words that have lost their braces are taken as they stand. */
static void take_word(cursor *c, part *p)
{
    const bib_string *string;
    const char       *s;
    bool              number = true;

    for (p->s = c->s; c->s < c->end && !ends_word(*c->s); c->s++)
        number = number && *c->s >= '0' && *c->s <= '9';
    p->n = (size_t)(c->s - p->s);
    for (s = c->s; s < c->end && *s != ',' && *s != '#' && *s != '=' && *s != '\n' && *s != '{' && *s != '"'; s++)
        ;
    if (s == c->end || *s == ',' || *s == '\n') {
        size_t n = (size_t)(s - p->s);

        while (n > p->n && (is_blank(p->s[n - 1]) || p->s[n - 1] == '}'))
            n--;
        if (n > p->n) {
            note(c, BIB_UNDEFINED, p->s, p->s, n);
            p->n = n;
            c->s = s;
            return;
        }
    }
    if (number || is_month(p->s, p->n))
        return;
    if (!(string = find_string(&c->parser->strings, p->s, p->n))) {
        note(c, BIB_UNDEFINED, p->s, p->s, p->n);
    } else if (string->n > c->parser->credit) {
        note(c, BIB_TOO_LONG, p->s, p->s, p->n);
    } else {
        c->parser->credit -= string->n;
        *p = (part){ string->text, string->n };
    }
}

static bool take_part(cursor *c, part *p)
{
    if (c->s < c->end && *c->s == '{') {
        c->s++;
        return take_braces(c, p);
    }
    if (c->s < c->end && *c->s == '"') {
        c->s++;
        if (take_quotes(c, p))
            return true;
        if (!c->entry->whole)
            return false;
        take_line(c, p);
        return true;
    }
    take_word(c, p);
    return true;
}

/* A value, its parts joined by "#". False when it has no end. It lives until the next one. */
static bool take_value(cursor *c, part *value)
{
    rv_buf *joined = &c->parser->value;
    part    p;
    size_t  parts;

    for (parts = 0;; parts++) {
        skip_blanks(c);
        if (!take_part(c, &p))
            return false;
        if (parts == 1) {
            rv_buf_clear(joined);
            rv_buf_add(joined, value->s, value->n);
        }
        if (parts == 0)
            *value = p;
        else if (joined->length + p.n <= VALUE_LIMIT)
            rv_buf_add(joined, p.s, p.n);
        else
            note(c, BIB_TOO_LONG, c->s, p.s, p.n);
        skip_blanks(c);
        if (c->s == c->end || *c->s != '#')
            break;
        c->s++;
    }
    if (parts > 0)
        *value = (part){ rv_buf_str(joined), joined->length };
    return true;
}

/* ---- Fields ----------------------------------------------------------------------------------------------------------- */

/* The name before "=", or before the value where that is missing; empty when nothing more stands there. */
static void take_name(cursor *c, part *name)
{
    while (c->s < c->end && (is_blank(*c->s) || *c->s == ',' || *c->s == '}'))
        c->s++;
    for (name->s = c->s; c->s < c->end && (*c->s == '#' || is_blank(*c->s) || !ends_word(*c->s)); c->s++)
        ;
    for (name->n = (size_t)(c->s - name->s); name->n > 0 && is_blank(name->s[name->n - 1]); name->n--)
        ;
    if (c->s < c->end && *c->s == '=')
        c->s++;
    else if (name->n > 0 && c->s < c->end)
        note(c, BIB_SEPARATOR, c->s, name->s, name->n);
}

/* The key, "article{key,". `c->s` goes behind its comma, or stays before a first field that has none before it. */
static void take_key(cursor *c, part *key)
{
    const char *s = c->s, *last;

    while (s < c->end && *s != ',' && *s != '=' && *s != '{' && *s != '"')
        s++;
    *key = (part){ c->s, (size_t)(s - c->s) };
    if (s < c->end && *s != ',') {                      /* "title = {": the word before it is the field's name */
        for (last = s; last > c->s && is_blank(last[-1]); last--)
            ;
        while (last > c->s && !is_blank(last[-1]))
            last--;
        key->n = (size_t)(last - c->s);
        c->s = last;
    } else {
        c->s = s + (s < c->end);
    }
    while (key->n > 0 && is_blank(*key->s))
        key->s++, key->n--;
    while (key->n > 0 && is_blank(key->s[key->n - 1]))
        key->n--;
}

static cursor inside_of(bib_parser *parser, const bib_entry *entry, bool parent)
{
    return (cursor){ parser, entry, entry->text + entry->open + 1, entry->text + entry->n - entry->whole, parent, 0 };
}

void rv_bib_key(const bib_entry *entry, const char **key, size_t *n)
{
    cursor c = inside_of(NULL, entry, true);
    part   p;

    take_key(&c, &p);
    *key = p.s;
    *n = p.n;
}

static rv_status add_tag(cursor *c, const char *tag, part value, rv_error *err)
{
    return rv_reading_tag(c->parser->reading, tag, value.s, value.n, err);
}

/* In an entry without an end: the value holds ", name =", so that its brace is the one that is missing. */
static bool swallowed(const part *value)
{
    const char *s = value->s, *end = value->s + value->n;

    while (s < end && (s = memchr(s, ',', (size_t)(end - s)))) {
        const char *word;

        for (s++; s < end && is_blank(*s); s++)
            ;
        for (word = s; s < end && ((lower(*s) >= 'a' && lower(*s) <= 'z') || *s == '-' || *s == '_'); s++)
            ;
        if (s == word)
            continue;
        while (s < end && is_blank(*s))
            s++;
        if (s < end && *s == '=')
            return true;
    }
    return false;
}

/* In an entry without an end: goes on at the next line that begins with "name = {", behind `s`. */
static bool next_line(cursor *c, const char *s)
{
    while ((s = memchr(s, '\n', (size_t)(c->end - s)))) {
        const char *word;

        for (s++; s < c->end && (*s == ' ' || *s == '\t'); s++)
            ;
        for (word = c->s = s; s < c->end && ((lower(*s) >= 'a' && lower(*s) <= 'z') || *s == '-' || *s == '_'); s++)
            ;
        if (s == word)
            continue;
        while (s < c->end && (*s == ' ' || *s == '\t'))
            s++;
        if (s < c->end && *s == '=')
            return true;
    }
    return false;
}

static rv_status take_field(cursor *c, bool *more, rv_error *err)
{
    const char *start;
    part        name, value;
    char       *tag;

    take_name(c, &name);
    *more = c->s < c->end;
    if (name.n == 0 || !*more) {
        if (*more && (*c->s == '{' || *c->s == '"' || *c->s == '='))   /* a value of nothing */
            *more = take_value(c, &value);
        return RV_OK;
    }
    if (*c->s == ',' || *c->s == '}') {                 /* words that are no field */
        note(c, BIB_SEPARATOR, name.s, name.s, name.n);
        return RV_OK;
    }
    tag = rv_arena_add(&c->parser->reading->arena, name.s, name.n);
    start = c->s;
    if (!take_value(c, &value) || (!c->entry->whole && swallowed(&value))) {
        note(c, BIB_BROKEN, name.s, name.s, name.n);
        *more = ++c->broken < BROKEN_MOST && next_line(c, start);
        return RV_OK;
    }
    if (c->s < c->end && *c->s != ',' && *c->s != '}')
        note(c, BIB_SEPARATOR, c->s, name.s, name.n);
    return add_tag(c, tag, value, err);
}

rv_status rv_bib_fields(bib_parser *parser, const bib_entry *entry, bool parent, rv_error *err)
{
    cursor    c = inside_of(parser, entry, parent);
    part      key;
    bool      more = true;
    rv_status st = RV_OK;

    take_key(&c, &key);
    if (!parent) {
        parser->odd = (bib_oddities){ { 0 }, { "" } };
        st = add_tag(&c, "ENTRYTYPE", (part){ entry->text + entry->name, entry->n_name }, err);
        if (st == RV_OK && key.n > 0)
            st = add_tag(&c, rv_bib_id, key, err);
    }
    while (st == RV_OK && more)
        st = take_field(&c, &more, err);
    return st == RV_OK ? rv_buf_check(&parser->value, err) : st;
}

static rv_status keep_string(bib_parser *parser, cursor *c, part name, part value, rv_error *err)
{
    bib_strings *strings = &parser->strings;
    bib_string  *slot;
    char         word[64];
    size_t       i;

    if (!strings->slots && !(strings->slots = calloc(SLOTS, sizeof *strings->slots)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    slot = slot_of(strings, name.s, name.n);
    if (!slot || value.n > STRING_LIMIT || strings->arena.total + name.n + value.n > STRINGS_LIMIT) {
        note(c, BIB_TOO_LONG, name.s, name.s, name.n);
        return RV_OK;
    }
    for (i = 0; i < name.n; i++)
        word[i] = lower(name.s[i]);
    slot->name = rv_arena_add(&strings->arena, word, name.n);
    slot->text = rv_arena_add(&strings->arena, value.s, value.n);
    slot->n = value.n;
    slot->hash = rv_bib_hash(word, name.n);
    return strings->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

/* A definition sees what stands before it, as in BibTeX; so none can go in circles. */
rv_status rv_bib_define(bib_parser *parser, const bib_entry *entry, rv_error *err)
{
    cursor c = inside_of(parser, entry, false);
    part   name, value;

    parser->odd = (bib_oddities){ { 0 }, { "" } };
    take_name(&c, &name);
    if (name.n == 0 || c.s == c.end || !take_value(&c, &value))
        return RV_OK;
    return keep_string(parser, &c, name, value, err);
}

void rv_bib_parser_free(bib_parser *parser)
{
    free(parser->strings.slots);
    rv_arena_free(&parser->strings.arena);
    rv_buf_free(&parser->value);
}
