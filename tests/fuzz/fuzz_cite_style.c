/* Any bytes as a style: it is refused with words that name it, or works are cited and listed by it, or it is told to take too much. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/report_cite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char works[] =
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"A \\\"quoted\\\" <i>title</i>?\",\"author\":[{\"family\":\"van der Berg\","
    "\"given\":\"Jean-Luc A.\"},{\"literal\":\"Department\"},{\"family\":\"Li\",\"given\":\"W\",\"suffix\":\"Jr.\"}],\"issued\":"
    "{\"date-parts\":[[2008,5,4],[2009,6]]},\"container-title\":\"J\",\"volume\":\"1-2\",\"page\":\"101-8\",\"DOI\":\"10.1/x\"},"
    "{\"id\":\"b\",\"type\":\"chapter\",\"editor\":[{\"family\":\"E\"}],\"translator\":[{\"family\":\"E\"}],\"issued\":{\"raw\":\"in press\"}},"
    "{\"id\":\"c\"},{\"id\":\"d\",\"type\":\"book\",\"title\":\"T\",\"edition\":2,\"issued\":{\"date-parts\":[[2008]]},"
    "\"author\":[{\"family\":\"Berg\",\"given\":\"J\"}],\"URL\":\"javascript:x\"}]";

static void write_all(const rv_cite_text *text)
{
    rv_buf out = RV_BUF_INIT;

    for (size_t i = 0; i < text->n; i++)
        if (!rv_utf8_valid(text->runs[i].text, strlen(text->runs[i].text), NULL)
            || (text->runs[i].link && strncmp(text->runs[i].link, "javascript", 10) == 0))
            abort();
    rv_cite_plain(&out, text);
    rv_cite_html(&out, text);
    rv_cite_markdown(&out, text);
    rv_buf_free(&out);
}

static void use(rv_cite *cite, bool lists, rv_error *err)
{
    const rv_cite_place places[] = { { .key = "a", .locator = "12", .label = "page" }, { .key = "d" }, { .key = "b", .prefix = "see " },
                                     { .key = "a" } };
    rv_cite_text        text = RV_CITE_TEXT_INIT;

    for (size_t n = 1; n <= 4; n++)
        if (rv_cite_cluster(cite, places, n, &text, err) == RV_OK)
            write_all(&text);
        else if (err->code != RV_EDOMAIN)
            abort();
    for (size_t i = 0; lists && i < 4; i++)
        if (rv_cite_entry(cite, i, &text, err) == RV_OK)
            write_all(&text);
        else if (err->code != RV_EDOMAIN)
            abort();
    rv_cite_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_cite_style *style = NULL;
    rv_cite       *cite = NULL;
    rv_error       err = { 0 };

    if (rv_cite_style_parse(&style, "fuzz", (const char *)data, size, NULL, &err) != RV_OK) {
        if (style || strncmp(err.message, "fuzz:", 5) != 0)
            abort();
        return 0;
    }
    if (rv_cite_open(&cite, style, &err) != RV_OK || rv_cite_add_json(cite, "works", works, strlen(works), &err) != RV_OK)
        abort();
    use(cite, rv_cite_style_lists(style), &err);
    rv_cite_close(cite);
    rv_cite_style_close(style);
    return 0;
}
