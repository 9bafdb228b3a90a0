#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"

/* Outcome domains with the order of choice among results, and the analyses. */

/* A test holds them beside the measures of the effect layer, which this layer does not know. */
const char *const rv_protocol_measures[] = {
    "OR", "RR", "RD", "PETO", "AS", "PBIT", "OR2D", "OR2DL", "OR2DN", "PHI", "ZPHI", "YUQ", "YUY", "RTET", "ZTET",
    "REH", "MPRD", "MPRR", "MPOR", "MPORC", "MPPETO", "MPORM", "IRR", "IRD", "IRSD", "HR", "MD", "SMD", "SMDH",
    "SMD1", "SMD1H", "ROM", "VR", "CVR", "RPB", "ZPB", "RBIS", "ZBIS", "D2OR", "D2ORL", "D2ORN", "CLESN", "AUCN",
    "PPC", "PPC1", "PPC2", "MC", "SMCC", "SMCR", "SMCRH", "SMCRP", "SMCRPH", "ROMC", "VRC", "CVRC", "COR", "UCOR",
    "ZCOR", "PCOR", "ZPCOR", "SPCOR", "ZSPCOR", "R2", "ZR2", "PR", "PLN", "PLO", "PRZ", "PAS", "PFT", "IR", "IRLN",
    "IRS", "IRFT", "MN", "SMN", "MNLN", "SDLN", "CVLN", "ARAW", "AHW", "ABT", "GEN", NULL
};
static const char *const models[] = { "random", "common", NULL };
static const char *const methods[] = { "REML", "DL", "ML", "PM", NULL };
static const char *const tests[] = { "z", "knha", "adhoc", NULL };

static const rv_outcome_kind *read_kinds(rv_reader *r, const rv_node *domain, size_t *n)
{
    rv_outcome_kind *kinds = rv_reader_array(r, rv_node_count(domain, "kind"), sizeof *kinds);

    *n = 0;
    rv_reader_unique(r, domain, "kind", "id");
    for (const rv_node *node = rv_node_child(domain, "kind"); kinds && node; node = rv_node_next(node)) {
        rv_outcome_kind *k = &kinds[(*n)++];

        k->id = rv_reader_id(r, node);
        k->label = rv_reader_attribute(r, node, "label");
        k->words = rv_reader_split(r, node, rv_reader_attribute(r, node, "words"), &k->n_words);
    }
    return kinds;
}

/* Is `value` one that the field may have? */
static void check_value(rv_reader *r, const rv_node *node, const rv_field *field, const char *value)
{
    double x;

    if (field->type == RV_FIELD_CHOICE) {
        for (size_t i = 0; i < field->n_choices; i++)
            if (strcmp(field->choices[i], value) == 0)
                return;
        rv_reader_fail(r, node, "'%.60s' is no choice of the field '%s'", value, field->id);
    } else if (field->type == RV_FIELD_YESNO) {
        if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
            rv_reader_fail(r, node, "the field '%s' has yes or no, not '%.60s'", field->id, value);
    } else if ((field->type == RV_FIELD_INTEGER || field->type == RV_FIELD_NUMBER || field->type == RV_FIELD_PERCENT)
               && rv_real_parse(value, &x, NULL) != RV_OK) {
        rv_reader_fail(r, node, "the field '%s' has numbers, not '%.60s'", field->id, value);
    }
}

static void check_preference(rv_reader *r, const rv_node *node, const rv_preference *p)
{
    const bool own = strcmp(p->field, "kind") == 0 || strcmp(p->field, "time") == 0;
    const rv_field *field = own ? NULL : rv_protocol_field(r->protocol, p->field);

    if (own) {
        if (p->n_order)
            rv_reader_fail(r, node, "the order of %s is the domain's own; leave order out", p->field);
        return;
    }
    if (!field)
        rv_reader_fail(r, node, "the field '%.60s' is not there; name a <field> of the <form>, kind, or time", p->field);
    if (!p->n_order)
        rv_reader_fail(r, node, "which goes first? give order=\"first|second\"");
    for (size_t i = 0; i < p->n_order; i++)
        if (field)
            check_value(r, node, field, p->order[i]);
}

static const rv_preference *read_preferences(rv_reader *r, const rv_node *domain, size_t *n)
{
    rv_preference *all = rv_reader_array(r, rv_node_count(domain, "prefer"), sizeof *all);

    *n = 0;
    rv_reader_unique(r, domain, "prefer", "field");
    for (const rv_node *node = rv_node_child(domain, "prefer"); all && node; node = rv_node_next(node)) {
        rv_preference *p = &all[(*n)++];

        p->field = rv_reader_attribute(r, node, "field");
        if (rv_node_attribute(node, "order"))
            p->order = rv_reader_split(r, node, rv_reader_attribute(r, node, "order"), &p->n_order);
        check_preference(r, node, p);
    }
    return all;
}

static void read_times(rv_reader *r, const rv_node *node, rv_domain *d)
{
    static const char *const times[] = { "latest", "earliest", "nearest", NULL };
    static const char *const ties[] = { "first", "last", NULL };

    d->min_months = rv_reader_number(r, node, "min-months", NAN);
    d->max_months = rv_reader_number(r, node, "max-months", NAN);
    d->time = (rv_time_choice)rv_reader_choice(r, node, "time", times, RV_TIME_LATEST);
    d->near_months = rv_reader_number(r, node, "near-months", NAN);
    d->last_on_ties = rv_reader_choice(r, node, "ties", ties, 1) == 1;
    if (d->min_months > d->max_months)
        rv_reader_fail(r, node, "min-months is %g and max-months %g; min must not be above max", d->min_months, d->max_months);
    if (d->min_months < 0 || d->near_months < 0)
        rv_reader_fail(r, node, "months are counted from 0");
    if (d->time == RV_TIME_NEAREST && isnan(d->near_months))
        rv_reader_fail(r, node, "time is 'nearest'; say to which month by near-months=\"...\"");
    if (d->time != RV_TIME_NEAREST && !isnan(d->near_months))
        rv_reader_fail(r, node, "near-months is for time=\"nearest\" only");
}

void rv_read_domains(rv_reader *r, const rv_node *root)
{
    static const char *const better[] = { "higher", "lower", NULL };
    const rv_node *section = rv_node_child(root, "outcomes");
    rv_domain     *domains = rv_reader_array(r, rv_node_count(section, "domain"), sizeof *domains);

    rv_reader_unique(r, section, "domain", "id");
    for (const rv_node *node = rv_node_child(section, "domain"); domains && node; node = rv_node_next(node)) {
        rv_domain *d = &domains[r->protocol->n_domains++];

        d->id = rv_reader_id(r, node);
        d->label = rv_reader_attribute(r, node, "label");
        d->better = rv_reader_word(r, node, "better", better);
        d->event = rv_reader_attribute(r, node, "event");
        d->favours_left = rv_reader_attribute(r, node, "favours-left");
        d->favours_right = rv_reader_attribute(r, node, "favours-right");
        read_times(r, node, d);
        d->kinds = read_kinds(r, node, &d->n_kinds);
        d->preferences = read_preferences(r, node, &d->n_preferences);
    }
    r->protocol->domains = domains;
}

/* "age_min>=15", "design=RCT|matched". */
static void check_condition(rv_reader *r, const rv_node *node, const char *condition, bool equal_only)
{
    size_t          n = strcspn(condition, "<>=");
    const char     *sign = condition + n, *value = sign + (*sign == '<' || *sign == '>') + 1;
    char            id[65];
    const rv_field *field;
    const char *const *values;
    size_t          n_values = 0;

    if (*sign == '\0' || n == 0 || n >= sizeof id || ((*sign == '<' || *sign == '>') && sign[1] != '=') || *value == '\0'
        || (equal_only && *sign != '=')) {
        rv_reader_fail(r, node, "'%.80s' is no condition; write %s", condition,
                       equal_only ? "field=value" : "field>=value, field<=value or field=value|value");
        return;
    }
    memcpy(id, condition, n);
    id[n] = '\0';
    values = rv_reader_split(r, node, value, &n_values);
    if (strcmp(id, "months") == 0) {                /* of the result itself, no field of the form */
        double x;
        for (size_t i = 0; values && i < n_values; i++)
            if (rv_real_parse(values[i], &x, NULL) != RV_OK)
                rv_reader_fail(r, node, "months are a number, not '%.60s'", values[i]);
        return;
    }
    if ((field = rv_protocol_field(r->protocol, id)) == NULL) {
        rv_reader_fail(r, node, "the field '%s' is not there; name a <field> of the <form>, or months", id);
        return;
    }
    if (*sign != '=' && field->type != RV_FIELD_INTEGER && field->type != RV_FIELD_NUMBER && field->type != RV_FIELD_PERCENT)
        rv_reader_fail(r, node, "the field '%s' holds no numbers, so %c= means nothing; use =", id, *sign);
    for (size_t i = 0; values && i < n_values; i++)
        check_value(r, node, field, values[i]);
}

/* Fields that an analysis splits by or regresses on; the months of a result are always there. */
static void check_fields(rv_reader *r, const rv_node *analysis, const char *name, bool numbers)
{
    rv_reader_unique(r, analysis, name, "field");
    for (const rv_node *node = rv_node_child(analysis, name); node; node = rv_node_next(node)) {
        const char     *id = rv_reader_attribute(r, node, "field");
        const rv_field *field = rv_protocol_field(r->protocol, id);

        if (!field && strcmp(id, "months") != 0)
            rv_reader_fail(r, node, "the field '%.60s' is not there; name a <field> of the <form>, or months", id);
        if (field && numbers && (field->type == RV_FIELD_TEXT || field->type == RV_FIELD_DATE))
            rv_reader_fail(r, node, "the field '%s' is text; a moderator is a number, a choice or yes and no", id);
        if (!numbers && (!field || (field->type != RV_FIELD_CHOICE && field->type != RV_FIELD_YESNO && field->type != RV_FIELD_TEXT)))
            rv_reader_fail(r, node, "subgroups are made by a field that is a choice, yes and no, or text; '%.60s' is not", id);
    }
}

static const rv_sensitivity *read_sensitivity(rv_reader *r, const rv_node *analysis, size_t *n)
{
    rv_sensitivity *all = rv_reader_array(r, rv_node_count(analysis, "sensitivity"), sizeof *all);

    *n = 0;
    rv_reader_unique(r, analysis, "sensitivity", "id");
    for (const rv_node *node = rv_node_child(analysis, "sensitivity"); all && node; node = rv_node_next(node)) {
        rv_sensitivity *s = &all[(*n)++];

        s->id = rv_reader_id(r, node);
        s->label = rv_reader_attribute(r, node, "label");
        s->measure = rv_reader_word(r, node, "measure", rv_protocol_measures);
        s->model = rv_reader_word(r, node, "model", models);
        s->method = rv_reader_word(r, node, "method", methods);
        s->test = rv_reader_word(r, node, "test", tests);
        s->leave_out = rv_reader_attribute(r, node, "leave-out");
        s->leave_one_out = rv_reader_yesno(r, node, "leave-one-out", false);
        s->all_effects = rv_reader_yesno(r, node, "all-effects", false);
        if (*s->leave_out)
            check_condition(r, node, s->leave_out, true);
        if (!*s->measure && !*s->model && !*s->method && !*s->test && !*s->leave_out && !s->leave_one_out
            && !s->all_effects)
            rv_reader_fail(r, node, "changes nothing; give measure, model, method, test, leave-out, leave-one-out=\"yes\" or all-effects=\"yes\"");
        if (s->all_effects && s->leave_one_out)
            rv_reader_fail(r, node, "leave-one-out is of one effect a study; all-effects does not go with it");
    }
    return all;
}

static const rv_baseline *read_baselines(rv_reader *r, const rv_node *analysis, size_t *n)
{
    rv_baseline *all = rv_reader_array(r, rv_node_count(analysis, "baseline"), sizeof *all);

    *n = 0;
    rv_reader_unique(r, analysis, "baseline", "label");
    for (const rv_node *node = rv_node_child(analysis, "baseline"); all && node; node = rv_node_next(node)) {
        rv_baseline *b = &all[(*n)++];

        b->risk = rv_reader_number(r, node, "risk", NAN);
        b->label = rv_reader_attribute(r, node, "label");
        b->source = rv_reader_attribute(r, node, "source");
        if (!(b->risk > 0 && b->risk < 1))
            rv_reader_fail(r, node, "risk is %g; it must lie between 0 and 1, as 0.15", b->risk);
    }
    return all;
}

static void read_analysis(rv_reader *r, const rv_node *node, rv_plan *a)
{
    a->id = rv_reader_id(r, node);
    a->label = rv_reader_attribute(r, node, "label");
    a->domain = rv_reader_attribute(r, node, "domain");
    a->measure = rv_reader_word(r, node, "measure", rv_protocol_measures);
    a->model = rv_reader_word(r, node, "model", models);
    a->method = rv_node_attribute(node, "method") ? rv_reader_word(r, node, "method", methods) : "REML";
    a->test = rv_node_attribute(node, "test") ? rv_reader_word(r, node, "test", tests) : "adhoc";
    a->level = rv_reader_number(r, node, "level", 0.95);
    a->prediction = rv_reader_yesno(r, node, "prediction", true);
    a->convert = rv_reader_yesno(r, node, "convert", false);
    if (!rv_protocol_domain(r->protocol, a->domain))
        rv_reader_fail(r, node, "the domain '%.60s' is not there; name a <domain> of <outcomes>", a->domain);
    if (!(a->level >= 0.5 && a->level < 1))
        rv_reader_fail(r, node, "level is %g; it must be from 0.5 to below 1, as 0.95", a->level);
    a->select = rv_reader_texts(r, node, "select", NULL, &a->n_select);
    for (const rv_node *select = rv_node_child(node, "select"); select; select = rv_node_next(select))
        check_condition(r, select, rv_reader_prose(r, select), false);
    a->subgroups = rv_reader_texts(r, node, "subgroup", "field", &a->n_subgroups);
    check_fields(r, node, "subgroup", false);
    a->moderators = rv_reader_texts(r, node, "moderator", "field", &a->n_moderators);
    check_fields(r, node, "moderator", true);
    a->sensitivity = read_sensitivity(r, node, &a->n_sensitivity);
    a->baselines = read_baselines(r, node, &a->n_baselines);
}

void rv_read_analyses(rv_reader *r, const rv_node *root)
{
    const rv_node *section = rv_node_child(root, "analyses");
    rv_plan   *analyses = rv_reader_array(r, rv_node_count(section, "analysis"), sizeof *analyses);

    rv_reader_unique(r, section, "analysis", "id");
    for (const rv_node *node = rv_node_child(section, "analysis"); analyses && node; node = rv_node_next(node))
        read_analysis(r, node, &analyses[r->protocol->n_analyses++]);
    r->protocol->analyses = analyses;
}
