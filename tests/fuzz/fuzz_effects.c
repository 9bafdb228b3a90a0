/*
 * Any bytes as a table of effects: it is refused with words, or each model of it has finite numbers, or says why it has none.
 */
#define _GNU_SOURCE
#include <config.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/meta_analysis.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* More rows make the search slow and find no more. */
enum { MOST_ROWS = 60 };

static void told(rv_status st, const rv_error *err)
{
    if (st != RV_OK && err->message[0] == '\0')
        abort();
}

/* What is written is JSON that can be read back: no NaN, no infinity. */
static void write(const rv_analysis *a)
{
    rv_buf text = RV_BUF_INIT;
    rv_output *to = NULL;
    json_t *json = NULL;
    rv_error err = { 0 };

    if (rv_output_memory(&to, &text, &err) != RV_OK || rv_analysis_write(to, RV_FORMAT_JSON, a, &err) != RV_OK
        || rv_output_close(to, &err) != RV_OK)
        abort();
    if (rv_json_parse("analysis", rv_buf_str(&text), strlen(rv_buf_str(&text)), &json, &err) != RV_OK)
        abort();
    json_decref(json);
    rv_buf_free(&text);
}

static void hear(void *user, const char *name, const char *text)
{
    if (strcmp(name, "no-robust-variance") == 0 && *text)
        *(bool *)user = true;
}

/* An estimate is always a number; its standard error is too, or it is said why not. */
static void check(const rv_analysis *a)
{
    bool excused = false;

    rv_analysis_tell(a, hear, &excused);
    for (size_t i = 0; i < a->p; i++) {
        const rv_meta_coef *const c = &a->coefs[i];
        if (!isfinite(c->estimate) || !(isfinite(c->se) ? c->se >= 0 : excused) || c->p < 0 || c->p > 1)
            abort();
    }
    if (a->fit.tau2 < 0 || a->fit.i2 < 0 || a->fit.i2 > 1)
        abort();
}

static void analyse(const rv_meta_set *set, const rv_analysis_options *o)
{
    rv_analysis *a = NULL;
    rv_error err = { 0 };
    const rv_status st = rv_analysis_run(&a, set, o, &err);

    told(st, &err);
    if (st == RV_OK) {
        check(a);
        write(a);
    }
    rv_analysis_free(a);
}

static void models(rv_frame *frame, bool by_se)
{
    const rv_meta_columns columns = { .yi = NULL, .vi = NULL, .sei = by_se ? "vi" : NULL, .exclude_missing = true };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = NULL;
    rv_error err = { 0 };
    rv_status st = rv_meta_set_new(&set, &err);

    if (st == RV_OK && (st = rv_meta_set_of_frame(set, frame, &columns, &err)) == RV_OK) {
        analyse(set, &o);
        o.assume_independent = true;
        o.model.test = RV_TEST_KNHA;
        analyse(set, &o);
    }
    told(st, &err);
    rv_meta_set_free(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[40];
    rv_frame *frame = NULL;
    rv_error err = { 0 };
    FILE *file = tmpfile();
    rv_status st;

    if (!file || fwrite(data, 1, size, file) != size || fflush(file) != 0)
        abort();
    snprintf(name, sizeof name, "/dev/fd/%d", fileno(file));
    st = rv_frame_read(&frame, name, &err);
    told(st, &err);
    if (st == RV_OK && (rv_frame_rows(frame) == 0 || rv_frame_columns(frame) == 0))
        abort();
    if (st == RV_OK && rv_frame_rows(frame) <= MOST_ROWS) {
        models(frame, false);
        models(frame, true);
    }
    rv_frame_free(frame);
    fclose(file);
    return 0;
}
