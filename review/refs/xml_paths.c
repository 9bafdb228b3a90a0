#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "xml_paths.h"

/* A place that an element can have. Those of the table are made first; others as they are met, until there are more than any
   program writes. */
struct rv_xml_node {
    const rv_xml_node *parent;           /* NULL: the record */
    const char        *name, *path;
    size_t             n_path;
    uint32_t           hash;
    bool               shape, known;     /* `known`: of the table, or on the way there */
    const rv_xml_path *row;              /* NULL: it means nothing */
};

enum { SLOTS = 4096, MOST_NODES = 1024, LONGEST_PATH = 400 };

/* ---- Nodes --------------------------------------------------------------------------------------------------------- */

static uint32_t hash_of(const rv_xml_node *parent, const char *name)
{
    uint32_t hash = parent ? parent->hash * 31 + 17 : 2166136261u;

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash ^ hash >> 15;
}

/* Elements that shape text: italics and the like, and formulas. */
static bool is_shape(const rv_xml_format *format, const char *name)
{
    const char *const *shape;

    for (shape = format->shapes; *shape; shape++)
        if (strcmp(*shape, name) == 0)
            return true;
    return strncmp(name, "mml:", 4) == 0;
}

/* A new node in a free slot; NULL when there are too many, or memory is out. */
static rv_xml_node *add_node(rv_xml_file *file, uint16_t *slot, const rv_xml_node *parent, const char *name, uint32_t hash)
{
    size_t       n = strlen(name), before = parent ? parent->n_path + 1 : 0;
    rv_xml_node *node = &file->nodes[file->n_nodes];
    char        *path;

    if (file->n_nodes == MOST_NODES || before + n > LONGEST_PATH)
        return NULL;
    path = rv_arena_add(&file->names, parent ? parent->path : "", before);
    path = rv_arena_extend(&file->names, path, before, name, n);
    if (file->names.failed)
        return NULL;
    if (parent)
        path[before - 1] = '/';
    *node = (rv_xml_node){ .parent = parent, .name = path + before, .path = path, .n_path = before + n, .hash = hash,
                           .shape = is_shape(file->format, name) };
    *slot = (uint16_t)++file->n_nodes;
    return node;
}

/* The node of an element within another (NULL: within the record); NULL when it has none. */
static rv_xml_node *node_of(rv_xml_file *file, const rv_xml_node *parent, const char *name)
{
    uint32_t hash = hash_of(parent, name);
    size_t   at;

    for (at = hash % SLOTS; file->slots[at]; at = (at + 1) % SLOTS) {
        rv_xml_node *node = &file->nodes[file->slots[at] - 1];

        if (node->hash == hash && node->parent == parent && strcmp(node->name, name) == 0)
            return node;
    }
    return add_node(file, &file->slots[at], parent, name, hash);
}

static rv_status compile(rv_xml_file *file, rv_error *err)
{
    char   name[64];
    size_t i;

    file->nodes = malloc(MOST_NODES * sizeof *file->nodes);
    file->slots = calloc(SLOTS, sizeof *file->slots);
    if (!file->nodes || !file->slots)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
    for (i = 0; i < file->format->n_paths; i++) {
        const char  *s = file->format->paths[i].path;
        rv_xml_node *node = NULL;

        while (*s) {
            size_t n = strcspn(s, "/");

            memcpy(name, s, n);
            name[n] = '\0';
            if (!(node = node_of(file, node, name)))
                return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
            node->known = true;
            s += n + (s[n] == '/');
        }
        node->row = &file->format->paths[i];
    }
    return RV_OK;
}

/* ---- Raw tags ------------------------------------------------------------------------------------------------------ */

/* Bytes of the path of the innermost open element, and where they are put unless `to` is NULL. */
static size_t put_path(const rv_xml_file *file, size_t depth, char *to)
{
    const rv_xml_open *open = &file->open[depth - 1];
    size_t             n, length;

    if (open->node) {
        if (to)
            memcpy(to, open->node->path, open->node->n_path);
        return open->node->n_path;
    }
    while (depth > 1 && file->open[depth - 2].shape)
        depth--;
    n = depth > 1 ? put_path(file, depth - 1, to) : 0;
    if (n > 0 && to)
        to[n] = '/';
    n += n > 0;
    length = strlen(open->name);
    if (to)
        memcpy(to + n, open->name, length);
    return n + length;
}

static const char *put_attribute(const char *at, char **to)
{
    size_t n = strlen(at), length = strlen(at + n + 1);
    char  *s = *to;

    memcpy(s, "[@", 2);
    memcpy(s + 2, at, n);
    memcpy(s + 2 + n, "='", 2);
    memcpy(s + 4 + n, at + n + 1, length);
    memcpy(s + 4 + n + length, "']", 2);
    *to = s + n + length + 6;
    return at + n + length + 2;
}

/* "Article/ELocationID[@EIdType='doi']". */
static const char *tag_of(rv_xml_file *file, const rv_xml_open *open)
{
    size_t      depth = (size_t)(open - file->open) + 1, room, i;
    const char *at = open->attributes;
    char       *tag, *to;

    if (open->node && open->n_attributes == 0)
        return open->node->path;
    room = put_path(file, depth, NULL) + 1;
    for (i = 0; i < open->n_attributes; i++) {
        size_t n = strlen(at);

        room += n + strlen(at + n + 1) + 6;
        at += n + strlen(at + n + 1) + 2;
    }
    if (!(tag = rv_arena_room(&file->reading->arena, room)))
        return "";
    to = tag + put_path(file, depth, tag);
    for (at = open->attributes, i = 0; i < open->n_attributes; i++)
        at = put_attribute(at, &to);
    *to = '\0';
    return tag;
}

/* `at` walks over "name\0value\0" of each. */
static const char *find_attribute(const char *at, size_t n, const char *name)
{
    for (; n > 0; n--) {
        const char *value = at + strlen(at) + 1;

        if (strcmp(at, name) == 0)
            return value;
        at = value + strlen(value) + 1;
    }
    return NULL;
}

const char *rv_xml_file_attribute(const rv_xml_file *file, const char *name)
{
    const rv_xml_open *open = &file->open[file->depth - 1];

    return find_attribute(open->attributes, open->n_attributes, name);
}

void rv_xml_take(rv_xml_file *file, const char *text)
{
    if (file->path->field < RV_REF_LISTS)
        rv_reading_set(file->reading, file->path->field, text);
    else
        rv_reading_add(file->reading, file->path->field, text);
}

/* ---- What the XML reader tells ------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_record(const rv_xml_format *format, const char *name)
{
    const char *const *record;

    for (record = format->records; *record; record++)
        if (strcmp(*record, name) == 0)
            return true;
    return false;
}

static rv_status out_of_memory(const rv_xml_file *file, rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
}

static void begin_record(rv_xml_file *file)
{
    rv_reading_begin(file->reading, rv_xml_begin(), rv_xml_line());
    file->inside = true;
    file->shaped = false;
    file->depth = 0;
    file->n = 0;
    file->format->begin(file);
}

/* The innermost open element that does not only shape text; NULL for the record itself. */
static rv_xml_open *innermost(rv_xml_file *file)
{
    size_t depth = file->depth;

    while (depth > 0 && file->open[depth - 1].shape)
        depth--;
    return depth > 0 ? &file->open[depth - 1] : NULL;
}

/* The text gathered becomes a raw tag, and what its element means. */
static rv_status end_text(rv_xml_file *file, rv_xml_open *open, rv_error *err)
{
    const rv_xml_path *row = open->node ? open->node->row : NULL;
    const char        *plain;
    rv_status          st;

    while (file->n > 0 && is_blank(file->text[file->n - 1]))
        file->n--;
    file->text[file->n] = '\0';
    st = rv_reading_keep(file->reading, tag_of(file, open), file->text, file->n, err);
    file->n = 0;
    if (st != RV_OK || !row || !row->text || !(plain = rv_field_plain(file->reading, file->text)))
        return st;
    file->path = row;
    file->raw = file->text;
    row->text(file, plain);
    return RV_OK;
}

static void keep_attributes(rv_xml_file *file, rv_xml_open *open, const char *const *attributes)
{
    size_t room = 0, i;
    char  *to;

    for (i = 0; attributes[i]; i++)
        room += strlen(attributes[i]) + 1;
    if (i == 0 || !(to = rv_arena_room(&file->reading->arena, room)))
        return;
    open->attributes = to;
    open->n_attributes = i / 2;
    for (i = 0; attributes[i]; i++) {
        size_t n = strlen(attributes[i]) + 1;

        memcpy(to, attributes[i], n);
        to += n;
    }
}

/* An element within text shapes it, whatever its name, unless it has a place of its own. */
static rv_status open_element(rv_xml_file *file, const char *name, const char *const *attributes, rv_error *err)
{
    rv_xml_open *around = innermost(file), *open = &file->open[file->depth];
    rv_xml_node *node = !around ? node_of(file, NULL, name) : around->node ? node_of(file, around->node, name) : NULL;
    bool         in_text = around && around->node && around->node->row && around->node->row->text;
    rv_status    st = RV_OK;

    if (file->depth == RV_XML_PATHS_DEPTH)
        return rv_fail(err, RV_EPARSE, "%s:%zu: elements are nested deeper than %d (xml-depth)", file->reading->name, rv_xml_line(),
                       RV_XML_PATHS_DEPTH);
    *open = (rv_xml_open){ .node = node };
    open->shape = around && (in_text || (node ? node->shape : is_shape(file->format, name)) || (file->n > 0 && !(node && node->known)));
    file->depth++;
    if (open->shape)
        return RV_OK;
    if (file->n > 0 && around)
        st = end_text(file, around, err);
    file->n = 0;
    file->shaped = false;
    if (!node)
        open->name = rv_arena_add(&file->reading->arena, name, strlen(name));
    if (*attributes)
        keep_attributes(file, open, attributes);
    if (node && node->row && node->row->begin)
        node->row->begin(file, attributes);
    return st == RV_OK && file->reading->arena.failed ? out_of_memory(file, err) : st;
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    rv_xml_file *file = user;

    if (!file->inside) {
        file->is_bare = file->format->bare && strcmp(name, file->format->bare) == 0;
        rv_buf_clear(&file->other);
        if (!file->is_bare && !is_record(file->format, name))
            return RV_OK;
        begin_record(file);
        if (!file->is_bare)
            return RV_OK;
    }
    return open_element(file, name, attributes, err);
}

static rv_status end_record(rv_xml_file *file, rv_error *err)
{
    rv_reading *reading = file->reading;

    file->inside = false;
    if (reading->n_tags == 0) {
        rv_reading_problem(reading, "empty-record", (size_t)reading->record.fields.line, 0, "a record that says nothing; passed over");
        return RV_OK;
    }
    file->format->end(file);
    return rv_reading_record(reading, rv_xml_offset(), err);
}

static rv_status close_element(rv_xml_file *file, rv_error *err)
{
    rv_xml_open *open = &file->open[file->depth - 1];
    rv_status    st = RV_OK;

    if (open->shape) {
        file->shaped = true;
    } else {
        if (file->n > 0)
            st = end_text(file, open, err);
        if (open->node && open->node->row && open->node->row->end)
            open->node->row->end(file);
        file->shaped = false;
    }
    file->depth--;
    return st;
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    rv_xml_file *file = user;
    rv_status    st = RV_OK;

    if (!file->inside) {
        if (file->format->outside && file->other.length > 0)
            file->format->outside(file, name, rv_buf_str(&file->other));
        rv_buf_clear(&file->other);
        return RV_OK;
    }
    if (file->depth > 0)
        st = close_element(file, err);
    else
        return end_record(file, err);
    return st == RV_OK && file->depth == 0 && file->is_bare ? end_record(file, err) : st;
}

static size_t blanks(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n && is_blank(text[i]))
        i++;
    return i;
}

/* Outside of records a few words may matter; a book there does not. */
static rv_status take_outside(rv_xml_file *file, const char *text, size_t n, rv_error *err)
{
    if (file->format->outside && file->other.length + n < 400 && blanks(text, n) < n)
        rv_buf_add(&file->other, text, n);
    return rv_buf_check(&file->other, err);
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    rv_xml_file *file = user;
    rv_arena    *arena = &file->reading->arena;

    if (!file->inside)
        return take_outside(file, text, n, err);
    if (file->n == 0 || (file->format->tight && file->shaped && !file->open[file->depth - 1].shape)) {
        size_t skip = blanks(text, n);

        if (skip == n)
            return RV_OK;
        if (file->n == 0) {
            text += skip;
            n -= skip;
        }
    }
    if (file->depth == 0)
        return RV_OK;
    if (arena->total + n > RV_RECORD_LIMIT)
        return rv_reading_too_long(file->reading, err);
    file->text = file->n == 0 ? rv_arena_add(arena, text, n) : rv_arena_extend(arena, file->text, file->n, text, n);
    file->n += n;
    return arena->failed ? out_of_memory(file, err) : RV_OK;
}

/* ---- A file -------------------------------------------------------------------------------------------------------------------- */

/* What was wrong with the document and could be repaired. */
static void on_problem(void *user, const char *kind, size_t line, const char *message)
{
    const rv_xml_file *file = user;

    rv_reading_problem(file->reading, kind, line, file->inside ? file->reading->record.number : 0, "%s", message);
}

static rv_xml_handler handler_for(const rv_reading *reading)
{
    return (rv_xml_handler){ .start = on_start, .end = on_end, .text = on_text, .problem = on_problem,
                             .encoding = reading->encoding };
}

/* The word in parentheses at the end of a refusal. */
static const char *kind_of(const char *message, char kind[32])
{
    const char *open = strrchr(message, '('), *close = open ? strchr(open, ')') : NULL;

    if (!close || close[1] || close - open > 30)
        return "xml-malformed";
    memcpy(kind, open + 1, (size_t)(close - open) - 1);
    kind[close - open - 1] = '\0';
    return kind;
}

static void close_file(rv_xml_file *file)
{
    rv_arena_free(&file->names);
    rv_buf_free(&file->other);
    free(file->nodes);
    free(file->slots);
    free(file);
}

static rv_status open_file(rv_xml_file **out, rv_reading *reading, const rv_xml_format *format, void *user, rv_error *err)
{
    rv_xml_file *file = malloc(sizeof *file);
    rv_status    st;

    if (!file)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
    file->reading = reading;
    file->format = format;
    file->user = user;
    file->nodes = NULL;
    file->slots = NULL;
    file->n_nodes = file->depth = file->n = 0;
    file->names = (rv_arena){ NULL, NULL, 0, 0, false };
    file->other = (rv_buf)RV_BUF_INIT;
    file->inside = file->shaped = file->is_bare = false;
    file->text = NULL;
    if ((st = compile(file, err)) != RV_OK) {
        close_file(file);
        file = NULL;
    }
    *out = file;
    return st;
}

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    return rv_raw_read(user, bytes, n, got, err);
}

rv_status rv_xml_file_read(rv_reading *reading, rv_raw *raw, const rv_xml_format *format, void *user, rv_error *err)
{
    rv_xml_file *file = NULL;
    const rv_xml_handler handler = handler_for(reading);
    rv_input    *in = NULL;
    rv_error     fault = { .code = RV_OK };
    char         kind[32];
    rv_status    st = open_file(&file, reading, format, user, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_input_open_pull(&in, reading->name, pull, raw, &fault)) == RV_OK)
        st = rv_xml_read(in, &handler, file, &fault);
    rv_input_close(in);
    close_file(file);
    if (st == RV_EPARSE && !reading->refused && reading->summary->records > 0) {
        rv_reading_problem(reading, kind_of(fault.message, kind), rv_reading_line_in(reading, fault.message),
                           reading->summary->records, "only the records before this are read: %s", fault.message);
        return RV_OK;
    }
    if (st != RV_OK && err)
        *err = fault;
    return st;
}

rv_status rv_xml_file_read_bytes(rv_reading *reading, const char *bytes, size_t n, const rv_xml_format *format, void *user,
                                 rv_error *err)
{
    const rv_xml_handler handler = handler_for(reading);
    rv_xml_file *file = NULL;
    rv_status    st = open_file(&file, reading, format, user, err);

    if (st != RV_OK)
        return st;
    st = rv_xml_read_bytes(reading->name, bytes, n, &handler, file, err);
    close_file(file);
    return st;
}
