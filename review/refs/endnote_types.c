#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "endnote_xml.h"

/* EndNote's reference types. The first row of a CSL type is the one written. */
static const rv_endnote_type types[] = {
    { 17, "Journal Article", "article-journal" },     { 6, "Book", "book" },
    { 5, "Book Section", "chapter" },                 { 27, "Report", "report" },
    { 32, "Thesis", "thesis" },                       { 47, "Conference Paper", "paper-conference" },
    { 10, "Conference Proceedings", "paper-conference" }, { 12, "Web Page", "webpage" },
    { 59, "Dataset", "dataset" },                     { 13, "Generic", "document" },
    { 34, "Unpublished Work", "manuscript" },         { 36, "Manuscript", "manuscript" },
    { 19, "Magazine Article", "article-magazine" },   { 23, "Newspaper Article", "article-newspaper" },
    { 43, "Electronic Article", "article-journal" },  { 44, "Electronic Book", "book" },
    { 28, "Edited Book", "book" },                    { 60, "Electronic Book Section", "chapter" },
    { 46, "Government Document", "report" },          { 2, "Artwork", "graphic" },
    { 21, "Film or Broadcast", "motion_picture" },    { 3, "Audiovisual Material", "motion_picture" },
    { 48, "Online Multimedia", "motion_picture" },    { 4, "Bill", "bill" },
    { 56, "Blog", "post-weblog" },                    { 7, "Case", "legal_case" },
    { 8, "Catalog", "book" },                         { 38, "Chart or Table", "graphic" },
    { 37, "Figure", "figure" },                       { 39, "Equation", "figure" },
    { 49, "Classical Work", "classic" },              { 51, "Ancient Text", "classic" },
    { 9, "Computer Program", "software" },            { 52, "Dictionary", "entry-dictionary" },
    { 53, "Encyclopedia", "entry-encyclopedia" },     { 54, "Grant", "document" },
    { 14, "Hearing", "hearing" },                     { 31, "Statute", "legislation" },
    { 50, "Legal Rule or Regulation", "regulation" }, { 20, "Map", "map" },
    { 61, "Music", "musical_score" },                 { 45, "Online Database", "dataset" },
    { 55, "Aggregated Database", "dataset" },         { 24, "Pamphlet", "pamphlet" },
    { 25, "Patent", "patent" },                       { 26, "Personal Communication", "personal_communication" },
    { 57, "Serial", "periodical" },                   { 58, "Standard", "standard" },
    { 0, "Preprint", "article" },                     { 0, "Interview", "interview" },
    { 0, "Podcast", "song" },                         { 0, "Press Release", "document" },
    { 0, "Television Episode", "broadcast" },         { 0, "Social Media", "post" },
    { 0, "Discussion Forum", "post" },                { 0, "Multimedia Application", "software" },
    { 0, "Journal", "article-journal" },              { 0, "Conference Proceeding", "paper-conference" },
    { 0, "Website", "webpage" },                      { 0, "Webpage", "webpage" },
    { 0, "Video", "motion_picture" },                 { 0, "Presentation", "speech" },
};
enum { TYPES = sizeof types / sizeof *types };

const char *const rv_endnote_roles[RV_ROLES] = { "author", "editor", "translator", "series_editor", "contributor" };

const rv_endnote_type *rv_endnote_type_of(const char *name, const char *number)
{
    int    asked = number ? atoi(number) : 0;
    size_t i;

    for (i = 0; name && i < TYPES; i++)
        if (strcasecmp(types[i].name, name) == 0)
            return &types[i];
    for (i = 0; asked > 0 && i < TYPES; i++)
        if (types[i].number == asked)
            return &types[i];
    return NULL;
}

const rv_endnote_type *rv_endnote_type_for(const char *csl)
{
    size_t i;

    if (csl && strcmp(csl, "article") == 0)             /* a preprint is nearest to an article without a journal */
        return rv_endnote_type_of("Electronic Article", NULL);
    for (i = 0; csl && i < TYPES; i++)
        if (types[i].number && strcmp(types[i].csl, csl) == 0)
            return &types[i];
    return rv_endnote_type_of("Generic", NULL);
}

static bool is_one_of(const char *csl, const char *const *list)
{
    for (; csl && *list; list++)
        if (strcmp(*list, csl) == 0)
            return true;
    return false;
}

bool rv_endnote_is_book(const char *csl)
{
    static const char *const books[] = { "book", "classic", "collection", NULL };

    return is_one_of(csl, books);
}

bool rv_endnote_is_numbered(const char *csl)
{
    static const char *const numbered[] = { "report", "patent", "standard", "thesis", "bill", "legislation", "regulation", "hearing",
                                            "dataset", "legal_case", NULL };

    return is_one_of(csl, numbered);
}
