/* Text of users in LaTeX. */
#include <config.h>

#include <ctype.h>
#include <string.h>
#include <utf8proc.h>

#include "report/latex.h"

/* ---- Characters ------------------------------------------------------------------------------------------------------- */

static bool sign(rv_buf *out, int32_t point)
{
    const char *command = rv_latex_sign(point);

    rv_buf_text(out, command ? command : "");
    return command != NULL;
}

/* What would begin an option of the command before, or join with the next to another sign, stands in braces. */
static bool ascii(rv_buf *out, char c, char next)
{
    static const struct { char c; const char *as; } special[] = {
        { '\\', "\\textbackslash{}" }, { '{', "\\{" },              { '}', "\\}" },              { '$', "\\$" },
        { '&', "\\&" },                { '#', "\\#" },              { '_', "\\_" },              { '%', "\\%" },
        { '~', "\\textasciitilde{}" }, { '^', "\\textasciicircum{}" }, { '<', "\\textless{}" },  { '>', "\\textgreater{}" },
        { '|', "\\textbar{}" },        { '"', "\\textquotedbl{}" }, { '`', "\\textasciigrave{}" }, { '[', "{[}" },
        { '*', "{*}" },
    };

    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (c == special[i].c) {
            rv_buf_text(out, special[i].as);
            return true;
        }
    if (c < ' ' || c == 127)
        return false;
    rv_buf_char(out, c);
    if (c == next && strchr("-',", c))
        rv_buf_text(out, "{}");
    return true;
}

/* A letter of ASCII under accents that TeX has: \'{e}, \'{\^{e}}. */
static bool accented(rv_buf *out, int32_t point)
{
    static const struct { int32_t mark; char command; } accents[] = {
        { 0x300, '`' }, { 0x301, '\'' }, { 0x302, '^' }, { 0x303, '~' }, { 0x304, '=' }, { 0x306, 'u' }, { 0x307, '.' }, { 0x308, '"' },
        { 0x30A, 'r' }, { 0x30B, 'H' },  { 0x30C, 'v' }, { 0x323, 'd' }, { 0x327, 'c' }, { 0x328, 'k' }, { 0x331, 'b' },
    };
    enum { ACCENTS = sizeof accents / sizeof *accents, PARTS = 4 };
    utf8proc_int32_t part[PARTS];
    char command[PARTS];
    int boundary = 0;
    const utf8proc_ssize_t n = utf8proc_decompose_char(point, part, PARTS, UTF8PROC_DECOMPOSE, &boundary);

    if (n < 2 || n > PARTS || part[0] >= 128 || !isalpha(part[0]))
        return false;
    for (utf8proc_ssize_t i = 1; i < n; i++) {
        int k = 0;
        while (k < ACCENTS && accents[k].mark != part[i])
            k++;
        if (k == ACCENTS)
            return false;
        command[i] = accents[k].command;
    }
    for (utf8proc_ssize_t i = n; i-- > 1;)
        rv_buf_printf(out, "\\%c{", command[i]);
    rv_buf_char(out, (char)part[0]);
    for (utf8proc_ssize_t i = 1; i < n; i++)
        rv_buf_char(out, '}');
    return true;
}

static void character(rv_buf *out, int32_t point, char next)
{
    if (point >= 0 && point < 128 && ascii(out, (char)point, next))
        return;
    if (point >= 128 && (sign(out, point) || accented(out, point)))
        return;
    rv_buf_printf(out, "\\otherchar{%04X}", (unsigned)(point < 0 ? 0xFFFD : point));
}

/* ---- Text --------------------------------------------------------------------------------------------------------------- */

/* Longer words are broken at a sign, as TeX hyphenates letters alone; still longer ones after so many characters. */
enum { LONG_WORD = 14, LONGEST_WORD = 30, PIECE = 13 };

void rv_latex_text(rv_buf *out, const char *text)
{
    const char *end = text + strlen(text);
    size_t word = 0, piece = 0;
    int32_t point;

    while (text < end) {
        if (strchr(" \t\r\n", *text)) {
            rv_buf_char(out, ' ');
            text++;
            word = 0;
            continue;
        }
        if (!word) {
            word = strcspn(text, " \t\r\n");
            piece = 0;
        }
        text += rv_utf8_point(text, (size_t)(end - text), &point);
        character(out, point, text < end ? *text : '\0');
        piece++;
        if ((word > LONG_WORD && point < 128 && point > 0 && ispunct(point)) || (word > LONGEST_WORD && piece == PIECE)) {
            rv_buf_text(out, "\\allowbreak{}");
            piece = 0;
        }
    }
}

/* ---- Places and links ----------------------------------------------------------------------------------------------------- */

static void name(rv_buf *out, const char *anchor)
{
    for (const unsigned char *c = (const unsigned char *)anchor; *c; c++)
        if ((isalnum(*c) && *c < 128) || *c == '-')
            rv_buf_char(out, (char)*c);
        else
            rv_buf_printf(out, ".%02x", *c);
}

void rv_latex_target(rv_buf *out, rv_anchors *anchors, const char *anchor)
{
    if (!rv_anchors_claim(anchors, anchor))
        return;
    rv_buf_text(out, "\\hypertarget{");
    name(out, anchor);
    rv_buf_text(out, "}{}");
}

/* What an address may hold as it is; all else by its code. */
static void address(rv_buf *out, const char *target)
{
    for (const unsigned char *c = (const unsigned char *)target; *c; c++)
        if (strchr("%#&_", *c))
            rv_buf_printf(out, "\\%c", *c);
        else if (*c < 128 && (isalnum(*c) || strchr("-.:/?@!()*+,;='", *c)))
            rv_buf_char(out, (char)*c);
        else
            rv_buf_printf(out, "\\%%%02X", *c);
}

bool rv_latex_link(rv_buf *out, const rv_anchors *anchors, const char *target)
{
    if (!*target || !rv_anchors_lead(anchors, target) || rv_anchors_is_file(target))
        return false;
    rv_buf_text(out, *target == '#' ? "\\hyperlink{" : "\\href{");
    if (*target == '#')
        name(out, target + 1);
    else
        address(out, target);
    rv_buf_text(out, "}{");
    return true;
}
