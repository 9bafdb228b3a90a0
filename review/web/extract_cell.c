/* A cell of the extraction form: its name, its version, its JSON. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "web/extract_page.h"

/* ---- Names ------------------------------------------------------------------------------------------------------------------- */

static const char *const kinds[] = { "study", "arm", "outcome", "time", "contrast", "result", NULL };

void rv_cell_name_put(rv_buf *out, const char *kind, const char *key, const char *field)
{
    if (strcmp(kind, "study") == 0)
        rv_buf_printf(out, "study.%s", field);
    else
        rv_buf_printf(out, "%s.%s.%s", kind, key, field);
}

void rv_cell_name_free(rv_cell_name *name)
{
    rv_buf_free(&name->key);
    rv_buf_free(&name->field);
}

/* Keys and fields may both have points: the longest key counts whose rest is a field of the form. */
bool rv_cell_name_read(rv_cell_name *name, const rv_protocol *protocol, const char *text)
{
    const size_t n = strcspn(text, ".");
    const char *rest = text + n + 1;

    *name = (rv_cell_name){ .key = RV_BUF_INIT, .field = RV_BUF_INIT };
    for (size_t i = 0; kinds[i]; i++)
        if (strlen(kinds[i]) == n && memcmp(kinds[i], text, n) == 0)
            name->kind = kinds[i];
    if (!name->kind || !text[n] || !*rest)
        return false;
    if (name->kind == kinds[0]) {
        rv_buf_text(&name->field, rest);
        return rv_protocol_field(protocol, rest) != NULL;
    }
    for (const char *at = rest + strlen(rest); at > rest; at--)
        if (*at == '.' && rv_protocol_field(protocol, at + 1)) {
            rv_buf_add(&name->key, rest, (size_t)(at - rest));
            rv_buf_text(&name->field, at + 1);
            return !name->key.failed && !name->field.failed;
        }
    return false;
}

const char *rv_asking_kind(const rv_asking *q)
{
    return q->result[0] ? "result" : q->kind[0] ? q->kind : kinds[0];
}

const char *rv_asking_key(const rv_asking *q)
{
    return q->result[0] ? q->result : q->part;
}

/* ---- Versions ------------------------------------------------------------------------------------------------------------------ */

static void hash_text(rv_sha256 *state, const char *text)
{
    bool any = false;
    char blank = 0;

    for (; *text; text++) {
        if (strchr(" \t\r\n", *text)) {
            blank = !any ? 0 : blank == '\n' || *text == '\n' ? '\n' : ' ';
            continue;
        }
        if (blank)
            rv_sha256_add(state, &blank, 1);
        rv_sha256_add(state, text, 1);
        blank = 0;
        any = true;
    }
    rv_sha256_add(state, "", 1);
}

static void hash_texts(const char *const *texts, size_t n, char hex[17])
{
    uint8_t digest[RV_DIGEST];
    rv_sha256 state;

    rv_sha256_start(&state);
    for (size_t i = 0; i < n; i++)
        hash_text(&state, texts[i]);
    rv_sha256_end(&state, digest);
    rv_hex(digest, 8, hex);
}

void rv_said_was(const rv_said *said, char was[RV_CELL_WAS])
{
    const char *const what[] = { said->value, said->state }, *const rest[] = { said->place, said->quotation, said->note };

    hash_texts(what, 2, was);
    hash_texts(rest, 3, was + 16);
}

static bool is_choice(const rv_field *field, const char *text)
{
    for (size_t i = 0; i < field->n_choices; i++)
        if (strcmp(field->choices[i], text) == 0)
            return true;
    return field->type == RV_FIELD_UNCLEAR && strcmp(text, "unclear") == 0;
}

void rv_said_read(rv_said *said, const rv_field *field, const char *value, const char *state)
{
    static const struct { const char *typed, *state; } short_words[] = {
        { "-", "not reported" }, { "?", "unclear" }, { "not reported", "not reported" }, { "unclear", "unclear" },
    };

    said->value = value;
    said->state = state && *state && strcmp(state, "reported") != 0 ? state : value[strspn(value, " \t\r\n")] ? "reported" : "";
    for (size_t i = 0; i < sizeof short_words / sizeof *short_words; i++)
        if (strcmp(value, short_words[i].typed) == 0 && !is_choice(field, value)) {
            said->value = field->type == RV_FIELD_UNCLEAR && i == 1 ? "unclear" : "";
            said->state = *said->value ? "reported" : short_words[i].state;
        }
}

/* ---- JSON ---------------------------------------------------------------------------------------------------------------------- */

static void add_choice(json_t *list, const rv_asking *q, const char *choice, size_t digit)
{
    json_t *one = json_object();
    const bool is_state = !is_choice(q->field, choice) && strcmp(choice, "yes") != 0 && strcmp(choice, "no") != 0;
    bool chosen = strcmp(is_state ? q->state : q->value, choice) == 0;

    if (q->field->type == RV_FIELD_CHOICES && !is_state) {
        rv_buf parts = RV_BUF_INIT, wanted = RV_BUF_INIT;
        rv_buf_printf(&parts, "; %s; ", q->value);
        rv_buf_printf(&wanted, "; %s; ", choice);
        chosen = strstr(rv_buf_str(&parts), rv_buf_str(&wanted)) != NULL;
        rv_buf_free(&parts);
        rv_buf_free(&wanted);
    }
    rv_json_put_text(one, "choice", choice);
    rv_json_put_yes(one, "chosen", chosen);
    rv_json_put_int(one, "digit", (int64_t)digit);
    json_array_append_new(list, one);
}

/* What may be said by choosing; the states are choices too, of fields that are nothing but a choice. */
static json_t *choices_of(const rv_asking *q)
{
    static const char *const yes_no[] = { "yes", "no", NULL }, *const or_unclear[] = { "yes", "no", "unclear", NULL };
    static const char *const states[] = { "not reported", "unclear", NULL };
    const rv_field *f = q->field;
    const char *const *words = f->type == RV_FIELD_YESNO ? yes_no : f->type == RV_FIELD_UNCLEAR ? or_unclear : NULL;
    json_t *list = json_array();
    size_t n = 0;

    for (size_t i = 0; words && words[i]; i++)
        add_choice(list, q, words[i], ++n);
    for (size_t i = 0; !words && i < f->n_choices; i++)
        add_choice(list, q, f->choices[i], ++n);
    for (size_t i = 0; (words || f->type == RV_FIELD_CHOICE) && states[i]; i++)
        if (!is_choice(f, states[i]))
            add_choice(list, q, states[i], ++n);
    return list;
}

static void put_range(json_t *cell, const rv_field *f)
{
    char text[2][RV_REAL_TEXT];
    rv_buf range = RV_BUF_INIT;

    if (!isnan(f->min) && !isnan(f->max))
        rv_buf_printf(&range, "%s to %s", rv_real_text(f->min, text[0]), rv_real_text(f->max, text[1]));
    else if (!isnan(f->min))
        rv_buf_printf(&range, "%s or more", rv_real_text(f->min, text[0]));
    else if (!isnan(f->max))
        rv_buf_printf(&range, "%s at most", rv_real_text(f->max, text[1]));
    rv_json_put_text(cell, "range", rv_buf_str(&range));
    rv_buf_free(&range);
}

static void put_columns(json_t *cell, const rv_field *f)
{
    rv_buf head = RV_BUF_INIT;

    for (size_t i = 0; i < f->n_columns; i++)
        rv_buf_printf(&head, "%s%s", i ? "," : "", f->columns[i].id);
    rv_json_put_text(cell, "columns", rv_buf_str(&head));
    rv_buf_free(&head);
}

/* Which kind of input it is, for the template. */
static void put_kind(json_t *cell, const rv_asking *q)
{
    const rv_field *f = q->field;
    const bool chosen = f->type == RV_FIELD_CHOICE || f->type == RV_FIELD_YESNO || f->type == RV_FIELD_UNCLEAR;
    const bool lines = strchr(q->value, '\n') != NULL, text = f->type == RV_FIELD_TEXT || f->type == RV_FIELD_DATE;
    const bool number = f->type == RV_FIELD_INTEGER || f->type == RV_FIELD_NUMBER || f->type == RV_FIELD_PERCENT;

    rv_json_put_yes(cell, "is_calculated", f->compute[0] != 0);
    rv_json_put_yes(cell, "is_choice", chosen);
    rv_json_put_yes(cell, "is_several", f->type == RV_FIELD_CHOICES);
    rv_json_put_yes(cell, "is_table", f->type == RV_FIELD_TABLE);
    rv_json_put_yes(cell, "is_number", number);
    rv_json_put_yes(cell, "is_text", text);
    rv_json_put_yes(cell, "is_long", text && (lines || strlen(q->value) > 60));
    rv_json_put_yes(cell, "is_line", text && !lines);
    rv_json_put_yes(cell, "is_lines", text && lines);
    /* Of a choice the states are choices themselves. */
    rv_json_put_yes(cell, "has_state", !chosen && !f->compute[0]);
    if (f->type == RV_FIELD_TABLE)
        put_columns(cell, f);
}

json_t *rv_cell_json(const rv_asking *q)
{
    const rv_said said = { q->value, strcmp(q->state, "calculated") == 0 ? "" : q->state, q->place, q->quotation, q->note };
    const struct { const char *name, *text; } texts[] = {
        { "field", q->field->id }, { "label", q->field->label }, { "help", q->field->help }, { "unit", q->field->unit },
        { "type", rv_type_names[q->field->type] }, { "when", q->field->when }, { "compute", q->field->compute }, { "value", q->value },
        { "state", q->state }, { "place", q->place }, { "quotation", q->quotation }, { "note", q->note }, { "reviewer", q->reviewer },
        { "at", q->at }, { "typed", q->value[0] ? q->value : strcmp(q->state, "not reported") == 0 ? "-"
                                    : strcmp(q->state, "unclear") == 0 ? "?" : "" },
    };
    json_t *cell = json_object();
    rv_buf name = RV_BUF_INIT;
    char was[RV_CELL_WAS];

    rv_cell_name_put(&name, rv_asking_kind(q), rv_asking_key(q), q->field->id);
    rv_said_was(&said, was);
    rv_json_put_text(cell, "name", rv_buf_str(&name));
    rv_json_put_text(cell, "was", was);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_json_put_text(cell, texts[i].name, texts[i].text);
    rv_json_put_yes(cell, "asked", q->asked);
    rv_json_put_yes(cell, "required", q->field->required);
    rv_json_put_yes(cell, "lacking", q->asked && q->field->required && !q->state[0]);
    rv_json_put_yes(cell, "bears", q->field->place);
    rv_json_put_yes(cell, "derived", strcmp(q->state, "derived") == 0);
    rv_json_put_yes(cell, "not_reported", strcmp(q->state, "not reported") == 0);
    rv_json_put_yes(cell, "unclear", strcmp(q->state, "unclear") == 0);
    rv_json_put_yes(cell, "more", q->place[0] || q->quotation[0] || q->note[0]);
    put_range(cell, q->field);
    put_kind(cell, q);
    json_object_set_new(cell, "choices", choices_of(q));
    rv_buf_free(&name);
    return cell;
}

/* ---- Shown again --------------------------------------------------------------------------------------------------------------- */

static const json_t *sent_of(const json_t *sent, const char *what, const json_t *cell)
{
    rv_buf name = RV_BUF_INIT;
    const json_t *found;

    rv_buf_printf(&name, "%s.%s", what, json_string_value(json_object_get(cell, "name")));
    found = json_object_get(sent, rv_buf_str(&name));
    rv_buf_free(&name);
    return found;
}

static bool was_sent(const json_t *sent, const char *text)
{
    size_t i;
    json_t *one;

    if (json_is_string(sent))
        return strcmp(json_string_value(sent), text) == 0;
    json_array_foreach(sent, i, one)
        if (json_is_string(one) && strcmp(json_string_value(one), text) == 0)
            return true;
    return false;
}

static void retype_state(json_t *cell, const char *state)
{
    static const struct { const char *member, *state; } flags[] = {
        { "derived", "derived" }, { "not_reported", "not reported" }, { "unclear", "unclear" },
    };

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        rv_json_put_yes(cell, flags[i].member, strcmp(state, flags[i].state) == 0);
}

void rv_cell_retype(json_t *cell, const json_t *sent)
{
    const bool several = json_is_true(json_object_get(cell, "is_several"));
    const json_t *value = sent_of(sent, several ? "choice" : "value", cell), *state = sent_of(sent, "state", cell);
    const json_t *fault = json_object_get(json_object_get(sent, "faults"), json_string_value(json_object_get(cell, "name")));
    json_t *choice;
    size_t i;

    if (value)
        json_array_foreach(json_object_get(cell, "choices"), i, choice)
            rv_json_put_yes(choice, "chosen", was_sent(value, json_string_value(json_object_get(choice, "choice"))));
    if (json_is_string(value)) {
        rv_json_put_text(cell, "value", json_string_value(value));
        rv_json_put_text(cell, "typed", json_string_value(value));
    }
    if (json_is_string(state))
        retype_state(cell, json_string_value(state));
    for (size_t k = 0; k < 3; k++) {
        static const char *const rest[] = { "place", "quotation", "note" };
        const json_t *text = sent_of(sent, rest[k], cell);
        if (json_is_string(text))
            rv_json_put_text(cell, rest[k], json_string_value(text));
    }
    if (json_is_string(fault))
        rv_json_put_text(cell, "fault", json_string_value(fault));
}
