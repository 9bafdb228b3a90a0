/* Pages from files with placeholders. */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "web/web.h"

enum { MAX_DEPTH = 24 };

typedef struct {
    const char   *name;               /* of the file, for messages */
    const json_t *root;
    const json_t *stack[MAX_DEPTH];
    size_t        depth, files;
} view;

/* One tag: {{#name}}. */
typedef struct {
    char        sort;                 /* '#', '^', '/', '>', '&', '!', or 0 */
    const char *name;
    size_t      length;
    const char *from, *to;            /* the tag whole; of a tag alone on its line, the line */
} tag;

/* ---- Names ---------------------------------------------------------------------------------------------------------------- */

static const json_t *member(const json_t *object, const char *name, size_t n)
{
    char key[128];

    if (n >= sizeof key || !json_is_object(object))
        return NULL;
    memcpy(key, name, n);
    key[n] = 0;
    return json_object_get(object, key);
}

/* The first part is looked for from the inside out, the others are its members. */
static const json_t *look_up(const view *v, const char *name, size_t n)
{
    const char *dot = memchr(name, '.', n);
    const size_t first = dot ? (size_t)(dot - name) : n;
    const json_t *found = NULL;

    if (n == 1 && *name == '.')
        return v->stack[v->depth - 1];
    for (size_t i = v->depth; i-- > 0 && !found; )
        found = member(v->stack[i], name, first);
    while (found && dot) {
        const char *part = dot + 1;
        dot = memchr(part, '.', (size_t)(name + n - part));
        found = member(found, part, dot ? (size_t)(dot - part) : (size_t)(name + n - part));
    }
    return found;
}

static bool is_said(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING:  return json_string_length(value) > 0;
    case JSON_ARRAY:   return json_array_size(value) > 0;
    case JSON_INTEGER: return json_integer_value(value) != 0;
    case JSON_REAL:
    case JSON_TRUE:
    case JSON_OBJECT:  return true;
    default:           return false;
    }
}

static void put_value(rv_buf *out, const json_t *value, bool as_it_is)
{
    char number[RV_REAL_TEXT];

    if (json_is_string(value) && as_it_is)
        rv_buf_text(out, json_string_value(value));
    else if (json_is_string(value))
        rv_xml_escape(out, json_string_value(value));
    else if (json_is_integer(value))
        rv_buf_printf(out, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        rv_buf_text(out, rv_real_text(json_real_value(value), number));
    else if (json_is_true(value))
        rv_buf_text(out, "yes");
}

/* ---- Tags ----------------------------------------------------------------------------------------------------------------- */

/* A tag that writes nothing itself and stands alone takes its line with it. */
static void take_line(tag *t, const char *begin, const char *end)
{
    const char *from = t->from, *to = t->to;

    while (from > begin && (from[-1] == ' ' || from[-1] == '\t'))
        from--;
    while (to < end && (*to == ' ' || *to == '\t'))
        to++;
    if ((from > begin && from[-1] != '\n') || (to < end && *to != '\n'))
        return;
    t->from = from;
    t->to = to < end ? to + 1 : to;
}

static rv_status next_tag(const view *v, const char *begin, const char *at, const char *end, tag *t, bool *any, rv_error *err)
{
    const char *open = memmem(at, (size_t)(end - at), "{{", 2), *close;

    *any = open != NULL;
    if (!open)
        return RV_OK;
    if (!(close = memmem(open, (size_t)(end - open), "}}", 2)))
        return rv_fail(err, RV_EINVAL, "%s.html: a tag is not closed: %.40s", v->name, open);
    *t = (tag){ .from = open, .to = close + 2, .name = open + 2 };
    if (strchr("#^/>&!", *t->name))
        t->sort = *t->name++;
    while (t->name < close && isspace((unsigned char)*t->name))
        t->name++;
    t->length = (size_t)(close - t->name);
    while (t->length && isspace((unsigned char)t->name[t->length - 1]))
        t->length--;
    if (t->sort && t->sort != '&')
        take_line(t, begin, end);
    return RV_OK;
}

/* The end of a section: its closing tag, over those within it. */
static rv_status find_close(const view *v, const char *begin, const tag *open, const char *end, tag *close, rv_error *err)
{
    const char *at = open->to;
    int within = 1;
    bool any;
    rv_status st;

    while ((st = next_tag(v, begin, at, end, close, &any, err)) == RV_OK && any) {
        const bool same = close->length == open->length && memcmp(close->name, open->name, open->length) == 0;
        if (same && (close->sort == '#' || close->sort == '^'))
            within++;
        if (same && close->sort == '/' && --within == 0)
            return RV_OK;
        at = close->to;
    }
    return st != RV_OK ? st : rv_fail(err, RV_EINVAL, "%s.html: {{%c%.*s}} is not closed", v->name, open->sort, (int)open->length,
                                      open->name);
}

/* ---- Rendering ------------------------------------------------------------------------------------------------------------ */

static rv_status render(rv_buf *out, view *v, const char *begin, const char *end, rv_error *err);

static rv_status render_with(rv_buf *out, view *v, const json_t *item, const tag *open, const tag *close, rv_error *err)
{
    rv_status st;

    if (v->depth == MAX_DEPTH)
        return rv_fail(err, RV_EINVAL, "%s.html: sections are nested too deep", v->name);
    v->stack[v->depth++] = item;
    st = render(out, v, open->to, close->from, err);
    v->depth--;
    return st;
}

static rv_status render_section(rv_buf *out, view *v, const tag *open, const tag *close, rv_error *err)
{
    const json_t *value = look_up(v, open->name, open->length);
    rv_status st = RV_OK;

    if (open->sort == '^')
        return is_said(value) ? RV_OK : render(out, v, open->to, close->from, err);
    if (!is_said(value))
        return RV_OK;
    if (!json_is_array(value))
        return render_with(out, v, value, open, close, err);
    for (size_t i = 0; i < json_array_size(value) && st == RV_OK; i++)
        st = render_with(out, v, json_array_get(value, i), open, close, err);
    return st;
}

static rv_status render_file(rv_buf *out, view *v, const char *name, rv_error *err)
{
    const rv_web_asset *file;
    const char *before = v->name;
    char path[128];
    rv_status st;

    if (snprintf(path, sizeof path, "%s.html", name) >= (int)sizeof path || !(file = rv_web_asset_find(path)))
        return rv_fail(err, RV_EINVAL, "there is no page file %s.html", name);
    if (v->files == 8)
        return rv_fail(err, RV_EINVAL, "%s.html: files take one another in without end", name);
    v->name = name;
    v->files++;
    st = render(out, v, file->bytes, file->bytes + file->n, err);
    v->files--;
    v->name = before;
    return st;
}

/* {{>content}} is the file that the root names. */
static rv_status render_partial(rv_buf *out, view *v, const tag *t, rv_error *err)
{
    const json_t *content = json_object_get(v->root, "content_file");
    char name[100];

    if (t->length >= sizeof name)
        return rv_fail(err, RV_EINVAL, "%s.html: the name of a file is too long", v->name);
    memcpy(name, t->name, t->length);
    name[t->length] = 0;
    return render_file(out, v, strcmp(name, "content") == 0 && json_is_string(content) ? json_string_value(content) : name, err);
}

static rv_status render_tag(rv_buf *out, view *v, const char *begin, const char *end, tag *t, const char **at, rv_error *err)
{
    tag close;
    rv_status st;

    *at = t->to;
    switch (t->sort) {
    case '!': return RV_OK;
    case '>': return render_partial(out, v, t, err);
    case '/': return rv_fail(err, RV_EINVAL, "%s.html: {{/%.*s}} closes nothing", v->name, (int)t->length, t->name);
    case '#':
    case '^':
        if ((st = find_close(v, begin, t, end, &close, err)) != RV_OK)
            return st;
        *at = close.to;
        return render_section(out, v, t, &close, err);
    case '&':
        if (t->length < 5 || memcmp(t->name + t->length - 5, "_html", 5) != 0)
            return rv_fail(err, RV_EINVAL, "%s.html: {{&%.*s}} is not escaped; only names that end in _html may be", v->name,
                           (int)t->length, t->name);
        break;
    default:
        break;
    }
    put_value(out, look_up(v, t->name, t->length), t->sort == '&');
    return RV_OK;
}

static rv_status render(rv_buf *out, view *v, const char *begin, const char *end, rv_error *err)
{
    const char *at = begin;
    bool any;
    tag t;
    rv_status st;

    while ((st = next_tag(v, begin, at, end, &t, &any, err)) == RV_OK && any) {
        if (t.from > at)
            rv_buf_add(out, at, (size_t)(t.from - at));
        if ((st = render_tag(out, v, begin, end, &t, &at, err)) != RV_OK)
            return st;
    }
    if (st == RV_OK && end > at)
        rv_buf_add(out, at, (size_t)(end - at));
    return st;
}

rv_status rv_template_text(rv_buf *out, const char *name, const char *text, size_t n, const json_t *data, rv_error *err)
{
    view v = { .name = name, .root = data, .stack = { data }, .depth = 1 };
    rv_status st = render(out, &v, text, text + n, err);

    return st == RV_OK ? rv_buf_check(out, err) : st;
}

rv_status rv_template_render(rv_buf *out, const char *name, const json_t *data, rv_error *err)
{
    view v = { .name = name, .root = data, .stack = { data }, .depth = 1 };
    rv_status st = render_file(out, &v, name, err);

    return st == RV_OK ? rv_buf_check(out, err) : st;
}
