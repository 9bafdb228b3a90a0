/* A style and works, for tests of citations. */
#ifndef TESTS_REPORT_CITE_SUPPORT_H
#define TESTS_REPORT_CITE_SUPPORT_H

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/report_cite.h"

typedef struct {
    rv_cite_style *style;
    rv_cite       *cite;
    rv_buf         out;
} citing;

static inline citing *begin_citing(const char *style, const char *json)
{
    citing  *c = calloc(1, sizeof *c);
    rv_error err = { 0 };

    assert_non_null(c);
    if ((*style == '<' ? rv_cite_style_parse(&c->style, "test.csl", style, strlen(style), NULL, &err)
                       : rv_cite_style_open(&c->style, style, NULL, &err)) != RV_OK
        || rv_cite_open(&c->cite, c->style, &err) != RV_OK || rv_cite_add_json(c->cite, "test.json", json, strlen(json), &err) != RV_OK)
        fail_msg("%s", err.message);
    return c;
}

static inline void end_citing(citing *c)
{
    rv_cite_close(c->cite);
    rv_cite_style_close(c->style);
    rv_buf_free(&c->out);
    free(c);
}

/* A style of these layouts. */
#define STYLE(attributes, before, citation, bibliography) \
    "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='in-text' " attributes ">" before \
    "<citation><layout>" citation "</layout></citation><bibliography><layout>" bibliography "</layout></bibliography></style>"

/* Entry i in a format; lives until the next call. */
static inline const char *entry_as(citing *c, size_t i, void (*write)(rv_buf *out, const rv_cite_text *text))
{
    rv_cite_text text = RV_CITE_TEXT_INIT;
    rv_error     err = { 0 };

    if (rv_cite_entry(c->cite, i, &text, &err) != RV_OK)
        fail_msg("%s", err.message);
    rv_buf_clear(&c->out);
    write(&c->out, &text);
    rv_cite_text_free(&text);
    return rv_buf_str(&c->out);
}

static inline const char *entry(citing *c, size_t i)
{
    return entry_as(c, i, rv_cite_plain);
}

/* The entry of a key. */
static inline const char *entry_of(citing *c, const char *wanted, void (*write)(rv_buf *out, const rv_cite_text *text))
{
    rv_error    err = { 0 };
    const char *key;

    for (size_t i = 0; i < rv_cite_count(c->cite); i++) {
        assert_int_equal(rv_cite_entry_key(c->cite, i, &key, &err), RV_OK);
        if (strcmp(key, wanted) == 0)
            return entry_as(c, i, write);
    }
    fail_msg("no entry %s", wanted);
    return NULL;
}

static inline const char *citation(citing *c, const rv_cite_place *places, size_t n)
{
    rv_cite_text text = RV_CITE_TEXT_INIT;
    rv_error     err = { 0 };

    if (rv_cite_cluster(c->cite, places, n, &text, &err) != RV_OK)
        fail_msg("%s", err.message);
    rv_buf_clear(&c->out);
    rv_cite_plain(&c->out, &text);
    rv_cite_text_free(&text);
    return rv_buf_str(&c->out);
}

/* A citation of these keys. */
static inline const char *cited(citing *c, const char *a, const char *b, const char *d, const char *e)
{
    const rv_cite_place places[] = { { .key = a }, { .key = b }, { .key = d }, { .key = e } };

    return citation(c, places, 1 + (b != NULL) + (d != NULL) + (e != NULL));
}

#endif
