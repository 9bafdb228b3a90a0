/* Memory that lives as long as what was read: many small texts, freed at once. */
#ifndef RV_EXTRACT_HOARD_H
#define RV_EXTRACT_HOARD_H

#include <stdbool.h>
#include <stddef.h>

typedef struct rv_hoard {
    struct rv_hoard_block *newest;
    bool failed;                  /* an allocation failed; texts given since then are "" */
} rv_hoard;
#define RV_HOARD_INIT { NULL, false }

/* Zeroed bytes, NULL when there is no memory. */
void *rv_hoard_bytes(rv_hoard *memory, size_t n);
/* A copy; "" for NULL and when there is no memory. */
const char *rv_hoard_text(rv_hoard *memory, const char *text);
void rv_hoard_free(rv_hoard *memory);

#endif
