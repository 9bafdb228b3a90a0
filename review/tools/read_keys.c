#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tools/read.h"
#include "tools/terminal.h"

/* A letter, what it does, how the key line says it (NULL: not there), and how the help does. `rank` orders what stays on a narrow key
   line; of full texts alone: `full_text`. */
static const struct {
    char        letter;
    rv_read_do  what;
    const char *shown, *help;
    int         rank;
    bool        full_text;
} keys[] = {
    { 'i', RV_DO_INCLUDE, "i include", "include", 0, false },
    { 'e', RV_DO_EXCLUDE, "e exclude", "exclude: then choose the reasons, several if you like, and Enter", 0, false },
    { 'u', RV_DO_UNSURE, "u unsure", "unsure", 0, false },
    { 'l', RV_DO_LATER, "l later", "later: put it off; it comes again at the end", 1, false },
    { 'w', RV_DO_AWAITING, "w awaiting", "the full text awaits assessment (asked for, to be translated)", 2, true },
    { 'x', RV_DO_UNOBTAINABLE, "x no text", "the full text is unobtainable", 2, true },
    { 'z', RV_DO_UNDO, "z undo", "undo: take the last decision back; again, the one before", 1, false },
    { 'n', RV_DO_NOTE, "n note", "a note, kept with the decision", 3, false },
    { 't', RV_DO_LABEL, "t label", "put a label on, or take it off", 5, false },
    { 'a', RV_DO_ABSTRACT, "a abstract", "type or paste the abstract, or edit it with $VISUAL or $EDITOR", 6, false },
    { 'c', RV_DO_CRITERIA, "c criteria", "the criteria in full", 4, false },
    { 'd', RV_DO_TWINS, "d duplicates", "near-duplicates that nobody has looked at yet", 7, false },
    { 'o', RV_DO_WHERE, "o where", "where the full text is: links and attached files", 6, false },
    { '?', RV_DO_HELP, "? help", "this help", 0, false },
    { 'q', RV_DO_QUIT, "q quit", "quit; everything decided is kept already", 0, false },
};
enum { KEYS = sizeof keys / sizeof *keys };

static const struct { int key; rv_read_do what; } moves[] = {
    { ' ', RV_DO_PAGE_DOWN }, { RV_KEY_PAGE_DOWN, RV_DO_PAGE_DOWN }, { 'b', RV_DO_PAGE_UP }, { RV_KEY_PAGE_UP, RV_DO_PAGE_UP },
    { 'j', RV_DO_DOWN }, { RV_KEY_DOWN, RV_DO_DOWN }, { 'k', RV_DO_UP }, { RV_KEY_UP, RV_DO_UP },
    { RV_KEY_HOME, RV_DO_TOP }, { 'g', RV_DO_TOP }, { RV_KEY_LAST, RV_DO_BOTTOM }, { 'G', RV_DO_BOTTOM },
};

rv_read_do rv_read_key(int key, bool full_text)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].key == key)
            return moves[i].what;
    for (size_t i = 0; i < KEYS; i++)
        if (key > 0 && key < 0x80 && tolower(key) == keys[i].letter && (full_text || !keys[i].full_text))
            return keys[i].what;
    return key == RV_KEY_END ? RV_DO_QUIT : RV_DO_NOTHING;
}

/* ---- What is shown of them ------------------------------------------------------------------------------------------------------- */

/* `tight`: one blank between, and the digits of the reasons are left to the reasons' own line. */
static size_t line_of_rank(rv_buf *out, int rank, bool tight, size_t n_reasons, bool full_text)
{
    const size_t blanks = tight ? 1 : 2;
    size_t columns = 0;

    rv_buf_clear(out);
    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].rank > rank || (keys[i].full_text && !full_text))
            continue;
        columns += (out->length ? blanks : 0) + strlen(keys[i].shown);
        rv_buf_printf(out, "%*s%s", out->length ? (int)blanks : 0, "", keys[i].shown);
        if (keys[i].what == RV_DO_EXCLUDE && n_reasons && !tight) {
            char digits[32];
            columns += (size_t)snprintf(digits, sizeof digits, n_reasons > 1 ? " (1-%zu)" : " (1)", n_reasons < 10 ? n_reasons : (size_t)9);
            rv_buf_text(out, digits);
        }
    }
    return columns;
}

void rv_read_keys_line(rv_buf *out, size_t width, size_t n_reasons, bool full_text)
{
    static const struct { int rank; bool tight; } tries[] = { { 8, false }, { 7, false }, { 6, false }, { 5, false }, { 4, false }, { 3, false },
                                                              { 3, true }, { 2, false }, { 2, true }, { 1, true }, { 0, true } };
    enum { TRIES = sizeof tries / sizeof *tries };
    rv_buf line = RV_BUF_INIT;
    size_t i = 0;

    while (i < TRIES && line_of_rank(&line, tries[i].rank, tries[i].tight, n_reasons, full_text) > width)
        i++;
    rv_buf_text(out, i < TRIES ? rv_buf_str(&line) : width > 12 ? "? help  q quit" : "?");
    rv_buf_free(&line);
}

void rv_read_keys_help(rv_buf *out, bool full_text)
{
    rv_buf_text(out, "1 2 ...  exclude for that reason, at once\n");
    for (size_t i = 0; i < KEYS; i++)
        if (full_text || !keys[i].full_text)
            rv_buf_printf(out, "%c  %s\n", keys[i].letter, keys[i].help);
    rv_buf_text(out, "space b  a page down, up (also Page Down, Page Up)\n"
                     "j k  a line down, up (also the arrows); Home, End\n"
                     "Escape  leaves what was begun\n");
}

/* ---- Reasons ------------------------------------------------------------------------------------------------------------------------ */

static const char reason_keys[] = "1234567890abcdefghijklmnopqrstuvwxyz";

char rv_reason_key(size_t i)
{
    return i < sizeof reason_keys - 1 ? reason_keys[i] : 0;
}

int rv_reason_of_key(int key, size_t n_reasons)
{
    const char *at = key > 0 && key < 0x80 ? strchr(reason_keys, key) : NULL;

    return at && *at && (size_t)(at - reason_keys) < n_reasons ? (int)(at - reason_keys) : -1;
}
