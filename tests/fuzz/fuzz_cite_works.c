/* Any bytes as CSL-JSON: refused with words, or every work has an entry and a citation in each style that comes with us, with no live
   markup. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/report_cite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const rv_cite_text *text)
{
    rv_buf html = RV_BUF_INIT;

    if (text->n == 0)
        abort();
    rv_cite_html(&html, text);
    if (strstr(rv_buf_str(&html), "<script") || strstr(rv_buf_str(&html), "<img") || strstr(rv_buf_str(&html), "href=\"javascript"))
        abort();
    rv_buf_free(&html);
}

static void list(rv_cite *cite, rv_error *err)
{
    rv_cite_text text = RV_CITE_TEXT_INIT;
    const char  *key;

    for (size_t i = 0; i < rv_cite_count(cite); i++) {
        if (rv_cite_entry_key(cite, i, &key, err) != RV_OK || rv_cite_entry(cite, i, &text, err) != RV_OK)
            abort();
        check(&text);
        if (rv_cite_cluster(cite, &(rv_cite_place){ .key = key }, 1, &text, err) != RV_OK)
            abort();
        check(&text);
    }
    rv_cite_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_error err = { 0 };

    for (const rv_cite_shipped *shipped = rv_cite_styles; shipped->name; shipped++) {
        rv_cite_style *style = NULL;
        rv_cite       *cite = NULL;

        if (rv_cite_style_open(&style, shipped->name, NULL, &err) != RV_OK || rv_cite_open(&cite, style, &err) != RV_OK)
            abort();
        if (rv_cite_add_json(cite, "fuzz", (const char *)data, size, &err) == RV_OK)
            list(cite, &err);
        else if (strncmp(err.message, "fuzz:", 5) != 0)
            abort();
        rv_cite_close(cite);
        rv_cite_style_close(style);
    }
    return 0;
}
