/* Our own table of decisions: a row for each, or for each record that an entry may be, with an answer. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "screen/incoming.h"

static bool has(const rv_csv *csv, const char *name)
{
    return rv_csv_column(csv, name) >= 0;
}

static bool asks(const rv_csv *csv)
{
    return has(csv, "answer") && has(csv, "decisions");
}

static bool names_records(const rv_csv *csv)
{
    return has(csv, "record") || has(csv, "doi") || has(csv, "pmid") || has(csv, "accession") || has(csv, "title");
}

bool rv_incoming_is_table(const char *name, const char *bytes, size_t n)
{
    rv_csv *csv = NULL;
    bool ours = false;

    if (rv_csv_open_bytes(&csv, name, bytes, n, 0, NULL) == RV_OK && rv_csv_header(csv, NULL) == RV_OK)
        ours = asks(csv) || has(csv, "verdict") || (has(csv, "record") && !has(csv, "title"));
    rv_csv_close(csv);
    return ours;
}

static const char *cell(const rv_csv *csv, const char *name)
{
    return rv_table_unguarded(rv_csv_get(csv, name));
}

/* A DOI as records have it: lower case, from its "10." on. */
static const char *keep_doi(rv_incoming *in, const char *cell)
{
    rv_buf doi = RV_BUF_INIT;
    const char *s = strstr(cell, "10."), *kept;

    for (s = s ? s : cell; *s && !strchr(" \t\n", *s); s++)
        rv_buf_char(&doi, *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s);
    kept = rv_incoming_keep(in, rv_buf_str(&doi));
    rv_buf_free(&doi);
    return kept;
}

static void take_fields(rv_incoming *in, const rv_csv *csv, rv_bulk_record *fields)
{
    const struct { const char *name; const char **text; } columns[] = {
        { "title", &fields->title }, { "authors", &fields->authors }, { "container", &fields->container }, { "volume", &fields->volume },
        { "issue", &fields->issue }, { "pages", &fields->pages }, { "pmid", &fields->pmid },
        { "accession", &fields->accession }, { "abstract", &fields->abstract },
    };

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        *columns[i].text = rv_incoming_keep(in, cell(csv, columns[i].name));
    fields->doi = keep_doi(in, cell(csv, "doi"));
    fields->year = strtol(rv_csv_get(csv, "year"), NULL, 10);
}

static rv_answer answer_of(const char *word, bool *bad)
{
    static const struct { const char *word; rv_answer answer; } words[] = {
        { "", RV_ANSWER_NONE }, { "yes", RV_ANSWER_YES }, { "y", RV_ANSWER_YES }, { "1", RV_ANSWER_YES }, { "same", RV_ANSWER_YES },
        { "no", RV_ANSWER_NO }, { "n", RV_ANSWER_NO }, { "0", RV_ANSWER_NO }, { "apart", RV_ANSWER_NO },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i].word) == 0)
            return words[i].answer;
    *bad = true;
    return RV_ANSWER_NONE;
}

static const char *member(rv_incoming *in, const json_t *object, const char *name)
{
    return rv_incoming_keep(in, json_string_value(json_object_get(object, name)));
}

/* The decisions of an entry that was in doubt. */
static rv_status take_list(rv_incoming *in, const rv_csv *csv, size_t line, rv_faults *faults, rv_error *err)
{
    const char *text = cell(csv, "decisions");
    json_t *list = NULL;
    rv_error fault;
    rv_status st = RV_OK;

    if (rv_json_parse("decisions", text, strlen(text), &list, &fault) != RV_OK || !json_is_array(list)) {
        rv_faults_add(faults, line, RV_EPARSE, "the column 'decisions' is not as it was written");
        json_decref(list);
        return RV_OK;
    }
    for (size_t i = 0; i < json_array_size(list) && st == RV_OK; i++) {
        const json_t *one = json_array_get(list, i);
        const char *role = json_string_value(json_object_get(one, "role"));
        rv_incoming_vote *vote = rv_incoming_vote_add(in, err);

        if (!vote) {
            st = RV_ENOMEM;
            break;
        }
        *vote = (rv_incoming_vote){ .entry = in->n_entries - 1, .line = line, .stage = member(in, one, "stage"),
                                    .reviewer = member(in, one, "reviewer"), .verdict = member(in, one, "verdict"),
                                    .reason = member(in, one, "reason"), .note = member(in, one, "note"), .labels = member(in, one, "labels"),
                                    .resolution = role && strcmp(role, "resolution") == 0 };
    }
    json_decref(list);
    return st;
}

static rv_status take_answer(rv_incoming *in, const rv_csv *csv, size_t line, rv_faults *faults, rv_error *err)
{
    rv_incoming_entry *entry = rv_incoming_entry_add(in, err);
    bool bad = false;

    if (!entry)
        return RV_ENOMEM;
    entry->asks = true;
    entry->answer = answer_of(cell(csv, "answer"), &bad);
    entry->fields.line = line;
    entry->fields.offset = (uint64_t)strtoull(rv_csv_get(csv, "line"), NULL, 10);
    entry->of = rv_incoming_keep(in, cell(csv, "file"));
    entry->key = rv_incoming_keep(in, cell(csv, "record"));
    if (bad)
        rv_faults_add(faults, line, RV_EPARSE, "'%.40s' is no answer; there are yes, no and nothing", cell(csv, "answer"));
    else if (entry->answer == RV_ANSWER_YES && !entry->key)
        rv_faults_add(faults, line, RV_EPARSE, "the answer is yes, but no record is named");
    else if (entry->answer == RV_ANSWER_YES)
        return take_list(in, csv, line, faults, err);
    return RV_OK;
}

static rv_status take_row(rv_incoming *in, const rv_csv *csv, size_t line, rv_error *err)
{
    rv_incoming_entry *entry = rv_incoming_entry_add(in, err);
    rv_incoming_vote *vote = entry ? rv_incoming_vote_add(in, err) : NULL;

    if (!vote)
        return RV_ENOMEM;
    take_fields(in, csv, &entry->fields);
    entry->fields.line = line;
    entry->key = rv_incoming_keep(in, cell(csv, "record"));
    *vote = (rv_incoming_vote){ .entry = in->n_entries - 1, .line = line, .stage = rv_incoming_keep(in, cell(csv, "stage")),
                                .reviewer = rv_incoming_keep(in, cell(csv, "reviewer")), .verdict = rv_incoming_keep(in, cell(csv, "verdict")),
                                .reason = rv_incoming_keep(in, cell(csv, "reason")), .note = rv_incoming_keep(in, cell(csv, "note")),
                                .labels = rv_incoming_keep(in, cell(csv, "labels")),
                                .resolution = strcmp(cell(csv, "role"), "resolution") == 0 };
    return RV_OK;
}

rv_status rv_incoming_table(rv_incoming *in, const char *bytes, size_t n, rv_faults *faults, rv_error *err)
{
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st;

    in->ours = true;
    if ((st = rv_csv_open_bytes(&csv, in->file, bytes, n, 0, err)) != RV_OK || (st = rv_csv_header(csv, err)) != RV_OK) {
        rv_csv_close(csv);
        return st;
    }
    if (!asks(csv) && (!names_records(csv) || !has(csv, "verdict")))
        st = rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; decisions have record, stage, reviewer, verdict, reason, note", in->file,
                     has(csv, "verdict") ? "record" : "verdict");
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = asks(csv) ? take_answer(in, csv, row->line, faults, err) : take_row(in, csv, row->line, err);
    if (st == RV_OK && !in->n_entries && !faults->n)
        st = rv_fail(err, RV_EPARSE, "%s: no decision in it", in->file);
    rv_csv_close(csv);
    return st;
}
