#include <config.h>

#include <math.h>
#include <string.h>

#include "form.h"
#include "reader.h"

/* The extraction form and the appraisal tools. */

/* Columns that the wide tables of results and studies have anyway. */
static const char *const reserved[] = { "result", "study", "record", "contrast", "domain", "outcome", "months", "place",
                                        "quotation", "note", "role", "arm", "time", "group1", "group2", "field", "value", "state", "kind",
                                        "key" };

const char *const rv_level_names[] = { "study", "result", "arm", "outcome", "time", "contrast", "arm-result", NULL };
const char *const rv_type_names[] = { "text", "integer", "number", "percent", "date", "choice", "yesno", "choices", "yesnounclear",
                                      "table", NULL };

bool rv_type_numeric(rv_field_type type)
{
    return type == RV_FIELD_INTEGER || type == RV_FIELD_NUMBER || type == RV_FIELD_PERCENT;
}

static void check_field(rv_reader *r, const rv_node *node, const rv_field *f)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(f->id, reserved[i]) == 0)
            rv_reader_fail(r, node, "'%s' is a column that every table has; choose another id", f->id);
    if (f->id[strspn(f->id, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
        rv_reader_fail(r, node, "the id of a field names a column; use small letters, digits and _ only");
    if ((f->type == RV_FIELD_CHOICE || f->type == RV_FIELD_CHOICES) && f->n_choices < 2)
        rv_reader_fail(r, node, "a choice needs at least two <choice> elements; it has %zu", f->n_choices);
    if (f->type != RV_FIELD_CHOICE && f->type != RV_FIELD_CHOICES && f->n_choices > 0)
        rv_reader_fail(r, node, "only a field of type choice or choices has <choice> elements");
    if (!rv_type_numeric(f->type) && (!isnan(f->min) || !isnan(f->max)))
        rv_reader_fail(r, node, "min and max are for the types integer, number and percent");
    if (f->type != RV_FIELD_TABLE && f->n_columns > 0)
        rv_reader_fail(r, node, "only a field of type table has <column> elements");
    if (f->tolerance < 0)
        rv_reader_fail(r, node, "tolerance is %g; it must not be below 0", f->tolerance);
    if (f->min > f->max)
        rv_reader_fail(r, node, "min is %g and max %g; min must not be above max", f->min, f->max);
    for (size_t i = 0; i < f->n_choices; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(f->choices[i], f->choices[j]) == 0)
                rv_reader_fail(r, node, "the choice '%.60s' stands twice; each must be different", f->choices[i]);
    for (size_t i = 0; f->type == RV_FIELD_CHOICES && i < f->n_choices; i++)
        if (strchr(f->choices[i], ';'))
            rv_reader_fail(r, node, "the choice '%.60s' has a ; which stands between several choices; write it otherwise", f->choices[i]);
}

static const rv_column *read_columns(rv_reader *r, const rv_node *field, size_t *n)
{
    rv_column *columns = rv_reader_array(r, rv_node_count(field, "column"), sizeof *columns);

    *n = 0;
    rv_reader_unique(r, field, "column", "id");
    for (const rv_node *node = rv_node_child(field, "column"); columns && node; node = rv_node_next(node)) {
        rv_column *c = &columns[(*n)++];

        c->id = rv_reader_id(r, node);
        c->type = (rv_field_type)rv_reader_choice(r, node, "type", rv_type_names, RV_FIELD_TEXT);
        if (c->type == RV_FIELD_CHOICE || c->type == RV_FIELD_CHOICES || c->type == RV_FIELD_TABLE)
            rv_reader_fail(r, node, "a column is of type text, integer, number, percent, date, yesno or yesnounclear");
    }
    return columns;
}

void rv_read_field(rv_reader *r, const rv_node *node, const char *from, rv_field *f)
{
    f->id = rv_reader_id(r, node);
    f->label = rv_reader_attribute(r, node, "label");
    f->help = rv_reader_prose(r, rv_node_child(node, "help"));
    f->unit = rv_reader_attribute(r, node, "unit");
    f->level = (rv_field_level)rv_reader_choice(r, node, "level", rv_level_names, 0);
    f->type = (rv_field_type)rv_reader_choice(r, node, "type", rv_type_names, 0);
    f->min = rv_reader_number(r, node, "min", f->type == RV_FIELD_PERCENT ? 0 : NAN);
    f->max = rv_reader_number(r, node, "max", f->type == RV_FIELD_PERCENT ? 100 : NAN);
    f->required = rv_reader_yesno(r, node, "required", false);
    f->place = rv_reader_yesno(r, node, "place", false);
    f->as = rv_reader_attribute(r, node, "as");
    f->when = rv_reader_attribute(r, node, "when");
    f->compute = rv_reader_attribute(r, node, "compute");
    f->tolerance = rv_reader_number(r, node, "tolerance", NAN);
    f->from = from;
    f->choices = rv_reader_texts(r, node, "choice", NULL, &f->n_choices);
    f->columns = read_columns(r, node, &f->n_columns);
    check_field(r, node, f);
}

/* Fields in the order of the document, those of a part where it is used. */
void rv_read_form(rv_reader *r, const rv_node *root)
{
    static const char *const modes[] = { "single", "double", "verify", NULL };
    const rv_node *section = rv_node_child(root, "form");
    rv_form form = { .reader = r };

    r->protocol->extraction = (rv_extract_mode)rv_reader_choice(r, section, "extraction", modes, 0);
    r->protocol->tolerance = rv_reader_number(r, section, "tolerance", 0);
    if (r->protocol->tolerance < 0)
        rv_reader_fail(r, section, "tolerance is %g; it must not be below 0", r->protocol->tolerance);
    if (!section->first)
        rv_reader_fail(r, section, "the form asks for nothing; put a <field> or <use> here");
    rv_reader_unique(r, section, "field", "id");
    rv_reader_unique(r, section, "use", "part");
    rv_form_make_room(&form, section);
    for (const rv_node *node = section->first; r->status == RV_OK && node; node = node->next) {
        if (strcmp(node->name, "use") == 0) {
            rv_form_use_part(&form, node);
        } else {
            rv_read_field(r, node, "", &form.fields[form.n]);
            rv_form_take(&form, node);
        }
    }
    r->protocol->fields = form.fields;
    r->protocol->n_fields = form.n;
    if (r->status == RV_OK)
        rv_form_check(&form);
}

static const rv_appraisal_domain *read_domains(rv_reader *r, const rv_node *tool, size_t *n)
{
    rv_appraisal_domain *domains = rv_reader_array(r, rv_node_count(tool, "domain"), sizeof *domains);

    *n = 0;
    rv_reader_unique(r, tool, "domain", "id");
    for (const rv_node *node = rv_node_child(tool, "domain"); domains && node; node = rv_node_next(node)) {
        rv_appraisal_domain *d = &domains[(*n)++];

        d->id = rv_reader_id(r, node);
        d->label = rv_reader_attribute(r, node, "label");
        d->judgements = rv_reader_texts(r, node, "judgement", NULL, &d->n_judgements);
        if (d->n_judgements < 2)
            rv_reader_fail(r, node, "one <judgement> is no choice; give at least two");
    }
    return domains;
}

/* The labels and judgements of an instrument that comes with the toolkit; its rules stay with it. */
static void take_domains(rv_reader *r, const rv_instrument *from, rv_appraisal_tool *t)
{
    rv_appraisal_domain *domains = rv_reader_array(r, from->n_domains, sizeof *domains);

    for (size_t i = 0; domains && i < from->n_domains; i++) {
        const rv_instrument_domain *d = &from->domains[i];
        const char                **judgements = rv_reader_array(r, d->n_judgements, sizeof *judgements);

        for (size_t j = 0; judgements && j < d->n_judgements; j++)
            judgements[j] = rv_reader_keep(r, d->judgements[j]);
        domains[i] = (rv_appraisal_domain){ rv_reader_keep(r, d->id), rv_reader_keep(r, d->label), judgements ? d->n_judgements : 0,
                                            judgements };
    }
    t->domains = domains;
    t->n_domains = domains ? from->n_domains : 0;
}

/* What a tool that is an instrument does not say itself, the instrument says. */
static void read_instrument(rv_reader *r, const rv_node *node, rv_appraisal_tool *t)
{
    const char    *xml = rv_instrument_shipped(t->instrument);
    rv_instrument *from = NULL;
    rv_error       why;

    if (rv_node_child(node, "domain"))
        rv_reader_fail(r, node, "the domains come from the instrument '%.60s'; take them out here", t->instrument);
    if (!*t->id)
        t->id = t->instrument;
    if (xml && rv_instrument_parse(&from, t->instrument, xml, strlen(xml), &why) != RV_OK)
        rv_reader_fail(r, node, "%s", why.message);
    if (from && *t->critical && rv_instrument_critical(from, t->critical, &why) != RV_OK)
        rv_reader_fail(r, node, "%s", why.message);
    if (from && *t->unit && strcmp(t->unit, from->unit) != 0)
        rv_reader_fail(r, node, "unit is %s; the instrument '%.60s' judges %s", t->unit, t->instrument, from->unit);
    if (from) {
        t->label = *t->label ? t->label : rv_reader_keep(r, from->label);
        t->unit = rv_reader_keep(r, from->unit);
        t->url = *t->url ? t->url : rv_reader_keep(r, from->url);
        take_domains(r, from, t);
    } else if (!xml && (!*t->label || !*t->unit)) {
        rv_reader_fail(r, node, "no instrument '%.60s' comes with the toolkit; for one that the team adds to the review give label and unit",
                       t->instrument);
    }
    rv_instrument_free(from);
}

static void read_tool(rv_reader *r, const rv_node *node, rv_appraisal_tool *t)
{
    static const char *const units[] = { "result", "study", "review", "body", NULL };

    t->id = rv_node_attribute(node, "id") ? rv_reader_id(r, node) : "";
    t->label = rv_reader_attribute(r, node, "label");
    t->unit = rv_reader_word(r, node, "unit", units);
    t->url = rv_reader_attribute(r, node, "url");
    t->instrument = rv_reader_attribute(r, node, "instrument");
    t->critical = rv_reader_attribute(r, node, "critical");
    t->twice = rv_reader_yesno(r, node, "twice", false);
    if (*t->instrument) {
        read_instrument(r, node, t);
        return;
    }
    if (!*t->id || !*t->label || !*t->unit)
        rv_reader_fail(r, node, "a tool has id, label and unit, or names its instrument; write instrument=\"rob2-assignment\", for example");
    if (!rv_node_child(node, "domain"))
        rv_reader_fail(r, node, "the element <domain> is missing; put at least one here, or name an instrument");
    if (*t->critical)
        rv_reader_fail(r, node, "critical is for tools that name an instrument");
    t->domains = read_domains(r, node, &t->n_domains);
}

void rv_read_appraisals(rv_reader *r, const rv_node *root)
{
    const rv_node     *section = rv_node_child(root, "appraisal");
    rv_appraisal_tool *tools = rv_reader_array(r, rv_node_count(section, "tool"), sizeof *tools);

    rv_reader_unique(r, section, "tool", "id");
    r->protocol->appraisals = tools;
    for (const rv_node *node = rv_node_child(section, "tool"); tools && node; node = rv_node_next(node)) {
        rv_appraisal_tool *t = &tools[r->protocol->n_appraisals];

        read_tool(r, node, t);
        if (rv_protocol_appraisal(r->protocol, t->id))
            rv_reader_fail(r, node, "the tool '%.60s' stands already; give each its own id", t->id);
        r->protocol->n_appraisals++;
    }
}
