/* Our own CSV. A list stands with "; " between its items, people as "Family, Given, Suffix"; where an item holds a semicolon (or a part of
   a name a comma) the cell is a JSON array: ["a; b", "c"], [["Family", "Given"], ["Department of Health, London"]]. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "csv_own.h"
#include "decisions.h"

const own_column rv_csv_own[OWN_COLUMNS] = {
    { "record", OWN_ORIGIN, 0 }, { "report", OWN_ORIGIN, 0 }, { "source_name", OWN_ORIGIN, 0 }, { "source_kind", OWN_ORIGIN, 0 },
    { "file", OWN_ORIGIN, 0 },
    { "type", OWN_TYPE, 0 }, { "title", OWN_TEXT, RV_REF_TITLE }, { "authors", OWN_PEOPLE, RV_ROLE_AUTHOR }, { "year", OWN_YEAR, 0 },
    { "container", OWN_TEXT, RV_REF_CONTAINER }, { "volume", OWN_TEXT, RV_REF_VOLUME }, { "issue", OWN_TEXT, RV_REF_ISSUE },
    { "pages", OWN_TEXT, RV_REF_PAGES }, { "doi", OWN_TEXT, RV_REF_DOI }, { "pmid", OWN_TEXT, RV_REF_PMID },
    { "isbn", OWN_LIST, RV_REF_ISBN }, { "issn", OWN_LIST, RV_REF_ISSN }, { "accession", OWN_TEXT, RV_REF_ACCESSION },
    { "publisher", OWN_TEXT, RV_REF_PUBLISHER }, { "url", OWN_URL, 0 }, { "abstract", OWN_TEXT, RV_REF_ABSTRACT },
    { "keywords", OWN_LIST, RV_REF_KEYWORD }, { "language", OWN_TEXT, RV_REF_LANGUAGE }, { "note", OWN_LIST, RV_REF_NOTE },
    { "csl_type", OWN_CSL_TYPE, 0 }, { "genre", OWN_TEXT, RV_REF_GENRE }, { "short_title", OWN_TEXT, RV_REF_SHORT_TITLE },
    { "original_title", OWN_TEXT, RV_REF_ORIGINAL_TITLE }, { "abbreviation", OWN_TEXT, RV_REF_ABBREVIATION },
    { "series", OWN_TEXT, RV_REF_SERIES }, { "event", OWN_TEXT, RV_REF_EVENT }, { "number", OWN_TEXT, RV_REF_NUMBER },
    { "edition", OWN_TEXT, RV_REF_EDITION }, { "place", OWN_TEXT, RV_REF_PLACE }, { "pmcid", OWN_TEXT, RV_REF_PMCID },
    { "database", OWN_TEXT, RV_REF_DATABASE }, { "key", OWN_TEXT, RV_REF_KEY },
    { "editors", OWN_PEOPLE, RV_ROLE_EDITOR }, { "translators", OWN_PEOPLE, RV_ROLE_TRANSLATOR },
    { "series_editors", OWN_PEOPLE, RV_ROLE_SERIES_EDITOR }, { "contributors", OWN_PEOPLE, RV_ROLE_OTHER },
    { "month", OWN_MONTH, 0 }, { "day", OWN_DAY, 0 }, { "date", OWN_DATE, 0 }, { "more_urls", OWN_MORE_URLS, 0 },
    { "attachments", OWN_LIST, RV_REF_FILE }, { "decisions", OWN_DECISIONS, 0 },
};

size_t rv_csv_own_begin(const char *const *names, size_t n)
{
    size_t at, i;

    for (at = 0; at + OWN_OLD - OWN_OF_REVIEW <= n; at++) {
        for (i = OWN_OF_REVIEW; i < OWN_OLD && strcmp(names[at + i - OWN_OF_REVIEW], rv_csv_own[i].name) == 0; i++)
            ;
        if (i == OWN_OLD)
            return at;
    }
    return n;
}

/* The JSON of a cell that begins as an array; NULL when it is none. */
static json_t *array_in(const char *cell)
{
    json_t *json = NULL;

    if (*cell != '[' || rv_json_parse("cell", cell, strlen(cell), &json, NULL) != RV_OK)
        return NULL;
    if (!json_is_array(json)) {
        json_decref(json);
        return NULL;
    }
    return json;
}

static const char *copy(rv_reading *reading, const json_t *text)
{
    return json_is_string(text) ? rv_arena_add(&reading->arena, json_string_value(text), strlen(json_string_value(text))) : NULL;
}

static void take_list(rv_reading *reading, rv_ref_field field, const char *cell)
{
    json_t *json = array_in(cell), *item;
    size_t  i;

    json_array_foreach(json, i, item)
        rv_reading_add(reading, field, copy(reading, item));
    while (!json && *cell) {
        const char *end = strstr(cell, "; ");
        size_t      n = end ? (size_t)(end - cell) : strlen(cell);

        rv_reading_add(reading, field, rv_arena_add(&reading->arena, cell, n));
        cell += n + (end ? 2 : 0);
    }
    json_decref(json);
}

/* "Family, Given, Suffix"; further commas belong to the last. */
static void take_person(rv_reading *reading, rv_ref_role role, char *name)
{
    char *given = strstr(name, ", "), *suffix = NULL;

    if (given) {
        *given = '\0';
        given += 2;
        if ((suffix = *given == ',' ? given : strstr(given, ", "))) {
            *suffix = '\0';
            suffix += suffix[1] == ' ' ? 2 : 1;
        }
    }
    rv_reading_name(reading, role, name, given, suffix);
}

static void take_people(rv_reading *reading, rv_ref_role role, const char *cell)
{
    json_t *json = array_in(cell), *item;
    size_t  i;

    json_array_foreach(json, i, item)
        rv_reading_name(reading, role, copy(reading, json_array_get(item, 0)), copy(reading, json_array_get(item, 1)),
                        copy(reading, json_array_get(item, 2)));
    while (!json && *cell) {
        const char *end = strstr(cell, "; ");
        size_t      n = end ? (size_t)(end - cell) : strlen(cell);
        char       *name = rv_arena_add(&reading->arena, cell, n);

        if (!reading->arena.failed)
            take_person(reading, role, name);
        cell += n + (end ? 2 : 0);
    }
    json_decref(json);
}

static void take_decisions(rv_reading *reading, const char *cell)
{
    json_t *json = array_in(cell);

    rv_reading_decisions_json(reading, json);
    json_decref(json);
}

static int number(const char *cell, int most)
{
    long n = strtol(cell, NULL, 10);

    return n > 0 && n <= most ? (int)n : 0;
}

static void take(rv_reading *reading, const own_column *column, const char *cell)
{
    switch (column->kind) {
    case OWN_ORIGIN:    break;
    case OWN_TYPE:      rv_reading_set(reading, RV_REF_TYPE, rv_ref_type_of(cell)); break;
    case OWN_CSL_TYPE:
        if (rv_ref_type_known(cell))
            rv_reading_replace(reading, RV_REF_TYPE, rv_ref_type_known(cell));
        break;
    case OWN_TEXT:      rv_reading_set(reading, (rv_ref_field)column->what, cell); break;
    case OWN_LIST:      take_list(reading, (rv_ref_field)column->what, cell); break;
    case OWN_URL:       rv_reading_add(reading, RV_REF_URL, cell); break;
    case OWN_MORE_URLS: take_list(reading, RV_REF_URL, cell); break;
    case OWN_PEOPLE:    take_people(reading, (rv_ref_role)column->what, cell); break;
    case OWN_YEAR:      reading->record.date.year = number(cell, 2099); break;
    case OWN_MONTH:     reading->record.date.month = number(cell, 12); break;
    case OWN_DAY:       reading->record.date.day = number(cell, 31); break;
    case OWN_DATE:      reading->record.date.raw = cell; break;
    case OWN_DECISIONS: take_decisions(reading, cell); break;
    }
}

rv_status rv_csv_own_assemble(rv_reading *reading, const char *const *names, size_t n, rv_error *err)
{
    size_t begin = rv_csv_own_begin(names, n), i, k = OWN_OF_REVIEW;

    for (i = begin; i < n && i < reading->n_tags && k < OWN_COLUMNS; i++) {
        const char *cell = rv_table_unguarded(reading->tags[i].value);

        while (k < OWN_COLUMNS && strcmp(names[i], rv_csv_own[k].name) != 0)
            k++;
        if (k == OWN_COLUMNS)
            break;
        if (*cell)
            take(reading, &rv_csv_own[k], cell);
        k++;
    }
    return reading->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name) : RV_OK;
}
