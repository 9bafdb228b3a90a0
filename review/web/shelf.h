/* Folders of the server's own, for what must last from one page to the next: files that were sent and are not confirmed yet, a report. */
#ifndef RV_WEB_SHELF_H
#define RV_WEB_SHELF_H

#include "web/web.h"

typedef struct rv_shelf rv_shelf;
enum { RV_SHELF_ID = 65 };

/* Holds `most` bytes at the most. What nobody asked for in an hour goes, and everything with rv_shelf_free(). NULL: no memory. */
rv_shelf *rv_shelf_new(int64_t most);
void rv_shelf_free(rv_shelf *shelf);                          /* NULL is allowed */
/*
 * A new empty folder, mode 0700, of `person` (whom alone it is given to again) and for `what`; `id` is its random name and `path` where it
 * lies. The oldest of the person's folders go where they have more than eight.
 */
RV_MUST_CHECK
rv_status rv_shelf_add(rv_shelf *shelf, const char *person, const char *what, char id[RV_SHELF_ID], rv_buf *path, rv_error *err);
/* Moves the files of a call into the folder, "1/NAME", "2/NAME", in their order. RV_EINVAL when the shelf is full: the folder goes. */
RV_MUST_CHECK rv_status rv_shelf_take(rv_shelf *shelf, const char *id, rv_call *call, rv_error *err);
/* Where it lies. RV_ENOTFOUND it is gone, or another's, or for something else. */
RV_MUST_CHECK
rv_status rv_shelf_find(rv_shelf *shelf, const char *person, const char *what, const char *id, rv_buf *path, rv_error *err);
/* Says that a folder is for something else from now on: what was being made is whole. */
void rv_shelf_becomes(rv_shelf *shelf, const char *id, const char *what);
/* The newest folder of the person for `what`; false when there is none. */
bool rv_shelf_newest(rv_shelf *shelf, const char *person, const char *what, char id[RV_SHELF_ID], rv_buf *path);
/* Removes it with what is in it. */
void rv_shelf_drop(rv_shelf *shelf, const char *id);

/* The files of a folder in their order, as rv_shelf_take() put them there. Ended with rv_shelf_files_free(). */
typedef struct { char **path; size_t n; } rv_shelf_files;
RV_MUST_CHECK rv_status rv_shelf_files_read(const char *folder, rv_shelf_files *files, rv_error *err);
void rv_shelf_files_free(rv_shelf_files *files);
/* The name without the folders. */
const char *rv_shelf_name(const char *path);
/* The message (`err` may be NULL) without what precedes the names of files: where the server keeps them is nobody's matter. */
void rv_shelf_clean(const char *folder, rv_error *err);
/* Writes by `write` into a file that is gone from its folder at once, and answers with it as a download called `name`. */
RV_MUST_CHECK
rv_status rv_call_download(rv_call *call, const char *type, const char *name, rv_status (*write)(void *user, rv_output *out, rv_error *err),
                           void *user, rv_error *err);

#endif
