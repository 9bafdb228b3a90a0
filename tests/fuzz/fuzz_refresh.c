/* Any bytes as a manuscript, or, where they are no archive, as the text of one: refused with words that name the file, or brought up to
   date, which a second time changes nothing. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/report_refresh.h"

#include "report/docx_inside.h"
#include "tests/report/bound_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rv_status seen(void *user, const rv_refresh_place *place, rv_error *err)
{
    (void)user;
    (void)err;
    if (!place->key || !place->old || !place->now || !place->note || !place->was || !rv_refresh_states[place->state])
        abort();
    return RV_OK;
}

/* The bytes as the text of a document that is sound else. */
static void wrap(const uint8_t *data, size_t size, rv_buf *out)
{
    static const char relations[] =
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='p' Type="
        "'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image' Target='media/p.png'/></Relationships>";
    rv_error err;
    rv_zip *zip = NULL;

    if (rv_docx_package(NULL, &zip, &err) != RV_OK || rv_zip_set(zip, "word/document.xml", (const char *)data, size, &err) != RV_OK
        || rv_zip_set(zip, "word/media/p.png", "p", 1, &err) != RV_OK
        || rv_zip_set(zip, "word/_rels/document.xml.rels", relations, sizeof relations - 1, &err) != RV_OK
        || rv_zip_write(zip, out, &err) != RV_OK)
        abort();
    rv_zip_free(zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rv_review_report *report;
    rv_buf bytes = RV_BUF_INIT, once = RV_BUF_INIT, twice = RV_BUF_INIT;
    rv_error err = { 0 };

    if (!report)
        report = bound_report(0.2);
    if (rv_is_zip((const char *)data, size))
        rv_buf_add(&bytes, (const char *)data, size);
    else
        wrap(data, size, &bytes);
    if (rv_review_report_refresh(report, "fuzz", rv_buf_str(&bytes), bytes.length, &once, seen, NULL, &err) != RV_OK) {
        if (strncmp(err.message, "fuzz", 4) != 0)
            abort();
    } else if (rv_review_report_refresh(report, "fuzz", rv_buf_str(&once), once.length, &twice, seen, NULL, &err) != RV_OK
               || once.length != twice.length || memcmp(once.data, twice.data, once.length) != 0) {
        abort();
    }
    rv_buf_free(&bytes);
    rv_buf_free(&once);
    rv_buf_free(&twice);
    return 0;
}
