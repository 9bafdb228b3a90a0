/* A template filled in, in any of the formats of a report; a manuscript is one that we have. */
#include <config.h>

#include <string.h>

#include "report/refresh.h"
#include "report/template.h"

static rv_status no_words(void *user, const rv_refresh_place *place, rv_error *err)
{
    (void)user;
    (void)place;
    (void)err;
    return RV_OK;
}

/* A Word document remembers in its tags what was written, so that a refresh knows what was edited by hand, and has
   bookmarks, which programs keep that lose the tags (LibreOffice 7.4). */
static rv_status remembering(const rv_review_report *report, const char *name, rv_buf *bytes, rv_error *err)
{
    rv_buf out = RV_BUF_INIT;
    rv_refreshing r = { .report = report, .name = name, .mark = true, .place = no_words };
    rv_status st = rv_refresh_package(&r, rv_buf_str(bytes), bytes->length, &out, err);

    if (st == RV_OK) {
        rv_buf_free(bytes);
        *bytes = out;
    } else {
        rv_buf_free(&out);
    }
    return st;
}

static rv_status write_page(const rv_review_report *report, const char *name, const rv_page *page, const char *format, rv_output *out,
                            rv_error *err)
{
    const rv_page_writer *w = rv_page_writer_of(format);
    rv_buf bytes = RV_BUF_INIT;
    rv_status st = w ? w->write(page, &bytes, err) : rv_page_formats_check(format, err);

    if (st == RV_OK && strcmp(w->name, "docx") == 0)
        st = remembering(report, name, &bytes, err);
    if (st == RV_OK)
        rv_output_add(out, rv_buf_str(&bytes), bytes.length);
    rv_buf_free(&bytes);
    return st;
}

rv_status rv_review_report_fill(const rv_review_report *report, const char *name, const char *text, size_t n, const char *format,
                                rv_output *out, rv_error *err)
{
    rv_page page;
    rv_status st = rv_page_new(&page, NULL, err);

    page.docx_template = report->options.docx_template;
    if (st == RV_OK && (st = rv_template_fill(report, name, text, n, &page, err)) == RV_OK)
        st = write_page(report, name, &page, format, out, err);
    rv_page_free(&page);
    return st;
}

rv_status rv_review_report_manuscript(const rv_review_report *report, rv_output *out, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_status st = rv_template_manuscript(report, &text, err);

    if (st == RV_OK)
        rv_output_add(out, rv_buf_str(&text), text.length);
    rv_buf_free(&text);
    return st;
}
