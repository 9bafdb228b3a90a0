#include <config.h>

#include <string.h>

#include "inside.h"
#include "ris.h"

/* Line ends within a text would be taken for the end of the field. */
static void put(rv_output *out, const char *tag, const char *text, size_t n)
{
    size_t run;

    rv_output_add(out, tag, 2);
    rv_output_add(out, "  - ", 4);
    while (n > 0) {
        for (run = 0; run < n && text[run] != '\n' && text[run] != '\r'; run++)
            ;
        rv_output_add(out, text, run);
        if (run < n)
            rv_output_add(out, " ", 1);
        text += run + (run < n);
        n -= run + (run < n);
    }
    rv_output_add(out, "\r\n", 2);
}

static void put_text(rv_output *out, const char *tag, const char *text)
{
    if (text)
        put(out, tag, text, strlen(text));
}

static void put_list(rv_output *out, const char *tag, const rv_record *record, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field)
            put_text(out, tag, record->values[i].text);
}

static void put_people(rv_output *out, const char *tag, const rv_record *record, rv_ref_role role)
{
    size_t i;

    for (i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];

        if (name->role == role)
            rv_output_printf(out, "%s  - %s%s%s%s%s\r\n", tag, name->family, name->given || name->suffix ? ", " : "",
                             name->given ? name->given : "", name->suffix ? ", " : "", name->suffix ? name->suffix : "");
    }
}

static void put_pages(rv_output *out, const char *pages)
{
    const char *hyphen = pages ? strchr(pages, '-') : NULL;

    if (!hyphen || strchr(hyphen + 1, '-') || !hyphen[1]) {
        put_text(out, "SP", pages);
        return;
    }
    put(out, "SP", pages, (size_t)(hyphen - pages));
    put_text(out, "EP", hyphen + 1);
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_output         *out = writer->out;
    const char *const *text = record->text;

    (void)err;
    put_text(out, "TY", rv_ris_type_for(text[RV_REF_TYPE]));
    put_people(out, "AU", record, RV_ROLE_AUTHOR);
    put_people(out, "ED", record, RV_ROLE_EDITOR);
    put_text(out, "TI", text[RV_REF_TITLE]);
    put_text(out, "T2", text[RV_REF_CONTAINER]);
    if (record->date.year)
        rv_output_printf(out, "PY  - %d\r\n", record->date.year);
    put_text(out, "VL", text[RV_REF_VOLUME]);
    put_text(out, "IS", text[RV_REF_ISSUE]);
    put_pages(out, text[RV_REF_PAGES]);
    put_text(out, "DO", text[RV_REF_DOI]);
    put_list(out, "SN", record, RV_REF_ISSN);
    put_list(out, "SN", record, RV_REF_ISBN);
    put_text(out, "AN", text[RV_REF_ACCESSION]);
    if (text[RV_REF_PMID])
        rv_output_printf(out, "U1  - %s [PMID]\r\n", text[RV_REF_PMID]);
    put_text(out, "PB", text[RV_REF_PUBLISHER]);
    put_list(out, "UR", record, RV_REF_URL);
    put_text(out, "LA", text[RV_REF_LANGUAGE]);
    put_list(out, "KW", record, RV_REF_KEYWORD);
    put_text(out, "AB", text[RV_REF_ABSTRACT]);
    put_list(out, "N1", record, RV_REF_NOTE);
    put_text(out, "DB", record->origin ? record->origin->source : NULL);
    rv_output_text(out, "ER  - \r\n\r\n");
    return RV_OK;
}

const rv_refs_written_format rv_written_ris = { .record = write_record };
