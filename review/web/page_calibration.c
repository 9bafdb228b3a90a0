/* Calibration rounds: what all said of a report when all have voted on it, with names: the round is for talking about them. */
#include <config.h>

#include <string.h>

#include "web/handlers.h"
#include "web/record_json.h"

typedef struct {
    rv_call *call;
    json_t  *rounds;
} gathering;

static json_t *round_of(json_t *rounds, int number)
{
    json_t *round;
    size_t i;

    json_array_foreach(rounds, i, round)
        if (json_integer_value(json_object_get(round, "round")) == number)
            return round;
    round = json_object();
    rv_json_put_int(round, "round", number);
    json_object_set_new(round, "reports", json_array());
    json_array_append_new(rounds, round);
    return round;
}

static rv_status add_title(void *user, const rv_stored_record *record, rv_error *err)
{
    (void)err;
    rv_json_put_text(user, "title", record->fields.title && *record->fields.title ? record->fields.title : "(no title)");
    return RV_OK;
}

static json_t *said_of(const rv_protocol *protocol, const rv_calibration *c, bool *differ)
{
    json_t *said = json_array();

    *differ = false;
    for (size_t i = 0; i < c->n_seen; i++) {
        const rv_reason *reason = rv_protocol_reason(protocol, c->reasons[i]);
        json_t *one = json_object();
        rv_json_put_text(one, "reviewer", c->reviewers[i]);
        rv_json_put_text(one, "verdict", c->verdicts[i]);
        rv_json_put_yes(one, c->verdicts[i], true);
        rv_json_put_text(one, "reason", reason && *reason->label ? reason->label : c->reasons[i]);
        rv_json_put_text(one, "note", c->notes[i]);
        json_array_append_new(said, one);
        *differ |= strcmp(c->verdicts[i], c->verdicts[0]) != 0;
    }
    return said;
}

static rv_status add(void *user, const rv_calibration *c, rv_error *err)
{
    gathering *g = user;
    json_t *report = json_object();
    bool differ;

    rv_json_put_int(report, "report", c->report);
    json_object_set_new(report, "said", said_of(g->call->protocol, c, &differ));
    rv_json_put_int(report, "votes", c->votes);
    rv_json_put_int(report, "needed", c->needed);
    rv_json_put_yes(report, "open", c->n_seen > 0);
    rv_json_put_yes(report, "mine", c->votes > 0);
    rv_json_put_yes(report, "differ", differ);
    json_array_append_new(json_object_get(round_of(g->rounds, c->round), "reports"), report);
    return rv_reports_each(g->call->store, c->report, c->report, add_title, report, err);
}

rv_status rv_get_calibration(rv_call *call, rv_error *err)
{
    const char *id = rv_call_word(call, "stage");
    const rv_stage *stage = call->protocol ? rv_protocol_stage(call->protocol, id) : NULL;
    gathering g = { call, json_array() };
    rv_buf title = RV_BUF_INIT;

    rv_call_put(call, "rounds", g.rounds);
    if (!stage)
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no stage '%.80s'", id);
    rv_buf_printf(&title, "Calibration: %s", *stage->label ? stage->label : stage->id);
    rv_call_put_text(call, "title", rv_buf_str(&title));
    rv_buf_free(&title);
    rv_call_put_text(call, "stage", stage->id);
    return rv_screen_calibrations(call->store, call->protocol, stage->id, call->person, add, &g, err);
}
