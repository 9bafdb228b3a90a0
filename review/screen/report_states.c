/* What became of reports: the newest state of each, with its note. */
#include <config.h>

#include "review/screen.h"

RV_STATEMENT(states_standing,
    "SELECT x.report, x.record, x.state, x.note, e.who, e.at FROM (SELECT coalesce(m.report, s.record) AS report, s.record, s.state,"
    " s.note, s.event, row_number() OVER (PARTITION BY coalesce(m.report, s.record) ORDER BY s.id DESC) AS nth FROM report_state s"
    " LEFT JOIN report_member m ON m.record = s.record) AS x JOIN event e ON e.id = x.event WHERE x.nth = 1 ORDER BY x.report");
RV_STATEMENT(state_standing_of,
    "SELECT ?1, s.record, s.state, s.note, e.who, e.at FROM report_state s JOIN event e ON e.id = s.event WHERE s.record = ?1"
    " OR s.record IN (SELECT record FROM report_member WHERE report = ?1) ORDER BY s.id DESC LIMIT 1");

rv_status rv_screen_states(rv_store *store, int64_t report, rv_status (*tell)(void *user, const rv_report_state *state, rv_error *err),
                           void *user, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = report ? rv_record_report(store, report, &report, err) : RV_OK;

    if (st != RV_OK)
        return st;
    st = report ? rv_query_start(&q, store, &state_standing_of, err, "i", report) : rv_query_start(&q, store, &states_standing, err, "");
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *note = rv_query_text(q, 3);
        const rv_report_state state = { rv_query_int(q, 0),  rv_query_int(q, 1),  rv_query_text(q, 2), note ? note : "",
                                        rv_query_text(q, 4), rv_query_text(q, 5) };
        st = tell(user, &state, err);
    }
    rv_query_end(q);
    return st;
}
