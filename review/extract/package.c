/* Cochrane data packages: a ZIP archive of CSV tables, as RevMan exports them and the Cochrane Library offers them.
   NAME-data-rows.csv has a row a study and analysis, NAME-overall-estimates-and-settings.csv what each analysis is,
   NAME-study-information.csv what is said of studies, NAME-risk-of-bias.csv the judgements. They may lie in an archive within the archive. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/foreign.h"

static const size_t limit = (size_t)256 << 20;

typedef struct {
    rv_foreign *f;
    const char *name;             /* of the file */
    rv_buf  rows, settings, bias, studies;
    int     depth, opened;        /* archives within archives, and how many */
} reading;

/* What an analysis is, by "group.number". */
typedef struct { const char *id, *comparison, *outcome, *type, *measure, *label_1, *label_2; } analysis;

typedef struct { analysis *items; size_t n, room; } analyses;

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

static bool is_wanted(void *user, const char *path)
{
    (void)user;
    return ends_with(path, "-data-rows.csv") || ends_with(path, "-overall-estimates-and-settings.csv")
           || ends_with(path, "-risk-of-bias.csv") || ends_with(path, "-study-information.csv") || ends_with(path, ".zip");
}

static rv_status take_file(void *user, const char *path, const char *bytes, size_t n, rv_error *err)
{
    reading *r = user;
    rv_buf *to = ends_with(path, "-data-rows.csv") ? &r->rows : ends_with(path, "-risk-of-bias.csv") ? &r->bias
                 : ends_with(path, "-study-information.csv") ? &r->studies : &r->settings;
    rv_status st;

    if (!ends_with(path, ".zip")) {
        if (to->length)
            return rv_fail(err, RV_EPARSE, "%s: it holds two tables like %.100s; give one review at a time", r->name, path);
        rv_buf_add(to, bytes, n);
        return rv_buf_check(to, err);
    }
    if (r->depth > 0) {
        rv_foreign_tell(r->f, 0, path, "an archive within an archive within the archive; it is not opened");
        return RV_OK;
    }
    if (++r->opened > 5)
        return rv_fail(err, RV_EPARSE, "%s: it holds more than five archives; give one review at a time", r->name);
    r->depth++;
    st = rv_zip_each(r->name, bytes, n, limit, is_wanted, take_file, r, err);
    r->depth--;
    return st;
}

static const char *get(reading *r, const rv_csv *csv, const char *column)
{
    const char *text = rv_csv_get(csv, column);

    return strcmp(text, "#N/A") == 0 ? "" : rv_foreign_text(r->f, text);
}

/* ---- Settings ------------------------------------------------------------------------------------------------------------------------- */

static rv_status read_settings(reading *r, analyses *list, rv_error *err)
{
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    char name[300];
    rv_status st = RV_OK;

    if (!r->settings.length)
        return RV_OK;
    snprintf(name, sizeof name, "%.200s: overall-estimates-and-settings.csv", r->name);
    if ((st = rv_csv_open_bytes(&csv, name, r->settings.data, r->settings.length, ',', err)) == RV_OK
        && (st = rv_csv_header(csv, err)) == RV_OK)
        while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row) {
            if (list->n == 10000 || !rv_grow(&list->items, list->n, &list->room, sizeof *list->items)) {
                st = rv_fail(err, list->n == 10000 ? RV_EPARSE : RV_ENOMEM, "%s:%zu: there are more analyses than can be read", name, row->line);
                break;
            }
            list->items[list->n++] = (analysis){
                .id = rv_foreign_join(r->f, "%s.%s", get(r, csv, "Analysis group"), get(r, csv, "Analysis number")),
                .comparison = get(r, csv, "Analysis group name"), .outcome = get(r, csv, "Analysis name"),
                .type = get(r, csv, "Data type"), .measure = get(r, csv, "Effect measure"),
                .label_1 = get(r, csv, "Experimental group label"), .label_2 = get(r, csv, "Control group label") };
        }
    rv_csv_close(csv);
    return st;
}

static const analysis *find(const analyses *list, const char *id)
{
    static const analysis none = { "", "", "", "", "", "", "" };

    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].id, id) == 0)
            return &list->items[i];
    return &none;
}

/* ---- Data rows ------------------------------------------------------------------------------------------------------------------------ */

/* Columns that people filled in; `types`: first letters of the data types whose rows have them (Dichotomous, Continuous, Contrast level
   as "I", O-E and variance), so that what RevMan computed of other types is left alone. */
static const struct { const char *column, *as, *types; } inputs[] = {
    { "Experimental cases", "ai", "DO" }, { "Experimental N", "n1i", "DCIO" }, { "Control cases", "ci", "DO" },
    { "Control N", "n2i", "DCIO" },       { "Experimental mean", "m1i", "C" }, { "Experimental SD", "sd1i", "C" },
    { "Control mean", "m2i", "C" },       { "Control SD", "sd2i", "C" },       { "GIV Mean", "yi", "I" },
    { "GIV SE", "sei", "I" },             { "O-E", "oe", "O" },                { "Variance", "v", "O" },
};

static const char *const others[] = { "Analysis group", "Analysis number", "Analysis name", "Subgroup", "Subgroup number", "Study",
                                      "Study year", "CI start", "CI end", "Weight", "Footnotes", "Mean", "Analysis group name",
                                      "Applicability" };

static bool is_known(const char *column)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (strcmp(column, inputs[i].column) == 0)
            return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(column, others[i]) == 0)
            return true;
    return false;
}

static char type_letter(const analysis *a, const rv_csv *csv)
{
    if (strncmp(a->type, "Contrast", 8) == 0)
        return 'I';
    if (*a->type)
        return a->type[0];
    if (*rv_csv_get(csv, "O-E") && strcmp(rv_csv_get(csv, "O-E"), "0") != 0)
        return 'O';
    return *rv_csv_get(csv, "Experimental mean") ? 'C' : *rv_csv_get(csv, "Experimental cases") ? 'D' : 'I';
}

static rv_status find_study(reading *r, const rv_csv *csv, size_t line, size_t *study, rv_error *err)
{
    const char *label = get(r, csv, "Study");

    if ((*study = rv_foreign_find(r->f, label)) != RV_FOREIGN_NONE)
        return RV_OK;
    return rv_foreign_add_study(r->f, &(rv_foreign_study){ .id = label, .label = label, .year = get(r, csv, "Study year"), .title = "",
                                                           .doi = "", .pmid = "", .line = line }, study, err);
}

static rv_status add(reading *r, size_t result, const char *name, const char *as, const char *value, rv_error *err)
{
    const rv_foreign_result *of = &r->f->results[result];

    if (!*value)
        return RV_OK;
    return rv_foreign_add_value(r->f, &(rv_foreign_value){ .study = of->study, .result = result, .name = name, .as = as, .value = value,
                                                           .place = rv_foreign_join(r->f, "%s, %s", of->place, name),
                                                           .line = of->line }, err);
}

static rv_status take_row(reading *r, const rv_csv *csv, const analyses *list, size_t line, rv_error *err)
{
    const char *id = rv_foreign_join(r->f, "%s.%s", get(r, csv, "Analysis group"), get(r, csv, "Analysis number"));
    const analysis *a = find(list, id);
    const char *subgroup = get(r, csv, "Subgroup"), *study_label = get(r, csv, "Study");
    const char *outcome = *a->outcome ? a->outcome : get(r, csv, "Analysis name");
    const char type = type_letter(a, csv);
    size_t study, result;
    rv_status st;

    if (!*study_label)
        return rv_fail(err, RV_EPARSE, "%s: data-rows.csv:%zu: Study: the row names no study", r->name, line);
    if ((st = find_study(r, csv, line, &study, err)) != RV_OK
        || (st = rv_foreign_add_result(r->f, &(rv_foreign_result){
                .study = study, .key = rv_foreign_join(r->f, "%s%s%s %s", id, *subgroup ? " " : "", subgroup, study_label),
                .contrast = *a->comparison ? a->comparison : rv_foreign_join(r->f, "analysis group %s", get(r, csv, "Analysis group")),
                .outcome = outcome, .months = "", .place = rv_foreign_join(r->f, "data-rows.csv, analysis %s, line %zu", id, line),
                .line = line }, &result, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < sizeof inputs / sizeof *inputs; i++)
        if (strchr(inputs[i].types, type))
            st = add(r, result, inputs[i].column, inputs[i].as, get(r, csv, inputs[i].column), err);
    if (st == RV_OK && (st = add(r, result, "measure", "", a->measure, err)) == RV_OK
        && (st = add(r, result, "group 1", "", a->label_1, err)) == RV_OK && (st = add(r, result, "group 2", "", a->label_2, err)) == RV_OK
        && (st = add(r, result, "subgroup", "", subgroup, err)) == RV_OK)
        st = add(r, result, "Footnotes", "", get(r, csv, "Footnotes"), err);
    return st;
}

static rv_status read_rows(reading *r, const analyses *list, rv_error *err)
{
    static const char *const needed[] = { "Analysis group", "Analysis number", "Study" };
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    char name[300];
    rv_status st;

    snprintf(name, sizeof name, "%.200s: data-rows.csv", r->name);
    if ((st = rv_csv_open_bytes(&csv, name, r->rows.data, r->rows.length, ',', err)) == RV_OK && (st = rv_csv_header(csv, err)) == RV_OK) {
        for (size_t i = 0; st == RV_OK && i < 3; i++)
            if (rv_csv_column(csv, needed[i]) < 0)
                st = rv_fail(err, RV_EPARSE, "%s:1: the column '%s' is missing", name, needed[i]);
        for (size_t c = 0; st == RV_OK && c < rv_csv_columns(csv); c++)
            if (!is_known(rv_csv_column_name(csv, c)))
                rv_foreign_tell(r->f, 1, rv_foreign_text(r->f, rv_csv_column_name(csv, c)), "this column is not known; it is not taken");
        while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
            st = take_row(r, csv, list, row->line, err);
    }
    rv_csv_close(csv);
    return st;
}

/* ---- Risk of bias --------------------------------------------------------------------------------------------------------------------- */

static rv_status take_bias(reading *r, const rv_csv *csv, size_t line, rv_error *err)
{
    static const char mark[] = "Domain (judgement)", support[] = "Domain (support)";
    rv_status st = RV_OK;
    size_t study;

    if ((st = find_study(r, csv, line, &study, err)) != RV_OK)
        return st;
    for (size_t c = 0; st == RV_OK && c < rv_csv_columns(csv); c++) {
        const char *name = rv_csv_column_name(csv, c), *domain, *said = get(r, csv, name);
        const char *words;
        char other[300];
        if (strncmp(name, mark, sizeof mark - 1) != 0 || !*said)
            continue;
        snprintf(other, sizeof other, "%s%.250s", support, name + sizeof mark - 1);
        domain = name + sizeof mark - 1 + strspn(name + sizeof mark - 1, ": ");
        words = strncmp(said, "Low", 3) == 0 ? "low" : strncmp(said, "High", 4) == 0 ? "high" : strncmp(said, "Unclear", 7) == 0 ? "unclear" : said;
        st = rv_foreign_add_judgement(r->f, &(rv_foreign_judgement){ .study = study, .result = RV_FOREIGN_NONE,
                                                                     .domain = rv_foreign_text(r->f, domain), .judgement = words,
                                                                     .support = get(r, csv, other), .line = line }, err);
    }
    return st;
}

static rv_status read_bias(reading *r, rv_error *err)
{
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    char name[300];
    rv_status st;

    if (!r->bias.length)
        return RV_OK;
    snprintf(name, sizeof name, "%.200s: risk-of-bias.csv", r->name);
    if ((st = rv_csv_open_bytes(&csv, name, r->bias.data, r->bias.length, ',', err)) == RV_OK && (st = rv_csv_header(csv, err)) == RV_OK)
        while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row)
            if ((st = take_bias(r, csv, row->line, err)) != RV_OK)
                break;
    rv_csv_close(csv);
    return st;
}

/* ---- Studies -------------------------------------------------------------------------------------------------------------------------- */

/* Columns "Char: Participants" are what is said of a study; texts are HTML, whose tags go. */
static const char *plain(reading *r, const char *html)
{
    rv_buf text = RV_BUF_INIT;
    const char *kept;

    for (bool tag = false; *html; html++) {
        if (*html == '<' && (html[1] == '/' || (html[1] >= 'a' && html[1] <= 'z')))
            tag = true;
        if (!tag)
            rv_buf_char(&text, *html);
        if (*html == '>' && tag) {
            tag = false;
            if (text.length && text.data[text.length - 1] != ' ')
                rv_buf_char(&text, ' ');
        }
    }
    kept = rv_foreign_text(r->f, rv_buf_str(&text));
    rv_buf_free(&text);
    return kept;
}

static rv_status take_study(reading *r, const rv_csv *csv, size_t line, rv_error *err)
{
    static const char mark[] = "Char: ";
    rv_status st = RV_OK;
    size_t study;

    if (!*get(r, csv, "Study"))
        return RV_OK;
    if ((st = find_study(r, csv, line, &study, err)) != RV_OK)
        return st;
    for (size_t c = 0; st == RV_OK && c < rv_csv_columns(csv); c++) {
        const char *name = rv_csv_column_name(csv, c), *value;
        if (strncmp(name, mark, sizeof mark - 1) != 0) {
            if (strcmp(name, "Study") != 0 && *get(r, csv, name))
                rv_foreign_tell(r->f, line, rv_foreign_text(r->f, name), "of what is said of studies, this column is not taken");
            continue;
        }
        if (*(value = plain(r, rv_csv_get(csv, name))))
            st = rv_foreign_add_value(r->f, &(rv_foreign_value){
                .study = study, .result = RV_FOREIGN_NONE, .name = rv_foreign_text(r->f, name + sizeof mark - 1), .value = value,
                .place = rv_foreign_join(r->f, "study-information.csv, line %zu, %s", line, name), .line = line }, err);
    }
    return st;
}

static rv_status read_studies(reading *r, rv_error *err)
{
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    char name[300];
    rv_status st;

    if (!r->studies.length)
        return RV_OK;
    snprintf(name, sizeof name, "%.200s: study-information.csv", r->name);
    if ((st = rv_csv_open_bytes(&csv, name, r->studies.data, r->studies.length, ',', err)) == RV_OK
        && (st = rv_csv_header(csv, err)) == RV_OK)
        while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row)
            if ((st = take_study(r, csv, row->line, err)) != RV_OK)
                break;
    rv_csv_close(csv);
    return st;
}

bool rv_package_is(const char *bytes, size_t n)
{
    return rv_is_zip(bytes, n);
}

rv_status rv_package_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err)
{
    reading r = { .f = f, .name = name, .rows = RV_BUF_INIT, .settings = RV_BUF_INIT, .bias = RV_BUF_INIT,
                  .studies = RV_BUF_INIT };
    analyses list = { 0 };
    rv_status st = rv_zip_each(name, bytes, n, limit, is_wanted, take_file, &r, err);

    if (st == RV_OK && !r.rows.length)
        st = rv_fail(err, RV_EPARSE, "%s: there is no ...-data-rows.csv in it; it is no Cochrane data package of an intervention review", name);
    if (st == RV_OK && (st = read_settings(&r, &list, err)) == RV_OK && (st = read_rows(&r, &list, err)) == RV_OK
        && (st = read_studies(&r, err)) == RV_OK)
        st = read_bias(&r, err);
    if (st == RV_OK && f->memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    free(list.items);
    rv_buf_free(&r.rows);
    rv_buf_free(&r.settings);
    rv_buf_free(&r.bias);
    rv_buf_free(&r.studies);
    return st;
}
