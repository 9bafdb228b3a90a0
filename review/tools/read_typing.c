#include <config.h>

#include <string.h>

#include "tools/read.h"
#include "tools/terminal.h"

enum { CTRL_A = 1, CTRL_E = 5, CTRL_H = 8, CTRL_U = 21, CTRL_W = 23, DELETE = 127 };

void rv_typing_begin(rv_typing *typing, const char *text)
{
    rv_buf_clear(&typing->text);
    rv_buf_text(&typing->text, text);
    typing->at = typing->text.length;
    typing->pasting = false;
}

static size_t before(const rv_typing *t)
{
    size_t at = t->at;

    while (at && ((unsigned char)t->text.data[--at] & 0xC0) == 0x80)
        ;
    return at;
}

static size_t after(const rv_typing *t)
{
    size_t at = t->at;

    if (at < t->text.length)
        for (at++; at < t->text.length && ((unsigned char)t->text.data[at] & 0xC0) == 0x80; at++)
            ;
    return at;
}

static void cut(rv_typing *t, size_t from, size_t to)
{
    if (from == to)
        return;
    memmove(t->text.data + from, t->text.data + to, t->text.length - to + 1);
    t->text.length -= to - from;
    t->at = from;
}

static void insert(rv_typing *t, int point)
{
    char bytes[4];
    const size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4, tail = t->text.length - t->at;

    for (size_t i = n; i-- > 1; point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(n == 1 ? point : (0xF0 << (4 - n) & 0xFF) | point);
    rv_buf_add(&t->text, bytes, n);              /* room; then everything in its place */
    if (t->text.failed)
        return;
    memmove(t->text.data + t->at + n, t->text.data + t->at, tail);
    memcpy(t->text.data + t->at, bytes, n);
    t->at += n;
}

static size_t word_before(const rv_typing *t)
{
    size_t at = t->at;

    while (at && t->text.data[at - 1] == ' ')
        at--;
    while (at && t->text.data[at - 1] != ' ')
        at--;
    return at;
}

rv_typing_end rv_typing_key(rv_typing *t, int key)
{
    if (key == RV_KEY_PASTE || key == RV_KEY_PASTED)
        t->pasting = key == RV_KEY_PASTE;
    else if (key == '\n' && !t->pasting)
        return RV_TYPING_DONE;
    else if (key == RV_KEY_ESCAPE || key == RV_KEY_END)
        return RV_TYPING_LEFT;
    else if (key == RV_KEY_LEFT)
        t->at = before(t);
    else if (key == RV_KEY_RIGHT)
        t->at = after(t);
    else if (key == RV_KEY_HOME || key == CTRL_A)
        t->at = 0;
    else if (key == RV_KEY_LAST || key == CTRL_E)
        t->at = t->text.length;
    else if (key == DELETE || key == CTRL_H)
        cut(t, before(t), t->at);
    else if (key == RV_KEY_DELETE)
        cut(t, t->at, after(t));
    else if (key == CTRL_U)
        cut(t, 0, t->text.length);
    else if (key == CTRL_W)
        cut(t, word_before(t), t->at);
    else if (key >= ' ' || (t->pasting && (key == '\n' || key == '\t')))
        insert(t, key < ' ' ? ' ' : key);
    return RV_TYPING_GOES_ON;
}

void rv_typing_show(const rv_typing *t, size_t width, rv_buf *out, size_t *column)
{
    const char *text = rv_buf_str(&t->text);
    rv_buf part = RV_BUF_INIT;
    size_t from = 0, used = 0;

    /* So much before the place of typing as fits, leaving a column for the cursor itself. */
    rv_buf_add(&part, text, t->at);
    while (from < t->at && rv_utf8_width(rv_buf_str(&part) + from) + 1 > width)
        for (from++; from < t->at && ((unsigned char)text[from] & 0xC0) == 0x80; from++)
            ;
    *column = t->at ? rv_utf8_width(rv_buf_str(&part) + from) : 0;
    for (size_t at = from, n; at < t->text.length; at += n) {
        char one[8] = "";
        for (n = 1; at + n < t->text.length && n < 7 && ((unsigned char)text[at + n] & 0xC0) == 0x80; n++)
            ;
        memcpy(one, text + at, n);
        if ((used += rv_utf8_width(one)) > width)
            break;
        rv_buf_add(out, text + at, n);
    }
    rv_buf_free(&part);
}

void rv_typing_free(rv_typing *typing)
{
    rv_buf_free(&typing->text);
}
