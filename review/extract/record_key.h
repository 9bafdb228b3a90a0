#ifndef RV_EXTRACT_RECORD_KEY_H
#define RV_EXTRACT_RECORD_KEY_H

#include "extract/hoard.h"
#include "review/refs.h"

/* The name of a record in every copy, as a batch takes it; "" for 0. Values of a row share it: the last answer is kept. */
typedef struct {
    int64_t     record;
    const char *key;
} rv_last_record;
rv_status rv_record_name(rv_store *store, int64_t record, rv_last_record *last, rv_hoard *texts, const char **key, rv_error *err);

#endif
