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

/* The values of one list go. */
static void drop_list(rv_reading *reading, rv_ref_field field)
{
    size_t i, kept = 0;

    for (i = 0; i < reading->record.n_values; i++)
        if (reading->values[i].field != field)
            reading->values[kept++] = reading->values[i];
    reading->record.n_values = kept;
    reading->record.text[field] = NULL;
}

static void drop_authors(rv_reading *reading)
{
    size_t i, kept = 0;

    for (i = 0; i < reading->record.n_names; i++)
        if (reading->names[i].role != RV_ROLE_AUTHOR)
            reading->names[kept++] = reading->names[i];
    reading->record.n_names = kept;
}

static const char *stored_text(const rv_bulk_record *f, rv_ref_field field)
{
    switch (field) {
    case RV_REF_TYPE:      return f->type ? rv_ref_type_of(f->type) : NULL;
    case RV_REF_TITLE:     return f->title;
    case RV_REF_CONTAINER: return f->container;
    case RV_REF_VOLUME:    return f->volume;
    case RV_REF_ISSUE:     return f->issue;
    case RV_REF_PAGES:     return f->pages;
    case RV_REF_DOI:       return f->doi;
    case RV_REF_PMID:      return f->pmid;
    case RV_REF_ISBN:      return f->isbn;
    case RV_REF_ISSN:      return f->issn;
    case RV_REF_ACCESSION: return f->accession;
    case RV_REF_PUBLISHER: return f->publisher;
    case RV_REF_URL:       return f->url;
    case RV_REF_ABSTRACT:  return f->abstract;
    case RV_REF_KEYWORD:   return f->keywords;
    case RV_REF_LANGUAGE:  return f->language;
    case RV_REF_NOTE:      return f->note;
    default:               return NULL;
    }
}

/* Of a list that is one text in the review, notes and addresses are not parted: they may hold what parts others. */
static void say_stored(rv_reading *reading, rv_ref_field field, const rv_bulk_record *f)
{
    const char *text = stored_text(f, field);

    if (field < RV_REF_LISTS)
        rv_reading_set(reading, field, text);
    else if (field == RV_REF_URL || field == RV_REF_NOTE)
        rv_reading_add(reading, field, text);
    else
        say_list(reading, field, text);
}

void rv_reading_lay(rv_reading *reading, const char *name, rv_ref_field field, const rv_bulk_record *now)
{
    rv_record *record = &reading->record;

    if (field < RV_REF_FIELDS) {
        if (field < RV_REF_LISTS)
            record->text[field] = NULL;
        else
            drop_list(reading, field);
        say_stored(reading, field, now);
        record->changed |= UINT32_C(1) << field;
    } else if (strcmp(name, "year") == 0) {
        record->date = (rv_ref_date){ .year = (int)now->year };
        record->changed |= RV_REF_CHANGED_DATE;
    } else {
        drop_authors(reading);
        say_people(reading, now->authors);
        record->changed |= RV_REF_CHANGED_AUTHORS;
    }
}

void rv_reading_stored(rv_reading *reading, const rv_bulk_record *f)
{
    int field;

    rv_reading_begin(reading, f->offset, (size_t)f->line);
    for (field = 0; field < RV_REF_FIELDS; field++)
        say_stored(reading, (rv_ref_field)field, f);
    reading->record.date.year = (int)f->year;
    say_people(reading, f->authors);
    rv_reading_settle(reading);
    reading->record.fields = *f;
}
