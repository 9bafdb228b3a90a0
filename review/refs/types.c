#include <config.h>

#include <string.h>

#include "inside.h"

/* The types of CSL 1.0.2 and what the review calls them; the first row of each of ours is the one it becomes. In CSL a plain "article"
   is a preprint. */
static const struct { const char *csl, *ours; } types[] = {
    { "article-journal", "article" },   { "article-magazine", "article" }, { "article-newspaper", "article" },
    { "review", "article" },            { "review-book", "article" },      { "book", "book" },
    { "classic", "book" },              { "collection", "book" },          { "periodical", "book" },
    { "chapter", "chapter" },           { "entry", "chapter" },            { "entry-dictionary", "chapter" },
    { "entry-encyclopedia", "chapter" }, { "report", "report" },           { "thesis", "thesis" },
    { "paper-conference", "conference" }, { "webpage", "webpage" },        { "post", "webpage" },
    { "post-weblog", "webpage" },       { "article", "preprint" },         { "dataset", "dataset" },
    { "document", "other" },            { "bill", "other" },               { "broadcast", "other" },
    { "event", "other" },               { "figure", "other" },             { "graphic", "other" },
    { "hearing", "other" },             { "interview", "other" },          { "legal_case", "other" },
    { "legislation", "other" },         { "manuscript", "other" },         { "map", "other" },
    { "motion_picture", "other" },      { "musical_score", "other" },      { "pamphlet", "other" },
    { "patent", "other" },              { "performance", "other" },        { "personal_communication", "other" },
    { "regulation", "other" },          { "software", "other" },           { "song", "other" },
    { "speech", "other" },              { "standard", "other" },           { "treaty", "other" },
};
enum { TYPES = sizeof types / sizeof *types };

const char *rv_ref_type_ours(const char *csl)
{
    size_t i;

    for (i = 0; i < TYPES; i++)
        if (strcmp(types[i].csl, csl) == 0)
            return types[i].ours;
    return "other";
}

const char *rv_ref_type_known(const char *csl)
{
    size_t i;

    for (i = 0; i < TYPES; i++)
        if (strcmp(types[i].csl, csl) == 0)
            return types[i].csl;
    return NULL;
}

const char *rv_ref_type_of(const char *ours)
{
    size_t i;

    for (i = 0; ours && i < TYPES; i++)
        if (strcmp(types[i].ours, ours) == 0)
            return types[i].csl;
    return "document";
}
