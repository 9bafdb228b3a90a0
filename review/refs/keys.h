/* Which records may bear an identifier: an index in memory, kept with the open review. Looking through the records themselves takes
   seconds when they are many, and people name records by DOI by the thousand. */
#ifndef RV_REFS_KEYS_H
#define RV_REFS_KEYS_H

#include "review/store.h"

typedef enum { RV_KEY_DOI, RV_KEY_PMID, RV_KEY_ACCESSION } rv_key_kind;

/* Candidates, in order of id: every record that bears the identifier is among them, and seldom one that does not. They live until the
   next call. Made anew when files were imported since. */
rv_status rv_keys_find(rv_store *store, rv_key_kind kind, const char *value, const int64_t **ids, size_t *n, rv_error *err);

#endif
