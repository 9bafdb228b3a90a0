/* One row of each kind of table. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "extract/check.h"
#include "extract/import_sheet.h"

static const char *cell(const rv_sheet *s, const rv_sheet_field *f, rv_column_says says)
{
    const long c = f->column[says];
    const char *field = c >= 0 ? rv_csv_get(s->csv, rv_csv_column_name(s->csv, (size_t)c)) : "";

    return rv_text_missing(field) ? "" : rv_hoard_text(&s->batch->memory, field);
}

/* ---- The form's fields of a row ------------------------------------------------------------------------------------------------- */

/* A clause over fields that stand in this row; what stands elsewhere is taken to hold. */
static rv_status clause_in_row(void *user, const rv_clause *c, rv_error *err)
{
    const rv_sheet *s = user;

    (void)err;
    for (size_t i = 0; i < s->n_fields; i++)
        if (strcmp(s->fields[i].field->id, c->field) == 0) {
            const char *value = cell(s, &s->fields[i], RV_SAYS_VALUE);
            const bool said = value[0] && !rv_state_of(s->fields[i].field, value);
            return rv_condition_holds(c->text, said ? value : NULL) ? RV_OK : RV_ENOTFOUND;
        }
    return RV_ENOTFOUND;             /* who enters it by another table is asked there */
}

static void ask(rv_sheet *s, const rv_field *field)
{
    if (field->required && (!field->when[0] || rv_condition_each(field->when, clause_in_row, s, NULL) == RV_OK))
        rv_batch_warning(s->batch, s->line, field->id, "the form asks for it; say \"not reported\" when the report does not");
}

static const char *either(const char *own, const char *of_the_row)
{
    return own[0] ? own : of_the_row;
}

/* Those of one level; a value at another is a fault. With `asks`, required ones that are empty are warned of. */
static rv_status add_fields(rv_sheet *s, const rv_batch_value *of, rv_field_level level, bool asks, rv_error *err)
{
    const char *place = rv_sheet_text(s, "place"), *quotation = rv_sheet_text(s, "quotation"), *note = rv_sheet_text(s, "note");
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < s->n_fields; i++) {
        const rv_sheet_field *f = &s->fields[i];
        rv_batch_value v = *of;

        v.line = s->line;
        v.field = f->field->id;
        v.value = cell(s, f, RV_SAYS_VALUE);
        v.state = cell(s, f, RV_SAYS_STATE);
        v.place = either(cell(s, f, RV_SAYS_PLACE), place);
        v.quotation = either(cell(s, f, RV_SAYS_QUOTATION), quotation);
        v.note = either(cell(s, f, RV_SAYS_NOTE), note);
        if (f->field->level != level && (v.value[0] || v.state[0]))
            rv_batch_fault(s->batch, s->line, v.field, level == RV_LEVEL_RESULT ? "the form asks this of each result of an arm; this row "
                           "names no arm" : "the form asks this of each result of a contrast; this row is of an arm");
        if (f->field->level != level)
            continue;
        if (!v.value[0] && !v.state[0] && asks)
            ask(s, f->field);
        st = rv_batch_add_value(s->batch, &v, err);
    }
    return st;
}

/* ---- Studies and their parts ---------------------------------------------------------------------------------------------------- */

static bool one_of(const char *text_given, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], text_given) == 0)
            return true;
    return false;
}

static rv_status study_row(rv_sheet *s, rv_error *err)
{
    static const char *const roles[] = { "primary", "secondary", "none", NULL };
    rv_batch_study study = { .study = rv_sheet_text(s, "study"), .record_key = rv_sheet_text(s, "record"), .role = rv_sheet_text(s, "role"), .line = s->line };
    rv_batch_value v = { .study = study.study, .result = "", .record_key = study.record_key };
    rv_status st;

    if (!study.role[0])
        study.role = "primary";
    if (!study.study[0]) {
        rv_batch_fault(s->batch, s->line, "study", "a study needs its name");
        return RV_OK;
    }
    if (!one_of(study.role, roles))
        rv_batch_fault(s->batch, s->line, "role", "a report is primary or secondary to its study, or none (taken back)");
    if ((st = rv_batch_add_study(s->batch, &study, err)) != RV_OK)
        return st;
    return add_fields(s, &v, RV_LEVEL_STUDY, strcmp(study.role, "primary") == 0, err);
}

/* The arms that a contrast compares. */
static rv_status add_groups(rv_sheet *s, rv_batch_value v, rv_error *err)
{
    rv_status st = RV_OK;

    v.place = v.quotation = v.note = v.state = "";
    v.line = s->line;
    for (size_t i = 0; st == RV_OK && rv_contrast_columns[i]; i++) {
        v.field = rv_contrast_columns[i];
        v.value = rv_sheet_text(s, v.field);
        st = rv_batch_add_value(s->batch, &v, err);
    }
    return st;
}

static rv_status add_part(rv_sheet *s, const char *kind, const char *key, rv_error *err)
{
    const rv_batch_part part = { .study = rv_sheet_text(s, "study"), .kind = kind, .key = key, .line = s->line };

    if (!part.study[0]) {
        rv_batch_fault(s->batch, s->line, "study", "it needs the study that it is a part of");
        return RV_OK;
    }
    return rv_batch_add_part(s->batch, &part, err);
}

/* A row of a table of arms, outcomes, times or contrasts. */
static rv_status part_row(rv_sheet *s, const char *kind, rv_field_level level, rv_error *err)
{
    const char *key = rv_sheet_text(s, kind);
    const rv_batch_value v = { .study = rv_sheet_text(s, "study"), .result = "", .part_kind = kind, .part = key, .record_key = rv_sheet_text(s, "record") };
    rv_status st = add_part(s, kind, key, err);

    if (st == RV_OK && v.study[0] && key[0] && level == RV_LEVEL_CONTRAST)
        st = add_groups(s, v, err);
    return st == RV_OK && v.study[0] && key[0] ? add_fields(s, &v, level, true, err) : st;
}

static rv_status arm_row(rv_sheet *s, rv_error *err)
{
    return part_row(s, "arm", RV_LEVEL_ARM, err);
}

static rv_status outcome_row(rv_sheet *s, rv_error *err)
{
    return part_row(s, "outcome", RV_LEVEL_OUTCOME, err);
}

static rv_status time_row(rv_sheet *s, rv_error *err)
{
    return part_row(s, "time", RV_LEVEL_TIME, err);
}

static rv_status contrast_row(rv_sheet *s, rv_error *err)
{
    return part_row(s, "contrast", RV_LEVEL_CONTRAST, err);
}

static rv_status any_part_row(rv_sheet *s, rv_error *err)
{
    return add_part(s, rv_sheet_text(s, "kind"), rv_sheet_text(s, "key"), err);
}

/* ---- Results, values, judgements ------------------------------------------------------------------------------------------------ */

static rv_status result_row(rv_sheet *s, rv_error *err)
{
    rv_batch_result r = { .result = rv_sheet_text(s, "result"), .study = rv_sheet_text(s, "study"), .record_key = rv_sheet_text(s, "record"),
                          .contrast = rv_sheet_text(s, "contrast"), .domain = rv_sheet_text(s, "domain"), .outcome = rv_sheet_text(s, "outcome"),
                          .months = rv_sheet_text(s, "months"), .arm = rv_sheet_text(s, "arm"), .line = s->line };
    rv_batch_value v = { .study = r.study, .result = r.result, .record_key = r.record_key };
    rv_status st;

    if (!r.result[0])
        rv_batch_fault(s->batch, s->line, "result", "a result needs its key, as R002");
    if (!r.study[0])
        rv_batch_fault(s->batch, s->line, "study", "a result needs its study");
    if (!r.result[0] || !r.study[0])
        return RV_OK;
    if (!r.contrast[0] && !r.arm[0])
        r.contrast = "programme v control";
    if ((st = rv_batch_add_result(s->batch, &r, err)) != RV_OK)
        return st;
    return add_fields(s, &v, r.arm[0] ? RV_LEVEL_ARM_RESULT : RV_LEVEL_RESULT, true, err);
}

static rv_status value_row(rv_sheet *s, rv_error *err)
{
    rv_batch_value v = { .study = rv_sheet_text(s, "study"), .result = rv_sheet_text(s, "result"), .field = rv_sheet_text(s, "field"), .value = rv_sheet_text(s, "value"),
                         .state = rv_sheet_text(s, "state"), .record_key = rv_sheet_text(s, "record"), .place = rv_sheet_text(s, "place"),
                         .quotation = rv_sheet_text(s, "quotation"), .note = rv_sheet_text(s, "note"), .line = s->line };
    size_t n = v.result[0] != 0;

    for (size_t i = 0; rv_part_kinds[i]; i++) {
        const char *key = rv_sheet_text(s, rv_part_kinds[i]);
        if (key[0]) {
            v.part_kind = rv_part_kinds[i];
            v.part = key;
            n++;
        }
    }
    if (n > 1)
        rv_batch_fault(s->batch, s->line, v.part_kind, "a value is of a result, or of one arm, outcome, time or contrast, or of the study");
    else if (!v.study[0] && !v.result[0])
        rv_batch_fault(s->batch, s->line, "result", "a value is of a result or of a study");
    else if (!v.value[0] && !v.state[0])
        rv_batch_fault(s->batch, s->line, "value", "there is no value; its state can be \"not reported\" or \"unclear\"");
    return rv_batch_add_value(s->batch, &v, err);
}

static rv_status judgement_row(rv_sheet *s, rv_error *err)
{
    const bool not_asked = strcmp(rv_csv_get(s->csv, "judgement"), "NA") == 0;      /* an answer, and not a missing one */
    const rv_batch_judgement j = { .study = rv_sheet_text(s, "study"), .result = rv_sheet_text(s, "result"),
                                   .tool = rv_sheet_text(s, "tool"), .domain = rv_sheet_text(s, "domain"),
                                   .judgement = not_asked ? "NA" : rv_sheet_text(s, "judgement"),
                                   .support = rv_sheet_text(s, "support"), .body = rv_sheet_text(s, "body"),
                                   .place = rv_sheet_text(s, "place"), .quotation = rv_sheet_text(s, "quotation"), .line = s->line };

    return rv_batch_add_judgement(s->batch, &j, err);
}

/* ---- The table of tables -------------------------------------------------------------------------------------------------------- */

#define PLACED "record", "place", "quotation", "note"
static const char *const result_columns[] = { "result", "study", "domain", "outcome", "contrast", "months", "arm", PLACED, NULL };
static const char *const judgement_columns[] = { "tool", "domain", "judgement", "study", "result", "body", "support", "place", "quotation",
                                                  NULL };
static const char *const any_part_columns[] = { "kind", "key", "study", NULL };
static const char *const value_columns[] = { "field", "value", "result", "study", "arm", "outcome", "time", "contrast", "state", PLACED,
                                             NULL };
static const char *const arm_columns[] = { "arm", "study", PLACED, NULL };
static const char *const outcome_columns[] = { "outcome", "study", PLACED, NULL };
static const char *const time_columns[] = { "time", "study", PLACED, NULL };
static const char *const contrast_columns[] = { "contrast", "study", "group1", "group2", PLACED, NULL };
static const char *const study_columns[] = { "study", "role", PLACED, NULL };

#define AT(level) (1u << (level))
const rv_table_kind rv_table_kinds[RV_TABLE_KINDS] = {
    [RV_TABLE_RESULTS] = { "extract.results", "results", result_columns, 4, AT(RV_LEVEL_RESULT) | AT(RV_LEVEL_ARM_RESULT), result_row },
    [RV_TABLE_APPRAISALS] = { "extract.appraisals", "judgements", judgement_columns, 3, 0, judgement_row },
    [RV_TABLE_PARTS] = { "extract.parts", "parts", any_part_columns, 3, 0, any_part_row },
    [RV_TABLE_VALUES] = { "extract.values", "values", value_columns, 2, 0, value_row },
    [RV_TABLE_ARMS] = { "extract.parts", "arms", arm_columns, 2, AT(RV_LEVEL_ARM), arm_row },
    [RV_TABLE_OUTCOMES] = { "extract.parts", "outcomes", outcome_columns, 2, AT(RV_LEVEL_OUTCOME), outcome_row },
    [RV_TABLE_TIMES] = { "extract.parts", "times", time_columns, 2, AT(RV_LEVEL_TIME), time_row },
    [RV_TABLE_CONTRASTS] = { "extract.parts", "contrasts", contrast_columns, 2, AT(RV_LEVEL_CONTRAST), contrast_row },
    [RV_TABLE_STUDIES] = { "extract.studies", "studies", study_columns, 1, AT(RV_LEVEL_STUDY), study_row },
};
