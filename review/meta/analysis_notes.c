/* What must stand beside the numbers of an analysis, each by a stable name. */
#include <config.h>

#include <stdio.h>

#include "review/meta_analysis.h"

typedef struct {
    void (*tell)(void *user, const char *name, const char *text);
    void *user;
} teller;

typedef struct { unsigned bit; const char *name; } named;

static const named mixed_names[] = { { RV_MIXED_NOTE_BOUNDARY, "boundary" }, { RV_MIXED_NOTE_UNKNOWABLE, "not-identified" },
                                     { RV_MIXED_NOTE_SEVERAL, "several-maxima" }, { RV_MIXED_NOTE_FLAT, "flat-likelihood" },
                                     { RV_MIXED_NOTE_IMPROPER, "improper-correlation" } };
static const named robust_names[] = { { RV_ROBUST_NOTE_LOW_DF, "df-below-4" }, { RV_ROBUST_NOTE_FEW_CLUSTERS, "few-clusters" },
                                      { RV_ROBUST_NOTE_ONE_CLUSTER, "one-cluster" }, { RV_ROBUST_NOTE_NO_SE, "no-robust-variance" } };
static const named working_names[] = { { RV_WORKING_NOTE_NO_DEPENDENCE, "no-dependence" }, { RV_WORKING_NOTE_NO_P, "no-p" },
                                       { RV_WORKING_NOTE_GRID_FAILED, "grid-failed" },
                                       { RV_WORKING_NOTE_RHO_MATTERS, "rho-matters" } };

static void say(const teller *t, const char *name, const char *text)
{
    if (name && text)
        t->tell(t->user, name, text);
}

static void of_fit(const teller *t, const rv_analysis *a)
{
    char text[300];

    for (unsigned bit = 1; bit && bit <= a->notes; bit <<= 1) {
        if (!(a->notes & bit))
            continue;
        if (bit == RV_NOTE_DEPENDENT) {
            snprintf(text, sizeof text,
                     "%zu effects come from %zu studies, up to %zu from one, and are pooled as if they were independent: the standard "
                     "error is too small",
                     a->k, a->studies, a->most_effects);
            say(t, rv_meta_note_name((rv_meta_note)bit), text);
        } else {
            say(t, rv_meta_note_name((rv_meta_note)bit), rv_meta_note_text((rv_meta_note)bit));
        }
    }
}

static void of_mixed(const teller *t, const rv_analysis *a)
{
    const unsigned mixed = rv_mixed_result(a->mixed)->notes, robust = a->robust ? rv_robust_result(a->robust)->notes : 0,
                   working = a->working ? a->working->notes : 0;

    for (size_t i = 0; i < sizeof mixed_names / sizeof *mixed_names; i++)
        if (mixed & mixed_names[i].bit)
            say(t, mixed_names[i].name, rv_mixed_note_text((rv_mixed_note)mixed_names[i].bit));
    for (size_t i = 0; i < sizeof robust_names / sizeof *robust_names; i++)
        if (robust & robust_names[i].bit)
            say(t, robust_names[i].name, rv_robust_note_text((rv_robust_note)robust_names[i].bit));
    for (size_t i = 0; i < sizeof working_names / sizeof *working_names; i++)
        if (working & working_names[i].bit)
            say(t, working_names[i].name, rv_working_note_text((rv_working_note)working_names[i].bit));
    if (a->working && *a->working->moderators_why)
        say(t, "no-moderator-test", a->working->moderators_why);
}

void rv_analysis_tell(const rv_analysis *a, void (*tell)(void *user, const char *name, const char *text), void *user)
{
    const teller t = { tell, user };
    char text[600];

    of_fit(&t, a);
    if (a->mixed)
        of_mixed(&t, a);
    if (a->options.design && a->options.design->dropped) {
        snprintf(text, sizeof text, "%zu column%s of the moderators without effects %s left out", a->options.design->dropped,
                 a->options.design->dropped == 1 ? "" : "s", a->options.design->dropped == 1 ? "is" : "are");
        say(&t, "empty-columns-dropped", text);
    }
    for (size_t i = 0; a->excluded && i < rv_meta_set_count(a->set); i++) {
        const rv_meta_row *row = rv_meta_set_row(a->set, i);
        if (!row->excluded)
            continue;
        snprintf(text, sizeof text, "%.250s is left out: %.300s", row->label, row->reason);
        say(&t, "left-out", text);
    }
}

static void append(void *user, const char *name, const char *text)
{
    (void)name;
    rv_buf_printf(user, "%s\n", text);
}

void rv_analysis_notes(const rv_analysis *a, rv_buf *text)
{
    rv_analysis_tell(a, append, text);
}
