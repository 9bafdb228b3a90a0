/* review-meta tables: what is read and computed, on its way to what is written. */
#ifndef RV_TOOLS_META_TABLES_H
#define RV_TOOLS_META_TABLES_H

#include "review/meta_tables.h"
#include "tools/meta.h"

typedef struct {
    meta_input in;
    double *cells;                /* behind tables */
    const char **labels;
    rv_tables tables;
    rv_tables_options options;
    bool rates;
    rv_tables_pool pool;          /* of rates: common and random alone, q */
    rv_tables_row *rows;          /* [tables.k] */
    rv_tables_fit tests;          /* Mantel-Haenszel, for its tests; k = 0: there are none */
    rv_tables_fit added;          /* Mantel-Haenszel once more with something added where there is a zero; k = 0: no zeros */
    size_t groups;                /* subgroups; 0: none were asked for */
    size_t *group;
    const char **group_name;
    rv_tables_pool *part;
    rv_tables_between between;
    rv_asymmetry_test asymmetry;
    bool has_asymmetry;
} meta_tables_work;

/* What the options ask for. */
rv_status meta_tables_settle(meta_tables_work *work, rv_error *err);
/* The columns of cells, as --cells names them or as they are usually called. */
rv_status meta_tables_read(meta_tables_work *work, rv_error *err);
/* Pools them. */
rv_status meta_tables_compute(meta_tables_work *work, rv_error *err);
void meta_tables_free(meta_tables_work *work);
rv_status meta_tables_write(const meta_tables_work *work, rv_error *err);

/* points --figure labbe. */
rv_status meta_labbe(rv_error *err);

#endif
