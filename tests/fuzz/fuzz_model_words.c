/*
 * Any text as what is asked of a model: line 1 moderators, 2 values to predict at, 3 a contrast, 4 random effects, 5 their structure.
 * Each is refused with words, or gives finite numbers.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/meta_analysis.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 5, ROWS = 8, COLUMNS = 6 };

static const char *const names[COLUMNS] = { "yi", "vi", "year", "alloc", "study", "a b" };
static const char *const cells[ROWS][COLUMNS] = {
    { "0.1", "0.04", "1990", "random", "s1", "1" },      { "0.5", "0.02", "1991", "alternate", "s1", "2" },
    { "-0.2", "0.09", "1995", "random", "s2", "1" },     { "0.8", "0.05", "1999", "systematic", "s3", "2" },
    { "0.3", "0.01", "1993", "alternate", "s3", "3" },   { "0.05", "0.03", "2001", "random", "s4", "1" },
    { "0.4", "0.03", "2003", "systematic", "s5", "2" },  { "0.2", "0.02", "1990", "random", "s5", "4" },
};
static const size_t row[ROWS] = { 0, 1, 2, 3, 4, 5, 6, 7 };

static bool good(rv_status st, const rv_error *err)
{
    if (st != RV_OK && err->message[0] == '\0')
        abort();
    return st == RV_OK;
}

static void all_finite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            abort();
}

static void moderators(rv_frame *frame, char *const *line)
{
    const rv_design_options how = RV_DESIGN_OPTIONS_INIT;
    rv_model_formula *f = NULL;
    rv_design *d = NULL;
    rv_error err = { 0 };

    if (good(rv_model_formula_parse(&f, line[0], &err), &err)
        && good(rv_design_make(&d, f, frame, row, ROWS, &how, &err), &err)) {
        double *const x = calloc(d->p + 1, sizeof *x);
        if (!x || d->k != ROWS)
            abort();
        all_finite(d->x, d->k * d->p);
        if (good(rv_design_at(d, line[1], x, &err), &err))
            all_finite(x, d->p);
        if (good(rv_contrast_parse(line[2], d->names, d->p, x, &err), &err))
            all_finite(x, d->p);
        free(x);
    }
    rv_design_free(d);
    rv_model_formula_free(f);
}

static void random_effects(rv_frame *frame, char *const *line)
{
    const char *const formula = line[3], *const structure = line[4];
    rv_random_effects *r = NULL;
    rv_error err = { 0 };

    if (good(rv_random_effects_make(&r, &formula, 1, &structure, *structure != '\0', frame, row, ROWS, &err), &err)) {
        const rv_mixed_data *const d = rv_random_effects_parts(r);
        if (d->parts == 0)
            abort();
        for (size_t i = 0; i < d->parts; i++)
            for (size_t k = 0; k < ROWS; k++)
                if (d->part[i].group[k] >= d->part[i].groups || (d->part[i].inner && d->part[i].inner[k] >= d->part[i].inners))
                    abort();
    }
    rv_random_effects_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *const text = malloc(size + 1), *line[LINES];
    rv_frame *frame = NULL;
    rv_error err = { 0 };

    if (!text || rv_frame_new(&frame, "fuzz", names, COLUMNS, &err) != RV_OK)
        abort();
    for (size_t i = 0; i < ROWS; i++)
        if (rv_frame_add(frame, cells[i], COLUMNS, i + 2, &err) != RV_OK)
            abort();
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    line[0] = text;
    for (int i = 1; i < LINES; i++) {
        char *const end = strchr(line[i - 1], '\n');
        line[i] = end ? end + 1 : text + size;
        if (end)
            *end = '\0';
    }
    moderators(frame, line);
    random_effects(frame, line);
    rv_frame_free(frame);
    free(text);
    return 0;
}
