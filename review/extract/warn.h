/* Rules that look at the numbers of a result and say what cannot be, or is unlikely. */
#ifndef RV_EXTRACT_WARN_H
#define RV_EXTRACT_WARN_H

#include "extract/derive.h"
#include "review/extract.h"

/* The first, and the first that says otherwise, of results that ought to say the same; NULL where there is none. */
typedef struct {
    const struct rv_seen *first, *other;
} rv_peers;

/* The numbers of one result, by role; NaN where there is none. */
typedef struct rv_seen {
    const rv_fact_result *result;
    const rv_fact_value  *of[RV_AS_N];
    double                x[RV_AS_N];
    rv_peers              directions;        /* of its domain and outcome */
    rv_peers              domain_units, outcome_units;   /* of its domain; of its study's outcome */
} rv_seen;
/* Finds the peers of n results; false when there is no memory. O(n log n). */
bool rv_peers_find(rv_seen *seen, size_t n);
/* The peer that says otherwise than `own` of `role`; NULL when none does. */
const rv_seen *rv_peers_against(const rv_peers *peers, const char *own, rv_role role);

/* All results of a version as the rules see them. */
typedef struct {
    rv_deriving deriving;
    rv_seen    *seen;                /* by id */
    size_t      n;
    const rv_seen **by_numbers;      /* results of the same numbers side by side, then by id */
    const rv_seen **by_id;
} rv_looking;
rv_status rv_looking_start(rv_looking *looking, const rv_facts *facts, const rv_protocol *protocol, rv_error *err);
void rv_looking_end(rv_looking *looking);
/* The result among those seen; NULL for one that is not there. */
const rv_seen *rv_looking_find(const rv_looking *looking, int64_t result);

/* An earlier result of the very same numbers, three or more of them; NULL for none. */
const rv_seen *rv_looking_twin(const rv_looking *looking, const rv_seen *seen);

/* One result under a rule. */
typedef struct {
    const rv_looking *all;
    const rv_seen    *seen;
    const rv_domain  *domain;        /* NULL: the protocol has none of that id */
    char              words[400];
} rv_look;
/* Writes why; true, so that a rule can end with it. */
bool rv_look_say(rv_look *look, const char *format, ...) RV_PRINTF(2, 3);
double rv_look_half(const rv_look *look, rv_role role);      /* half a unit of the last printed digit */
const char *rv_look_text(const rv_look *look, rv_role role); /* "" for none */

enum { RV_RULE_ROLES = 10 };
typedef struct {
    const char *id;
    const char *title;               /* what is wrong, in a few words */
    const char *right;               /* how it is found, with its limits */
    bool (*look)(rv_look *look);     /* true: it warns */
    rv_role     roles[RV_RULE_ROLES];    /* what it looks at; RV_AS_N at the end */
    bool        of_several;          /* it compares with other studies' results: no effect alone can be blamed */
} rv_warn_rule;
/* NULL after the last. */
const rv_warn_rule *rv_rule_at(size_t i);

/* What a rule looked at, as "field=value; field=value". */
void rv_rule_numbers(const rv_warn_rule *rule, const rv_seen *seen, rv_buf *out);
/* Whether a rule warns of a result; look->words says why. */
bool rv_rule_warns(const rv_warn_rule *rule, const rv_looking *looking, const rv_seen *seen, rv_look *look);
/* The ids of the rules that warn of a result by its own numbers, as a JSON array; nothing when none does. */
rv_status rv_warnings_told(const rv_looking *looking, int64_t result, rv_buf *out, rv_error *err);

typedef rv_status rv_warned(void *user, const rv_value_warning *warning, rv_error *err);
/* rv_extract_warnings() of facts that were read. */
rv_status rv_warnings_each(rv_store *store, const rv_protocol *protocol, const rv_facts *facts, const char *study, const char *result,
                           rv_warned *warning, void *user, rv_error *err);

/* The rules about intervals, standard errors and p-values, and those of groups' numbers: warn_interval.c, warn_groups.c. */
bool rv_rule_ci_not_centred(rv_look *look);
bool rv_rule_estimate_outside(rv_look *look);
bool rv_rule_se_against_ci(rv_look *look);
bool rv_rule_p_against_ci(rv_look *look);
bool rv_rule_p_against_groups(rv_look *look);
bool rv_rule_se_is_sd(rv_look *look);
bool rv_rule_sd_is_se(rv_look *look);
bool rv_rule_sds_differ(rv_look *look);
bool rv_rule_percent_beyond(rv_look *look);
bool rv_rule_percent_proportion(rv_look *look);
bool rv_rule_percent_impossible(rv_look *look);
bool rv_rule_mean_impossible(rv_look *look);
bool rv_rule_sd_impossible(rv_look *look);
bool rv_rule_outside_scale(rv_look *look);
bool rv_rule_events_beyond(rv_look *look);

#endif
