/* Any bytes as a template: refused with words that name the file, or filled in. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/report_fields.h"

#include "tests/report/bound_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = { "md", "html" };
    static rv_review_report *report;
    rv_error err = { 0 };

    if (!report)
        report = bound_report(0.2);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        rv_buf text = RV_BUF_INIT;
        rv_output *out = NULL;

        if (rv_output_memory(&out, &text, &err) != RV_OK)
            abort();
        if (rv_review_report_fill(report, "fuzz", (const char *)data, size, formats[i], out, &err) != RV_OK) {
            if (strncmp(err.message, "fuzz", 4) != 0)
                abort();
            rv_output_drop(out);
        } else if (rv_output_close(out, &err) != RV_OK || strstr(rv_buf_str(&text), "<script>alert")) {
            abort();
        }
        rv_buf_free(&text);
    }
    return 0;
}
