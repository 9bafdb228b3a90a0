/* Effects of the included studies alone. */
#include <config.h>

#include "review/report.h"

#include "report/included.h"

rv_status rv_included_leave_out(const rv_included *included, rv_effects *effects, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < included->n_missing; i++)
        st = rv_effects_leave_out(effects, included->missing[i].study, included->missing[i].why, err);
    return st;
}

rv_status rv_report_effects(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                            const char *const *select, size_t n_select, const char *subgroup_field, bool every, rv_effects *out,
                            rv_error *err)
{
    rv_included included = RV_INCLUDED_INIT;
    rv_status st = (every ? rv_extract_every_effect : rv_extract_effects)(store, protocol, domain, measure, select, n_select,
                                                                          subgroup_field, out, err);

    if (st == RV_OK && out->n && (st = rv_included_read(store, protocol, &included, err)) == RV_OK)
        st = rv_included_leave_out(&included, out, err);
    rv_included_free(&included);
    return st;
}
