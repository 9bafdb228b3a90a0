#ifndef RV_SCREEN_MEDIA_H
#define RV_SCREEN_MEDIA_H

#include <stddef.h>

enum { RV_MEDIA_BYTES = 64 * 1024 };   /* of a file's beginning, that its kind is told from */

/* The media type of a file, from its first bytes (all of them, up to RV_MEDIA_BYTES): static text; "application/octet-stream" when it is
   none of those that full texts come in. */
const char *rv_media_of(const unsigned char *head, size_t n);

#endif
