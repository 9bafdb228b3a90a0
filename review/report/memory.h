/* Texts that live as long as what they were gathered for. */
#ifndef RV_REPORT_MEMORY_H
#define RV_REPORT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

typedef struct rv_memory rv_memory;
rv_memory *rv_memory_new(void);
/* A copy of `text` ("" for NULL) that lives until rv_memory_free(); "" when memory is short, which sticks. */
const char *rv_memory_text(rv_memory *memory, const char *text);
/* Zeroed room of `n` bytes, aligned for anything; NULL when memory is short. */
void *rv_memory_room(rv_memory *memory, size_t n);
bool rv_memory_failed(const rv_memory *memory);
void rv_memory_free(rv_memory *memory);

#endif
