/* A record being built: what it says, and the same as the flat fields that are compared. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

const char *const rv_ref_fields[RV_REF_FIELDS] = {
    "type", "genre", "title", "short_title", "original_title", "container", "abbreviation", "series", "event", "volume", "issue",
    "pages", "number", "edition", "publisher", "place", "language", "abstract", "doi", "pmid", "pmcid", "accession", "database",
    "key", "isbn", "issn", "keyword", "note", "url", "file",
};

/* Room for one more of `n` things of `size` bytes. */
static void *room_for(rv_reading *reading, void *things, size_t n, size_t *room, size_t size)
{
    size_t wider = *room ? 2 * *room : 32;
    void  *grown;

    if (n < *room)
        return things;
    if (!(grown = realloc(things, wider * size))) {
        reading->arena.failed = true;
        return NULL;
    }
    *room = wider;
    return grown;
}

void rv_reading_set(rv_reading *reading, rv_ref_field field, const char *text)
{
    if (text && *text && !reading->record.text[field])
        reading->record.text[field] = text;
}

void rv_reading_replace(rv_reading *reading, rv_ref_field field, const char *text)
{
    reading->record.text[field] = text && *text ? text : NULL;
}

void rv_reading_append(rv_reading *reading, rv_ref_field field, const char *text)
{
    size_t        n = reading->record.n_values;
    rv_ref_value *values;

    if (!text || !*text || !(values = room_for(reading, reading->values, n, &reading->room_values, sizeof *values)))
        return;
    reading->values = values;
    values[n] = (rv_ref_value){ field, text };
    reading->record.n_values++;
    rv_reading_set(reading, field, text);
}

void rv_reading_add(rv_reading *reading, rv_ref_field field, const char *text)
{
    size_t n = reading->record.n_values, i;

    for (i = n; text && i-- > 0 && n - i <= 20;)
        if (reading->values[i].field == field && strcmp(reading->values[i].text, text) == 0)
            return;
    rv_reading_append(reading, field, text);
}

void rv_reading_drop(rv_reading *reading, rv_ref_field list)
{
    size_t i, kept = 0;

    for (i = 0; i < reading->record.n_values; i++)
        if (reading->values[i].field != list)
            reading->values[kept++] = reading->values[i];
    reading->record.n_values = kept;
    reading->record.text[list] = NULL;
}

void rv_reading_drop_people(rv_reading *reading, rv_ref_role role)
{
    size_t i, kept = 0;

    for (i = 0; i < reading->record.n_names; i++)
        if (reading->names[i].role != role)
            reading->names[kept++] = reading->names[i];
    reading->record.n_names = kept;
}

void rv_reading_say(rv_reading *reading, rv_ref_field field, const char *text)
{
    text = rv_field_plain(reading, text);
    if (field < RV_REF_LISTS)
        rv_reading_set(reading, field, text);
    else
        rv_reading_add(reading, field, text);
}

void rv_reading_name(rv_reading *reading, rv_ref_role role, const char *family, const char *given, const char *suffix)
{
    rv_ref_name *names;

    if (!family || !*family) {
        family = given;                                 /* a single name */
        given = NULL;
    }
    if (!family || !*family
        || !(names = room_for(reading, reading->names, reading->record.n_names, &reading->room_names, sizeof *names)))
        return;
    reading->names = names;
    names[reading->record.n_names++] = (rv_ref_name){ role, family, given && *given ? given : NULL, suffix && *suffix ? suffix : NULL };
}

static bool agrees(const char *said, const char *again)
{
    return !again || (said && strcmp(said, again) == 0);
}

/* True for what is said again, with less beside it, of a decision that came in our own words. */
static bool carried(const rv_reading *reading, const rv_ref_decision *again)
{
    size_t i, n = reading->n_carried < reading->record.n_decisions ? reading->n_carried : reading->record.n_decisions;

    for (i = 0; i < n; i++) {
        const rv_ref_decision *said = &reading->decisions[i];

        if (agrees(said->verdict, again->verdict) && agrees(said->stage, again->stage) && agrees(said->reviewer, again->reviewer))
            return true;
    }
    return false;
}

void rv_reading_decision(rv_reading *reading, const rv_ref_decision *decision)
{
    if (carried(reading, decision))
        return;
    rv_reading_decision_carried(reading, decision);
}

void rv_reading_decision_carried(rv_reading *reading, const rv_ref_decision *decision)
{
    rv_ref_decision *decisions = room_for(reading, reading->decisions, reading->record.n_decisions, &reading->room_decisions,
                                          sizeof *decisions);

    if (!decisions)
        return;
    reading->decisions = decisions;
    decisions[reading->record.n_decisions++] = *decision;
}

/* ---- The flat fields ------------------------------------------------------------------------------------------------- */

static const char *whole_name(rv_reading *reading, const rv_ref_name *name)
{
    const char *parts[] = { name->given, name->suffix };
    size_t      length = strlen(name->family), i;
    char       *text;

    if (!name->given && !name->suffix)
        return name->family;
    text = rv_arena_add(&reading->arena, name->family, length);
    for (i = 0; i < 2 && !reading->arena.failed; i++)
        if (parts[i]) {
            text = rv_arena_extend(&reading->arena, text, length, ", ", 2);
            text = rv_arena_extend(&reading->arena, text, length + 2, parts[i], strlen(parts[i]));
            length += 2 + strlen(parts[i]);
        }
    return text;
}

static const char *people(rv_reading *reading, rv_ref_role role)
{
    size_t i;

    for (i = 0; i < reading->record.n_names; i++)
        if (reading->names[i].role == role)
            rv_field_item(reading, whole_name(reading, &reading->names[i]));
    return rv_field_list(reading);
}

static const char *list(rv_reading *reading, rv_ref_field field)
{
    size_t i;

    if (!reading->record.text[field])
        return NULL;
    for (i = 0; i < reading->record.n_values; i++)
        if (reading->values[i].field == field)
            rv_field_item(reading, reading->values[i].text);
    return rv_field_list(reading);
}

static void flatten(rv_reading *reading)
{
    rv_bulk_record    *f = &reading->record.fields;
    const char *const *text = reading->record.text;

    f->year = reading->record.date.year;
    f->type = text[RV_REF_TYPE] ? rv_ref_type_ours(text[RV_REF_TYPE]) : NULL;
    f->title = text[RV_REF_TITLE];
    f->authors = people(reading, RV_ROLE_AUTHOR);
    if (!f->authors && f->type && strcmp(f->type, "book") == 0)
        f->authors = people(reading, RV_ROLE_EDITOR);
    f->container = text[RV_REF_CONTAINER] ? text[RV_REF_CONTAINER]
                   : text[RV_REF_ABBREVIATION] ? text[RV_REF_ABBREVIATION] : text[RV_REF_SERIES];
    f->volume = text[RV_REF_VOLUME];
    f->issue = text[RV_REF_ISSUE];
    f->pages = text[RV_REF_PAGES];
    f->doi = text[RV_REF_DOI];
    f->pmid = text[RV_REF_PMID];
    f->isbn = list(reading, RV_REF_ISBN);
    f->issn = list(reading, RV_REF_ISSN);
    f->accession = text[RV_REF_ACCESSION] ? text[RV_REF_ACCESSION] : text[RV_REF_PMID];
    f->publisher = text[RV_REF_PUBLISHER];
    f->url = text[RV_REF_URL];
    f->abstract = text[RV_REF_ABSTRACT];
    f->keywords = list(reading, RV_REF_KEYWORD);
    f->language = text[RV_REF_LANGUAGE];
    f->note = list(reading, RV_REF_NOTE);
}

void rv_reading_settle(rv_reading *reading)
{
    rv_record *record = &reading->record;

    flatten(reading);
    record->tags = reading->tags;
    record->n_tags = reading->n_tags;
    record->values = reading->values;
    record->names = reading->names;
    record->decisions = reading->decisions;
}
