/* Text of users in Markdown. */
#include <config.h>

#include <ctype.h>
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
        if (strchr("\\`*_[]<>#|~$", *c) || (*c == '&' && (isalpha((unsigned char)c[1]) || c[1] == '#')))
            rv_buf_char(out, '\\');
        rv_buf_char(out, *c);
    }
    rv_buf_free(&shown);
}

void rv_markdown_line(rv_buf *out, const char *text)
{
    size_t digits;

    text += strspn(text, " \t\r\n");
    digits = strspn(text, "0123456789");
    rv_buf_add(out, text, digits);
    text += digits;
    if (*text && strchr(digits ? ".)" : "-+=", *text))
        rv_buf_char(out, '\\');
    rv_markdown_text(out, text);
}
