/* Fields of the form by the names that another tool's file has for them. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/foreign_taking.h"

/* Inputs that one field of a form may hold in turn, by what its field "given" says. */
static const struct { rv_role input, value; const char *given; } shared[] = {
    { RV_IN_m1i, RV_AS_VALUE1, "mean" },  { RV_IN_m2i, RV_AS_VALUE2, "mean" },  { RV_IN_ai, RV_AS_VALUE1, "count" },
    { RV_IN_ci, RV_AS_VALUE2, "count" },  { RV_IN_p1i, RV_AS_VALUE1, "percent" }, { RV_IN_p2i, RV_AS_VALUE2, "percent" },
};

const rv_field *rv_foreign_field_of(const rv_protocol *protocol, const rv_roles *roles, rv_role role)
{
    for (size_t i = 0; i < RV_AS_FIELDS && roles->fields[role][i]; i++) {
        const rv_field *field = rv_protocol_field(protocol, roles->fields[role][i]);
        if (field && field->level == RV_LEVEL_RESULT)
            return field;
    }
    return NULL;
}

const rv_field *rv_foreign_field_as(const rv_protocol *protocol, const rv_roles *roles, const char *as, const char **given)
{
    const rv_field *asks = rv_foreign_field_of(protocol, roles, RV_AS_GIVEN);
    char word[20];

    *given = "";
    for (size_t n; *as; as += n + (as[n] == ' ')) {
        const rv_field *field;
        rv_role role;
        n = strcspn(as, " ");
        snprintf(word, sizeof word, "%.*s", (int)n, as);
        if ((role = rv_role_find(word)) == RV_AS_N)
            continue;
        if ((field = rv_foreign_field_of(protocol, roles, role))) {
            *given = role == RV_IN_est ? "impact" : "";
            return field;
        }
        for (size_t i = 0; asks && i < sizeof shared / sizeof *shared; i++)
            if (shared[i].input == role && (field = rv_foreign_field_of(protocol, roles, shared[i].value))) {
                *given = shared[i].given;
                return field;
            }
    }
    return NULL;
}

bool rv_foreign_alike(const char *a, const char *b)
{
    rv_buf x = RV_BUF_INIT, y = RV_BUF_INIT;
    bool same = rv_utf8_fold(&x, a, strlen(a), NULL) == RV_OK && rv_utf8_fold(&y, b, strlen(b), NULL) == RV_OK && x.length
                && strcmp(rv_buf_str(&x), rv_buf_str(&y)) == 0;

    rv_buf_free(&x);
    rv_buf_free(&y);
    return same;
}

const char *rv_taking_mapped(const rv_taking *t, const char *name)
{
    for (size_t i = 0; i < t->options->n_map; i++) {
        const char *sign = strrchr(t->options->map[i], '=');
        if (sign && (size_t)(sign - t->options->map[i]) == strlen(name) && strncmp(t->options->map[i], name, strlen(name)) == 0)
            return sign + 1;
    }
    return NULL;
}

const rv_field *rv_taking_field(const rv_taking *t, const char *name, bool of_result, bool *left)
{
    const rv_protocol *p = t->batch->protocol;
    const char *to = rv_taking_mapped(t, name);

    *left = to && !*to;
    if (to)
        return rv_protocol_field(p, to);
    for (size_t i = 0; i < p->n_fields; i++)
        if ((p->fields[i].level == RV_LEVEL_RESULT) == of_result && (rv_foreign_alike(p->fields[i].id, name) || rv_foreign_alike(p->fields[i].label, name)))
            return &p->fields[i];
    return NULL;
}

void rv_taking_tell(rv_taking *t, size_t line, const char *name, const char *message)
{
    rv_buf mark = RV_BUF_INIT;

    rv_buf_printf(&mark, "\n%.200s\t%.200s\n", name, message);
    if (!strstr(rv_buf_str(&t->told), rv_buf_str(&mark)) && t->told.length < 1 << 20) {
        rv_buf_text(&t->told, rv_buf_str(&mark));
        rv_batch_warning(t->batch, line, name, message);
    }
    rv_buf_free(&mark);
}

const char *rv_taking_keep(rv_taking *t, const char *text)
{
    return rv_hoard_text(&t->batch->memory, text);
}

const char *rv_taking_keep_name(rv_taking *t, const char *text)
{
    size_t n = strlen(text);
    char *name;

    for (; n > 0 && (unsigned char)*text <= ' '; n--)
        text++;
    while (n > 0 && (unsigned char)text[n - 1] <= ' ')
        n--;
    if (!(name = rv_hoard_bytes(&t->batch->memory, n + 1)))
        return "";
    for (size_t i = 0; i < n; i++)
        name[i] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    return name;
}
