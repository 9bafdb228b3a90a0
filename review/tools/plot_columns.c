/* Columns in the words of the command line. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/plot_columns.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* What was allocated, remembered for the end; NULL when it was not. */
static void *own(plot_columns *c, void *memory)
{
    if (!memory || !rv_grow(&c->owned, c->n_owned, &c->owned_room, sizeof *c->owned)) {
        free(memory);
        return NULL;
    }
    return c->owned[c->n_owned++] = memory;
}

/* The text up to `stop`, with "\:" as ":" and "\n" as a newline; `*words` moves to the stop or the end. */
static char *piece(plot_columns *c, const char **words, char stop)
{
    char *text = own(c, malloc(strlen(*words) + 1));
    size_t n = 0;

    for (; text && **words && **words != stop; ++*words) {
        const char next = **words == '\\' ? (*words)[1] : 0;
        if (next == 'n')
            text[n++] = '\n', ++*words;
        else if (next && strchr(":,=\\", next))
            text[n++] = next, ++*words;
        else
            text[n++] = **words;
    }
    if (text)
        text[n] = 0;
    return text;
}

static rv_status read_align(const char *word, rv_forest_column *column, rv_error *err)
{
    for (int i = 0; rv_forest_align_names[i]; i++)
        if (strcmp(word, rv_forest_align_names[i]) == 0 || (!*word && i == 0)) {
            column->align = (rv_forest_align)i;
            return RV_OK;
        }
    return rv_fail(err, RV_EUSAGE, "--column: a column stands left, right, centre or point, not '%.40s'", word);
}

static rv_status read_digits(const char *word, rv_forest_column *column, rv_error *err)
{
    char *end;
    const long digits = strtol(word, &end, 10);

    if (!*word || *end || digits < 0 || digits > 10)
        return rv_fail(err, RV_EUSAGE, "--column: digits are from 0 to 10, not '%.40s'", word);
    column->digits = (int)digits;
    return RV_OK;
}

rv_status plot_columns_add(plot_columns *c, const char *words, rv_error *err)
{
    rv_forest_column column = RV_FOREST_COLUMN_INIT;
    const char *part[4] = { NULL, NULL, NULL, NULL }, *at = words;
    rv_status st = RV_OK;

    for (int i = 0; i < 4; i++) {
        if (!(part[i] = piece(c, &at, ':')))
            return no_memory(err);
        if (!*at++)
            break;
        if (i == 3)
            return rv_fail(err, RV_EUSAGE, "--column: '%.80s' has more than NAME:HEAD:ALIGN:DIGITS; a colon in a text is written \\:", words);
    }
    if (!*part[0])
        return rv_fail(err, RV_EUSAGE, "--column: '%.80s' names no column", words);
    column.name = part[0];
    column.head = part[1] && *part[1] ? part[1] : NULL;
    if (part[2])
        st = read_align(part[2], &column, err);
    if (st == RV_OK && part[3])
        st = read_digits(part[3], &column, err);
    if (st == RV_OK && !rv_grow(&c->columns, c->n_columns, &c->column_room, sizeof column))
        st = no_memory(err);
    if (st == RV_OK)
        c->columns[c->n_columns++] = column;
    return st;
}

rv_status plot_columns_list(plot_columns *c, const char *words, const char ***to, rv_error *err)
{
    const size_t most = strlen(words) + 2;
    const char **list = own(c, calloc(most, sizeof *list));
    size_t n = 0;

    if (!list)
        return no_memory(err);
    for (const char *at = words; *at; at += *at == ',') {
        const char *name = piece(c, &at, ',');
        if (!name)
            return no_memory(err);
        if (*name)
            list[n++] = name;
    }
    *to = list;
    return RV_OK;
}

rv_status plot_columns_span(plot_columns *c, const char *words, rv_error *err)
{
    rv_forest_span span = { NULL, NULL, 0 };
    const char *at = words, **list;
    rv_status st;

    if (!(span.head = piece(c, &at, '=')))
        return no_memory(err);
    if (*at != '=' || !at[1] || !*span.head)
        return rv_fail(err, RV_EUSAGE, "--span is HEAD=COLUMN,COLUMN, not '%.80s'", words);
    if ((st = plot_columns_list(c, at + 1, &list, err)) != RV_OK)
        return st;
    span.columns = list;
    while (list[span.n])
        span.n++;
    if (!rv_grow(&c->spans, c->n_spans, &c->span_room, sizeof span))
        return no_memory(err);
    c->spans[c->n_spans++] = span;
    return RV_OK;
}

void plot_columns_give(const plot_columns *c, rv_forest_options *o)
{
    o->columns = c->columns;
    o->n_columns = c->n_columns;
    o->spans = c->spans;
    o->n_spans = c->n_spans;
    o->left = c->left;
    o->right = c->right;
}

void plot_columns_end(plot_columns *c)
{
    for (size_t i = 0; i < c->n_owned; i++)
        free(c->owned[i]);
    free(c->owned);
    free(c->columns);
    free(c->spans);
    *c = (plot_columns){ 0 };
}
