/* review-screen: who takes part. */
#include <config.h>

#include <string.h>

#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen.h"

static rv_status add_person(void *user, const rv_person *person, rv_error *err)
{
    rv_table *table = user;

    (void)err;
    rv_table_text(table, person->name);
    rv_table_text(table, person->role);
    rv_table_text(table, person->active ? "yes" : "no");
    rv_table_row(table);
    return RV_OK;
}

static rv_status fill_people(rv_table *table, void *user, rv_error *err)
{
    return rv_people_each(((rv_screening *)user)->store, add_person, table, err);
}

static rv_status list(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "name", "role", "active" };

    return rv_tool_table(work->output, work->format, columns, 3, fill_people, work, err);
}

static rv_status set(rv_screening *work, const char *name, const char *role, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_status st = rv_person_set(work->store, work->who, name, role, hex, err);

    if (st == RV_OK)
        rv_tool_ack(work->porcelain, "person.set", hex);
    return st;
}

static rv_status end(rv_screening *work, const char *name, const char *heir, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_person_end e;
    rv_status st = rv_person_deactivate(work->store, work->protocol, work->who, name, heir, &e, hex, err);

    if (st != RV_OK)
        return st;
    rv_tool_say("%s works no more; %lld %s, %lld given on, %lld back to the common queue", name, (long long)e.decisions,
                e.decisions == 1 ? "decision stays" : "decisions stay", (long long)e.given_on, (long long)e.given_back);
    if (e.short_of)
        rv_tool_say("%lld %s more votes than those who are left can give; add people", (long long)e.short_of,
                    e.short_of == 1 ? "report needs" : "reports need");
    rv_tool_ack(work->porcelain, "person.deactivate", hex);
    return RV_OK;
}

rv_status rv_screening_people(rv_screening *work, char **operands, const char *heir, rv_error *err)
{
    const int n = rv_tool_count(operands);

    if (!n || (n == 1 && strcmp(operands[0], "list") == 0))
        return list(work, err);
    if (n == 3 && strcmp(operands[0], "add") == 0)
        return set(work, operands[1], operands[2], err);
    if (n == 2 && strcmp(operands[0], "remove") == 0)
        return end(work, operands[1], heir, err);
    return rv_fail(err, RV_EUSAGE, "people: list, add NAME ROLE, or remove NAME [--heir OTHER]");
}
