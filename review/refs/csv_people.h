/* People and lists in one cell. */
#ifndef RV_REFS_CSV_PEOPLE_H
#define RV_REFS_CSV_PEOPLE_H

#include "csv_columns.h"

/* Names without a comma: given names first, family name first, or as it looks. */
typedef enum { CSV_AS_IT_LOOKS, CSV_FORWARD, CSV_FAMILY_FIRST, CSV_RUN_TOGETHER } csv_order;

/* Adds the people of a cell. */
void rv_csv_people(rv_reading *reading, rv_ref_role role, csv_order order, const char *cell);
/* Adds the values of a cell to a list. */
void rv_csv_list(rv_reading *reading, rv_ref_field field, csv_split split, const char *cell);

#endif
