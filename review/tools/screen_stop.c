/* review-screen stop: where screening stands, what can be claimed of it, and what it would cost to be surer. */
#include <config.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/plot.h"
#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen_stop.h"

enum { COSTS = 3, LEAST_RANDOM = 20 };
static const double cost_targets[COSTS] = { 0.90, 0.95, 0.99 };

/* Every number that is shown, in whatever format. */
typedef struct {
    const rv_stopping *how;
    const char     *stage, *label, *who;
    rv_screen_order screen;
    rv_stop_p       p, p_biased, p_random;
    bool            random_end;
    rv_stop_claim   claim;
    size_t          found, in_a_row[COSTS], at_random[COSTS];
    rv_stop_knee    knee;
    size_t          run;
    rv_recall       recall;
    bool            estimated;
    rv_safe_item    safe[RV_SAFE_ITEMS];
    bool            safe_met;
} standing;

/* The options of the checklist, counts as they are counted. */
static rv_status checklist(const rv_stopping *how, rv_safe_options *safe, rv_error *err)
{
    const struct { const char *name; int64_t given; size_t *to; } counts[] = {
        { "safe-run", how->safe_run, &safe->run }, { "key-papers", how->key_papers, &safe->key_papers },
        { "key-found", how->key_found, &safe->key_found }, { "switched", how->switched, &safe->switched },
        { "checked", how->checked, &safe->checked },
    };

    *safe = (rv_safe_options){ .random_share = how->safe_random, .least_share = how->safe_least, .times = how->safe_times };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].given < 0)
            return rv_fail(err, RV_EUSAGE, "--%s is %lld; it is 0 or more", counts[i].name, (long long)counts[i].given);
        *counts[i].to = (size_t)counts[i].given;
    }
    return RV_OK;
}

static rv_status compute(standing *s, rv_error *err)
{
    rv_safe_options safe;
    const rv_stop_order *o = &s->screen.order;
    const rv_stopping *how = s->how;
    rv_status st = checklist(how, &safe, err);

    if (st != RV_OK)
        return st;
    s->found = rv_stop_found(o);
    s->run = rv_stop_run_now(o);
    rv_stop_at_knee(o, &s->knee);
    s->safe_met = rv_safe_check(o, &safe, s->safe);
    if ((st = rv_stop_hypergeometric(o, how->target, 1, &s->p, err)) != RV_OK
        || (st = rv_stop_hypergeometric(o, how->target, how->bias, &s->p_biased, err)) != RV_OK
        || (st = rv_stop_claimed(o, how->confidence, 1, &s->claim, err)) != RV_OK)
        return st;
    for (int i = 0; i < COSTS && st == RV_OK; i++)
        if ((st = rv_stop_cost(o, cost_targets[i], how->confidence, 1, &s->in_a_row[i], err)) == RV_OK)
            st = rv_stop_zero_hits(s->found, o->total - o->screened, cost_targets[i], how->confidence, &s->at_random[i], err);
    if (st != RV_OK)
        return st;
    if ((st = rv_stop_random_end(o, how->target, &s->p_random, err)) != RV_OK && st != RV_ENOTFOUND)
        return st;
    s->random_end = st == RV_OK;
    st = rv_recall_of_order(o, LEAST_RANDOM, how->confidence, &s->recall, err);
    s->estimated = st == RV_OK;
    return st == RV_ENOTFOUND ? RV_OK : st;
}

/* ---- Text ---------------------------------------------------------------------------------------------------------------------- */

static const char *const states[] = { "no", "yes", "not known" };

static bool holds(const standing *s)
{
    return s->p.p < (1 - s->how->confidence) * (1 - 1e-12);
}

static void write_claim(const standing *s, rv_output *out)
{
    const double percent = 100 * s->how->confidence;

    rv_output_printf(out, "Could recall still be below %g?   p = %.4f: %s\n", s->how->target, s->p.p,
                     holds(s) ? "hardly, by this criterion" : "yes, that is not ruled out");
    if (s->how->bias != 1)
        rv_output_printf(out, "  with bias %g                    p = %.4f\n", s->how->bias, s->p_biased.p);
    if (s->random_end)
        rv_output_printf(out, "  from the last %zu alone, which came up at random: p = %.4f\n", s->p_random.urn_size, s->p_random.p);
    if (isnan(s->claim.recall))
        rv_output_printf(out, "Claimed at %g %%: nothing; no relevant record was found, and up to %zu may be left\n", percent, s->claim.missed);
    else
        rv_output_printf(out, "Claimed at %g %%: recall %.3f or more; at most %zu relevant records are left\n", percent, s->claim.recall, s->claim.missed);
}

static void write_criterion(const standing *s, rv_output *out)
{
    const size_t left = s->screen.order.total - s->screen.order.screened;

    if (!left) {
        rv_output_text(out, "Nothing is left unread: all has been found that screening finds.\n");
        return;
    }
    write_claim(s, out);
    rv_output_printf(out, "\nTo be surer, records unread (of %zu) that must all be irrelevant:\n  %-9s%12s%17s\n", left, "recall", "as ranked",
                     "in random order");
    for (int i = 0; i < COSTS; i++)
        rv_output_printf(out, "  %-9.2f%12zu%17zu\n", cost_targets[i], s->in_a_row[i], s->at_random[i]);
}

static void write_estimates(const standing *s, rv_output *out)
{
    if (!s->estimated)
        rv_output_printf(out, "\nRecall estimated: no, fewer than %d records came up at random\n", LEAST_RANDOM);
    else if (isnan(s->recall.recall))
        rv_output_printf(out, "\nRecall estimated: not defined; nothing found (%s)\n", s->recall.method);
    else
        rv_output_printf(out, "\nRecall estimated: %.3f (%.3f to %.3f), %.0f relevant records in all (%.0f to %.0f)\n  %s\n", s->recall.recall,
                         s->recall.recall_lo, s->recall.recall_hi, s->recall.total, s->recall.total_lo, s->recall.total_hi, s->recall.method);
    rv_output_printf(out, "Irrelevant in a row now: %zu\n", s->run);
    if (isnan(s->knee.rho))
        rv_output_text(out, "Knee: none yet\n");
    else
        rv_output_printf(out, "Knee: at %zu, %zu found there; slope ratio %.1f of %.0f needed%s\n", s->knee.rank, s->knee.found, s->knee.rho,
                         s->knee.threshold, s->knee.bent && !s->knee.stop ? ", but the rule asks for 1,000 screened" : "");
}

static void write_safe(const standing *s, rv_output *out)
{
    rv_output_printf(out, "\nSAFE%s\n", s->safe_met ? ": all met" : "");
    for (int i = 0; i < RV_SAFE_ITEMS; i++) {
        rv_output_printf(out, "  %d  %-9s  %s", s->safe[i].phase, states[s->safe[i].state], s->safe[i].words);
        if (!isnan(s->safe[i].value))
            rv_output_printf(out, ": %.0f", s->safe[i].value);
        if (!isnan(s->safe[i].wanted))
            rv_output_printf(out, "%s %.0f", isnan(s->safe[i].value) ? ": wanted" : ", wanted", ceil(s->safe[i].wanted));
        rv_output_text(out, "\n");
    }
}

/* What was measured of what is shown; breaks lines at blanks. */
static void write_words(rv_output *out, const char *words)
{
    enum { WIDTH = 100 };
    size_t column = 0;

    while (*words) {
        const size_t n = strcspn(words, " ");
        if (column && column + 1 + n > WIDTH) {
            rv_output_text(out, "\n");
            column = 0;
        }
        rv_output_printf(out, "%s%.*s", column ? " " : "", (int)n, words);
        column += n + (column > 0);
        words += n + (words[n] == ' ');
    }
    rv_output_text(out, "\n");
}

static rv_status write_text(const standing *s, const char *path, rv_error *err)
{
    const rv_stop_order *o = &s->screen.order;
    rv_output *out;
    rv_status st = rv_output_open(&out, path, err);

    if (st != RV_OK)
        return st;
    rv_output_printf(out, "%s: %zu of %zu screened, %zu relevant", s->stage, o->screened, o->total, s->found);
    if (s->screen.undecided)
        rv_output_printf(out, "; %zu by your vote alone so far", s->screen.undecided);
    rv_output_text(out, s->who ? "\n\n" : "; reports that are decided\n\n");
    write_criterion(s, out);
    write_estimates(s, out);
    write_safe(s, out);
    rv_output_text(out, "\n");
    write_words(out, rv_stop_words_hypergeometric);
    if (s->how->bias != 1)
        write_words(out, rv_stop_words_biased);
    write_words(out, rv_stop_words_random);
    write_words(out, rv_stop_words_run);
    write_words(out, rv_stop_words_knee);
    write_words(out, rv_stop_words_safe);
    return rv_output_close(out, err);
}

/* ---- Curve --------------------------------------------------------------------------------------------------------------------- */

/* Limits of how many there are in all: from the random sample where there is one, else what the criterion leaves open. */
static void limits(const standing *s, double *lo, double *hi)
{
    *lo = s->estimated ? s->recall.total_lo : (double)s->found;
    *hi = s->estimated ? s->recall.total_hi : (double)(s->found + s->claim.missed);
}

static rv_status fill_curve(rv_table *table, void *user, rv_error *err)
{
    const standing *s = user;
    double found = 0, lo, hi;

    (void)err;
    limits(s, &lo, &hi);
    for (size_t i = 0; i < s->screen.order.screened; i++) {
        found += s->screen.order.relevant[i];
        rv_table_int(table, (int64_t)i + 1);
        rv_table_int(table, (int64_t)found);
        rv_table_text(table, s->screen.order.random && s->screen.order.random[i] ? "yes" : "no");
        rv_table_real(table, hi > 0 ? found / hi : NAN);
        rv_table_real(table, lo > 0 ? fmin(1, found / lo) : NAN);
        rv_table_row(table);
    }
    return RV_OK;
}

static rv_status write_curve(const standing *s, const char *path, int format, rv_error *err)
{
    static const char *const columns[] = { "screened", "found", "random", "recall_lo", "recall_hi" };

    return rv_tool_table(path, format, columns, 5, fill_curve, (void *)s, err);
}

static rv_status draw(const standing *s, rv_error *err)
{
    static const rv_recall_curve_options options = RV_RECALL_CURVE_OPTIONS_INIT;
    double *ranks = malloc((s->found + 1) * sizeof *ranks);
    rv_recall_curve c = { .title = s->label, .found_at = ranks, .screened = (double)s->screen.order.screened,
                          .total = (double)s->screen.order.total, .expected = s->estimated ? s->recall.total : NAN };
    rv_buf how = RV_BUF_INIT;
    rv_scene *scene = NULL;
    rv_output *out = NULL;
    rv_status st;

    if (!ranks)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < s->screen.order.screened; i++)
        if (s->screen.order.relevant[i])
            ranks[c.n++] = (double)i + 1;
    limits(s, &c.expected_lo, &c.expected_hi);
    rv_buf_printf(&how, "at %g %% confidence (%s)", 100 * s->how->confidence, s->estimated ? s->recall.method : "hypergeometric criterion");
    c.how = rv_buf_str(&how);
    if ((st = rv_buf_check(&how, err)) == RV_OK && (st = rv_plot_recall(&scene, &c, &options, err)) == RV_OK
        && (st = rv_output_open(&out, s->how->svg, err)) == RV_OK && (st = rv_plot_write(scene, RV_PLOT_SVG, 150, out, err)) == RV_OK) {
        st = rv_output_close(out, err);
        out = NULL;
    }
    rv_output_drop(out);
    rv_scene_free(scene);
    rv_buf_free(&how);
    free(ranks);
    return st;
}

/* ---- JSON ---------------------------------------------------------------------------------------------------------------------- */

static json_t *real(double x) { return isfinite(x) ? rv_json_real(x) : json_null(); }
static json_t *whole(size_t n) { return json_integer((json_int_t)n); }

static json_t *json_costs(const standing *s)
{
    json_t *all = json_array();

    for (int i = 0; i < COSTS; i++)
        json_array_append_new(all, json_pack("{so so so}", "recall", real(cost_targets[i]), "as_ranked", whole(s->in_a_row[i]), "at_random",
                                             whole(s->at_random[i])));
    return all;
}

static json_t *json_safe(const standing *s)
{
    json_t *all = json_array();

    for (int i = 0; i < RV_SAFE_ITEMS; i++)
        json_array_append_new(all, json_pack("{si ss so so ss}", "phase", s->safe[i].phase, "item", s->safe[i].words, "value",
                                             real(s->safe[i].value), "wanted", real(s->safe[i].wanted), "met", states[s->safe[i].state]));
    return all;
}

static json_t *json_recall(const standing *s)
{
    const rv_recall *r = &s->recall;

    return !s->estimated ? json_null()
           : json_pack("{ss so s[oo] so s[oo]}", "method", r->method, "recall", real(r->recall), "recall_interval", real(r->recall_lo),
                       real(r->recall_hi), "total", real(r->total), "total_interval", real(r->total_lo), real(r->total_hi));
}

static rv_status write_json(const standing *s, const char *path, rv_error *err)
{
    const rv_stop_order *o = &s->screen.order;
    json_t *words = json_pack("{ss ss ss ss ss ss}", "hypergeometric", rv_stop_words_hypergeometric, "biased", rv_stop_words_biased, "random",
                              rv_stop_words_random, "run", rv_stop_words_run, "knee", rv_stop_words_knee, "safe", rv_stop_words_safe);
    json_t *all = json_pack("{si ss so so so so so so so so so so so so so s{so so} so so s{so so so so sb} so sb so}", "version", 1, "stage", s->stage,
                            "screened", whole(o->screened), "total", whole(o->total), "relevant", whole(s->found), "undecided",
                            whole(s->screen.undecided), "target", real(s->how->target), "confidence", real(s->how->confidence), "bias",
                            real(s->how->bias), "p", real(s->p.p), "p_biased", real(s->p_biased.p), "p_random_end", s->random_end ? real(s->p_random.p) : json_null(), "urn_size", whole(s->p.urn_size), "urn_population",
                            whole(s->p.urn_population), "k_hat", real(s->p.k_hat), "claim", "recall", real(s->claim.recall), "missed",
                            whole(s->claim.missed), "cost", json_costs(s), "irrelevant_in_a_row", whole(s->run), "knee", "rank", whole(s->knee.rank),
                            "found", whole(s->knee.found), "rho", real(s->knee.rho), "threshold", real(s->knee.threshold), "stop", s->knee.stop,
                            "recall_estimated", json_recall(s), "safe_met", s->safe_met, "safe", json_safe(s));
    rv_output *out = NULL;
    rv_status st = all && words && json_object_set(all, "measured", words) == 0 ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && (st = rv_output_open(&out, path, err)) == RV_OK && (st = rv_json_write(out, all, err)) == RV_OK) {
        st = rv_output_close(out, err);
        out = NULL;
    }
    rv_output_drop(out);
    json_decref(words);
    json_decref(all);
    return st;
}

rv_status rv_screening_stop(rv_screening *work, const rv_stopping *how, rv_error *err)
{
    standing s = { .how = how, .who = work->who, .stage = work->stage ? work->stage : work->protocol->stages[0].id };
    rv_status st;

    if ((st = rv_screen_order_load(&s.screen, work->store, work->protocol, s.stage, work->who, err)) != RV_OK)
        return st;
    s.label = rv_protocol_stage(work->protocol, s.stage)->label;
    if ((st = compute(&s, err)) == RV_OK)
        st = work->format == RV_FORMAT_TEXT ? write_text(&s, work->output, err)
             : work->format == RV_FORMAT_JSON ? write_json(&s, work->output, err) : write_curve(&s, work->output, work->format, err);
    if (st == RV_OK && how->svg)
        st = draw(&s, err);
    rv_screen_order_free(&s.screen);
    return st;
}
