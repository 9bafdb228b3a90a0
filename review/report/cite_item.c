/* A work that is cited, from an object of CSL-JSON. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/cite_item.h"

static const char dates[] = "accessed available-date event-date issued original-date submitted";
static const char numbers[] = "chapter-number citation-number collection-number edition first-reference-note-number issue locator "
    "number number-of-pages number-of-volumes page page-first part-number printing-number section supplement-number version volume";
static const char names[] = "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editor-translator editortranslator editorial-director executive-producer guest host illustrator interviewer narrator organizer "
    "original-author performer producer recipient reviewed-author script-writer series-creator translator";

rv_cite_kind rv_cite_variable_kind(const char *variable)
{
    return rv_cite_word_in(names, variable) ? CITE_IS_NAMES : rv_cite_word_in(dates, variable) ? CITE_IS_DATE
           : rv_cite_word_in(numbers, variable) ? CITE_IS_NUMBER : CITE_IS_TEXT;
}

/* ---- Making it fit --------------------------------------------------------------------------------------------------------------- */

/* Control characters and runs of blanks are one blank; ends are trimmed, also of commas and the like that led to something which an
   export left out. Empty is NULL. */
static json_t *clean(const char *text)
{
    rv_buf  out = RV_BUF_INIT;
    bool    blank = false;
    json_t *made;

    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c <= ' ' || *c == 0x7f) {
            blank = true;
            continue;
        }
        if (blank && out.length)
            rv_buf_char(&out, ' ');
        blank = false;
        rv_buf_char(&out, (char)*c);
    }
    while (out.length && strchr(" ,;:", out.data[out.length - 1]))
        out.length--;
    made = out.length && !out.failed ? json_stringn(out.data, out.length) : NULL;
    rv_buf_free(&out);
    return made;
}

static json_t *as_text(const json_t *value)
{
    char text[RV_REAL_TEXT + 8];

    if (json_is_string(value))
        return clean(json_string_value(value));
    if (json_is_integer(value))
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        rv_real_text(json_real_value(value), text);
    else
        return NULL;
    return json_string(text);
}

rv_status rv_cite_item_make(rv_cite_item *item, const char *key, const json_t *data, rv_error *err)
{
    const char *name;
    json_t     *value;

    *item = (rv_cite_item){ .key = strdup(key), .data = json_object() };
    if (!item->key || !item->data)
        return rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    json_object_foreach((json_t *)data, name, value) {
        const rv_cite_kind kind = rv_cite_variable_kind(name);
        json_t *kept = kind == CITE_IS_DATE || kind == CITE_IS_NAMES ? json_incref(value) : as_text(value);

        if (kept && json_object_set_new(item->data, name, kept) != 0)
            return rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    }
    return rv_cite_item_people(item, err);
}

void rv_cite_item_free(rv_cite_item *item)
{
    free(item->key);
    json_decref(item->data);
    free(item->people);
    rv_arena_free(&item->arena);
}

/* ---- Asking it -------------------------------------------------------------------------------------------------------------------- */

static const char *text_of(const rv_cite_item *item, const char *name)
{
    return json_string_value(json_object_get(item->data, name));
}

const char *rv_cite_value(const rv_cite_item *item, const char *variable, bool brief)
{
    /* What a variable is called by others, or in short; tried in order. */
    static const struct { const char *variable; bool brief; const char *as; } others[] = {
        { "title", true, "title-short" }, { "title", true, "shortTitle" },
        { "container-title", true, "container-title-short" }, { "container-title", true, "journalAbbreviation" },
        { "container-title-short", false, "journalAbbreviation" }, { "title-short", false, "shortTitle" },
        { "event-title", false, "event" }, { "event", false, "event-title" },
    };
    const char *found = brief ? NULL : text_of(item, variable);

    for (size_t i = 0; !found && i < sizeof others / sizeof *others; i++)
        if (others[i].brief == brief && strcmp(others[i].variable, variable) == 0)
            found = text_of(item, others[i].as);
    return found ? found : text_of(item, variable);
}

const char *rv_cite_item_type(const rv_cite_item *item)
{
    const char *type = text_of(item, "type");

    return type ? type : "document";
}

const rv_cite_people *rv_cite_item_who(const rv_cite_item *item, const char *variable)
{
    for (size_t i = 0; i < item->n_people; i++)
        if (strcmp(item->people[i].variable, variable) == 0)
            return &item->people[i];
    return NULL;
}

bool rv_cite_item_has(const rv_cite_item *item, const char *variable)
{
    rv_cite_date date;

    switch (rv_cite_variable_kind(variable)) {
    case CITE_IS_NAMES:
        return rv_cite_item_who(item, variable) != NULL;
    case CITE_IS_DATE:
        date = rv_cite_item_date(item, variable);
        return date.there || date.literal;
    default:
        return rv_cite_value(item, variable, false) != NULL;
    }
}

/* ---- Dates ------------------------------------------------------------------------------------------------------------------------- */

static int whole(const json_t *value)
{
    if (json_is_integer(value)) {
        const json_int_t n = json_integer_value(value);

        return n > 99999 || n < -99999 ? 0 : (int)n;
    }
    return json_is_string(value) ? atoi(json_string_value(value)) : 0;
}

static rv_cite_day day_of(const json_t *parts)
{
    rv_cite_day d = { whole(json_array_get(parts, 0)), whole(json_array_get(parts, 1)), whole(json_array_get(parts, 2)), 0 };

    if (d.month >= 13 && d.month <= 16)
        d.season = d.month - 12;
    else if (d.month >= 21 && d.month <= 24)
        d.season = d.month - 20;
    if (d.month < 1 || d.month > 12)
        d.month = d.day = 0;
    if (d.day < 1 || d.day > 31)
        d.day = 0;
    return d;
}

/* Text in any of the ways exports write a date; what cannot be read stands as it is. */
static void read_raw(rv_cite_date *date, const char *raw)
{
    rv_ref_date found = { 0, 0, 0, NULL };

    if (rv_ref_date_parse(raw, &found) && found.year) {
        date->from = (rv_cite_day){ found.year, found.month, found.day, 0 };
        date->there = true;
    } else {
        date->literal = raw;
    }
}

rv_cite_date rv_cite_item_date(const rv_cite_item *item, const char *variable)
{
    static const char *const words[] = { "", "spring", "summer", "autumn", "winter" };
    const json_t *value = json_object_get(item->data, variable), *parts = json_object_get(value, "date-parts"), *season;
    const char   *raw = json_string_value(json_object_get(value, "raw")), *literal = json_string_value(json_object_get(value, "literal"));
    const json_t *circa = json_object_get(value, "circa");
    rv_cite_date  date = { .circa = circa && !json_is_false(circa) && !json_is_null(circa) };

    date.from = day_of(json_array_get(parts, 0));
    date.there = date.from.year != 0;
    if (date.there && json_array_size(parts) > 1) {
        date.to = day_of(json_array_get(parts, 1));
        date.range = date.to.year != 0;
    }
    if ((season = json_object_get(value, "season"))) {
        date.from.season = whole(season);
        for (int i = 1; i <= 4; i++)
            if (json_is_string(season) && strcasecmp(json_string_value(season), words[i]) == 0)
                date.from.season = i;
        if (date.from.season < 1 || date.from.season > 4)
            date.from.season = 0;
    }
    if (literal && *literal)
        date.literal = literal;
    else if (!date.there && raw && *raw)
        read_raw(&date, raw);
    else if (!date.there && json_is_string(value) && *json_string_value(value))
        read_raw(&date, json_string_value(value));
    return date;
}
