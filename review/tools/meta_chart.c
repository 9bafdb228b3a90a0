#include <config.h>

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/meta_chart.h"

static const char *keep(meta_chart *c, const char *format, va_list args)
{
    va_list again;
    char *text;
    int n;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n < 0 || !rv_grow(&c->kept, c->n_kept, &c->kept_room, sizeof *c->kept) || !(text = malloc((size_t)n + 1))) {
        c->failed = true;
        va_end(again);
        return "";
    }
    vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return c->kept[c->n_kept++] = text;
}

const char *meta_chart_text(meta_chart *c, const char *format, ...)
{
    const char *text;
    va_list args;

    va_start(args, format);
    text = keep(c, format, args);
    va_end(args);
    return text;
}

void meta_chart_note(meta_chart *c, const char *format, ...)
{
    rv_buf words = RV_BUF_INIT;
    const char *plain;
    va_list args;

    va_start(args, format);
    plain = keep(c, format, args);
    va_end(args);
    for (const char *p = plain; *p; p++)
        if (*p == '-' && isdigit((unsigned char)p[1]) && (p == plain || !isalnum((unsigned char)p[-1])))
            rv_buf_text(&words, "\u2212");
        else
            rv_buf_char(&words, *p);
    meta_chart_row(c, RV_CHART_NOTE, meta_chart_text(c, "%s", rv_buf_str(&words)), NAN, NAN, "");
    c->failed |= words.failed;
    rv_buf_free(&words);
}

const char *meta_chart_p(meta_chart *c, double p)
{
    return p < 0.001 ? "p\u00A0<\u00A00.001" : meta_chart_text(c, "p\u00A0=\u00A0%.3f", p);
}

void meta_chart_row(meta_chart *c, rv_chart_kind kind, const char *label, double x, double y, const char *text)
{
    if (c->failed || (c->failed = !rv_grow(&c->rows, c->data.n, &c->room, sizeof *c->rows)))
        return;
    c->rows[c->data.n++] = (rv_chart_row){ kind, label, x, y, NAN, NAN, NAN, NAN, NAN, text };
    c->data.rows = c->rows;
}

rv_chart_row *meta_chart_last(meta_chart *c)
{
    return c->failed || c->data.n == 0 ? NULL : &c->rows[c->data.n - 1];
}

void meta_chart_begin(meta_chart *c, const char *figure, const meta_input *in, const rv_analysis *a)
{
    rv_chart_data *d = &c->data;
    rv_buf words = RV_BUF_INIT;
    bool log_scale = false;

    *c = (meta_chart){ .data = { "", "", "", "", "", "", NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, NULL } };
    d->figure = figure;
    d->measure = meta_measure(in, &log_scale);
    d->log_scale = log_scale;
    d->title = a->options.title ? a->options.title : "";
    rv_analysis_words(a, &words);
    d->model = meta_chart_text(c, "%s", rv_buf_str(&words));
    rv_buf_free(&words);
    d->level = a->fit.level;
    d->tau2 = a->fit.tau2;
    d->i2 = a->fit.i2;
    if (a->p != 1)
        return;
    d->estimate = a->coefs[0].estimate;
    d->ci_lo = a->coefs[0].ci_lo;
    d->ci_hi = a->coefs[0].ci_hi;
    d->pi_lo = a->fit.pi_lo;
    d->pi_hi = a->fit.pi_hi;
}

rv_status meta_chart_write(meta_chart *c, rv_error *err)
{
    rv_output *to;
    rv_status st;

    if (c->failed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_output_open(&to, asked.chart, err)) != RV_OK)
        return st;
    if ((st = rv_chart_write(to, RV_FORMAT_CSV, &c->data, err)) == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

void meta_chart_free(meta_chart *c)
{
    for (size_t i = 0; i < c->n_kept; i++)
        free(c->kept[i]);
    free(c->kept);
    free(c->rows);
    *c = (meta_chart){ 0 };
}
