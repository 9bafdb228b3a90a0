#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "review/status.h"

rv_status rv_fail(rv_error *err, rv_status code, const char *format, ...)
{
    if (err) {
        va_list args;
        err->code = code;
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return code;
}

rv_status rv_within(rv_error *err, rv_status code, const char *format, ...)
{
    if (err) {
        char    inner[sizeof err->message];
        size_t  used;
        va_list args;

        memcpy(inner, err->message, sizeof inner);
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
        used = strlen(err->message);
        snprintf(err->message + used, sizeof err->message - used, ": %s", inner);
    }
    return code;
}

const char *rv_status_name(rv_status code)
{
    static const char *const names[] = {
        [RV_OK] = "ok",             [RV_ENOMEM] = "no-memory",      [RV_EINVAL] = "invalid",
        [RV_EUSAGE] = "usage",      [RV_EDOMAIN] = "domain",        [RV_ENOCONV] = "no-convergence",
        [RV_EPARSE] = "parse",      [RV_EIO] = "io",                [RV_ESTORE] = "store",
        [RV_EEXIST] = "exists",     [RV_ENOTFOUND] = "not-found",   [RV_ETAMPER] = "tampered",
    };
    return (size_t)code < sizeof names / sizeof *names ? names[code] : "unknown";
}
