/* From starts to the highest maximum of the likelihood. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

enum { STEPS = 200 };
static const double LAST_STEP = 1e-9;       /* in standard errors */
static const double SAME_PLACE = 1e-3;      /* in standard errors: two searches met */

/* ---- Starts --------------------------------------------------------------------------------------------------------- */

/* What the effects vary beyond their sampling variances, roughly. */
static double total_variance(const rv_mixed_layout *l)
{
    const size_t c = l->p + 1;
    double squares = 0, sampling = 0;

    for (size_t i = 0; i < l->k; i++)
        squares += l->xy[i * c + l->p] * l->xy[i * c + l->p];
    for (size_t b = 0; b < l->cells; b++)
        for (size_t i = 0, m = l->cell_start[b + 1] - l->cell_start[b]; i < m; i++)
            sampling += l->s[l->s_at[b] + i * m + i];
    squares /= (double)(l->k - l->p);
    sampling /= (double)l->k;
    return fmax(squares - sampling, 0.1 * fmax(fmin(squares, 1), 1e-3));
}

/* A negative correlation that all levels of a group can have. */
static double lowest_start(const rv_mixed_cov *c)
{
    return c->kind == RV_MIXED_CAR ? 0.1 : c->kind == RV_MIXED_AR || c->kind == RV_MIXED_HAR ? -0.8
                                         : -0.8 / (double)(c->most > 2 ? c->most - 1 : 1);
}

/* Each variance of part j is share[j], each correlation rho (nearer to 0 where the structure needs it). */
static rv_status start_at(const rv_mixed *m, const double *share, double rho, double *psi, rv_error *err)
{
    const rv_mixed_layout *l = &m->layout;
    double *theta = calloc(l->params + 1, sizeof *theta);
    rv_status st = theta ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t j = 0; st == RV_OK && j < l->parts; j++) {
        for (size_t i = l->first[j]; i < l->first[j + 1]; i++) {
            theta[i] = share[j];
            if (m->param[i].correlation)
                theta[i] = l->cov[j].kind == RV_MIXED_UN ? fmax(0, rho) / 2 : fmax(rho, lowest_start(&l->cov[j]));
        }
        st = rv_mixed_psi(&l->cov[j], m->data.part[j].name, theta + l->first[j], psi + l->first[j], err);
    }
    for (size_t i = 0; st == RV_OK && i < l->params; i++)
        psi[i] = fmin(fmax(psi[i], m->lo[i]), m->hi[i]);
    free(theta);
    return st;
}

static bool curved(const rv_mixed_layout *l)
{
    for (size_t j = 0; j < l->parts; j++)
        if (!rv_mixed_linear(&l->cov[j]))
            return true;
    return false;
}

/* Start number n; false after the last. */
static bool start(const rv_mixed *m, size_t n, double total, double *share, double *psi, rv_status *st, rv_error *err)
{
    const size_t parts = m->layout.parts;
    const bool bent = curved(&m->layout);
    double rho = 0.5;

    for (size_t j = 0; j < parts; j++)
        share[j] = total / (double)parts;
    if (n == 1)
        for (size_t j = 0; j < parts; j++)
            share[j] = rv_mixed_linear(&m->layout.cov[j]) ? 0 : 0.01 * total;
    else if (n >= 2 && n < 2 + parts && parts > 1)
        for (size_t j = 0; j < parts; j++)
            share[j] = j == n - 2 ? total : 0.02 * total;
    else if (n >= 2) {
        static const double rhos[] = { -0.4, 0.9, 0.1 };
        const size_t r = n - 2 - (parts > 1 ? parts : 0);
        if (!bent || r >= 3)
            return false;
        rho = rhos[r];
    }
    *st = start_at(m, share, rho, psi, err);
    return true;
}

/* ---- The search ----------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_mixed *m;
    bool    known;                /* a maximum was found before */
    double  best;
    double *psi, *information;    /* of it */
} hunt;

/* Looks, and stops where a search has come to the maximum that is known. */
static rv_status look(const double *psi, double *value, double *gradient, double *hessian, double *information, void *data,
                      rv_error *err)
{
    hunt *h = data;
    const size_t n = h->m->layout.params;
    const rv_status st = rv_mixed_look(psi, value, gradient, hessian, information, &h->m->likelihood, err);
    double distance = 0;

    if (st != RV_OK || !h->known || !gradient)
        return st;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            distance += (psi[i] - h->psi[i]) * h->information[i * n + j] * (psi[j] - h->psi[j]);
    return distance < SAME_PLACE && fabs(*value - h->best) < SAME_PLACE ? RV_EEXIST : st;
}

/* The maximum's information for the hunt: the model's own is overwritten by each look. */
static rv_status remember(hunt *h, const double *psi, const rv_maximum *top, rv_error *err)
{
    const size_t n = h->m->layout.params;
    double value, *g = calloc(n + n * n + 1, sizeof *g);
    const rv_status st = g ? rv_mixed_look(psi, &value, g, g + n, h->information, &h->m->likelihood, err)
                           : rv_fail(err, RV_ENOMEM, "out of memory");

    free(g);
    memcpy(h->psi, psi, n * sizeof *psi);
    h->best = top->value;
    h->known = st == RV_OK;
    h->m->fit.gradient = top->slope;
    h->m->fit.notes &= ~(unsigned)RV_MIXED_NOTE_FLAT;
    if (top->flat)
        h->m->fit.notes |= RV_MIXED_NOTE_FLAT;
    return st;
}

/* What the slope promises to gain, slope^2 / 2 with slopes per standard error, is nothing, or below what the value is known to. */
static bool arrived(const rv_maximum *top)
{
    return top->slope * top->slope / 2 <= 1e-10 + 1e-13 * fabs(top->value);
}

/* One search from psi. A search that does not arrive is no failure as long as another does. */
static rv_status climb(hunt *h, double *psi, rv_error *trouble, rv_error *err)
{
    rv_mixed *m = h->m;
    rv_maximum top;
    rv_status st = rv_maximise(look, h, m->layout.params, m->lo, m->hi, LAST_STEP, STEPS, psi, &top, trouble);

    m->fit.iterations += top.iterations;
    m->fit.starts++;
    if (st == RV_EEXIST)
        return RV_OK;
    if (st == RV_ENOCONV && arrived(&top))   /* it circled within rounding */
        st = RV_OK;
    if (st != RV_OK || !arrived(&top)) {
        if (st == RV_OK)
            (void)rv_fail(trouble, RV_ENOCONV, "the slope is still %g", top.slope);
        return st == RV_ENOMEM ? rv_fail(err, st, "%s", trouble->message) : RV_OK;
    }
    if (h->known && fabs(top.value - h->best) > 1e-6)
        m->fit.notes |= RV_MIXED_NOTE_SEVERAL;
    return !h->known || top.value > h->best ? remember(h, psi, &top, err) : RV_OK;
}

static bool nothing_free(const rv_mixed *m)
{
    for (size_t i = 0; i < m->layout.params; i++)
        if (m->lo[i] < m->hi[i])
            return false;
    return true;
}

static rv_status hunt_down(rv_mixed *m, double total, double *room, rv_error *err)
{
    const size_t n = m->layout.params;
    double *share = room, *psi = share + m->layout.parts, *theta = psi + 4 * n;
    hunt h = { .m = m, .psi = psi + n, .information = m->information };
    rv_error trouble = { .message = "" };
    rv_status st = RV_OK;

    if (m->options.start) {
        for (size_t j = 0; st == RV_OK && j < m->layout.parts; j++) {
            for (size_t i = m->layout.first[j]; i < m->layout.first[j + 1]; i++)
                theta[i] = m->options.start[i] / (m->param[i].correlation ? 1 : m->layout.scale);
            st = rv_mixed_psi(&m->layout.cov[j], m->data.part[j].name, theta + m->layout.first[j], psi + m->layout.first[j], err);
        }
        if (st == RV_OK)
            st = climb(&h, psi, &trouble, err);
    }
    for (size_t i = 0; st == RV_OK && start(m, i, total, share, psi, &st, err) && st == RV_OK; i++)
        st = climb(&h, psi, &trouble, err);
    if (st != RV_OK)
        return st;
    if (!h.known)
        return rv_fail(err, RV_ENOCONV, "no maximum of the likelihood was found from %zu starts: %s", m->fit.starts, trouble.message);
    memcpy(m->psi, h.psi, n * sizeof *m->psi);
    return RV_OK;
}

/* Correlations of CS and HCS from where the random effects have a covariance; false when they all were already. */
static bool keep_proper(rv_mixed *m)
{
    bool changed = false;

    for (size_t i = 0; i < m->layout.params; i++) {
        const rv_mixed_cov *c = &m->layout.cov[m->param[i].part];
        const double least = c->most > 2 ? -1.0 / (double)(c->most - 1) : -1;
        if (!m->param[i].correlation || (c->kind != RV_MIXED_CS && c->kind != RV_MIXED_HCS) || m->lo[i] >= least
            || m->lo[i] == m->hi[i])
            continue;
        m->lo[i] = least;
        changed = true;
    }
    return changed;
}

rv_status rv_mixed_search(rv_mixed *m, rv_error *err)
{
    const rv_mixed_layout *l = &m->layout;
    const double total = total_variance(l);
    double *room = calloc(l->parts + 5 * l->params + 1, sizeof *room);
    rv_status st = room ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", l->params);

    for (size_t j = 0; st == RV_OK && j < l->parts; j++)
        st = rv_mixed_leave_out_by_count(m, j, err);
    for (size_t j = 0; st == RV_OK && j < l->parts; j++)
        room[j] = total / (double)l->parts;
    if (st == RV_OK && (st = start_at(m, room, 0.2, m->psi, err)) == RV_OK && (st = rv_mixed_leave_out_by_look(m, err)) == RV_OK)
        for (size_t i = 0; i < l->params; i++)
            m->psi[i] = fmin(fmax(m->psi[i], m->lo[i]), m->hi[i]);
    if (st == RV_OK && !nothing_free(m))
        st = hunt_down(m, total, room, err);
    /* Where V alone bounds a correlation, the likelihood may rise without end towards a singular V. */
    if (st == RV_ENOCONV && keep_proper(m))
        st = hunt_down(m, total, room, err);
    free(room);
    return st;
}
