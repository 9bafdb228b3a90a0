/* Rows to pool from a frame, with the field's column names. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "meta/range.h"
#include "review/meta_frame.h"

typedef struct {
    rv_frame *frame;
    int yi, spread, label, study, subgroup, left_out;   /* columns; -1 for none */
    const double *y, *s;
    bool is_se;                   /* `spread` holds standard errors */
    bool exclude;
} source;

/* The column called `name`, or the first of the usual names that is there; -1 when there is none and none was named. */
static rv_status find(const rv_frame *f, const char *name, const char *const *usual, int *column, rv_error *err)
{
    size_t c = 0;
    rv_status st = RV_OK;

    *column = -1;
    if (name) {
        if ((st = rv_frame_want(f, name, &c, err)) == RV_OK)
            *column = (int)c;
        return st;
    }
    for (; *usual && *column < 0; usual++)
        *column = rv_frame_find(f, *usual);
    return RV_OK;
}

static rv_status find_columns(source *s, const rv_meta_columns *c, rv_error *err)
{
    static const char *const yi[] = { "yi", NULL }, *const vi[] = { "vi", NULL }, *const sei[] = { "sei", NULL },
                             *const label[] = { "slab", "label", "study", "author", NULL },
                             *const study[] = { "study", "study_id", "studyid", NULL },
                             *const left_out[] = { "left_out", NULL }, *const none[] = { NULL };
    const rv_frame *const f = s->frame;
    size_t missing;
    rv_status st;

    if (c->vi && c->sei)
        return rv_fail(err, RV_EINVAL, "variances and standard errors were both named; one of them is enough");
    if ((st = find(f, c->yi, yi, &s->yi, err)) != RV_OK || (st = find(f, c->label, label, &s->label, err)) != RV_OK
        || (st = find(f, c->study, study, &s->study, err)) != RV_OK
        || (st = find(f, c->subgroup, none, &s->subgroup, err)) != RV_OK
        || (st = find(f, NULL, left_out, &s->left_out, err)) != RV_OK)
        return st;
    s->spread = -1;
    if (!c->sei && (st = find(f, c->vi, vi, &s->spread, err)) != RV_OK)
        return st;
    if (s->spread < 0) {
        s->is_se = true;
        if ((st = find(f, c->sei, sei, &s->spread, err)) != RV_OK)
            return st;
    }
    if (s->yi < 0 || s->spread < 0)
        return rv_frame_want(f, s->yi < 0 ? "yi" : "vi or sei", &missing, err);
    if (s->study < 0 && c->label)
        s->study = s->label;
    return RV_OK;
}

static const char *cell(const source *s, size_t row, int column)
{
    return column >= 0 ? rv_frame_text(s->frame, row, (size_t)column) : "";
}

static rv_status take_numbers(const source *s, size_t row, rv_meta_row *to, rv_error *err)
{
    const char *const name = rv_frame_column(s->frame, (size_t)s->spread);
    const double spread = s->s[row];
    char place[200];

    if (!(spread > 0))
        return rv_fail(err, RV_EDOMAIN, "%s: %s (column %s) is %g; it must be positive", rv_frame_place(s->frame, row, place),
                       s->is_se ? "the standard error" : "the variance", name, spread);
    to->yi = s->y[row];
    to->vi = s->is_se ? spread * spread : spread;
    if (!rv_variance_fits(to->vi))
        return rv_fail(err, RV_EDOMAIN, "%s: %s (column %s) is %g; %s must be %s", rv_frame_place(s->frame, row, place),
                       s->is_se ? "the standard error" : "the variance", name, spread, s->is_se ? "its square" : "it",
                       rv_variance_wanted(to->vi));
    if (!rv_effect_fits(to->yi))
        return rv_fail(err, RV_EDOMAIN, "%s: the effect (column %s) is %g; it must be %s", rv_frame_place(s->frame, row, place),
                       rv_frame_column(s->frame, (size_t)s->yi), to->yi, rv_effect_wanted(to->yi));
    return RV_OK;
}

static rv_status read_row(rv_meta_set *set, const source *s, size_t row, rv_error *err)
{
    char label[48], reason[160], place[200];
    rv_meta_row to = { .label = cell(s, row, s->label), .study = cell(s, row, s->study),
                       .subgroup = cell(s, row, s->subgroup), .yi = NAN, .vi = NAN,
                       .line = rv_frame_line(s->frame, row), .reason = cell(s, row, s->left_out) };
    rv_status st;

    if (!*to.label) {
        snprintf(label, sizeof label, to.line ? "line %zu" : "row %zu", to.line ? to.line : row + 1);
        to.label = label;
    }
    if (*to.reason) {
        to.excluded = true;
    } else if (isnan(s->y[row]) || isnan(s->s[row])) {
        snprintf(reason, sizeof reason, "%.100s is missing",
                 rv_frame_column(s->frame, (size_t)(isnan(s->y[row]) ? s->yi : s->spread)));
        if (!s->exclude)
            return rv_fail(err, RV_EPARSE, "%s: %s; rows without a number are left out only with missing=exclude",
                           rv_frame_place(s->frame, row, place), reason);
        to.excluded = true;
        to.reason = reason;
    } else if ((st = take_numbers(s, row, &to, err)) != RV_OK) {
        return st;
    }
    return rv_meta_set_add(set, &to, err);
}

rv_status rv_meta_set_of_frame(rv_meta_set *set, rv_frame *frame, const rv_meta_columns *columns, rv_error *err)
{
    source s = { .frame = frame, .exclude = columns->exclude_missing };
    rv_status st;

    if ((st = find_columns(&s, columns, err)) != RV_OK || (st = rv_frame_reals(frame, (size_t)s.yi, &s.y, err)) != RV_OK
        || (st = rv_frame_reals(frame, (size_t)s.spread, &s.s, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < rv_frame_rows(frame); i++)
        st = read_row(set, &s, i, err);
    return st;
}

rv_status rv_meta_set_require(rv_meta_set *set, const rv_frame *frame, const size_t *column, size_t n, bool exclude, rv_error *err)
{
    char reason[160], place[200];
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < rv_frame_rows(frame); i++)
        for (size_t c = 0; st == RV_OK && c < n && !rv_meta_set_row(set, i)->excluded; c++) {
            if (*rv_frame_text(frame, i, column[c]))
                continue;
            snprintf(reason, sizeof reason, "%.100s is missing", rv_frame_column(frame, column[c]));
            st = exclude ? rv_meta_set_exclude(set, i, reason, err)
                         : rv_fail(err, RV_EPARSE, "%s: %s; rows with gaps are left out only with missing=exclude",
                                   rv_frame_place(frame, i, place), reason);
        }
    return st;
}

rv_status rv_meta_set_read(rv_meta_set *set, const char *path, const rv_meta_columns *columns, rv_error *err)
{
    rv_frame *frame;
    rv_status st;

    if ((st = rv_frame_read(&frame, path, err)) == RV_OK)
        st = rv_meta_set_of_frame(set, frame, columns, err);
    rv_frame_free(frame);
    return st;
}
