/* Scales of judgement, and the tools whose scales are known here. The words of domains are our own short forms. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "plot/light.h"

const rv_light_tool rv_light_tools[] = {
    { "rob2", "RoB 2", "Low|Some concerns|High|No information",
      "Randomisation process|Deviations from intended interventions|Missing outcome data|Measurement of the outcome|"
      "Selection of the reported result" },
    { "rob2-cluster", "RoB 2 for cluster-randomised trials", "Low|Some concerns|High|No information",
      "Randomisation process|Timing of identification or recruitment of participants|Deviations from intended interventions|"
      "Missing outcome data|Measurement of the outcome|Selection of the reported result" },
    { "rob1", "Risk of bias tool of 2011", "Low|Unclear|High",
      "Random sequence generation|Allocation concealment|Blinding of participants and personnel|Blinding of outcome assessment|"
      "Incomplete outcome data|Selective reporting|Other sources of bias" },
    { "robins-i", "ROBINS-I", "Low|Moderate|Serious|Critical|No information",
      "Confounding|Selection of participants|Classification of interventions|Deviations from intended interventions|Missing data|"
      "Measurement of outcomes|Selection of the reported result" },
    { "robins-e", "ROBINS-E", "Low|Some concerns|High|Very high|No information",
      "Confounding|Measurement of the exposure|Selection of participants|Interventions after exposure|Missing data|"
      "Measurement of the outcome|Selection of the reported result" },
    { "quadas-2", "QUADAS-2", "Low|Unclear|High",
      "Patient selection|Index test|Reference standard|Flow and timing|Applicability: Patient selection|Applicability: Index test|"
      "Applicability: Reference standard" },
    { "probast", "PROBAST", "Low|Unclear|High",
      "Participants|Predictors|Outcome|Analysis|Applicability: Participants|Applicability: Predictors|Applicability: Outcome" },
    { "quips", "QUIPS", "Low|Moderate|High",
      "Participation|Attrition|Measurement of the prognostic factor|Measurement of the outcome|Confounding|Analysis and reporting" },
    { "maryland", "Maryland scientific methods scale", "5|4|3|2|1|0", "Design" },
    { "padlocks", "Padlocks (security of the evidence)", "5|4|3|2|1|0", "Design|Power|Attrition|Other threats" },
    { "answers", "Answers to questions", "Yes|Probably yes|Partly|Probably no|No|Not reported|Cannot tell|Unclear", "" },
    { NULL, NULL, NULL, NULL }
};

const rv_light_tool *rv_light_tool_of(const char *id)
{
    for (const rv_light_tool *tool = rv_light_tools; tool->id; tool++)
        if (strcasecmp(tool->id, id) == 0)
            return tool;
    return NULL;
}

/* What says that nothing can be said. */
static bool no_grade(const char *word)
{
    static const char *const words[] = { "no information", "not reported", "cannot tell", "can't tell", "not applicable", "not judged",
                                         "unknown", "NI", "NR", "NA" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i], word) == 0)
            return true;
    return false;
}

static bool is_short(const char *word)
{
    size_t letters = 0;

    for (; *word; word++)
        letters += ((unsigned char)*word & 0xC0) != 0x80;
    return letters <= 2;
}

/* The colours of n grades, and the signs of those that are words; the middle of an odd scale is "some concerns". */
static const rv_light_colour colours[6][6] = {
    { RV_LIGHT_BEST },
    { RV_LIGHT_BEST, RV_LIGHT_BAD },
    { RV_LIGHT_BEST, RV_LIGHT_MIDDLE, RV_LIGHT_BAD },
    { RV_LIGHT_BEST, RV_LIGHT_MIDDLE, RV_LIGHT_BAD, RV_LIGHT_WORST },
    { RV_LIGHT_BEST, RV_LIGHT_FAIR, RV_LIGHT_MIDDLE, RV_LIGHT_BAD, RV_LIGHT_WORST },
    { RV_LIGHT_BEST, RV_LIGHT_FAIR, RV_LIGHT_MIDDLE, RV_LIGHT_POOR, RV_LIGHT_BAD, RV_LIGHT_WORST },
};
static const char *const signs[RV_LIGHT_COLOURS] = { "+", "+\u2212", "\u2212", "\u2212\u2212", "\u00D7", "!", "?" };

static void sign_of(rv_light *light)
{
    const char *sign = light->colour != RV_LIGHT_UNKNOWN && is_short(light->word) ? light->word
                       : strcasecmp(light->word, "unclear") == 0                 ? "?"
                                                                                  : signs[light->colour];
    snprintf(light->sign, sizeof light->sign, "%s", sign);
}

rv_status rv_light_scale_of(rv_light_scale *s, const char *const *words, size_t n, rv_error *err)
{
    bool graded[RV_LIGHT_LEVELS];
    size_t grades = 0, at = 0;

    *s = (rv_light_scale){ .n = n };
    if (!n || n > RV_LIGHT_LEVELS)
        return rv_fail(err, RV_EINVAL, "a scale of judgements has 1 to %d words, not %zu", RV_LIGHT_LEVELS, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            if (strcasecmp(words[i], words[k]) == 0)
                return rv_fail(err, RV_EINVAL, "the judgement '%s' stands twice in the scale", words[i]);
        graded[i] = !no_grade(words[i]);
    }
    for (size_t i = n; i-- > 1 && (!graded[i] || strcasecmp(words[i], "unclear") == 0);)
        graded[i] = false;
    for (size_t i = 0; i < n; i++)
        grades += graded[i];
    if (grades > 6)
        return rv_fail(err, RV_EINVAL, "a scale has up to six grades, not %zu; words such as 'no information' are no grade", grades);
    for (size_t i = 0; i < n; i++) {
        s->light[i].word = words[i];
        s->light[i].colour = graded[i] ? colours[grades - 1][at++] : RV_LIGHT_UNKNOWN;
        sign_of(&s->light[i]);
    }
    return RV_OK;
}
