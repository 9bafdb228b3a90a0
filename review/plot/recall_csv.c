/* The recall curve as review-screen stop writes it. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/meta_frame.h"
#include "review/plot_screening.h"

static const double MOST_FOUND = 1e7;

/* What rv_recall_read() hands out, and the memory behind it. */
typedef struct {
    rv_recall_curve curve;
    double         *found_at;
    rv_frame       *frame;
} owned;

void rv_recall_free(rv_recall_curve *curve)
{
    owned *own = (owned *)curve;

    if (!own)
        return;
    free(own->found_at);
    rv_frame_free(own->frame);
    free(own);
}

static rv_status numbers(const owned *own, const char *name, bool needed, const double **x, rv_error *err)
{
    const int at = rv_frame_find(own->frame, name);

    *x = NULL;
    if (at >= 0)
        return rv_frame_reals(own->frame, (size_t)at, x, err);
    return needed ? rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; a recall curve has screened, found, and perhaps recall_lo, recall_hi",
                            rv_frame_file(own->frame), name)
                  : RV_OK;
}

/* Ranks at which records were found. Rows may leave out records: then what was found between two rows was found last. */
static rv_status steps(owned *own, const double *screened, const double *found, rv_error *err)
{
    const size_t n = rv_frame_rows(own->frame);
    double rank = 0, so_far = 0;
    char place[200];

    if (!(found[n - 1] >= 0 && found[n - 1] <= MOST_FOUND))
        return rv_fail(err, RV_EPARSE, "%s: found is %g; it must be a whole number from 0 to %g", rv_frame_place(own->frame, n - 1, place), found[n - 1],
                       MOST_FOUND);
    if (!(own->found_at = calloc((size_t)found[n - 1] + 1, sizeof *own->found_at)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %g records", found[n - 1]);
    for (size_t i = 0; i < n; i++) {
        if (!(screened[i] > rank && screened[i] == rint(screened[i]) && screened[i] < 1e12))
            return rv_fail(err, RV_EPARSE, "%s: screened is %g after %g; whole numbers must rise", rv_frame_place(own->frame, i, place), screened[i], rank);
        if (!(found[i] >= so_far && found[i] == rint(found[i]) && found[i] - so_far <= screened[i] - rank && found[i] <= found[n - 1]))
            return rv_fail(err, RV_EPARSE, "%s: found is %g after %g, with %g records more; it cannot fall, nor rise by more", rv_frame_place(own->frame, i, place),
                           found[i], so_far, screened[i] - rank);
        for (double k = so_far; k < found[i]; k++)
            own->found_at[own->curve.n++] = screened[i] - (found[i] - k - 1);
        rank = screened[i];
        so_far = found[i];
    }
    own->curve.screened = rank;
    return RV_OK;
}

static rv_status fill(owned *own, double total, rv_error *err)
{
    const size_t last = rv_frame_rows(own->frame) - 1;
    const double *screened, *found, *lo, *hi;
    rv_status st;

    if ((st = numbers(own, "screened", true, &screened, err)) != RV_OK || (st = numbers(own, "found", true, &found, err)) != RV_OK
        || (st = numbers(own, "recall_lo", false, &lo, err)) != RV_OK || (st = numbers(own, "recall_hi", false, &hi, err)) != RV_OK
        || (st = steps(own, screened, found, err)) != RV_OK)
        return st;
    own->curve.title = own->curve.how = "";
    own->curve.found_at = own->found_at;
    own->curve.total = isnan(total) ? own->curve.screened : total;
    own->curve.expected = own->curve.expected_lo = own->curve.expected_hi = NAN;
    if (lo && hi && lo[last] > 0 && hi[last] > 0) {
        if (lo[last] > hi[last] || hi[last] > 1)
            return rv_fail(err, RV_EPARSE, "%s: recall is %g to %g in the last row; the limits rise, up to 1", rv_frame_file(own->frame), lo[last], hi[last]);
        own->curve.expected_lo = found[last] / hi[last];
        own->curve.expected_hi = found[last] / lo[last];
    }
    return RV_OK;
}

rv_status rv_recall_read(rv_recall_curve **out, const char *path, double total, rv_error *err)
{
    owned *own = calloc(1, sizeof *own);
    rv_status st = own ? rv_frame_read(&own->frame, path, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = NULL;
    if (st == RV_OK)
        st = fill(own, total, err);
    if (st == RV_OK)
        *out = &own->curve;
    else
        rv_recall_free(own ? &own->curve : NULL);
    return st;
}
