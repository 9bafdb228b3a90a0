#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "reader.h"

static const char blanks[] = " \t\r\n";

void rv_reader_fail(rv_reader *r, const rv_node *node, const char *format, ...)
{
    char    words[360];
    va_list args;

    if (r->status != RV_OK)
        return;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    r->status = rv_node_fail(node, r->file, r->err, "%s", words);
}

static void *no_memory(rv_reader *r)
{
    if (r->status == RV_OK)
        r->status = rv_fail(r->err, RV_ENOMEM, "out of memory");
    return NULL;
}

void *rv_reader_array(rv_reader *r, size_t n, size_t size)
{
    void *array = rv_tree_take(r->memory, (n > 0 ? n : 1) * size);
    return array ? array : no_memory(r);
}

static const char *keep(rv_reader *r, const char *text, size_t n)
{
    const char *copy;

    while (n > 0 && strchr(blanks, text[n - 1]))
        n--;
    while (n > 0 && strchr(blanks, *text))
        text++, n--;
    copy = rv_tree_keep(r->memory, text, n);
    return copy ? copy : ((void)no_memory(r), "");
}

const char *rv_reader_keep(rv_reader *r, const char *text)
{
    return keep(r, text, strlen(text));
}

const char *rv_reader_attribute(rv_reader *r, const rv_node *node, const char *name)
{
    const char *value = rv_node_attribute(node, name);
    return value ? keep(r, value, strlen(value)) : "";
}

const char *rv_reader_id(rv_reader *r, const rv_node *node)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    const char       *id = rv_reader_attribute(r, node, "id");

    if (strlen(id) > 64 || id[strspn(id, allowed)] != '\0' || strchr("0123456789.-", *id))
        rv_reader_fail(r, node, "the id '%.80s' is not well formed; begin with a letter, then letters, digits, _ . -, at most 64", id);
    return id;
}

double rv_reader_number(rv_reader *r, const rv_node *node, const char *name, double absent)
{
    const char *text = rv_node_attribute(node, name);
    double      x = absent;

    if (text && rv_real_parse(text, &x, NULL) != RV_OK)
        rv_reader_fail(r, node, "%s is '%.60s'; it must be a number", name, text);
    return x;
}

int rv_reader_choice(rv_reader *r, const rv_node *node, const char *name, const char *const *choices, int absent)
{
    const char *value = rv_reader_attribute(r, node, name);
    char        all[240] = "";
    size_t      used = 0;

    if (!rv_node_attribute(node, name))
        return absent;
    for (int i = 0; choices[i]; i++) {
        if (strcmp(choices[i], value) == 0)
            return i;
        if (used < sizeof all)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", choices[i]);
    }
    rv_reader_fail(r, node, "%s is '%.60s'; it must be one of %s", name, value, all);
    return absent;
}

const char *rv_reader_word(rv_reader *r, const rv_node *node, const char *name, const char *const *choices)
{
    int i = rv_reader_choice(r, node, name, choices, -1);
    return i < 0 ? "" : choices[i];
}

bool rv_reader_yesno(rv_reader *r, const rv_node *node, const char *name, bool absent)
{
    static const char *const words[] = { "no", "yes", NULL };
    return rv_reader_choice(r, node, name, words, absent) == 1;
}

/* Lines trimmed; joined by a blank and broken into paragraphs at blank lines (prose), or kept apart. */
static const char *flow(rv_reader *r, const rv_node *node, const char *between, const char *at_blank)
{
    rv_buf      out = RV_BUF_INIT;
    const char *kept = "", *line = node ? node->text : "";
    bool        blank = false;

    while (*line) {
        size_t length = strcspn(line, "\n"), n = length;
        const char *begin = line;

        while (n > 0 && strchr(blanks, begin[n - 1]))
            n--;
        while (n > 0 && strchr(blanks, *begin))
            begin++, n--;
        if (n > 0 && out.length > 0)
            rv_buf_text(&out, blank ? at_blank : between);
        rv_buf_add(&out, begin, n);
        blank = n == 0;
        line += length + (line[length] == '\n');
    }
    if (out.failed)
        (void)no_memory(r);
    else
        kept = keep(r, rv_buf_str(&out), out.length);
    rv_buf_free(&out);
    return kept;
}

const char *rv_reader_prose(rv_reader *r, const rv_node *node)
{
    return flow(r, node, " ", "\n\n");
}

const char *rv_reader_lines(rv_reader *r, const rv_node *node)
{
    return flow(r, node, "\n", "\n");
}

const char *const *rv_reader_texts(rv_reader *r, const rv_node *node, const char *name, const char *attribute, size_t *n)
{
    const char **texts;

    *n = rv_node_count(node, name);
    if ((texts = rv_reader_array(r, *n, sizeof *texts)) == NULL) {
        *n = 0;
        return NULL;
    }
    *n = 0;
    for (const rv_node *child = rv_node_child(node, name); child; child = rv_node_next(child))
        texts[(*n)++] = attribute ? rv_reader_attribute(r, child, attribute) : rv_reader_prose(r, child);
    return texts;
}

const char *const *rv_reader_split(rv_reader *r, const rv_node *node, const char *text, size_t *n)
{
    const char **words;
    size_t       count = 1;

    for (const char *c = text; *c; c++)
        count += *c == '|';
    *n = 0;
    if ((words = rv_reader_array(r, count, sizeof *words)) == NULL)
        return NULL;
    for (;;) {
        size_t length = strcspn(text, "|");

        words[*n] = keep(r, text, length);
        if (*words[(*n)++] == '\0')
            rv_reader_fail(r, node, "an empty word between | and |; each must say something");
        if (text[length] == '\0')
            return words;
        text += length + 1;
    }
}

void rv_reader_unique(rv_reader *r, const rv_node *parent, const char *name, const char *attribute)
{
    for (const rv_node *a = rv_node_child(parent, name); a; a = rv_node_next(a)) {
        const char *value = rv_node_attribute(a, attribute);
        for (const rv_node *b = rv_node_next(a); value && b; b = rv_node_next(b)) {
            const char *other = rv_node_attribute(b, attribute);
            if (other && strcmp(value, other) == 0)
                rv_reader_fail(r, b, "the %s '%.60s' stands already in line %zu; each %s must be different", attribute, value, a->line,
                               attribute);
        }
    }
}
