#include <config.h>

#include <math.h>
#include <string.h>

#include "reader.h"

/* The extraction form and the appraisal tools. */

/* Columns that the wide tables of results and studies have anyway. */
static const char *const reserved[] = { "result", "study", "record", "contrast", "domain", "outcome", "months", "place",
                                        "quotation", "note", "role" };

const char *const rv_level_names[] = { "study", "result", "arm", "outcome", "time", "contrast", "arm-result", NULL };
const char *const rv_type_names[] = { "text", "integer", "number", "percent", "date", "choice", "yesno", "choices", "yesnounclear",
                                      "table", NULL };

static bool is_numeric(rv_field_type type)
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
    if (!is_numeric(f->type) && (!isnan(f->min) || !isnan(f->max)))
        rv_reader_fail(r, node, "min and max are for the types integer, number and percent");
    if (f->min > f->max)
        rv_reader_fail(r, node, "min is %g and max %g; min must not be above max", f->min, f->max);
    for (size_t i = 0; i < f->n_choices; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(f->choices[i], f->choices[j]) == 0)
                rv_reader_fail(r, node, "the choice '%.60s' stands twice; each must be different", f->choices[i]);
}

void rv_read_form(rv_reader *r, const rv_node *root)
{
    static const char *const modes[] = { "single", "double", "verify", NULL };
    const rv_node *section = rv_node_child(root, "form");
    rv_field      *fields = rv_reader_array(r, rv_node_count(section, "field"), sizeof *fields);

    r->protocol->extraction = (rv_extract_mode)rv_reader_choice(r, section, "extraction", modes, 0);
    r->protocol->tolerance = rv_reader_number(r, section, "tolerance", 0);
    rv_reader_unique(r, section, "field", "id");
    for (const rv_node *node = rv_node_child(section, "field"); fields && node; node = rv_node_next(node)) {
        rv_field *f = &fields[r->protocol->n_fields++];

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
        f->from = "";
        f->choices = rv_reader_texts(r, node, "choice", NULL, &f->n_choices);
        check_field(r, node, f);
    }
    r->protocol->fields = fields;
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

void rv_read_appraisals(rv_reader *r, const rv_node *root)
{
    static const char *const units[] = { "result", "study", "review", NULL };
    const rv_node     *section = rv_node_child(root, "appraisal");
    rv_appraisal_tool *tools = rv_reader_array(r, rv_node_count(section, "tool"), sizeof *tools);

    rv_reader_unique(r, section, "tool", "id");
    for (const rv_node *node = rv_node_child(section, "tool"); tools && node; node = rv_node_next(node)) {
        rv_appraisal_tool *t = &tools[r->protocol->n_appraisals++];

        t->id = rv_reader_id(r, node);
        t->label = rv_reader_attribute(r, node, "label");
        t->unit = rv_reader_word(r, node, "unit", units);
        t->url = rv_reader_attribute(r, node, "url");
        t->domains = read_domains(r, node, &t->n_domains);
    }
    r->protocol->appraisals = tools;
}
