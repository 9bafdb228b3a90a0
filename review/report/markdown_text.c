/* Text of users in Markdown. */
#include <config.h>

#include <string.h>

#include "report/grid.h"

void rv_markdown_text(rv_buf *out, const char *text)
{
    rv_buf shown = RV_BUF_INIT;

    for (size_t n; *text; text += n + (text[n] != '\0')) {
        n = strcspn(text, "\r\n");
        rv_utf8_printable(&shown, text, n);
        if (text[n])
            rv_buf_char(&shown, ' ');
    }
    for (const char *c = rv_buf_str(&shown); *c; c++) {
        if (strchr("\\`*_[]<>#|", *c))
            rv_buf_char(out, '\\');
        rv_buf_char(out, *c);
    }
    rv_buf_free(&shown);
}
