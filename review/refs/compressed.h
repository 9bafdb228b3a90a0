/* A compressed file read as the file inside it. */
#ifndef RV_REFS_COMPRESSED_H
#define RV_REFS_COMPRESSED_H

#include "review/base.h"

typedef struct rv_unpacking rv_unpacking;

/* Where the packed bytes come from; as rv_input_read(). */
typedef rv_status rv_unpack_pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err);

enum { RV_UNPACK_HEAD = 512 };           /* bytes that tell whether a file is compressed */
bool rv_is_compressed(const char *head, size_t n);

/*
 * Begins with the first regular file inside (`head[n]`, its first bytes, come out of `pull` again); folders and what macOS adds are passed over. Nothing is written to disk, names inside
 * are only told. Memory does not grow with the file, but for what the compression needs (xz at its highest: 65 MiB).
 * Errors  RV_EPARSE with the kind "compressed-input" (7z, RAR, encrypted, nested, several files, a bomb, damaged), or
 *         "not-references" (a spreadsheet or document).
 */
rv_status rv_unpack_begin(rv_unpacking **out, const char *name, const char *head, size_t n, rv_unpack_pull *pull, void *user,
                          rv_error *err);
/* As rv_input_read(). */
rv_status rv_unpack_read(rv_unpacking *unpacking, void *bytes, size_t n, size_t *got, rv_error *err);
void rv_unpack_end(rv_unpacking *unpacking);

#endif
