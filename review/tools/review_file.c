#include <config.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"
#include "review/report.h"

#include "tools/opts.h"
#include "tools/review_file.h"

/* Whichever program opens an older review first brings it up to date: all that a step may empty must be at hand to fill it. */
static const rv_derivation *const filled_by_steps __attribute__((used)) = &rv_extract_derivation;

rv_status rv_tool_review(const char *option, const char **path, rv_error *err)
{
    static char found[4096];
    glob_t here;
    rv_status st;

    if (option || (option = getenv("REVIEW_FILE"))) {
        *path = option;
        return RV_OK;
    }
    if (glob("*.review", 0, NULL, &here) != 0)
        return rv_fail(err, RV_EUSAGE, "no review file: give --review FILE or set REVIEW_FILE");
    if (here.gl_pathc == 1 && strlen(here.gl_pathv[0]) < sizeof found) {
        strcpy(found, here.gl_pathv[0]);
        *path = found;
        st = RV_OK;
    } else {
        st = rv_fail(err, RV_EUSAGE, "%zu review files here; say which with --review FILE", here.gl_pathc);
    }
    globfree(&here);
    return st;
}

rv_status rv_tool_protocol_version(rv_store *store, rv_protocol **protocol, int64_t *version, char digest[RV_DIGEST_HEX],
                                   rv_error *err)
{
    return rv_review_protocol(store, protocol, version, digest, err);
}

rv_status rv_tool_protocol(rv_store *store, rv_protocol **protocol, rv_error *err)
{
    return rv_tool_protocol_version(store, protocol, NULL, NULL, err);
}
