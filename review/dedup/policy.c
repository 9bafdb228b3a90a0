/* What counts as one report, in words and back. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "dedup/dedup_run.h"

/* "one" or "apart", in the order of rv_dedup_policy. */
static const char words[] = "versions %s, preprints %s, editions %s";

static const char *word(bool one)
{
    return one ? "one" : "apart";
}

const char *rv_dedup_policy_words(const rv_dedup_policy *policy, char text[RV_DEDUP_POLICY_TEXT])
{
    snprintf(text, RV_DEDUP_POLICY_TEXT, words, word(!policy->versions_apart), word(policy->preprints_one), word(policy->editions_one));
    return text;
}

bool rv_policy_parse(const char *text, rv_dedup_policy *policy)
{
    char known[RV_DEDUP_POLICY_TEXT];

    for (unsigned i = 0; i < 8; i++) {
        *policy = (rv_dedup_policy){ i & 1, i & 2, i & 4 };
        if (strcmp(rv_dedup_policy_words(policy, known), text) == 0)
            return true;
    }
    return false;
}

bool rv_policy_same(const rv_dedup_policy *a, const rv_dedup_policy *b)
{
    return a->versions_apart == b->versions_apart && a->preprints_one == b->preprints_one && a->editions_one == b->editions_one;
}
