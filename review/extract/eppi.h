/* The types of outcomes that EPPI-Reviewer knows: one table for reading and writing. */
#ifndef RV_EXTRACT_EPPI_H
#define RV_EXTRACT_EPPI_H

enum { RV_EPPI_TYPES = 8, RV_EPPI_DATA = 14 };

typedef struct {
    const char *name;             /* OutcomeTypeName */
    const char *as[RV_EPPI_DATA]; /* what Data1 ... Data14 hold, by the inputs of an effect; NULL: nothing. Those of type 0 (entered by
                                     hand) are estimates: see eppi.c */
    const char *never_0;          /* the data that cannot be 0: there 0 means that nothing was entered */
} rv_eppi_type_of_outcome;
/* By OutcomeTypeId. */
extern const rv_eppi_type_of_outcome rv_eppi_outcomes[RV_EPPI_TYPES];

#endif
