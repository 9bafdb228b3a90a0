/* What a request says of cells of the form. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/extract_page.h"

static const char *text_of(const rv_call *call, const char *what, const char *name)
{
    rv_buf whole = RV_BUF_INIT;
    const char *text;

    rv_buf_printf(&whole, "%s.%s", what, name);
    text = rv_call_text(call, rv_buf_str(&whole));
    rv_buf_free(&whole);
    return text;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* Several that were ticked, in the order of the form. */
static void join(rv_typed *t, const rv_call *call)
{
    rv_buf name = RV_BUF_INIT;
    const char *ticked;

    rv_buf_printf(&name, "choice.%s", t->name);
    for (size_t k = 0; k < t->field->n_choices; k++)
        for (size_t i = 0; (ticked = rv_call_item(call, rv_buf_str(&name), i)); i++)
            if (strcmp(ticked, t->field->choices[k]) == 0) {
                rv_buf_printf(&t->joined, "%s%s", t->joined.length ? "; " : "", ticked);
                break;
            }
    rv_buf_free(&name);
}

/* A number may be pasted with blanks around it. */
static const char *trimmed(rv_typed *t, const char *value)
{
    const size_t blank = strspn(value, " \t\r\n");
    size_t n = strlen(value);

    while (n > blank && strchr(" \t\r\n", value[n - 1]))
        n--;
    if (!blank && !value[n])
        return value;
    rv_buf_add(&t->joined, value + blank, n - blank);
    return rv_buf_str(&t->joined);
}

/* What the whole row says where the cell does not. */
static const char *rest_of(const rv_typed *t, const rv_call *call, const char *what)
{
    const char *own = text_of(call, what, t->name), *of_row;
    rv_buf name = RV_BUF_INIT;

    rv_buf_printf(&name, "row_%s.%s.%s", what, t->cell.kind, rv_buf_str(&t->cell.key));
    of_row = own ? own : rv_call_text(call, rv_buf_str(&name));
    rv_buf_free(&name);
    return or_empty(of_row);
}

static rv_status add(rv_typed_list *list, const rv_call *call, const char *name, bool several, rv_error *err)
{
    const char *value;
    rv_typed *t;

    if (!rv_grow(&list->cells, list->n, &list->room, sizeof *list->cells))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    t = &list->cells[list->n++];
    *t = (rv_typed){ .name = name, .joined = RV_BUF_INIT, .place = RV_BUF_INIT, .note = RV_BUF_INIT };
    if (!rv_cell_name_read(&t->cell, call->protocol, name))
        return rv_fail(err, RV_EINVAL, "'%.150s' is no cell of the form; one is study.FIELD, result.KEY.FIELD, arm.KEY.FIELD, ...", name);
    t->field = rv_protocol_field(call->protocol, rv_buf_str(&t->cell.field));
    if (several) {
        join(t, call);
        value = rv_buf_str(&t->joined);
    } else {
        value = trimmed(t, or_empty(text_of(call, "value", name)));
    }
    rv_said_read(&t->said, t->field, value, text_of(call, "state", name));
    t->rest = text_of(call, "place", name) || text_of(call, "quotation", name) || text_of(call, "note", name);
    t->said.place = rest_of(t, call, "place");
    t->said.quotation = rest_of(t, call, "quotation");
    t->said.note = rest_of(t, call, "note");
    t->was = or_empty(text_of(call, "was", name));
    return t->joined.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

/* Boxes of which none is ticked are not sent: the state alone says that the cell is meant. */
static bool has_value(const rv_call *call, const char *name)
{
    return text_of(call, "value", name) || text_of(call, "choice", name);
}

rv_status rv_typed_read(rv_typed_list *out, const rv_call *call, rv_error *err)
{
    const char *name;
    json_t *value;
    rv_status st = RV_OK;

    *out = (rv_typed_list){ 0 };
    json_object_foreach(call->in, name, value) {
        if (strncmp(name, "value.", 6) == 0)
            st = add(out, call, name + 6, false, err);
        else if (strncmp(name, "choice.", 7) == 0)
            st = add(out, call, name + 7, true, err);
        else if (strncmp(name, "state.", 6) == 0 && !has_value(call, name + 6))
            st = add(out, call, name + 6, false, err);
        if (st != RV_OK)
            break;
    }
    return st;
}

void rv_typed_free(rv_typed_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        rv_cell_name_free(&list->cells[i].cell);
        rv_buf_free(&list->cells[i].joined);
        rv_buf_free(&list->cells[i].place);
        rv_buf_free(&list->cells[i].note);
    }
    free(list->cells);
    *list = (rv_typed_list){ 0 };
}

bool rv_typed_touched(const rv_typed *t)
{
    char now[RV_CELL_WAS];

    if (!*t->said.value && !*t->said.state)
        return false;
    if (!*t->was)
        return true;
    rv_said_was(&t->said, now);
    return strncmp(t->was, now, 16) != 0 || (t->rest && strcmp(t->was, now) != 0);
}

rv_value_entry rv_typed_entry(const rv_typed *t, const char *study, const char *record)
{
    const bool result = strcmp(t->cell.kind, "result") == 0, part = !result && strcmp(t->cell.kind, "study") != 0;

    return (rv_value_entry){ .study = study, .result = result ? rv_buf_str(&t->cell.key) : NULL,
                             .part_kind = part ? t->cell.kind : NULL, .part = part ? rv_buf_str(&t->cell.key) : NULL,
                             .field = rv_buf_str(&t->cell.field), .value = t->said.value, .state = t->said.state, .record = record,
                             .place = t->said.place, .quotation = t->said.quotation, .note = t->said.note };
}
