/* Works that a citation could not tell apart: more names, given names, year letters. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_list.h"
#include "report/cite_name.h"

typedef struct {
    rv_cite_item *item;
    char         *words;              /* its citation */
    size_t        place;              /* in the bibliography */
} row;

static bool asks(const rv_cite *cite, const char *attribute)
{
    return rv_cite_attr_is(cite->style->citation, attribute, "true");
}

/* The citation of one work alone, without year letter. */
static rv_status words_of(const rv_cite *cite, row *one, rv_error *err)
{
    const rv_cite_place place = { .key = one->item->key };
    rv_cite_out         out = RV_CITE_OUT_INIT;
    rv_cite_render      r = { .style = cite->style, .item = one->item, .out = &out, .place = &place, .no_suffix = true };
    rv_status           st = rv_cite_words(&r, cite->style->citation, NULL, err);

    free(one->words);
    one->words = NULL;
    if (st == RV_OK && !(one->words = strdup(rv_buf_str(&out.text))))
        st = rv_fail(err, RV_ENOMEM, "out of memory for references");
    rv_cite_out_free(&out);
    return st;
}

static int by_words(const void *one, const void *other)
{
    const row *a = one, *b = other;
    const int  way = strcmp(a->words, b->words);

    return way ? way : a->place < b->place ? -1 : a->place > b->place;
}

static size_t alike(const row *rows, size_t n)
{
    size_t end = 1;

    while (end < n && strcmp(rows[end].words, rows[0].words) == 0)
        end++;
    return end;
}

/* How many of the group the work is like still, itself included. */
static size_t like_it(const row *group, size_t n, const char *words)
{
    size_t same = 0;

    for (size_t i = 0; i < n; i++)
        same += strcmp(group[i].words, words) == 0;
    return same;
}

/* ---- One more step for those that are alike ------------------------------------------------------------------------------------------ */

/* Works without author and year can be alike by the thousand: there only letters help. */
enum { GROUP = 500 };

typedef enum { MORE_NAMES, GIVEN_NAMES, LAST_WORD } means;

/* Shows more of a work; false when there is no more. */
static bool show_more(rv_cite_item *item, means by, int step)
{
    const rv_cite_people *who = rv_cite_item_who(item, "author");

    if (!who && item->n_people)
        who = &item->people[0];
    switch (by) {
    case MORE_NAMES:
        if (!who || (size_t)step > who->n || step >= CITE_DISTINCT_NAMES)
            return false;
        item->more_names = step;
        return true;
    case GIVEN_NAMES:                                  /* initials of the first name, all of it, then of the second ... */
        if (!who || (size_t)(step - 1) / 2 >= who->n || (step - 1) / 2 >= CITE_DISTINCT_NAMES)
            return false;
        item->given[(step - 1) / 2] = (unsigned char)(1 + (step - 1) % 2);
        return true;
    default:
        item->ambiguous = true;
        return step == 1;
    }
}

static void show_less(rv_cite_item *item, means by)
{
    if (by == MORE_NAMES)
        item->more_names = 0;
    else if (by == GIVEN_NAMES)
        memset(item->given, 0, sizeof item->given);
    else
        item->ambiguous = false;
}

/* Adds to each of the group until it is unlike the others; what does not help is taken back. */
static rv_status part(const rv_cite *cite, row *group, size_t n, means by, rv_error *err)
{
    bool     *settled = calloc(n, sizeof *settled);
    size_t    left = n;
    rv_status st = settled ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for references");
    bool      more = true;

    for (int step = 1; st == RV_OK && left > 0 && more && step < 2 * CITE_DISTINCT_NAMES; step++) {
        more = false;
        for (size_t i = 0; i < n && st == RV_OK; i++)
            if (!settled[i] && show_more(group[i].item, by, step)) {
                more = true;
                st = words_of(cite, &group[i], err);
            }
        for (size_t i = 0; i < n && st == RV_OK; i++)
            if (!settled[i] && like_it(group, n, group[i].words) == 1) {
                settled[i] = true;
                left--;
            }
    }
    for (size_t i = 0; i < n && st == RV_OK; i++)
        if (!settled[i]) {
            show_less(group[i].item, by);
            st = words_of(cite, &group[i], err);
        }
    free(settled);
    return st;
}

/* One means for every group of works that are alike. */
static rv_status part_all(const rv_cite *cite, row *rows, size_t n, means by, rv_error *err)
{
    rv_status st = RV_OK;

    qsort(rows, n, sizeof *rows, by_words);
    for (size_t i = 0; i < n && st == RV_OK;) {
        const size_t group = alike(rows + i, n - i);

        if (group > 1 && group <= GROUP)
            st = part(cite, rows + i, group, by, err);
        i += group;
    }
    return st;
}

/* ---- Persons of one family name -------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_cite_person *person;
    rv_cite_item         *item;
    size_t                index;
    char                 *initials;
} bearer;

static int by_family(const void *one, const void *other)
{
    const bearer *a = one, *b = other;
    const int     way = strcmp(a->person->family, b->person->family);

    return way ? way : strcmp(a->initials, b->initials) ? strcmp(a->initials, b->initials)
                                                         : strcmp(a->person->given, b->person->given);
}

static rv_status gather(const rv_cite *cite, bool all, bearer **bearers, size_t *n, rv_error *err)
{
    const rv_cite_naming how = { .initialize_with = ".", .initialize = true, .hyphen = true };
    size_t               room = 0;

    for (size_t i = 0; i < cite->n; i++) {
        const rv_cite_people *who = rv_cite_item_who(cite->items[i], "author");

        for (size_t k = 0; who && k < who->n && k < (all ? (size_t)CITE_DISTINCT_NAMES : 1); k++) {
            const rv_cite_person *p = &who->persons[k];
            rv_buf                initials = RV_BUF_INIT;

            if (!p->family || !p->given)
                continue;
            rv_cite_initials(&initials, p->given, &how);
            if (rv_grow(bearers, *n, &room, sizeof **bearers)) {
                bearer *b = &(*bearers)[(*n)++];

                *b = (bearer){ p, cite->items[i], k, strdup(rv_buf_str(&initials)) };
                room = b->initials ? room : 0;
            }
            rv_buf_free(&initials);
            if (room == 0)
                return rv_fail(err, RV_ENOMEM, "out of memory for references");
        }
    }
    return RV_OK;
}

/* Persons of one family name are told apart by initials, or where these are the same and the style allows it by their given names. */
static rv_status part_persons(const rv_cite *cite, const char *rule, rv_error *err)
{
    const bool initials_only = strstr(rule, "-with-initials") != NULL;
    bearer    *b = NULL;
    size_t     n = 0;
    rv_status  st = gather(cite, strncmp(rule, "all-names", 9) == 0, &b, &n, err);

    if (st == RV_OK && n)
        qsort(b, n, sizeof *b, by_family);
    for (size_t i = 0, end; st == RV_OK && i < n; i = end) {
        for (end = i + 1; end < n && strcmp(b[end].person->family, b[i].person->family) == 0; end++)
            ;
        for (size_t k = i; k < end; k++) {
            size_t from = k, to = k;

            while (from > i && strcmp(b[from - 1].initials, b[k].initials) == 0)
                from--;
            while (to + 1 < end && strcmp(b[to + 1].initials, b[k].initials) == 0)
                to++;
            if (!initials_only && strcmp(b[from].person->given, b[to].person->given) != 0)
                b[k].item->given[b[k].index] = 2;
            else if (to + 1 - from < end - i)
                b[k].item->given[b[k].index] = 1;
        }
    }
    for (size_t i = 0; i < n; i++)
        free(b[i].initials);
    free(b);
    return st;
}

/* ---- All of it ---------------------------------------------------------------------------------------------------------------------------- */

static void give_letters(row *rows, size_t n)
{
    qsort(rows, n, sizeof *rows, by_words);
    for (size_t i = 0; i < n;) {
        const size_t group = alike(rows + i, n - i);

        for (size_t k = 0; group > 1 && k < group; k++)
            rows[i + k].item->year_suffix = (unsigned)k + 1;
        i += group;
    }
}

static rv_status steps(rv_cite *cite, row *rows, rv_error *err)
{
    const char *rule = rv_cite_attr(cite->style->citation, "givenname-disambiguation-rule");
    rv_status   st = RV_OK;

    if (asks(cite, "disambiguate-add-givenname") && rule && strcmp(rule, "by-cite") != 0)
        st = part_persons(cite, rule, err);
    for (size_t i = 0; i < cite->n && st == RV_OK; i++) {
        rows[i] = (row){ cite->order[i], NULL, i };
        st = words_of(cite, &rows[i], err);
    }
    if (st == RV_OK && asks(cite, "disambiguate-add-names"))
        st = part_all(cite, rows, cite->n, MORE_NAMES, err);
    if (st == RV_OK && asks(cite, "disambiguate-add-givenname") && (!rule || strcmp(rule, "by-cite") == 0))
        st = part_all(cite, rows, cite->n, GIVEN_NAMES, err);
    if (st == RV_OK)
        st = part_all(cite, rows, cite->n, LAST_WORD, err);
    if (st == RV_OK && asks(cite, "disambiguate-add-year-suffix"))
        give_letters(rows, cite->n);
    return st;
}

rv_status rv_cite_tell_apart(rv_cite *cite, rv_error *err)
{
    row      *rows;
    rv_status st;

    for (size_t i = 0; i < cite->n; i++) {
        cite->items[i]->year_suffix = 0;
        cite->items[i]->more_names = 0;
        cite->items[i]->ambiguous = false;
        memset(cite->items[i]->given, 0, sizeof cite->items[i]->given);
    }
    if (!asks(cite, "disambiguate-add-names") && !asks(cite, "disambiguate-add-givenname")
        && !asks(cite, "disambiguate-add-year-suffix"))
        return RV_OK;
    if (!(rows = calloc(cite->n + 1, sizeof *rows)))
        return rv_fail(err, RV_ENOMEM, "out of memory for references");
    st = steps(cite, rows, err);
    for (size_t i = 0; i < cite->n; i++)
        free(rows[i].words);
    free(rows);
    return st;
}
