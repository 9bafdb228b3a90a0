#ifndef RV_STORE_SCHEMA_H
#define RV_STORE_SCHEMA_H

/* One step of the schema; schema.c is generated from store/schema/ in file order. Step i brings user_version to i + 1. */
typedef struct {
    const char *name;
    const char *sql;
} rv_migration;

extern const rv_migration rv_schema[];      /* ends with a NULL name */

#endif
