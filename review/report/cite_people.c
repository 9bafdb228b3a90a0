/* The people of a work: the parts of their names, particles found where an export has them within the family or given name. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "report/cite_item.h"

enum { PEOPLE = 100000 };

static const char *get(rv_arena *arena, const json_t *person, const char *name)
{
    const char *text = json_string_value(json_object_get(person, name));
    rv_buf      out = RV_BUF_INIT;

    for (; text && *text; text++)
        if ((unsigned char)*text > ' ' && *text != 0x7f)
            rv_buf_char(&out, *text);
        else if (out.length && out.data[out.length - 1] != ' ')
            rv_buf_char(&out, ' ');
    while (out.length && strchr(" ,;:", out.data[out.length - 1]))
        out.length--;
    text = out.length ? rv_arena_add(arena, out.data, out.length) : NULL;
    rv_buf_free(&out);
    return text;
}

static bool small_word(const char *word, size_t n)
{
    int32_t point;

    if (n == 0)
        return false;
    rv_utf8_point(word, n, &point);
    return utf8proc_category(point) == UTF8PROC_CATEGORY_LL || *word == '\'' || (n > 1 && rv_name_is_particle(word, n) && *word >= 'a');
}

/* "van der Berg" in a family name: its small words are its particle; a name in small letters alone is none. */
static void split_particle(rv_cite_person *p, rv_arena *arena)
{
    const char *rest = p->family;
    size_t      n;

    if (!rest || p->particle)
        return;
    while ((n = strcspn(rest, " ")) && rest[n] && small_word(rest, n))
        rest += n + 1;
    if (rest == p->family && (strncmp(rest, "d'", 2) == 0 || strncmp(rest, "d\u2019", 4) == 0 || strncmp(rest, "l'", 2) == 0)
        && strchr(rest, '\'') == rest + 1 && rest[2])
        rest += 2;
    if (rest == p->family || small_word(rest, strcspn(rest, " ")))
        return;
    n = (size_t)(rest - p->family);
    p->particle = rv_arena_add(arena, p->family, p->family[n - 1] == ' ' ? n - 1 : n);
    p->family = rest;
}

/* "Ludwig van" in a given name: the small words at its end are dropped with it. */
static void split_dropping(rv_cite_person *p, rv_arena *arena)
{
    size_t n, end;

    if (!p->given || p->dropping)
        return;
    for (n = end = strlen(p->given); n > 0;) {
        size_t begin = n;

        while (begin > 0 && p->given[begin - 1] != ' ')
            begin--;
        if (begin == 0 || !rv_name_is_particle(p->given + begin, n - begin) || !small_word(p->given + begin, n - begin))
            break;
        n = begin - 1;
    }
    if (n == end || n == 0)
        return;
    p->dropping = rv_arena_add(arena, p->given + n + 1, end - n - 1);
    p->given = rv_arena_add(arena, p->given, n);
}

/* Han, kana or hangul. */
static bool eastern(const char *text)
{
    int32_t point;

    if (!text)
        return false;
    rv_utf8_point(text, strlen(text), &point);
    return (point >= 0x2e80 && point <= 0x9fff) || (point >= 0xac00 && point <= 0xd7af) || (point >= 0xf900 && point <= 0xfaff)
           || (point >= 0x1100 && point <= 0x11ff) || (point >= 0x20000 && point <= 0x323af);
}

static bool is_others(const char *text)
{
    return text && (strcasecmp(text, "et al.") == 0 || strcasecmp(text, "et al") == 0 || strcasecmp(text, "others") == 0
                    || strcasecmp(text, "and others") == 0);
}

static rv_cite_person person_of(rv_arena *arena, const json_t *data)
{
    const json_t  *comma = json_object_get(data, "comma-suffix");
    rv_cite_person p = { get(arena, data, "family"), get(arena, data, "given"), get(arena, data, "dropping-particle"),
                         get(arena, data, "non-dropping-particle"), get(arena, data, "suffix"), get(arena, data, "literal"),
                         comma && !json_is_false(comma), false };

    if (p.literal && !p.family)
        return p;
    p.literal = NULL;
    if (!p.family) {                                   /* one name only */
        p.literal = p.given;
        return p;
    }
    p.eastern = eastern(p.family) && (!p.given || eastern(p.given));
    split_particle(&p, arena);
    split_dropping(&p, arena);
    return p;
}

static rv_status add_people(rv_cite_item *item, const char *variable, const json_t *list, rv_error *err)
{
    enum { ALIGN = _Alignof(rv_cite_person) };
    const size_t    all = json_array_size(list) < PEOPLE ? json_array_size(list) : PEOPLE;
    rv_cite_people  who = { .variable = variable };
    rv_cite_person *persons;
    char           *room = rv_arena_room(&item->arena, all * sizeof *persons + ALIGN);

    if (!room)
        return rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    persons = (rv_cite_person *)(((uintptr_t)room + ALIGN - 1) / ALIGN * ALIGN);
    for (size_t i = 0; i < all; i++) {
        const rv_cite_person p = person_of(&item->arena, json_array_get(list, i));

        if (is_others(p.literal ? p.literal : p.family) && !p.given)
            who.others = true;
        else if (p.family || p.literal)
            persons[who.n++] = p;
    }
    who.persons = persons;
    if (who.n)
        item->people[item->n_people++] = who;
    return item->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory for a reference") : RV_OK;
}

rv_status rv_cite_item_people(rv_cite_item *item, rv_error *err)
{
    const char *name;
    json_t     *value;
    rv_status   st = RV_OK;

    if (!(item->people = calloc(json_object_size(item->data) + 1, sizeof *item->people)))
        return rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    json_object_foreach(item->data, name, value)
        if (st == RV_OK && json_is_array(value) && rv_cite_variable_kind(name) == CITE_IS_NAMES)
            st = add_people(item, name, value, err);
    return st;
}
