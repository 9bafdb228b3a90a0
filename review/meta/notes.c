/* Sentences that stand beside the numbers. */
#include <config.h>

#include "review/meta.h"

const char *rv_meta_note_text(rv_meta_note note)
{
    switch (note) {
    case RV_NOTE_ONE_STUDY:
        return "one effect: tau2 is not estimable, and the interval rests on its sampling variance alone";
    case RV_NOTE_NO_DF:
        return "no degrees of freedom are left, so the normal distribution is used instead of t";
    case RV_NOTE_BOUNDARY:
        return "tau2 is estimated as 0, the least it can be; that does not show that the effects are the same";
    case RV_NOTE_HK_RAISED:
        return "the Hartung-Knapp variance factor is below 1 and was taken as 1";
    case RV_NOTE_HK_SHORTENED:
        return "the Hartung-Knapp variance factor is below 1, which shortens the interval";
    case RV_NOTE_QP_EMPTY:
        return "no tau2 is compatible with Q at this level; its interval is given as 0 to 0";
    case RV_NOTE_SEARCHED:
        return "scoring gave out; the maximum was found by bracketed search";
    case RV_NOTE_NO_PI:
        return "there are too few effects for a prediction interval";
    case RV_NOTE_DEPENDENT:
        return "several effects of a study are pooled as if they were independent";
    }
    return NULL;
}

void rv_analysis_notes(const rv_analysis *a, rv_buf *text)
{
    for (unsigned bit = 1; bit <= RV_NOTE_DEPENDENT; bit <<= 1) {
        if (!(a->notes & bit))
            continue;
        if (bit == RV_NOTE_DEPENDENT)
            rv_buf_printf(text,
                          "%zu effects come from %zu studies, up to %zu from one, and are pooled as if they were "
                          "independent: the "
                          "standard error is too small\n",
                          a->k, a->studies, a->most_effects);
        else
            rv_buf_printf(text, "%s\n", rv_meta_note_text((rv_meta_note)bit));
    }
    for (size_t i = 0; a->excluded && i < rv_meta_set_count(a->set); i++) {
        const rv_meta_row *row = rv_meta_set_row(a->set, i);
        if (row->excluded)
            rv_buf_printf(text, "%s is left out: %s\n", row->label, row->reason);
    }
}
