/* What reading and writing EPPI-Reviewer's JSON share. */
#ifndef RV_REFS_EPPI_JSON_H
#define RV_REFS_EPPI_JSON_H

/* Its words for types of work. The first row of a CSL type is the one written; the last row is { NULL, NULL }. */
typedef struct {
    const char *word, *csl;
} rv_eppi_type;
extern const rv_eppi_type rv_eppi_types[];

#endif
