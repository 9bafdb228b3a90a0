/* The parts of review-import. */
#ifndef RV_TOOLS_IMPORT_H
#define RV_TOOLS_IMPORT_H

#include "review/refs.h"

/* Reads files without a review and writes what is in each as a table. A file that cannot be read is told, the others are read; then the
   failure of the first is returned. `from` and `encoding` NULL: found from the content. */
rv_status rv_import_check(char *const *paths, const char *from, const char *encoding, rv_format format, const char *output,
                          rv_error *err);

/* Tells that a file carries screening decisions, when it does. */
void rv_import_say_decisions(const char *path, const rv_refs_summary *summary);

/* "edit RECORD FIELD [VALUE]"; VALUE "-" is standard input; without one the original stands again. */
rv_status rv_import_edit(const char *review, const char *person, char *const *operands, const char *reason, bool original,
                         bool porcelain, rv_error *err);

#endif
