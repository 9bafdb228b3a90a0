/* A record as the review keeps it, made into one that writers take. */
#include <config.h>

#include <string.h>

#include "inside.h"

static void say_people(rv_reading *reading, const char *list)
{
    while (list && *list) {
        const char *end = strstr(list, "; ");
        size_t      n = end ? (size_t)(end - list) : strlen(list);

        rv_reading_person(reading, RV_ROLE_AUTHOR, rv_arena_add(&reading->arena, list, n));
        list += n + (end ? 2 : 0);
    }
}

static void say_list(rv_reading *reading, rv_ref_field field, const char *list)
{
    while (list && *list) {
        const char *end = strstr(list, "; ");
        size_t      n = end ? (size_t)(end - list) : strlen(list);

        rv_reading_add(reading, field, rv_arena_add(&reading->arena, list, n));
        list += n + (end ? 2 : 0);
    }
}

void rv_reading_stored(rv_reading *reading, const rv_bulk_record *f)
{
    const struct { rv_ref_field field; const char *text; } plain[] = {
        { RV_REF_TYPE, rv_ref_type_of(f->type) }, { RV_REF_TITLE, f->title }, { RV_REF_CONTAINER, f->container },
        { RV_REF_VOLUME, f->volume }, { RV_REF_ISSUE, f->issue }, { RV_REF_PAGES, f->pages }, { RV_REF_DOI, f->doi },
        { RV_REF_PMID, f->pmid }, { RV_REF_ACCESSION, f->accession }, { RV_REF_PUBLISHER, f->publisher },
        { RV_REF_ABSTRACT, f->abstract }, { RV_REF_LANGUAGE, f->language },
    };
    size_t i;

    rv_reading_begin(reading, f->offset, (size_t)f->line);
    for (i = 0; i < sizeof plain / sizeof *plain; i++)
        rv_reading_set(reading, plain[i].field, plain[i].text);
    reading->record.date.year = (int)f->year;
    say_people(reading, f->authors);
    say_list(reading, RV_REF_ISBN, f->isbn);
    say_list(reading, RV_REF_ISSN, f->issn);
    say_list(reading, RV_REF_KEYWORD, f->keywords);
    rv_reading_add(reading, RV_REF_URL, f->url);
    rv_reading_add(reading, RV_REF_NOTE, f->note);
    reading->record.fields = *f;
    reading->record.values = reading->values;
    reading->record.names = reading->names;
}
