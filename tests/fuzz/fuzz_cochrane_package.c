/* Any bytes, as a Cochrane data package; where they are no archive, as its table of data rows, and as each of the others. */
#include <config.h>

#include "tests/base/zip_made.h"
#include "tests/fuzz/fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void wrapped(const char *text, size_t size)
{
    static const char rows[] = "Analysis group,Analysis number,Study,Experimental N\n1,1,A,10\n";
    const size_t room = 2 * size + 20000;
    char *bytes = malloc(room);

    if (bytes) {
        fuzz_foreign("cochrane-package", bytes, make_zip((zip_part[]){ { "a/CD-data-rows.csv", text }, { NULL, NULL } }, bytes, room), NULL);
        fuzz_foreign("cochrane-package", bytes,
                     make_zip((zip_part[]){ { "a/CD-data-rows.csv", rows }, { "a/CD-overall-estimates-and-settings.csv", text },
                                            { "a/CD-risk-of-bias.csv", text }, { NULL, NULL } }, bytes, room), NULL);
    }
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text;

    if (rv_is_zip((const char *)data, size)) {
        fuzz_foreign("cochrane-package", data, size, NULL);
    } else if ((text = calloc(1, size + 1))) {
        if (size)
            memcpy(text, data, size);
        wrapped(text, size);
        free(text);
    }
    return 0;
}
