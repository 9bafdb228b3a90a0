/* What a forest plot refuses to draw. */
#include <config.h>

#include <math.h>

#include "plot/forest.h"

static rv_status check_row(const rv_forest *f, size_t i, rv_error *err)
{
    const rv_forest_row *row = &f->rows[i];
    const double numbers[] = { row->yi, row->ci_lo, row->ci_hi, row->pi_lo, row->pi_hi, row->weight };
    const double most = f->log_scale ? log(1e100) : 1e100;

    for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
        if (isfinite(numbers[j]) && fabs(numbers[j]) > most)
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.80s) holds %g, which is too far away to be drawn", i + 1, row->label,
                           numbers[j]);
    if (isinf(row->yi))
        return rv_fail(err, RV_EDOMAIN, "the estimate of row %zu (%.80s) is infinite", i + 1, row->label);
    if (row->ci_lo > row->ci_hi || row->pi_lo > row->pi_hi)
        return rv_fail(err, RV_EDOMAIN, "the interval of row %zu (%.80s) is upside down: its lower limit %g is above its upper "
                       "limit %g", i + 1, row->label, row->ci_lo > row->ci_hi ? row->ci_lo : row->pi_lo,
                       row->ci_lo > row->ci_hi ? row->ci_hi : row->pi_hi);
    return RV_OK;
}

rv_status rv_forest_check(const rv_forest *f, const rv_forest_options *o, rv_error *err)
{
    if (!f->n)
        return rv_fail(err, RV_EINVAL, "there are no rows to draw");
    if (!(o->width >= 40 && o->width <= 2000))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; 40 to 2000 can be had", o->width);
    if (o->style < 0 || o->style >= rv_forest_style_count())
        return rv_fail(err, RV_EINVAL, "style %d is none of the %d that there are", o->style, rv_forest_style_count());
    for (size_t i = 0; i < f->n; i++)
        if (check_row(f, i, err) != RV_OK)
            return err ? err->code : RV_EDOMAIN;
    return RV_OK;
}
