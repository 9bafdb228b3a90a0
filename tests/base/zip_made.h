/* ZIP archives made for a test, from texts. */
#ifndef TESTS_BASE_ZIP_MADE_H
#define TESTS_BASE_ZIP_MADE_H

#include <archive.h>
#include <archive_entry.h>
#include <stddef.h>
#include <string.h>

/* One file inside; a NULL path ends a list. */
typedef struct { const char *path, *text; } zip_part;

/* Returns how long the archive is; `room` bytes must be enough. */
static inline size_t make_zip(const zip_part *parts, char *bytes, size_t room)
{
    struct archive *a = archive_write_new();
    size_t used = 0;

    archive_write_set_format_zip(a);
    archive_write_open_memory(a, bytes, room, &used);
    for (; parts->path; parts++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, parts->path);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, (la_int64_t)strlen(parts->text));
        archive_write_header(a, entry);
        archive_write_data(a, parts->text, strlen(parts->text));
        archive_entry_free(entry);
    }
    archive_write_close(a);
    archive_write_free(a);
    return used;
}

#endif
