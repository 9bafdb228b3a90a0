/* A formatted text as plain text, HTML and Markdown. */
#include <config.h>

#include <string.h>

#include "review/report_cite.h"

/* What stands left of the column is parted from it by a blank, and what has a line of its own by a line break. */
static const char *between(const rv_cite_text *text, size_t i)
{
    const rv_cite_display now = text->runs[i].display, before = i ? text->runs[i - 1].display : now;
    const char           *last = i ? text->runs[i - 1].text : "";
    const size_t          n = strlen(last);

    if (now == before || i == 0)
        return "";
    if (now == RV_CITE_BLOCK || now == RV_CITE_INDENT || before == RV_CITE_BLOCK || before == RV_CITE_INDENT)
        return "\n";
    return before == RV_CITE_LEFT_MARGIN && n && last[n - 1] != ' ' && *text->runs[i].text != ' ' ? " " : "";
}

void rv_cite_plain(rv_buf *out, const rv_cite_text *text)
{
    for (size_t i = 0; i < text->n; i++) {
        rv_buf_text(out, between(text, i));
        rv_buf_text(out, text->runs[i].text);
    }
}

typedef struct {
    unsigned    bit;
    const char *opens, *closes;
} marking;

static const marking html[] = {
    { RV_CITE_ITALIC, "<em>", "</em>" },      { RV_CITE_BOLD, "<strong>", "</strong>" },
    { RV_CITE_SUPERSCRIPT, "<sup>", "</sup>" }, { RV_CITE_SUBSCRIPT, "<sub>", "</sub>" },
    { RV_CITE_SMALL_CAPS, "<span class=\"small-caps\">", "</span>" }, { RV_CITE_UNDERLINE, "<u>", "</u>" },
};
static const marking markdown[] = {
    { RV_CITE_BOLD, "**", "**" },             { RV_CITE_ITALIC, "*", "*" },
    { RV_CITE_SUPERSCRIPT, "<sup>", "</sup>" }, { RV_CITE_SUBSCRIPT, "<sub>", "</sub>" },
};

void rv_cite_html(rv_buf *out, const rv_cite_text *text)
{
    enum { KINDS = sizeof html / sizeof *html };

    for (size_t i = 0; i < text->n; i++) {
        const rv_cite_run *run = &text->runs[i];

        rv_buf_text(out, *between(text, i) == '\n' ? "<br>" : between(text, i));
        if (run->link) {
            rv_buf_text(out, "<a href=\"");
            rv_xml_escape(out, run->link);
            rv_buf_text(out, "\">");
        }
        for (int k = 0; k < KINDS; k++)
            rv_buf_text(out, run->style & html[k].bit ? html[k].opens : "");
        rv_xml_escape(out, run->text);
        for (int k = KINDS; k-- > 0;)
            rv_buf_text(out, run->style & html[k].bit ? html[k].closes : "");
        rv_buf_text(out, run->link ? "</a>" : "");
    }
}

/* Every character that Markdown could take for more than itself. At the beginning of an entry a number with a point would be a list. */
static void escape_markdown(rv_buf *out, const char *bytes, size_t n, bool begins)
{
    for (size_t i = 0; i < n; i++) {
        const bool list = begins && ((i == 0 && strchr("+-", bytes[i]))
                                     || (i && strspn(bytes, "0123456789") == i && strchr(".)", bytes[i])));

        if (strchr("\\`*_{}[]<>#|~&$^", bytes[i]) || list)
            rv_buf_char(out, '\\');
        rv_buf_char(out, bytes[i]);
    }
}

/* An address within <...>. */
static void markdown_address(rv_buf *out, const char *link)
{
    for (; *link; link++)
        if (strchr("<>\\ \n", *link))
            rv_buf_printf(out, "%%%02X", (unsigned char)*link);
        else
            rv_buf_char(out, *link);
}

/* Emphasis does not hold when a blank stands just within its marks. */
static void markdown_run(rv_buf *out, const rv_cite_run *run, bool begins)
{
    enum { KINDS = sizeof markdown / sizeof *markdown };
    const char  *text = run->text;
    const size_t all = strlen(text), before = strspn(text, " ");
    size_t       end = all;

    while (end > before && text[end - 1] == ' ')
        end--;
    rv_buf_add(out, text, before);
    rv_buf_text(out, run->link ? "[" : "");
    for (int k = 0; k < KINDS && end > before; k++)
        rv_buf_text(out, run->style & markdown[k].bit ? markdown[k].opens : "");
    escape_markdown(out, text + before, end - before, begins && before == 0);
    for (int k = KINDS; k-- > 0 && end > before;)
        rv_buf_text(out, run->style & markdown[k].bit ? markdown[k].closes : "");
    if (run->link) {
        rv_buf_text(out, "](<");
        markdown_address(out, run->link);
        rv_buf_text(out, ">)");
    }
    rv_buf_add(out, text + end, all - end);
}

void rv_cite_markdown(rv_buf *out, const rv_cite_text *text)
{
    for (size_t i = 0; i < text->n; i++) {
        rv_buf_text(out, *between(text, i) == '\n' ? "  \n" : between(text, i));
        markdown_run(out, &text->runs[i], i == 0);
    }
}
