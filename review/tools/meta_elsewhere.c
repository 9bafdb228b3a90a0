/*
 * review-meta of a table needs neither database nor XML, and loading them would take longer than its whole work. So
 * the program that reads reviews is one of its own, meta-of-review, made of the same sources; this one hands
 * over to it.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/meta_review.h"
#include "tools/opts.h"

static const char NAME[] = "meta-of-review";

/* Beside this program, as in the build tree, or where make install puts it. */
static bool found(char *path, size_t size)
{
    const ssize_t n = readlink("/proc/self/exe", path, size - sizeof NAME);
    char *slash;

    if (n > 0) {
        path[n] = 0;
        if ((slash = strrchr(path, '/'))) {
            strcpy(slash + 1, NAME);
            if (access(path, X_OK) == 0)
                return true;
        }
    }
    snprintf(path, size, "%s/%s", PKGLIBEXECDIR, NAME);
    return access(path, X_OK) == 0;
}

rv_status meta_frame_of_review(rv_frame **out, const meta_request *request, meta_plan *plan, meta_known *known, rv_error *err)
{
    char path[4096];

    *out = NULL;
    (void)plan;
    (void)known;
    if (!found(path, sizeof path))
        return rv_fail(err, RV_EIO, "the program %s, which reads reviews, is not installed", NAME);
    execv(path, request->argv);
    return rv_fail(err, RV_EIO, "cannot run %s: %s", path, strerror(errno));
}
