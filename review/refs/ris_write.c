/* RIS as EndNote and Zotero read it. What came as RIS goes out as it came. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ris.h"

/* What is being made of one record that did not come as RIS, or was changed. */
typedef struct {
    rv_reading       reading;                /* gathers the tags, and then reads them back */
    rv_refs_summary  summary;
    rv_refs_sink     sink;
    ris_reading      as;
    const rv_record *record;
    uint32_t         fields;                 /* bit 1 << field: to be written */
    rv_error        *err;
    rv_status        status;
} ris_making;

/* ---- Tags out ---------------------------------------------------------------------------------------------------------- */

/* A line without a tag; a blank before it where it would be taken for one with. */
static void put_line(rv_output *out, const char *s, size_t n)
{
    if (rv_ris_looks_tagged(s, n))
        rv_output_add(out, " ", 1);
    rv_output_add(out, s, n);
    rv_output_add(out, "\r\n", 2);
}

static void put_tag(rv_output *out, const rv_tag *tag)
{
    const char *s = tag->value;
    size_t      n = strcspn(s, "\n");

    if (tag->bare) {
        put_line(out, s, n);
    } else {
        rv_output_text(out, tag->tag);
        rv_output_add(out, "  - ", 4);
        rv_output_add(out, s, n);
        rv_output_add(out, "\r\n", 2);
    }
    for (s += n; *s; s += n) {
        n = strcspn(++s, "\n");
        put_line(out, s, n);
    }
}

static void put_tags(rv_output *out, const rv_tag *tags, size_t n)
{
    size_t i;

    if (n == 0 || rv_ris_tag(tags[0].tag)->role != RIS_TYPE)
        rv_output_text(out, "TY  - GEN\r\n");
    for (i = 0; i < n; i++)
        put_tag(out, &tags[i]);
    rv_output_text(out, "ER  - \r\n\r\n");
}

/* ---- Tags for fields --------------------------------------------------------------------------------------------------- */

static void keep(ris_making *making, const rv_tag *tag)
{
    if (making->status != RV_OK)
        return;
    making->status = rv_reading_keep(&making->reading, tag->tag, tag->value, strlen(tag->value), making->err);
    if (making->status == RV_OK)
        making->reading.tags[making->reading.n_tags - 1].bare = tag->bare;
}

static bool wanted(const ris_making *making, rv_ref_field field)
{
    return making->fields >> field & 1;
}

static bool means(const ris_making *making, const char *tag, ris_role role, unsigned of)
{
    const ris_tag *row = rv_ris_means(&making->as, rv_ris_code(tag));

    return row->role == role && row->of == of;
}

static void add(ris_making *making, const char *tag, const char *value)
{
    rv_tag one = { tag, value, false };
    char  *copy;

    if (!value || making->status != RV_OK)
        return;
    if (strpbrk(value, "\r\n")) {                       /* the end of a line would be taken for the end of the field */
        copy = rv_arena_add(&making->reading.arena, value, strlen(value));
        one.value = copy;
        for (; !making->reading.arena.failed && *copy; copy++)
            if (*copy == '\n' || *copy == '\r')
                *copy = ' ';
    }
    keep(making, &one);
}

static void add_field(ris_making *making, const char *tag, rv_ref_field field)
{
    if (wanted(making, field))
        add(making, tag, making->record->text[field]);
}

static void add_list(ris_making *making, const char *tag, rv_ref_field field)
{
    size_t i;

    for (i = 0; wanted(making, field) && i < making->record->n_values; i++)
        if (making->record->values[i].field == field)
            add(making, tag, making->record->values[i].text);
}

/* Words joined in the arena; the pieces after a NULL are left out. */
static const char *joined(ris_making *making, const char *const *pieces)
{
    char  *text = rv_arena_add(&making->reading.arena, "", 0);
    size_t length = 0;

    for (; *pieces && !making->reading.arena.failed; pieces++) {
        text = rv_arena_extend(&making->reading.arena, text, length, *pieces, strlen(*pieces));
        length += strlen(*pieces);
    }
    return text;
}

static bool ends_in_initials(const char *name)
{
    const char *last = strrchr(name, ' ');

    return last && last[1] && !last[1 + strspn(last + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-")];
}

/* EndNote marks an organisation by a comma at its end, and doubles the first comma within. */
static const char *person_text(ris_making *making, const rv_ref_name *name)
{
    const char *comma = strchr(name->family, ',');

    if (name->suffix)
        return joined(making, (const char *[]){ name->family, ", ", name->given ? name->given : "", ", ", name->suffix, NULL });
    if (name->given)
        return joined(making, (const char *[]){ name->family, ", ", name->given, NULL });
    if (comma)
        return joined(making, (const char *[]){ rv_arena_add(&making->reading.arena, name->family, (size_t)(comma - name->family)),
                                                ",", comma, NULL });
    return ends_in_initials(name->family) ? joined(making, (const char *[]){ name->family, ",", NULL }) : name->family;
}

static void add_people(ris_making *making, rv_ref_role role)
{
    static const char *const tags[] = { "AU", "ED", "A2", "A3", "A4" };
    size_t tag, i;

    for (tag = 0; tag < 5 && !means(making, tags[tag], RIS_PERSON, role); tag++)
        ;
    for (i = 0; tag < 5 && i < making->record->n_names; i++)
        if (making->record->names[i].role == role)
            add(making, tags[tag], person_text(making, &making->record->names[i]));
}

static void add_pages(ris_making *making)
{
    const char *pages = making->record->text[RV_REF_PAGES], *hyphen = pages ? strchr(pages, '-') : NULL;

    if (!wanted(making, RV_REF_PAGES))
        return;
    if (!hyphen || hyphen == pages || !hyphen[1] || strchr(hyphen + 1, '-')) {
        add(making, "SP", pages);
        return;
    }
    add(making, "SP", rv_arena_add(&making->reading.arena, pages, (size_t)(hyphen - pages)));
    add(making, "EP", hyphen + 1);
}

static void add_date(ris_making *making)
{
    const rv_ref_date *date = &making->record->date;
    char               text[40];

    if (date->year) {
        snprintf(text, sizeof text, "%04d", date->year);
        add(making, "PY", rv_arena_add(&making->reading.arena, text, strlen(text)));
        if (date->raw ? strcmp(date->raw, text) == 0 : date->month == 0)
            return;
    }
    if (date->raw) {
        add(making, "DA", date->raw);
    } else if (date->month) {
        snprintf(text, sizeof text, date->day ? "%04d/%02d/%02d/" : "%04d/%02d//", date->year, date->month, date->day);
        add(making, "DA", rv_arena_add(&making->reading.arena, text, strlen(text)));
    }
}

/* Where the title of what holds a work goes, and those of its conference and series, depends on the type. */
static void add_containers(ris_making *making)
{
    const char *const *text = making->record->text;
    bool meeting = means(making, "T2", RIS_TEXT, SLOT_MEETING);

    add_field(making, means(making, "T2", RIS_TEXT, RV_REF_CONTAINER) || (meeting && !text[RV_REF_EVENT]) ? "T2"
                      : meeting ? "C3" : "JF", RV_REF_CONTAINER);
    add_field(making, meeting && text[RV_REF_CONTAINER] ? "T2" : "CP", RV_REF_EVENT);
    add_field(making, means(making, "T2", RIS_TEXT, RV_REF_SERIES) ? "T2" : "T3", RV_REF_SERIES);
    add_field(making, "J2", RV_REF_ABBREVIATION);
}

static void add_type(ris_making *making)
{
    const rv_tag tag = { "TY", rv_ris_type_for(making->record->text[RV_REF_TYPE]), false };

    keep(making, &tag);
}

/* What other programs call a preprint by, as RIS has no type for it. */
static const char *genre_of(const rv_record *record)
{
    const char *type = record->text[RV_REF_TYPE];

    return record->text[RV_REF_GENRE] ? record->text[RV_REF_GENRE] : type && strcmp(type, "article") == 0 ? "Preprint" : NULL;
}

static void add_fields(ris_making *making)
{
    const rv_record *record = making->record;

    add_field(making, "TI", RV_REF_TITLE);
    add_field(making, "ST", RV_REF_SHORT_TITLE);
    add_field(making, "TT", RV_REF_ORIGINAL_TITLE);
    add_containers(making);
    add_field(making, "VL", RV_REF_VOLUME);
    add_field(making, "IS", RV_REF_ISSUE);
    add_pages(making);
    if (means(making, "M1", RIS_TEXT, RV_REF_NUMBER))
        add_field(making, "M1", RV_REF_NUMBER);
    if (wanted(making, RV_REF_GENRE))
        add(making, "M3", genre_of(record));
    add_field(making, "ET", RV_REF_EDITION);
    add_field(making, "PB", RV_REF_PUBLISHER);
    add_field(making, "CY", RV_REF_PLACE);
    add_list(making, "SN", RV_REF_ISSN);
    add_list(making, "SN", RV_REF_ISBN);
    add_field(making, "DO", RV_REF_DOI);
    add_field(making, "AN", RV_REF_ACCESSION);
    if (wanted(making, RV_REF_PMID) && record->text[RV_REF_PMID])
        add(making, "U1", joined(making, (const char *[]){ record->text[RV_REF_PMID], " [PMID]", NULL }));
    add_field(making, "C2", RV_REF_PMCID);
    add_list(making, "UR", RV_REF_URL);
    add_list(making, "L1", RV_REF_FILE);
    add_field(making, "LA", RV_REF_LANGUAGE);
    add_list(making, "KW", RV_REF_KEYWORD);
    add_field(making, "AB", RV_REF_ABSTRACT);
    add_list(making, "N1", RV_REF_NOTE);
    if (wanted(making, RV_REF_DATABASE))
        add(making, "DB", record->text[RV_REF_DATABASE] || !record->origin ? record->text[RV_REF_DATABASE] : record->origin->source);
    add_field(making, "ID", RV_REF_KEY);
}

/* ---- What was changed in a record that came as RIS ------------------------------------------------------------------------ */

#define BIT(field) (UINT32_C(1) << (field))
/* The fields that a tag speaks for. */
static uint32_t speaks_for(const ris_tag *row)
{
    switch ((ris_role)row->role) {
    case RIS_TYPE:
        return BIT(RV_REF_TYPE);
    case RIS_TEXT:
        if (row->of < RV_REF_LISTS)
            return BIT(row->of) | (row->shape == SHAPE_ISSUE ? BIT(RV_REF_EVENT) : 0);
        return row->of >= SLOT_YEAR ? RV_REF_CHANGED_DATE : row->of >= SLOT_FIRST_PAGE ? BIT(RV_REF_PAGES)
               : row->of == SLOT_MEETING ? BIT(RV_REF_CONTAINER) | BIT(RV_REF_EVENT) : BIT(RV_REF_CONTAINER);
    case RIS_PERSON:
        return row->of == (int)RV_ROLE_AUTHOR ? RV_REF_CHANGED_AUTHORS : 0;
    case RIS_KEYWORDS:
    case RIS_KEYWORD:
        return BIT(RV_REF_KEYWORD);
    case RIS_NOTE:
    case RIS_NOTE_EBSCO:
        return BIT(RV_REF_NOTE);
    case RIS_ADDRESS:
        return BIT(RV_REF_URL);
    case RIS_FILE:
        return BIT(RV_REF_FILE);
    case RIS_DOI:
        return BIT(RV_REF_DOI);
    case RIS_NUMBERS:
    case RIS_NUMBERS_OR_TEXT:
        return BIT(RV_REF_ISBN) | BIT(RV_REF_ISSN);
    case RIS_PMID:
    case RIS_PMID_SAID:
        return BIT(RV_REF_PMID);
    default:
        return 0;
    }
}

/* The tags that stay; the fields of those that go are to be written. */
static void keep_unchanged(ris_making *making)
{
    const rv_record *record = making->record;
    size_t           i;

    making->fields = record->changed;
    making->as = rv_ris_reading(record->tags, record->n_tags);
    if (record->changed & BIT(RV_REF_TYPE))
        add_type(making);
    for (i = 0; making->status == RV_OK && i < record->n_tags; i++) {
        uint32_t says = speaks_for(rv_ris_means(&making->as, rv_ris_code(record->tags[i].tag)));

        if (says & record->changed)
            making->fields |= says;
        else
            keep(making, &record->tags[i]);
    }
    if (record->changed & RV_REF_CHANGED_AUTHORS)
        add_people(making, RV_ROLE_AUTHOR);
    if (record->changed & RV_REF_CHANGED_DATE)
        add_date(making);
}

static void make_all(ris_making *making)
{
    making->fields = ~UINT32_C(0);
    add_type(making);
    making->as = rv_ris_reading(making->reading.tags, making->reading.n_tags);
    add_people(making, RV_ROLE_AUTHOR);
    add_people(making, RV_ROLE_EDITOR);
    add_people(making, RV_ROLE_SERIES_EDITOR);
    add_people(making, RV_ROLE_TRANSLATOR);
    add_people(making, RV_ROLE_OTHER);
    add_date(making);
}

/* ---- Records ------------------------------------------------------------------------------------------------------------- */

/* Reads back what is about to be written; what would not come back as it is stands in tags of our own. */
static rv_status check(ris_making *making)
{
    rv_reading *reading = &making->reading;
    rv_record   want = *making->record, got;
    rv_status   st = rv_ris_assemble(reading, making->err);

    if (st != RV_OK)
        return st;
    got = reading->record;
    got.values = reading->values;
    got.names = reading->names;
    got.decisions = reading->decisions;
    if (want.origin && !want.text[RV_REF_DATABASE])     /* written from the review's source */
        want.text[RV_REF_DATABASE] = got.text[RV_REF_DATABASE];
    if (!want.text[RV_REF_TYPE])                        /* RIS wants some type */
        want.text[RV_REF_TYPE] = got.text[RV_REF_TYPE];
    return rv_ris_add_ours(reading, &want, &got, making->err);
}

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    ris_making *making = writer->state = calloc(1, sizeof *making);

    if (!making)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    making->reading = (rv_reading){ .name = "record", .summary = &making->summary, .sink = &making->sink };
    return RV_OK;
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    ris_making *making = writer->state;
    bool        ris = record->format && strcmp(record->format, "ris") == 0 && record->n_tags > 0;

    if (ris && !record->changed) {
        put_tags(writer->out, record->tags, record->n_tags);
        return RV_OK;
    }
    rv_reading_begin(&making->reading, 0, 1);
    making->record = record;
    making->err = err;
    making->status = RV_OK;
    if (ris)
        keep_unchanged(making);
    else
        make_all(making);
    add_fields(making);
    if (making->status == RV_OK)
        making->status = check(making);
    if (making->status == RV_OK)
        put_tags(writer->out, making->reading.tags, making->reading.n_tags);
    return making->status;
}

static void drop(rv_refs_writer *writer)
{
    ris_making *making = writer->state;

    if (making)
        rv_reading_free(&making->reading);
    free(making);
}

const rv_refs_written_format rv_written_ris = { .begin = begin, .record = write_record, .drop = drop };
