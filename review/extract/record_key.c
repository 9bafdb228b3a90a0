#include <config.h>

#include "extract/record_key.h"

rv_status rv_record_name(rv_store *store, int64_t record, rv_last_record *last, rv_hoard *texts, const char **key, rv_error *err)
{
    rv_buf name = RV_BUF_INIT;
    rv_status st = RV_OK;

    *key = "";
    if (!record)
        return RV_OK;
    if (!last->key || last->record != record) {
        if ((st = rv_record_key(store, record, &name, err)) == RV_OK && (st = rv_buf_check(&name, err)) == RV_OK)
            *last = (rv_last_record){ record, rv_hoard_text(texts, rv_buf_str(&name)) };
        rv_buf_free(&name);
    }
    if (st == RV_OK)
        *key = last->key;
    return st;
}
