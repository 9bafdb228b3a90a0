/* The results of a version as the rules see them, and the rules carried out. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/grim.h"
#include "extract/warn.h"

double rv_look_half(const rv_look *look, rv_role role)
{
    return look->seen->of[role] ? rv_printed_half(look->seen->of[role]->value) : 0;
}

const char *rv_look_text(const rv_look *look, rv_role role)
{
    return look->seen->of[role] ? look->seen->of[role]->value : "";
}

/* ---- What is seen --------------------------------------------------------------------------------------------------- */

static void read_seen(const rv_deriving *d, const rv_fact_result *r, rv_seen *out)
{
    rv_arm_pair arms;

    rv_arm_pair_find(d->facts, r, &arms);
    out->result = r;
    for (int role = 0; role < RV_AS_N; role++) {
        out->x[role] = rv_role_number(d->facts, d->protocol, &d->roles, r, &arms, (rv_role)role, &out->of[role]);
    }
}

/* The numbers that make one result like another. */
static const rv_role telling[] = { RV_AS_VALUE1, RV_AS_VALUE2, RV_IN_n1i, RV_IN_n2i, RV_IN_ni, RV_IN_est, RV_IN_se, RV_IN_ci_lo,
                                   RV_IN_ci_hi, RV_IN_sd1i, RV_IN_sd2i, RV_IN_p, RV_IN_ai, RV_IN_ci, RV_IN_m1i, RV_IN_m2i };

static int numbers_order(const rv_seen *a, const rv_seen *b)
{
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
        const double x = a->x[telling[i]], y = b->x[telling[i]];
        if (isnan(x) != isnan(y))
            return isnan(x) ? -1 : 1;
        if (x != y && !isnan(x))
            return x < y ? -1 : 1;
    }
    return 0;
}

static int by_numbers(const void *a, const void *b)
{
    const rv_seen *x = *(const rv_seen *const *)a, *y = *(const rv_seen *const *)b;
    const int c = numbers_order(x, y);

    return c ? c : x->result->id < y->result->id ? -1 : x->result->id > y->result->id;
}

static int by_id(const void *a, const void *b)
{
    const rv_seen *x = *(const rv_seen *const *)a, *y = *(const rv_seen *const *)b;

    return x->result->id < y->result->id ? -1 : x->result->id > y->result->id;
}

rv_status rv_looking_start(rv_looking *looking, const rv_facts *facts, const rv_protocol *protocol, rv_error *err)
{
    *looking = (rv_looking){ 0 };
    rv_deriving_start(&looking->deriving, facts, protocol);
    looking->seen = calloc(facts->n_results + 1, sizeof *looking->seen);
    looking->by_numbers = calloc(facts->n_results + 1, sizeof *looking->by_numbers);
    looking->by_id = calloc(facts->n_results + 1, sizeof *looking->by_id);
    if (!looking->seen || !looking->by_numbers || !looking->by_id)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < facts->n_results; i++) {
        rv_seen *s = &looking->seen[looking->n];
        read_seen(&looking->deriving, &facts->results[i], s);
        looking->by_id[looking->n] = looking->by_numbers[looking->n] = s;
        looking->n++;
    }
    qsort(looking->by_numbers, looking->n, sizeof *looking->by_numbers, by_numbers);
    qsort(looking->by_id, looking->n, sizeof *looking->by_id, by_id);
    return rv_peers_find(looking->seen, looking->n) ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_looking_end(rv_looking *looking)
{
    free(looking->seen);
    free(looking->by_numbers);
    free(looking->by_id);
    *looking = (rv_looking){ 0 };
}

const rv_seen *rv_looking_find(const rv_looking *looking, int64_t result)
{
    const rv_fact_result key = { .id = result };
    const rv_seen wanted = { .result = &key }, *at = &wanted;
    const rv_seen **found = bsearch(&at, looking->by_id, looking->n, sizeof *found, by_id);

    return found ? *found : NULL;
}

const rv_seen *rv_looking_twin(const rv_looking *looking, const rv_seen *seen)
{
    const rv_seen **found = bsearch(&seen, looking->by_numbers, looking->n, sizeof *found, by_numbers);
    size_t n = 0;

    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        n += !isnan(seen->x[telling[i]]);
    return n >= 3 && found && found > looking->by_numbers && numbers_order(found[-1], seen) == 0 ? found[-1] : NULL;
}

/* ---- The rules carried out --------------------------------------------------------------------------------------------- */

bool rv_rule_warns(const rv_warn_rule *rule, const rv_looking *looking, const rv_seen *seen, rv_look *look)
{
    look->all = looking;
    look->seen = seen;
    look->domain = rv_protocol_domain(looking->deriving.protocol, seen->result->domain);
    look->words[0] = 0;
    return rule->look(look);
}

void rv_rule_numbers(const rv_warn_rule *rule, const rv_seen *seen, rv_buf *out)
{
    char months[RV_REAL_TEXT];

    rv_buf_clear(out);
    if (rule->roles[0] == RV_AS_N && !isnan(seen->result->months))
        rv_buf_printf(out, "months=%s", rv_real_text(seen->result->months, months));
    for (size_t i = 0; rule->roles[i] != RV_AS_N; i++)
        if (seen->of[rule->roles[i]])
            rv_buf_printf(out, "%s%s=%s", out->length ? "; " : "", seen->of[rule->roles[i]]->field, seen->of[rule->roles[i]]->value);
}

rv_status rv_warnings_told(const rv_looking *looking, int64_t result, rv_buf *out, rv_error *err)
{
    const rv_seen *seen = rv_looking_find(looking, result);
    rv_look look;

    rv_buf_clear(out);
    for (size_t i = 0; seen && rv_rule_at(i); i++)
        if (!rv_rule_at(i)->of_several && rv_rule_warns(rv_rule_at(i), looking, seen, &look))
            rv_buf_printf(out, "%s\"%s\"", out->length ? "," : "[", rv_rule_at(i)->id);
    if (out->length)
        rv_buf_char(out, ']');
    return rv_buf_check(out, err);
}
