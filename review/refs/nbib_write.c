/* MEDLINE as PubMed writes it: values wrapped, six blanks before what goes on. Records that were read from NBIB are written from their
   tags; others from what they say, where MEDLINE has a tag for it. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "nbib.h"

enum { WIDTH = 88, INDENT = 6 };

/* Line ends within a text would end the field. */
static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r';
}

/* How much of the text stands on a line with room for `room`: up to a single blank, so that the text is the same when put together again. */
static size_t line_of(const char *text, size_t n, size_t room)
{
    size_t i, at = 0;

    for (i = 1; i < n && (i <= room || at == 0); i++)
        if (is_space(text[i]) && !is_space(text[i - 1]) && i + 1 < n && !is_space(text[i + 1]))
            at = i;
    return n <= room || at == 0 ? n : at;
}

static void put_run(rv_output *out, const char *text, size_t n)
{
    size_t run;

    while (n > 0) {
        for (run = 0; run < n && text[run] != '\n' && text[run] != '\r'; run++)
            ;
        rv_output_add(out, text, run);
        if (run < n)
            rv_output_add(out, " ", 1);
        text += run + (run < n);
        n -= run + (run < n);
    }
}

static void put(rv_output *out, const char *tag, const char *text)
{
    size_t n = strlen(text), used;

    rv_output_printf(out, "%-4s- ", tag);
    while (n > 0) {
        used = line_of(text, n, WIDTH - INDENT);
        put_run(out, text, used);
        text += used;
        n -= used;
        if (n > 0) {
            rv_output_text(out, "\r\n      ");
            text++;                                     /* the blank at the break */
            n--;
        }
    }
    rv_output_add(out, "\r\n", 2);
}

static void put_text(rv_output *out, const char *tag, const char *text)
{
    if (text)
        put(out, tag, text);
}

static void put_list(rv_output *out, const char *tag, const rv_record *record, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field)
            put(out, tag, record->values[i].text);
}

/* A text and what follows it, on a line of their own. */
static void put_marked(rv_output *out, const char *tag, const char *text, const char *mark)
{
    if (text)
        rv_output_printf(out, "%-4s- %s%s\r\n", tag, text, mark);
}

/* ---- People ---------------------------------------------------------------------------------------------------------------- */

/* "Charles H." gives "CH"; in other alphabets the first letter of each word. */
static void put_initials(rv_output *out, const char *given)
{
    const unsigned char *s = (const unsigned char *)given;
    bool first = true;

    for (; *s; s++) {
        size_t n = 1;

        if (*s == ' ' || *s == '-' || *s == '.') {
            first = true;
            continue;
        }
        while (*s >= 0xC0 && (s[n] & 0xC0) == 0x80)
            n++;
        if (first || (*s >= 'A' && *s <= 'Z' && s > (const unsigned char *)given && s[-1] >= 'A' && s[-1] <= 'Z'))
            rv_output_add(out, (const char *)s, n);
        first = false;
        s += n - 1;
    }
}

static void put_person(rv_output *out, const rv_ref_name *name, const char *full, const char *brief)
{
    const char *space = name->suffix ? " " : "", *suffix = name->suffix ? name->suffix : "";

    if (!name->given) {
        put_marked(out, name->role == RV_ROLE_AUTHOR ? "CN" : full, name->family, suffix);
        return;
    }
    rv_output_printf(out, "%-4s- %s, %s%s%s\r\n%-4s- %s ", full, name->family, name->given, space, suffix, brief, name->family);
    put_initials(out, name->given);
    rv_output_printf(out, "%s%s\r\n", space, suffix);
}

static void put_people(rv_output *out, const rv_record *record, rv_ref_role role, const char *full, const char *brief)
{
    size_t i;

    for (i = 0; i < record->n_names; i++)
        if (record->names[i].role == role)
            put_person(out, &record->names[i], full, brief);
}

/* ---- Other fields ------------------------------------------------------------------------------------------------------------ */

static bool is_medline(const char *raw)
{
    return strspn(raw, "0123456789") == 4 && (!raw[4] || raw[4] == ' ');
}

/* "2012 Mar 5". What came as MEDLINE writes dates stays: "1998 Dec-1999 Jan", "2000 Spring". */
static void put_date(rv_output *out, const rv_ref_date *date)
{
    rv_ref_date found;
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

    if (date->raw && (!date->year || (is_medline(date->raw) && rv_ref_date_parse(date->raw, &found) && found.year == date->year
                                      && found.month == date->month && found.day == date->day))) {
        put(out, "DP", date->raw);
        return;
    }
    if (!date->year)
        return;
    rv_output_printf(out, "DP  - %d", date->year);
    if (date->month)
        rv_output_printf(out, " %s", months[date->month - 1]);
    if (date->month && date->day)
        rv_output_printf(out, " %d", date->day);
    rv_output_add(out, "\r\n", 2);
}

/* Each record begins with PMID or OWN, at which readers part them. */
static void put_head(rv_output *out, const char *const *text)
{
    const char *owner = text[RV_REF_DATABASE];

    put_text(out, "PMID", text[RV_REF_PMID]);
    if (owner || !text[RV_REF_PMID])
        put(out, "OWN", !owner ? "NOTNLM" : strcmp(owner, "PubMed") == 0 ? "NLM" : owner);
}

static void put_source(rv_output *out, const rv_record *record)
{
    const char *const *text = record->text;
    const char        *type = text[RV_REF_TYPE], *kind = rv_nbib_kind_for(type ? type : "document");
    bool               chapter = type && strcmp(type, "chapter") == 0;

    put_text(out, "LA", text[RV_REF_LANGUAGE]);
    put(out, "PT", kind);
    if (text[RV_REF_GENRE] && strcmp(kind, text[RV_REF_GENRE]) != 0)
        put(out, "PT", text[RV_REF_GENRE]);
    put_text(out, "PL", text[RV_REF_PLACE]);
    put_text(out, "TA", text[RV_REF_ABBREVIATION]);
    put_text(out, chapter ? "BTI" : "JT", text[RV_REF_CONTAINER]);
    put_text(out, "CTI", text[RV_REF_SERIES]);
    put_text(out, "PB", text[RV_REF_PUBLISHER]);
    put_text(out, "EN", text[RV_REF_EDITION]);
}

static void put_ids(rv_output *out, const rv_record *record)
{
    const char *const *text = record->text;

    put_text(out, "PMC", text[RV_REF_PMCID]);
    if (text[RV_REF_ACCESSION] && !strstr(text[RV_REF_ACCESSION], ": "))
        put(out, "OID", text[RV_REF_ACCESSION]);
    put_list(out, "GN", record, RV_REF_NOTE);
    if (text[RV_REF_KEYWORD])
        put(out, "OTO", "NOTNLM");
    put_list(out, "OT", record, RV_REF_KEYWORD);
    put_marked(out, "AID", text[RV_REF_DOI], " [doi]");
    put_list(out, "AID", record, RV_REF_URL);
}

static void from_fields(rv_output *out, const rv_record *record)
{
    const char *const *text = record->text;

    put_head(out, text);
    put_list(out, "IS", record, RV_REF_ISSN);
    put_list(out, "ISBN", record, RV_REF_ISBN);
    put_text(out, "VI", text[RV_REF_VOLUME]);
    put_text(out, "IP", text[RV_REF_ISSUE]);
    put_date(out, &record->date);
    put_text(out, "TI", text[RV_REF_TITLE]);
    put_text(out, "PG", text[RV_REF_PAGES]);
    put_marked(out, "LID", text[RV_REF_DOI], " [doi]");
    put_text(out, "AB", text[RV_REF_ABSTRACT]);
    put_people(out, record, RV_ROLE_AUTHOR, "FAU", "AU");
    put_people(out, record, RV_ROLE_EDITOR, "FED", "ED");
    put_source(out, record);
    put_text(out, "TT", text[RV_REF_ORIGINAL_TITLE]);
    put_ids(out, record);
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    size_t i;

    (void)err;
    if (writer->n > 0)
        rv_output_add(writer->out, "\r\n", 2);
    if (record->changed == 0 && record->n_tags > 0 && record->format && strcmp(record->format, "nbib") == 0)
        for (i = 0; i < record->n_tags; i++)
            put(writer->out, record->tags[i].tag, record->tags[i].value);
    else
        from_fields(writer->out, record);
    return RV_OK;
}

const rv_refs_written_format rv_written_nbib = { .record = write_record };
