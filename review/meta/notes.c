/* Sentences that stand beside the numbers. */
#include <config.h>

#include "review/meta.h"

static const struct { rv_meta_note note; const char *name, *text; } notes[] = {
    { RV_NOTE_ONE_STUDY, "one-effect", "one effect: tau2 is not estimable, and the interval rests on its sampling variance alone" },
    { RV_NOTE_NO_DF, "no-df", "no degrees of freedom are left, so the normal distribution is used instead of t" },
    { RV_NOTE_BOUNDARY, "boundary",
      "tau2 is estimated as 0, the least it can be; that does not show that the effects are the same" },
    { RV_NOTE_HK_RAISED, "hk-raised", "the Hartung-Knapp variance factor is below 1 and was taken as 1" },
    { RV_NOTE_HK_SHORTENED, "hk-narrower-than-z", "the Hartung-Knapp variance factor is below 1, which shortens the interval" },
    { RV_NOTE_QP_EMPTY, "q-profile-empty", "no tau2 is compatible with Q at this level; its interval is given as 0 to 0" },
    { RV_NOTE_SEARCHED, "searched", "scoring gave out; the maximum was found by bracketed search" },
    { RV_NOTE_NO_PI, "no-prediction", "there are too few effects for a prediction interval" },
    { RV_NOTE_DEPENDENT, "assumed-independent", "several effects of a study are pooled as if they were independent" },
};
enum { NOTES = sizeof notes / sizeof *notes };

const char *rv_meta_note_text(rv_meta_note note)
{
    for (size_t i = 0; i < NOTES; i++)
        if (notes[i].note == note)
            return notes[i].text;
    return NULL;
}

const char *rv_meta_note_name(rv_meta_note note)
{
    for (size_t i = 0; i < NOTES; i++)
        if (notes[i].note == note)
            return notes[i].name;
    return NULL;
}
