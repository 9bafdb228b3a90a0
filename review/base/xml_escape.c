#include <config.h>

#include <string.h>

#include "review/base.h"

/* Length of the character at `text` when XML 1.0 allows it, else 0: no control characters but tab and line ends, no surrogates,
   neither U+FFFE nor U+FFFF. */
static size_t allowed(const char *text)
{
    unsigned char c = (unsigned char)*text;
    size_t        n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;

    if (n == 1)
        return c >= ' ' ? c != 0x7F : c == '\t' || c == '\n' || c == '\r';
    if (n == 0 || strnlen(text, n) < n || !rv_utf8_valid(text, n, NULL))
        return 0;
    return n == 3 && (memcmp(text, "\xEF\xBF\xBE", 3) == 0 || memcmp(text, "\xEF\xBF\xBF", 3) == 0) ? 0 : n;
}

void rv_xml_escape(rv_buf *out, const char *text)
{
    while (*text) {
        size_t n = allowed(text);

        switch (n == 1 ? *text : 0) {
        case '&':
            rv_buf_text(out, "&amp;");
            break;
        case '<':
            rv_buf_text(out, "&lt;");
            break;
        case '>':
            rv_buf_text(out, "&gt;");
            break;
        case '"':
            rv_buf_text(out, "&quot;");
            break;
        case '\'':
            rv_buf_text(out, "&#39;");
            break;
        default:
            rv_buf_add(out, n ? text : "\xEF\xBF\xBD", n ? n : 3);
        }
        text += n ? n : 1;
    }
}
