/* review-run: carries out what the protocol plans, from data to report; what is done otherwise needs its reason. */
#include <config.h>

#include "review/dedup.h"
#include "review/extract.h"
#include "review/report.h"
#include "review/screen.h"

#include "tools/opts.h"
#include "tools/repeat.h"
#include "tools/review_file.h"

static const char *review, *person, *folder = "report";
static bool porcelain;
static rv_texts set, because;

static const rv_opt options[] = {
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_TEXT, 'o', "output", &folder, "FOLDER", "write the report into FOLDER (default report)", NULL },
    { RV_OPT_TEXTS, 's', "set", &set, "ANALYSIS.SETTING=VALUE",
      "run a model otherwise than planned (measure, model, method, test, level)", NULL },
    { RV_OPT_TEXTS, 'b', "because", &because, "STEP=REASON", "why something is done otherwise than planned", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-run", "",
    "Carries out what the protocol plans: finds duplicates, makes the effects anew, fits the models, writes the report. Every "
    "deviation from the protocol needs a reason, which is kept.", options, NULL
};

static rv_status say_lacking(void *user, const rv_deviation *d, rv_error *err)
{
    (void)user;
    (void)err;
    rv_tool_say("%s: planned '%s', done '%s'", d->step, d->planned, d->done);
    return RV_OK;
}

/* By the policy of the run before, if one says it: another than the protocol's is a deviation to be told, not to be undone here. */
static rv_status deduplicate(rv_store *store, const rv_protocol *protocol, const char *who, rv_dedup_summary *dedup, rv_error *err)
{
    rv_dedup_run_options how = RV_DEDUP_RUN_OPTIONS_INIT;
    bool found;
    rv_status st = rv_dedup_policy_used(store, &how.policy, &found, err);

    if (!found)
        how.policy = (rv_dedup_policy){ protocol->dedup.versions_apart, protocol->dedup.preprints_one, protocol->dedup.editions_one };
    return st == RV_OK ? rv_dedup_run(store, who, &how, NULL, NULL, dedup, err) : st;
}

static rv_status run(rv_store *store, const rv_protocol *protocol, const char *who, rv_error *err)
{
    const rv_words otherwise = { set.items, set.count }, reasons = { because.items, because.count };
    rv_dedup_summary dedup = { 0 };
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    char hex[RV_DIGEST_HEX];
    rv_status st;

    if ((st = deduplicate(store, protocol, who, &dedup, err)) != RV_OK)
        return st;
    if (*dedup.event)
        rv_tool_ack(porcelain, "dedup.run", dedup.event);
    if ((st = rv_store_rebuild(store, derivations, n, err)) != RV_OK
        || (st = rv_report_explain(store, protocol, who, &otherwise, &reasons, say_lacking, NULL, hex, err)) != RV_OK)
        return st;
    if (*hex)
        rv_tool_ack(porcelain, "deviation.record", hex);
    return rv_tool_report(store, protocol, "review-run", &(rv_report_options){ .folder = folder, .otherwise = &otherwise }, err);
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    const char *path, *who;
    rv_status st;

    rv_tool_start(&command, argc, argv, NULL);
    if ((st = rv_tool_review(review, &path, &err)) == RV_OK && (st = rv_tool_person(person, &who, &err)) == RV_OK
        && (st = rv_store_open(&store, path, &err)) == RV_OK && (st = rv_person_may(store, who, RV_MAY_SCREEN, &err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, &err)) == RV_OK)
        st = run(store, protocol, who, &err);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
