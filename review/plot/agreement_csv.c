/* The table of agreement by period. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/meta_frame.h"
#include "review/plot_screening.h"

/* What rv_agreement_course_read() hands out, and the memory behind it. */
typedef struct {
    rv_agreement_course  course;
    rv_agreement_period *period;
    rv_frame            *frame;
} owned;

void rv_agreement_course_free(rv_agreement_course *course)
{
    owned *own = (owned *)course;

    if (!own)
        return;
    free(own->period);
    rv_frame_free(own->frame);
    free(own);
}

enum { REPORTS, KAPPA, KAPPA_LO, KAPPA_HI, AC1, AC1_LO, AC1_HI, COLUMNS };
static const char *const names[COLUMNS] = { "reports", "kappa", "kappa_lo", "kappa_hi", "ac1", "ac1_lo", "ac1_hi" };

static rv_status find(const owned *own, const double *x[COLUMNS], rv_error *err)
{
    for (int c = 0; c < COLUMNS; c++) {
        int at = rv_frame_find(own->frame, names[c]);
        rv_status st;
        if (at < 0 && c == REPORTS)
            at = rv_frame_find(own->frame, "n");
        if (at < 0 && c <= KAPPA)
            return rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; agreement by period has reports, kappa, and perhaps period, kappa_lo, "
                           "kappa_hi, ac1, ac1_lo, ac1_hi", rv_frame_file(own->frame), names[c]);
        x[c] = NULL;
        if (at >= 0 && (st = rv_frame_reals(own->frame, (size_t)at, &x[c], err)) != RV_OK)
            return st;
    }
    return RV_OK;
}

/* What is wrong with the period, if anything. */
static rv_status check(const owned *own, size_t i, rv_error *err)
{
    const rv_agreement_period *p = &own->period[i];
    const double three[2][3] = { { p->kappa, p->kappa_lo, p->kappa_hi }, { p->ac1, p->ac1_lo, p->ac1_hi } };
    char place[200];

    if (!(p->n > 0 && p->n < 1e12))
        return rv_fail(err, RV_EPARSE, "%s: there are %g reports; each period has one or more", rv_frame_place(own->frame, i, place), p->n);
    for (int k = 0; k < 2; k++) {
        if (fabs(three[k][0]) > 1)
            return rv_fail(err, RV_EPARSE, "%s: %s is %g; it is -1 to 1", rv_frame_place(own->frame, i, place), names[k ? AC1 : KAPPA], three[k][0]);
        if (three[k][1] > three[k][0] || three[k][2] < three[k][0])
            return rv_fail(err, RV_EPARSE, "%s: %s is %g, outside its limits %g to %g", rv_frame_place(own->frame, i, place),
                           names[k ? AC1 : KAPPA], three[k][0], three[k][1], three[k][2]);
    }
    return RV_OK;
}

static rv_status fill(owned *own, rv_error *err)
{
    const size_t n = rv_frame_rows(own->frame);
    const int name = rv_frame_find(own->frame, "period");
    const double *x[COLUMNS];
    rv_status st = find(own, x, err);

    if (st != RV_OK)
        return st;
    if (!(own->period = calloc(n + 1, sizeof *own->period)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", n);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        double at[COLUMNS];
        for (int c = 0; c < COLUMNS; c++)
            at[c] = x[c] ? x[c][i] : NAN;
        own->period[i] = (rv_agreement_period){ name < 0 ? "" : rv_frame_text(own->frame, i, (size_t)name), at[REPORTS], at[KAPPA], at[KAPPA_LO],
                                                at[KAPPA_HI], at[AC1], at[AC1_LO], at[AC1_HI] };
        st = check(own, i, err);
    }
    own->course = (rv_agreement_course){ "", n, own->period };
    return st;
}

rv_status rv_agreement_course_read(rv_agreement_course **out, const char *path, rv_error *err)
{
    owned *own = calloc(1, sizeof *own);
    rv_status st = own ? rv_frame_read(&own->frame, path, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = NULL;
    if (st == RV_OK)
        st = fill(own, err);
    if (st == RV_OK)
        *out = &own->course;
    else
        rv_agreement_course_free(own ? &own->course : NULL);
    return st;
}
