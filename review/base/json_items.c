#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

enum {
    CHUNK  = 1 << 18,
    DEPTH  = 256,
    FRAMES = 4,            /* objects entered on the way to a place */
    VALUES = 400000,       /* in one element: what a parser makes of them is bounded by it */
    PATH   = 128
};
static const size_t nowhere = (size_t)-1;

/* An object that was entered because a place may be in it, or because it may be an element itself. */
typedef struct {
    size_t   start;        /* in the window */
    uint64_t offset;
    size_t   line, path;   /* length of its path */
    int      place;
    bool     element;      /* it is one when nothing is found in it */
} frame;

struct rv_json_items {
    rv_input          *in;
    const char        *charset;
    const char *const *places;
    size_t             unit, limit;
    rv_status          status;
    rv_error           err;

    char    *window, *wide;
    size_t   at, end, room, wide_left;
    size_t   keep, hold;   /* what must stay in the window: an element from its beginning; a name being read */
    bool     finished;
    size_t   marked;       /* how far in the window offset and line were counted */
    uint64_t offset;
    size_t   line;

    enum { TOP, ELEMENTS, MEMBERS, OVER } state;
    frame    frames[FRAMES];
    size_t   n_frames;
    char     path[PATH];
    int      place;        /* of the elements being read */
    size_t   commas;       /* since the element before */
    bool     any;          /* element in this array */
    bool     told_list;

    size_t   values;
    bool     lost, deep;   /* of the value being passed: too long to keep; nested too deep */
};

/* ---- The window --------------------------------------------------------------------------------------------------------- */

/* Counts own bytes and lines up to `to`. */
static void mark(rv_json_items *s, size_t to)
{
    const char *p = s->window + s->marked, *end = s->window + to;

    if (to <= s->marked)
        return;
    s->offset += rv_wide_bytes(s->charset, p, (size_t)(end - p));
    while ((p = memchr(p, '\n', (size_t)(end - p)))) {
        s->line++;
        p++;
    }
    s->marked = to;
}

static bool fail(rv_json_items *s, rv_status status)
{
    s->status = status;
    s->finished = true;
    return false;
}

/* Moves what is still needed to the front, and makes room for `n` more bytes. */
static bool make_room(rv_json_items *s, size_t n)
{
    size_t from = s->keep < s->hold ? s->keep : s->hold, i;
    char  *window;

    from = from < s->at ? from : s->at;
    if (s->end + n <= s->room)
        return true;
    if (from > 0) {
        mark(s, from);
        s->end -= from;
        s->at -= from;
        s->marked -= from;
        s->keep = s->keep == nowhere ? nowhere : s->keep - from;
        s->hold = s->hold == nowhere ? nowhere : s->hold - from;
        for (i = 0; i < s->n_frames; i++)
            s->frames[i].start = s->frames[i].start < from ? 0 : s->frames[i].start - from;
        memmove(s->window, s->window + from, s->end);
    }
    if (s->end + n <= s->room)
        return true;
    if (!(window = realloc(s->window, 2 * s->room)))
        return fail(s, rv_fail(&s->err, RV_ENOMEM, "out of memory reading %s", rv_input_name(s->in)));
    s->window = window;
    s->room *= 2;
    return true;
}

/* Reads more; false at the end. What is kept too long is let go. */
static bool more(rv_json_items *s)
{
    size_t    got = 0, used;
    rv_status st;

    if (s->finished)
        return false;
    if (s->keep != nowhere && s->end - s->keep > s->limit) {
        s->keep = nowhere;
        s->lost = true;
    }
    if (s->unit == 1) {
        if (!make_room(s, CHUNK))
            return false;
        if ((st = rv_input_read(s->in, s->window + s->end, CHUNK, &got, &s->err)) != RV_OK)
            return fail(s, st);
        s->finished = got == 0;
        s->end += got;
        return got > 0;
    }
    do {
        if (!make_room(s, 2 * CHUNK))
            return false;
        if ((st = rv_input_read(s->in, s->wide + s->wide_left, CHUNK - s->wide_left, &got, &s->err)) != RV_OK)
            return fail(s, st);
        s->finished = got == 0;
        s->wide_left += got;
        got = rv_wide_decode(s->charset, s->wide, s->wide_left, s->finished, s->window + s->end, &used);
        s->end += got;
        s->wide_left -= used;
        memmove(s->wide, s->wide + used, s->wide_left);
    } while (got == 0 && !s->finished);
    return got > 0;
}

/* ---- Values, passed over ------------------------------------------------------------------------------------------------ */

typedef enum { WHOLE, CUT, BROKEN } passed;    /* BROKEN: another element begins where none can */

/* Bytes before the first quote or backslash. */
static size_t plain(const char *s, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    uint64_t       word;
    size_t         i = 0;

    for (; i + sizeof word <= n; i += sizeof word) {
        uint64_t quote, slash;

        memcpy(&word, s + i, sizeof word);
        quote = word ^ ones * '"';
        slash = word ^ ones * '\\';
        if ((((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & high)
            break;
    }
    while (i < n && s[i] != '"' && s[i] != '\\')
        i++;
    return i;
}

/* `at` is behind the opening quote, then behind the closing one. */
static passed pass_string(rv_json_items *s)
{
    for (;;) {
        s->at += plain(s->window + s->at, s->end - s->at);
        if (s->at < s->end && s->window[s->at] == '"') {
            s->at++;
            return WHOLE;
        }
        if (s->end - s->at < 2) {                       /* nothing, or a backslash without what it escapes */
            if (!more(s)) {
                s->at = s->end;
                return CUT;
            }
            continue;
        }
        s->at += 2;
    }
}

/* `at` is at a slash, then behind the comment that it begins. JSON has none, people write them. */
static void pass_comment(rv_json_items *s)
{
    bool line, star = false;

    s->at++;
    if (s->at == s->end && !more(s))
        return;
    line = s->window[s->at] == '/';
    if (!line && s->window[s->at] != '*')
        return;
    for (s->at++; s->at < s->end || more(s); s->at++) {
        char c = s->window[s->at];

        if (line ? c == '\n' : star && c == '/') {
            s->at++;
            return;
        }
        star = c == '*';
    }
}

/* `at` is at the opening bracket, then behind the closing one. */
static passed pass_nested(rv_json_items *s)
{
    size_t depth = s->n_frames;
    char   last = ':';                                  /* what stands before, blanks aside */

    s->values = 0;
    while (s->at < s->end || more(s)) {
        char c = s->window[s->at++];

        switch (c) {
        case '"':
            if (pass_string(s) == CUT)
                return CUT;
            break;
        case '{': case '[':
            if (c == '{' && last != ':' && last != ',' && last != '[' && s->at > 1 && s->window[s->at - 2] == '\n') {
                s->at--;
                return BROKEN;
            }
            s->values++;
            if (++depth > DEPTH)
                s->deep = true;
            break;
        case '}': case ']':
            if (--depth == s->n_frames)
                return WHOLE;
            break;
        case ',':
            s->values++;
            break;
        case '/':
            s->at--;
            pass_comment(s);
            continue;
        case ' ': case '\t': case '\n': case '\r':
            continue;
        default:
            break;
        }
        last = c;
    }
    return CUT;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A number or a word; at least one byte. */
static void pass_word(rv_json_items *s)
{
    do
        s->at++;
    while ((s->at < s->end || more(s)) && !is_blank(s->window[s->at]) && !strchr(",:{}[]\"/", s->window[s->at]));
}

static passed pass_value(rv_json_items *s)
{
    char c = s->window[s->at];

    s->lost = s->deep = false;
    s->values = 0;
    if (c == '{' || c == '[')
        return pass_nested(s);
    if (c == '"') {
        s->at++;
        return pass_string(s);
    }
    pass_word(s);
    return WHOLE;
}

/* Passes blanks; the character behind them, or 0 at the end. */
static char next_char(rv_json_items *s)
{
    for (;;) {
        while (s->at < s->end && is_blank(s->window[s->at]))
            s->at++;
        if (s->at < s->end)
            return s->window[s->at] ? s->window[s->at] : '?';
        if (!more(s))
            return 0;
    }
}

/* ---- What is handed out --------------------------------------------------------------------------------------------------- */

static void give_fault(rv_json_items *s, rv_json_item *item, const char *fault, const char *words)
{
    mark(s, s->at);
    *item = (rv_json_item){ .offset = s->offset, .end = s->offset, .line = s->line, .place = -1, .fault = fault, .words = words };
}

/* The value from window `start` to here, or what kept it from being one. */
static void give(rv_json_items *s, rv_json_item *item, size_t start, uint64_t offset, size_t line, int place)
{
    mark(s, s->at);
    *item = (rv_json_item){ .offset = offset, .end = s->offset, .line = line, .place = place };
    if (s->deep) {
        item->fault = "depth";
        item->words = "brackets are nested deeper than 256";
    } else if (s->lost || s->at - start > s->limit || s->values > VALUES) {
        item->fault = "json-too-long";
        item->words = "the element is longer than can be read";
    } else {
        item->bytes = s->window + start;
        item->n = s->at - start;
    }
    s->keep = nowhere;
}

static void found_something(rv_json_items *s)
{
    size_t i;

    for (i = 0; i < s->n_frames; i++)
        s->frames[i].element = false;
    s->keep = nowhere;
}

static void leave_frames(rv_json_items *s)
{
    s->n_frames = 0;
    s->keep = nowhere;
    s->state = TOP;
}

/* After the value that stood here was cut off, or another began within it. */
static void give_broken(rv_json_items *s, rv_json_item *item, passed how, uint64_t offset, size_t line)
{
    bool deep = s->deep;

    mark(s, s->at);
    *item = (rv_json_item){ .offset = offset, .end = s->offset, .line = line, .place = -1 };
    item->fault = deep ? "depth" : "json-malformed";
    item->words = deep ? "brackets are nested deeper than 256" : how == CUT ? "the file ends within an element"
                  : "an element is not closed before the next begins";
    s->keep = nowhere;
}

/* ---- Where elements stand ------------------------------------------------------------------------------------------------- */

/* The place whose name is `path`, or -1; `*inside`: one of the names begins with it. */
static int place_of(const rv_json_items *s, const char *path, size_t n, bool *inside)
{
    int found = -1, i;

    *inside = false;
    for (i = 0; s->places[i]; i++) {
        if (strncmp(s->places[i], path, n) != 0)
            continue;
        if (s->places[i][n] == '\0')
            found = i;
        else if (s->places[i][n] == '.')
            *inside = true;
    }
    return found;
}

static void enter(rv_json_items *s, size_t path, int place, bool element)
{
    mark(s, s->at);
    s->frames[s->n_frames++] = (frame){ s->at, s->offset, s->line, path, place, element };
    if (element && s->keep == nowhere && s->n_frames == 1)
        s->keep = s->at;
    s->at++;
    s->state = MEMBERS;
}

/* At the end of the object entered last: true when it is an element itself. */
static bool leave(rv_json_items *s, rv_json_item *item)
{
    frame f = s->frames[--s->n_frames];

    s->at++;
    if (s->n_frames == 0)
        s->state = TOP;
    if (!f.element) {
        if (s->n_frames == 0)
            s->keep = nowhere;
        return false;
    }
    s->deep = false;
    s->lost = s->keep == nowhere;
    give(s, item, f.start, f.offset, f.line, f.place);
    found_something(s);
    return true;
}

/* A member's value begins at `at`; the name is the `n` bytes at `name` of the path behind the frame's. True when `item` was filled. */
static bool member(rv_json_items *s, size_t path, rv_json_item *item)
{
    bool   inside = false;
    int    place = path ? place_of(s, s->path, path, &inside) : -1;
    char   c = s->window[s->at];
    size_t values = s->values;
    passed how;

    if (c == '[' && place >= 0) {
        found_something(s);
        s->at++;
        s->state = ELEMENTS;
        s->place = place;
        s->commas = 0;
        s->any = false;
        return false;
    }
    if (c == '{' && (place >= 0 || inside) && s->n_frames < FRAMES) {
        enter(s, path, place, place >= 0 && s->frames[0].element);
        return false;
    }
    how = pass_value(s);
    s->values += values + 1;
    if (how == WHOLE && !s->deep)
        return false;
    give_broken(s, item, how, s->frames[0].offset, s->frames[0].line);
    if (how == WHOLE)
        found_something(s);
    else
        leave_frames(s);
    return true;
}

/* Reads a member's name into the path; the path's length, 0 when it cannot be one of a place's. A name is never longer than what is
   kept: a text without an end is let go with it. */
static size_t read_name(rv_json_items *s, bool *cut)
{
    size_t      n = s->frames[s->n_frames - 1].path, length;
    const char *name;

    s->hold = s->at++;
    *cut = pass_string(s) == CUT;
    name = s->window + s->hold + 1;
    length = s->at - s->hold - 2;
    s->hold = nowhere;
    if (*cut || length == 0 || n + length + 2 > PATH || memchr(name, '\\', length) || memchr(name, '\0', length))
        return 0;
    if (n > 0)
        s->path[n++] = '.';
    memcpy(s->path + n, name, length);
    return n + length;
}

static bool step_members(rv_json_items *s, rv_json_item *item)
{
    char   c = next_char(s);
    bool   cut;
    size_t path;

    if (c == 0) {
        give_broken(s, item, CUT, s->frames[0].offset, s->frames[0].line);
        leave_frames(s);
        s->state = OVER;
        return true;
    }
    if (c == '}')
        return leave(s, item);
    if (c == '"') {
        path = read_name(s, &cut);
        if (!cut && next_char(s) == ':') {
            s->at++;
            c = next_char(s);
            if (c && c != '}' && c != ',' && c != ']')
                return member(s, path, item);
        }
        return false;
    }
    if (c == '{' && s->at > 0 && s->window[s->at - 1] == '\n') {
        give_broken(s, item, BROKEN, s->frames[0].offset, s->frames[0].line);
        leave_frames(s);
        return true;
    }
    if (c == '{' || c == '[')
        return member(s, 0, item);
    if (c == '/') {
        pass_comment(s);
        return false;
    }
    s->at++;                                            /* a comma; anything else is refused when the object is read */
    return false;
}

static bool step_elements(rv_json_items *s, rv_json_item *item)
{
    char     c = next_char(s);
    uint64_t offset;
    size_t   line, start;
    passed   how;

    if (c == 0) {
        s->state = OVER;
        give_fault(s, item, "json-malformed", "the file ends within an array");
        return true;
    }
    if (c == ',' || c == ']') {
        bool odd = c == ',' ? !s->any || s->commas > 0 : s->commas > 0;

        s->at++;
        s->commas = c == ',' ? s->commas + 1 : 0;
        if (c == ']')
            s->state = s->n_frames ? MEMBERS : TOP;
        if (odd)
            give_fault(s, item, "json-malformed", "a comma stands where no element follows");
        return odd;
    }
    if (c == '/') {
        give_fault(s, item, "json-malformed", "a comment, which JSON does not have");
        pass_comment(s);
        return true;
    }
    if (s->any && s->commas == 0) {
        s->commas = 1;
        give_fault(s, item, "json-malformed", "no comma stands between two elements");
        return true;
    }
    mark(s, s->at);
    offset = s->offset;
    line = s->line;
    s->keep = s->at;
    s->any = true;
    s->commas = 0;
    how = pass_value(s);
    start = s->keep;
    if (how != WHOLE) {
        give_broken(s, item, how, offset, line);
        if (how == BROKEN)
            s->commas = 1;
        else
            s->state = OVER;
    } else if (c == '{') {
        give(s, item, start, offset, line, s->place);
    } else {
        s->keep = nowhere;
        give_broken(s, item, WHOLE, offset, line);
        if (!s->deep)
            item->words = "an element that is no object";
    }
    return true;
}

static bool step_top(rv_json_items *s, rv_json_item *item)
{
    static const char bom[] = "\xEF\xBB\xBF";
    char              c = next_char(s);

    if (c == 0) {
        s->state = OVER;
        return false;
    }
    if (c == '{') {
        s->values = 0;
        s->lost = s->deep = false;
        enter(s, 0, -1, true);
        return false;
    }
    if (c == '[') {
        s->at++;
        s->state = ELEMENTS;
        s->place = -1;
        s->commas = 0;
        s->any = false;
        return false;
    }
    while (s->end - s->at < 3 && more(s))
        ;
    if (s->end - s->at >= 3 && memcmp(s->window + s->at, bom, 3) == 0) {    /* of the file, or of one joined to it */
        s->at += 3;
        return false;
    }
    if (c == ',') {
        s->at++;
    } else {
        give_fault(s, item, "json-malformed", "text that is no JSON stands outside of every element");
        while ((s->at < s->end || more(s)) && s->window[s->at] != '{' && s->window[s->at] != '[')
            s->at++;
        return true;
    }
    if (s->told_list)
        return false;
    s->told_list = true;
    give_fault(s, item, "json-malformed", "elements are listed without brackets around them");
    return true;
}

rv_status rv_json_items_next(rv_json_items *s, rv_json_item *item, rv_error *err)
{
    bool given = false;

    *item = (rv_json_item){ .place = -1 };
    while (!given && s->state != OVER && s->status == RV_OK)
        given = s->state == TOP ? step_top(s, item) : s->state == ELEMENTS ? step_elements(s, item) : step_members(s, item);
    if (s->status == RV_OK)
        return RV_OK;
    *item = (rv_json_item){ .place = -1 };
    if (err)
        *err = s->err;
    return s->status;
}

rv_status rv_json_items_open(rv_json_items **out, rv_input *in, const char *charset, const char *const *places, size_t limit,
                             rv_error *err)
{
    rv_json_items *s = calloc(1, sizeof *s);

    *out = NULL;
    if (s) {
        *s = (rv_json_items){ .in = in, .charset = charset, .places = places, .unit = rv_wide_unit(charset), .limit = limit,
                              .room = 2 * CHUNK, .keep = nowhere, .hold = nowhere, .line = 1, .place = -1 };
        s->window = malloc(s->room);
        s->wide = s->unit > 1 ? malloc(CHUNK) : NULL;
    }
    if (!s || !s->window || (s->unit > 1 && !s->wide)) {
        if (s)
            s->in = NULL;
        rv_json_items_close(s);
        rv_input_close(in);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    *out = s;
    return RV_OK;
}

void rv_json_items_close(rv_json_items *s)
{
    if (!s)
        return;
    rv_input_close(s->in);
    free(s->window);
    free(s->wide);
    free(s);
}
