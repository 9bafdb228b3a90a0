/* RevMan 5 files (.rm5): COCHRANE_REVIEW > STUDIES_AND_REFERENCES, CHARACTERISTICS_OF_STUDIES, QUALITY_ITEMS, ANALYSES_AND_DATA >
   COMPARISON > DICH_, CONT_, IV_, IPD_ or OTHER_OUTCOME > (_SUBGROUP >) _DATA. Only what people entered is read; what RevMan computed
   from it (EFFECT_SIZE, CI_START, WEIGHT, ...) is left alone. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "extract/foreign.h"
#include "extract/revman.h"

/* In the order of the columns of RevMan's own table. */
const rv_revman_kind rv_revman_kinds[] = {
    { "DICH", { { "EVENTS_1", "ai" }, { "TOTAL_1", "n1i" }, { "EVENTS_2", "ci" }, { "TOTAL_2", "n2i" } } },
    { "CONT", { { "MEAN_1", "m1i" }, { "SD_1", "sd1i" }, { "TOTAL_1", "n1i" }, { "MEAN_2", "m2i" }, { "SD_2", "sd2i" },
                { "TOTAL_2", "n2i" } } },
    { "IV", { { "ESTIMATE", "yi" }, { "SE", "sei" }, { "TOTAL_1", "n1i" }, { "TOTAL_2", "n2i" } } },
    { "IPD", { { "O_E", "oe" }, { "VAR", "v" }, { "EVENTS_1", "ai" }, { "TOTAL_1", "n1i" }, { "EVENTS_2", "ci" }, { "TOTAL_2", "n2i" } } },
    { "OTHER", { { "", "" } } },
};

typedef struct {
    rv_foreign *f;
    rv_buf  text;                 /* of the element that is being listened to */
    bool    listening;
    size_t  study;                /* being read, RV_FOREIGN_NONE */
    bool    included, in_reference;
    char    id_type[40];
    size_t  item_study;           /* of a QUALITY_ITEM_DATA_ENTRY */
    const char *item, *group;     /* names of the quality item and of the outcomes it is judged for */
    const char *item_result;
    const char *groups[100][2];   /* id and name of the item's groups */
    size_t  n_groups;
    const char *comparison, *comparison_id, *outcome, *outcome_id, *measure, *label_1, *label_2, *subgroup, *subgroup_id;
    int     kind;                 /* of the outcome, -1 outside */
    enum { NOWHERE, IN_COMPARISON, IN_OUTCOME, IN_SUBGROUP } where;
    char    char_study[200];
} reading;

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* "DICH_DATA" with suffix "_DATA": 0; -1 when it is none. */
static int kind_of(const char *name, const char *suffix)
{
    for (int k = 0; k < RV_REVMAN_KINDS; k++) {
        const size_t n = strlen(rv_revman_kinds[k].prefix);
        if (strncmp(name, rv_revman_kinds[k].prefix, n) == 0 && strcmp(name + n, suffix) == 0)
            return k;
    }
    return -1;
}

static const char *attribute(reading *r, const char *const *attributes, const char *name)
{
    return rv_foreign_text(r->f, rv_xml_attribute(attributes, name));
}

static void listen(reading *r)
{
    rv_buf_clear(&r->text);
    r->listening = true;
}

static const char *heard(reading *r)
{
    r->listening = false;
    return rv_foreign_text(r->f, rv_buf_str(&r->text));
}

/* ---- Studies ------------------------------------------------------------------------------------------------------------------------ */

static rv_status study_start(reading *r, const char *const *attributes, rv_error *err)
{
    const char *id = attribute(r, attributes, "ID"), *name = attribute(r, attributes, "NAME");

    return rv_foreign_add_study(r->f, &(rv_foreign_study){ .id = id, .label = *name ? name : id, .title = "", .doi = "", .pmid = "",
                                                           .year = attribute(r, attributes, "YEAR"), .line = rv_xml_line() },
                                &r->study, err);
}

static void identifier(reading *r, const char *type, const char *value)
{
    rv_foreign_study *s = &r->f->studies[r->study];

    if (strcmp(type, "DOI") == 0 && !*s->doi)
        s->doi = value;
    else if ((strcmp(type, "PUBMED") == 0 || strcmp(type, "MEDLINE") == 0) && !*s->pmid)
        s->pmid = value;
}

/* ---- Results ------------------------------------------------------------------------------------------------------------------------ */

static rv_status add(reading *r, size_t result, size_t study, const char *name, const char *as, const char *value, rv_error *err)
{
    if (!*value)
        return RV_OK;
    return rv_foreign_add_value(r->f, &(rv_foreign_value){ .study = study, .result = result, .name = name, .as = as, .value = value,
                                                           .place = rv_foreign_join(r->f, "%s, %s", r->f->results[result].place, name),
                                                           .line = rv_xml_line() }, err);
}

/* "NO" for rows without data: nobody in either group. */
static bool is_empty(const char *const *attributes)
{
    const char *one = rv_xml_attribute(attributes, "TOTAL_1"), *two = rv_xml_attribute(attributes, "TOTAL_2");
    const char *estimable = rv_xml_attribute(attributes, "ESTIMABLE");

    return estimable && strcmp(estimable, "NO") == 0 && one && two && strcmp(one, "0") == 0 && strcmp(two, "0") == 0;
}

static rv_status data_start(reading *r, int kind, const char *const *attributes, rv_error *err)
{
    const char *id = attribute(r, attributes, "STUDY_ID");
    const size_t study = rv_foreign_find(r->f, id);
    const char *element = r->where == IN_SUBGROUP && *r->subgroup_id ? r->subgroup_id : r->outcome_id;
    size_t result;
    rv_status st;

    if (study == RV_FOREIGN_NONE) {
        rv_foreign_tell(r->f, rv_xml_line(), id, "the data name a study that is not among the file's studies; the row is not taken");
        return RV_OK;
    }
    if (kind < 4 && is_empty(attributes)) {
        rv_foreign_tell(r->f, rv_xml_line(), element, "there is nobody in either group of a row; it is not taken");
        return RV_OK;
    }
    if ((st = rv_foreign_add_result(r->f, &(rv_foreign_result){
            .study = study, .key = rv_foreign_join(r->f, "%s %s", element, id), .contrast = r->comparison, .outcome = r->outcome,
            .months = "", .place = rv_foreign_join(r->f, "%s, %s", element, id), .line = rv_xml_line() }, &result, err)) != RV_OK)
        return st;
    for (int i = 0; st == RV_OK && i < RV_REVMAN_INPUTS && rv_revman_kinds[kind].inputs[i].name; i++)
        if (*rv_revman_kinds[kind].inputs[i].name)
            st = add(r, result, study, rv_revman_kinds[kind].inputs[i].name, rv_revman_kinds[kind].inputs[i].as,
                     attribute(r, attributes, rv_revman_kinds[kind].inputs[i].name), err);
    if (st == RV_OK && (st = add(r, result, study, "measure", "", r->measure, err)) == RV_OK
        && (st = add(r, result, study, "group 1", "", r->label_1, err)) == RV_OK
        && (st = add(r, result, study, "group 2", "", r->label_2, err)) == RV_OK && r->where == IN_SUBGROUP)
        st = add(r, result, study, "subgroup", "", r->subgroup, err);
    return st;
}

static void outcome_start(reading *r, int kind, const char *const *attributes)
{
    r->kind = kind;
    r->where = IN_OUTCOME;
    r->outcome = r->label_1 = r->label_2 = "";
    r->outcome_id = attribute(r, attributes, "ID");
    if (!*r->outcome_id)
        r->outcome_id = rv_foreign_join(r->f, "%s.%s", r->comparison_id, attribute(r, attributes, "NO"));
    r->measure = attribute(r, attributes, "EFFECT_MEASURE");
}

static void name_end(reading *r)
{
    const char *name = heard(r);

    if (r->where == IN_SUBGROUP)
        r->subgroup = name;
    else if (r->where == IN_OUTCOME)
        r->outcome = name;
    else if (r->where == IN_COMPARISON)
        r->comparison = name;
}

/* ---- The document ---------------------------------------------------------------------------------------------------------------------- */

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    reading *r = user;
    int kind;

    if (strcmp(name, "INCLUDED_STUDIES") == 0)
        r->included = true;
    if (r->study == RV_FOREIGN_NONE && strcmp(name, "STUDY") == 0) {
        if (r->included)
            return study_start(r, attributes, err);
        rv_foreign_tell(r->f, rv_xml_line(), "STUDY", "studies that are not included are not taken");
    }
    if (r->study != RV_FOREIGN_NONE && strcmp(name, "REFERENCE") == 0)
        r->in_reference = true;
    if (r->study != RV_FOREIGN_NONE && strcmp(name, "IDENTIFIER") == 0)
        identifier(r, attribute(r, attributes, "TYPE"), attribute(r, attributes, "VALUE"));
    if (strcmp(name, "INCLUDED_CHAR") == 0)
        snprintf(r->char_study, sizeof r->char_study, "%s", attribute(r, attributes, "STUDY_ID"));
    if (strcmp(name, "QUALITY_ITEM") == 0) {
        r->item = r->group = "";
        r->n_groups = 0;
    }
    if (strcmp(name, "QUALITY_ITEM_DATA_ENTRY_GROUP") == 0 && r->n_groups < 100) {
        r->groups[r->n_groups][0] = attribute(r, attributes, "ID");
        rv_buf_clear(&r->text);
    }
    if (strcmp(name, "QUALITY_ITEM_DATA_ENTRY") == 0) {
        const char *group = attribute(r, attributes, "GROUP_ID");
        r->item_study = rv_foreign_find(r->f, attribute(r, attributes, "STUDY_ID"));
        r->item_result = attribute(r, attributes, "RESULT");
        r->group = "";
        rv_buf_clear(&r->text);
        for (size_t i = 0; *group && i < r->n_groups; i++)
            if (strcmp(r->groups[i][0], group) == 0)
                r->group = r->groups[i][1];
    }
    if (strcmp(name, "COMPARISON") == 0) {
        r->where = IN_COMPARISON;
        r->comparison = "";
        r->comparison_id = attribute(r, attributes, "ID");
    }
    if (r->where == IN_COMPARISON && (kind = kind_of(name, "_OUTCOME")) >= 0)
        outcome_start(r, kind, attributes);
    else if (r->where == IN_OUTCOME && kind_of(name, "_SUBGROUP") == r->kind) {
        r->where = IN_SUBGROUP;
        r->subgroup = "";
        r->subgroup_id = attribute(r, attributes, "ID");
    } else if (r->where >= IN_OUTCOME && kind_of(name, "_DATA") == r->kind) {
        return data_start(r, r->kind, attributes, err);
    }
    if (strcmp(name, "NAME") == 0 || strcmp(name, "TITLE") == 0 || strcmp(name, "TI") == 0 || starts(name, "GROUP_LABEL_")
        || starts(name, "CHAR_") || strcmp(name, "DESCRIPTION") == 0)
        listen(r);
    else if (r->listening && strcmp(name, "P") == 0 && r->text.length)
        rv_buf_char(&r->text, '\n');
    return RV_OK;
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    reading *r = user;

    (void)err;
    if (r->listening)
        rv_buf_add(&r->text, text, n);
    return RV_OK;
}

/* A part of the characteristics of a study, in RevMan's words for them. */
static rv_status char_end(reading *r, const char *name, rv_error *err)
{
    static const struct { const char *element, *words; } parts[] = {
        { "CHAR_METHODS", "Methods" }, { "CHAR_PARTICIPANTS", "Participants" }, { "CHAR_INTERVENTIONS", "Interventions" },
        { "CHAR_OUTCOMES", "Outcomes" }, { "CHAR_NOTES", "Notes" },
    };
    const size_t study = rv_foreign_find(r->f, r->char_study);
    const char *text = heard(r), *words = name;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].element, name) == 0)
            words = parts[i].words;
    if (!*text || study == RV_FOREIGN_NONE)
        return RV_OK;
    return rv_foreign_add_value(r->f, &(rv_foreign_value){
        .study = study, .result = RV_FOREIGN_NONE, .name = rv_foreign_text(r->f, words), .value = text,
        .place = rv_foreign_join(r->f, "characteristics of %s, %s", r->f->studies[study].label, words), .line = rv_xml_line() }, err);
}

static rv_status entry_end(reading *r, rv_error *err)
{
    const char *said = r->item_result;

    if (r->item_study == RV_FOREIGN_NONE || !r->item || !*r->item)
        return RV_OK;
    return rv_foreign_add_judgement(r->f, &(rv_foreign_judgement){
        .study = r->item_study, .result = RV_FOREIGN_NONE,
        .domain = *r->group ? rv_foreign_join(r->f, "%s: %s", r->item, r->group) : r->item,
        .judgement = strcmp(said, "YES") == 0 ? "low" : strcmp(said, "NO") == 0 ? "high" : strcmp(said, "UNKNOWN") == 0 ? "unclear" : said,
        .support = rv_foreign_text(r->f, rv_buf_str(&r->text)), .line = rv_xml_line() }, err);
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    reading *r = user;
    rv_status st = RV_OK;

    if (strcmp(name, "STUDY") == 0)
        r->study = RV_FOREIGN_NONE;
    else if (strcmp(name, "INCLUDED_STUDIES") == 0)
        r->included = false;
    else if (strcmp(name, "REFERENCE") == 0)
        r->in_reference = false;
    else if (strcmp(name, "TI") == 0 && r->in_reference && r->study != RV_FOREIGN_NONE) {
        const char *title = heard(r);
        if (!*r->f->studies[r->study].title)
            r->f->studies[r->study].title = title;
    } else if (strcmp(name, "TITLE") == 0 && !*r->f->title)
        r->f->title = heard(r);
    else if (starts(name, "CHAR_"))
        st = char_end(r, name, err);
    else if (strcmp(name, "QUALITY_ITEM_DATA_ENTRY") == 0) {
        st = entry_end(r, err);
        r->listening = false;
    } else if (strcmp(name, "QUALITY_ITEM_DATA_ENTRY_GROUP") == 0 && r->n_groups < 100)
        r->groups[r->n_groups++][1] = heard(r);
    else if (strcmp(name, "NAME") == 0 && r->where == NOWHERE) {
        if (r->item && !*r->item)
            r->item = heard(r);
    } else if (strcmp(name, "NAME") == 0)
        name_end(r);
    else if (strcmp(name, "GROUP_LABEL_1") == 0)
        r->label_1 = heard(r);
    else if (strcmp(name, "GROUP_LABEL_2") == 0)
        r->label_2 = heard(r);
    else if (r->where == IN_SUBGROUP && kind_of(name, "_SUBGROUP") >= 0)
        r->where = IN_OUTCOME;
    else if (r->where == IN_OUTCOME && kind_of(name, "_OUTCOME") >= 0) {
        r->where = IN_COMPARISON;
        r->kind = -1;
    } else if (strcmp(name, "COMPARISON") == 0)
        r->where = NOWHERE;
    return st;
}

bool rv_revman_is(const char *bytes, size_t n)
{
    const size_t look = n < 2000 ? n : 2000;
    static const char mark[] = "<COCHRANE_REVIEW";

    for (size_t i = 0; i + sizeof mark <= look; i++)
        if (memcmp(bytes + i, mark, sizeof mark - 1) == 0)
            return true;
    return false;
}

rv_status rv_revman_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err)
{
    reading r = { .f = f, .text = RV_BUF_INIT, .study = RV_FOREIGN_NONE, .item_study = RV_FOREIGN_NONE, .kind = -1, .item = NULL,
                  .group = "", .item_result = "", .comparison = "", .comparison_id = "", .outcome = "", .outcome_id = "", .measure = "",
                  .label_1 = "", .label_2 = "", .subgroup = "", .subgroup_id = "" };
    rv_status st = rv_xml_read_bytes(name, bytes, n, &(rv_xml_handler){ .start = on_start, .text = on_text, .end = on_end }, &r, err);

    rv_buf_free(&r.text);
    if (st == RV_OK && f->memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && f->n_studies == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there is no STUDY in it; it is no RevMan file with studies", name);
    return st;
}
