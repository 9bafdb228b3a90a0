/* What other tools for reviews import: Rayyan and ASReview a CSV with their column names, Covidence RIS. And the decisions as a table. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "decisions.h"
#include "inside.h"

typedef struct {
    rv_table *table;
    rv_buf    cell;
} state;

/* ---- Common ------------------------------------------------------------------------------------------------------ */

static rv_status begin_table(rv_refs_writer *writer, const char *const *columns, size_t n, rv_error *err)
{
    state *s = calloc(1, sizeof *s);

    if (!(writer->state = s))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return rv_table_open(&s->table, writer->out, RV_FORMAT_CSV, columns, n, err);
}

static rv_status end(rv_refs_writer *writer, rv_error *err)
{
    state    *s = writer->state;
    rv_status st = rv_table_close(s->table, err);

    s->table = NULL;
    return st;
}

static void drop(rv_refs_writer *writer)
{
    state *s = writer->state;

    if (!s)
        return;
    if (s->table)
        (void)!rv_table_close(s->table, NULL);
    rv_buf_free(&s->cell);
    free(s);
    writer->state = NULL;
}

static void put_number(rv_table *table, int64_t number)
{
    if (number)
        rv_table_int(table, number);
    else
        rv_table_missing(table);
}

static void put_cell(state *s)
{
    rv_table_text(s->table, s->cell.length ? rv_buf_str(&s->cell) : NULL);
    rv_buf_clear(&s->cell);
}

static void put_list(state *s, const rv_record *record, rv_ref_field field)
{
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field)
            rv_buf_printf(&s->cell, "%s%s", s->cell.length ? "; " : "", record->values[i].text);
    put_cell(s);
}

static void put_authors(state *s, const rv_record *record)
{
    size_t i;

    for (i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];

        if (name->role == RV_ROLE_AUTHOR)
            rv_buf_printf(&s->cell, "%s%s%s%s%s%s", s->cell.length ? "; " : "", name->family, name->given ? ", " : "",
                          name->given ? name->given : "", name->suffix ? ", " : "", name->suffix ? name->suffix : "");
    }
    put_cell(s);
}

/* By which the record is found again: its name in every copy of the review, its number in the review, or in the file. */
static void put_number_of(const rv_refs_writer *writer, const rv_record *record)
{
    state *s = writer->state;

    if (record->origin && record->origin->key)
        rv_table_text(s->table, record->origin->key);
    else
        rv_table_int(s->table, record->origin ? record->origin->id : (int64_t)writer->n + 1);
}

/* ---- Rayyan: the columns of its own export ----------------------------------------------------------------------- */

static const char *const rayyan_columns[] = {
    "key", "title", "year", "month", "day", "journal", "issn", "volume", "issue", "pages", "authors", "url", "language", "publisher",
    "location", "abstract", "notes", "doi", "keywords", "pubmed_id", "pmc_id",
};

static rv_status begin_rayyan(rv_refs_writer *writer, rv_error *err)
{
    return begin_table(writer, rayyan_columns, sizeof rayyan_columns / sizeof *rayyan_columns, err);
}

static const char *rayyan_word(const char *verdict)
{
    return *verdict == 'i' ? "Included" : *verdict == 'e' ? "Excluded" : "Maybe";
}

/* Each part of texts that `between` parts, once. */
static void add_parts(rv_buf *out, const char *text, const char *between)
{
    while (text && *text) {
        const char *at = rv_buf_str(out);
        size_t      n, skip = strspn(text, " ");

        text += skip;
        n = strcspn(text, between);
        for (; *at && !(strncmp(at, text, n) == 0 && (at[n] == '\0' || at[n] == ',')); at += strcspn(at, ","), at += *at == ',')
            ;
        if (n > 0 && !*at) {
            if (out->length)
                rv_buf_char(out, ',');
            rv_buf_add(out, text, n);
        }
        text += n + (text[n] != '\0');
    }
}

/* A name or a note between Rayyan's quotes. */
static void put_quoted(rv_buf *out, const char *text)
{
    rv_buf_char(out, '"');
    for (; *text; text++)
        rv_buf_printf(out, *text == '"' ? "\\%c" : "%c", *text == '\n' || *text == '\r' ? ' ' : *text);
    rv_buf_char(out, '"');
}

static const char *reviewer_of(const rv_ref_decision *decision)
{
    return decision->reviewer ? decision->reviewer : "reviewer";
}

static void put_inclusion(state *s, const rv_record *record)
{
    const char *between = "";
    size_t      i;

    rv_buf_printf(&s->cell, "%sRAYYAN-INCLUSION: {", s->cell.length ? " | " : "");
    for (i = 0; i < record->n_decisions; i++) {
        if (*record->decisions[i].verdict == 'l')        /* "later" is not yet one */
            continue;
        rv_buf_text(&s->cell, between);
        between = ", ";
        put_quoted(&s->cell, reviewer_of(&record->decisions[i]));
        rv_buf_printf(&s->cell, "=>\"%s\"", rayyan_word(record->decisions[i].verdict));
    }
    rv_buf_text(&s->cell, "}");
}

static void put_user_notes(state *s, const rv_record *record)
{
    const char *before = " | USER-NOTES: {";
    size_t      i;

    for (i = 0; i < record->n_decisions; i++)
        if (record->decisions[i].note) {
            rv_buf_text(&s->cell, before);
            put_quoted(&s->cell, reviewer_of(&record->decisions[i]));
            rv_buf_text(&s->cell, "=>[");
            put_quoted(&s->cell, record->decisions[i].note);
            rv_buf_text(&s->cell, "]");
            before = ", ";
        }
    if (*before == ',')
        rv_buf_text(&s->cell, "}");
}

/* Notes, and behind them the decisions as Rayyan writes them, unless a note has them already. What its form does not hold (stages, whose
   reason it is) stands behind that in our own words. */
static void put_rayyan_notes(state *s, const rv_record *record)
{
    rv_buf reasons = RV_BUF_INIT, labels = RV_BUF_INIT, own = RV_BUF_INIT;
    bool   there = false;
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == RV_REF_NOTE) {
            there = there || strstr(record->values[i].text, "RAYYAN-INCLUSION:");
            rv_buf_printf(&s->cell, "%s%s", s->cell.length ? " | " : "", record->values[i].text);
        }
    if (record->n_decisions && !there) {
        for (i = 0; i < record->n_decisions; i++) {
            add_parts(&reasons, record->decisions[i].reason, ",;");
            add_parts(&labels, record->decisions[i].labels, ";");
        }
        put_inclusion(s, record);
        if (labels.length)
            rv_buf_printf(&s->cell, " | RAYYAN-LABELS: %s", rv_buf_str(&labels));
        if (reasons.length)
            rv_buf_printf(&s->cell, " | RAYYAN-EXCLUSION-REASONS: %s", rv_buf_str(&reasons));
        put_user_notes(s, record);
        rv_ref_decisions_note(&own, record);
        if (own.length)
            rv_buf_printf(&s->cell, " | %s", rv_buf_str(&own));
    }
    rv_buf_free(&reasons);
    rv_buf_free(&labels);
    rv_buf_free(&own);
    put_cell(s);
}

static rv_status write_rayyan(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    state             *s = writer->state;
    const char *const *text = record->text;

    put_number_of(writer, record);
    rv_table_text(s->table, text[RV_REF_TITLE]);
    put_number(s->table, record->date.year);
    put_number(s->table, record->date.month);
    put_number(s->table, record->date.day);
    rv_table_text(s->table, text[RV_REF_CONTAINER]);
    rv_table_text(s->table, text[RV_REF_ISSN]);
    rv_table_text(s->table, text[RV_REF_VOLUME]);
    rv_table_text(s->table, text[RV_REF_ISSUE]);
    rv_table_text(s->table, text[RV_REF_PAGES]);
    put_authors(s, record);
    rv_table_text(s->table, text[RV_REF_URL]);
    rv_table_text(s->table, text[RV_REF_LANGUAGE]);
    rv_table_text(s->table, text[RV_REF_PUBLISHER]);
    rv_table_text(s->table, text[RV_REF_PLACE]);
    rv_table_text(s->table, text[RV_REF_ABSTRACT]);
    put_rayyan_notes(s, record);
    rv_table_text(s->table, text[RV_REF_DOI]);
    put_list(s, record, RV_REF_KEYWORD);
    rv_table_text(s->table, text[RV_REF_PMID]);
    rv_table_text(s->table, text[RV_REF_PMCID]);
    rv_table_row(s->table);
    return rv_buf_check(&s->cell, err);
}

const rv_refs_written_format rv_written_rayyan = { begin_rayyan, write_rayyan, end, drop };

/* ---- ASReview: title, abstract, and `included` as 1, 0 or nothing ------------------------------------------------ */

static const char *const asreview_columns[] = {
    "title", "abstract", "authors", "keywords", "year", "journal", "doi", "url", "included", "record", "pmid", "notes", "decisions",
};

/* ASReview keeps columns that it does not know. */
static void put_own_decisions(state *s, const rv_record *record)
{
    json_t *json = rv_ref_decisions_json(record);

    if (json && rv_json_compact(&s->cell, json, NULL) != RV_OK)
        s->cell.failed = true;
    json_decref(json);
    put_cell(s);
}

static rv_status begin_asreview(rv_refs_writer *writer, rv_error *err)
{
    return begin_table(writer, asreview_columns, sizeof asreview_columns / sizeof *asreview_columns, err);
}

/* What all decisions agree on; nothing while they differ or one is unsure. */
static const char *agreed(const rv_record *record)
{
    size_t i;

    for (i = 0; i < record->n_decisions; i++)
        if (*record->decisions[i].verdict == 'u' || *record->decisions[i].verdict == 'l' || *record->decisions[i].verdict != *record->decisions[0].verdict)
            return NULL;
    return record->n_decisions ? record->decisions[0].verdict : NULL;
}

static rv_status write_asreview(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    state             *s = writer->state;
    const char *const *text = record->text;
    const char        *verdict = agreed(record);

    rv_table_text(s->table, text[RV_REF_TITLE]);
    rv_table_text(s->table, text[RV_REF_ABSTRACT]);
    put_authors(s, record);
    put_list(s, record, RV_REF_KEYWORD);
    put_number(s->table, record->date.year);
    rv_table_text(s->table, text[RV_REF_CONTAINER]);
    rv_table_text(s->table, text[RV_REF_DOI]);
    rv_table_text(s->table, text[RV_REF_URL]);
    if (verdict)
        rv_table_int(s->table, *verdict == 'i');
    else
        rv_table_missing(s->table);
    put_number_of(writer, record);
    rv_table_text(s->table, text[RV_REF_PMID]);
    put_list(s, record, RV_REF_NOTE);
    put_own_decisions(s, record);
    rv_table_row(s->table);
    return rv_buf_check(&s->cell, err);
}

const rv_refs_written_format rv_written_asreview = { begin_asreview, write_asreview, end, drop };

/* ---- Covidence: RIS out of the fields, without the tags of the database it came from, which Covidence might take for others ---- */

static rv_status begin_covidence(rv_refs_writer *writer, rv_error *err)
{
    return rv_written_ris.begin ? rv_written_ris.begin(writer, err) : RV_OK;
}

/* Covidence takes no votes in; people see them as a note: "Screening: full-text exclude (wrong setting) by Ann; ...". The reader has them
   from the lines that RIS gets beside it. Only decisions of a review, which say their stage, need that. */
static void put_covidence_notes(rv_buf *out, const rv_record *record)
{
    size_t i;

    for (i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *d = &record->decisions[i];

        if (!d->stage)
            continue;
        rv_buf_printf(out, "%s%s %s", out->length ? "; " : "Screening: ", d->stage, d->verdict);
        if (d->reason)
            rv_buf_printf(out, " (%s)", d->reason);
        if (d->reviewer)
            rv_buf_printf(out, " by %s", d->reviewer);
        if (d->note)
            rv_buf_printf(out, ": %s", d->note);
        if (d->labels)
            rv_buf_printf(out, " [%s]", d->labels);
    }
}

static rv_status write_covidence(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_record     plain = *record;
    rv_buf        text = RV_BUF_INIT;
    rv_ref_value *values = NULL;
    rv_status     st = RV_OK;

    plain.format = "covidence";
    plain.tags = NULL;
    plain.n_tags = 0;
    if (record->origin && record->origin->key)
        plain.text[RV_REF_KEY] = record->origin->key;
    put_covidence_notes(&text, record);
    if (text.length) {
        if (!(values = malloc((record->n_values + 1) * sizeof *values)) || text.failed) {
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        } else {
            if (record->n_values)
                memcpy(values, record->values, record->n_values * sizeof *values);
            values[record->n_values] = (rv_ref_value){ RV_REF_NOTE, rv_buf_str(&text) };
            plain.values = values;
            plain.n_values++;
            if (!plain.text[RV_REF_NOTE])
                plain.text[RV_REF_NOTE] = rv_buf_str(&text);
        }
    }
    if (st == RV_OK)
        st = rv_written_ris.record(writer, &plain, err);
    free(values);
    rv_buf_free(&text);
    return st;
}

static rv_status end_covidence(rv_refs_writer *writer, rv_error *err)
{
    return rv_written_ris.end ? rv_written_ris.end(writer, err) : RV_OK;
}

static void drop_covidence(rv_refs_writer *writer)
{
    if (rv_written_ris.drop)
        rv_written_ris.drop(writer);
}

const rv_refs_written_format rv_written_covidence = { begin_covidence, write_covidence, end_covidence, drop_covidence };

/* ---- Decisions: a row for each ----------------------------------------------------------------------------------- */

/* `record` names the record as `review screen import` finds it; a number in a file is no name. */
static const char *const decision_columns[] = {
    "record", "position", "doi", "pmid", "title", "year", "stage", "reviewer", "verdict", "reason", "raw", "note", "labels",
};

static rv_status begin_decisions(rv_refs_writer *writer, rv_error *err)
{
    return begin_table(writer, decision_columns, sizeof decision_columns / sizeof *decision_columns, err);
}

static void put_key(state *s, const rv_record *record)
{
    static const struct { rv_ref_field field; const char *before; } keys[] = {
        { RV_REF_DOI, "doi:" }, { RV_REF_PMID, "pmid:" }, { RV_REF_ACCESSION, "acc:" },
    };
    size_t i;

    if (record->origin && record->origin->key)
        rv_buf_text(&s->cell, record->origin->key);
    else if (record->origin)
        rv_buf_printf(&s->cell, "%lld", (long long)record->origin->id);
    for (i = 0; !s->cell.length && i < sizeof keys / sizeof *keys; i++)
        if (record->text[keys[i].field])
            rv_buf_printf(&s->cell, "%s%s", keys[i].before, record->text[keys[i].field]);
    put_cell(s);
}

static rv_status write_decisions(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    state             *s = writer->state;
    const char *const *text = record->text;
    size_t             i;

    for (i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *decision = &record->decisions[i];

        put_key(s, record);
        rv_table_int(s->table, (int64_t)record->number);
        rv_table_text(s->table, text[RV_REF_DOI]);
        rv_table_text(s->table, text[RV_REF_PMID]);
        rv_table_text(s->table, text[RV_REF_TITLE]);
        put_number(s->table, record->date.year);
        rv_table_text(s->table, decision->stage);
        rv_table_text(s->table, decision->reviewer);
        rv_table_text(s->table, decision->verdict);
        rv_table_text(s->table, decision->reason);
        rv_table_text(s->table, decision->raw);
        rv_table_text(s->table, decision->note);
        rv_table_text(s->table, decision->labels);
        rv_table_row(s->table);
    }
    return rv_buf_check(&s->cell, err);
}

const rv_refs_written_format rv_written_decisions = { begin_decisions, write_decisions, end, drop };
