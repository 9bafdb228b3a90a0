#ifndef REVIEW_STATUS_H
#define REVIEW_STATUS_H

#if defined(__GNUC__)
# define RV_API           __attribute__((visibility("default")))
# define RV_PRINTF(f, a)  __attribute__((format(printf, f, a)))
# define RV_MUST_CHECK    __attribute__((warn_unused_result))
#else
# define RV_API
# define RV_PRINTF(f, a)
# define RV_MUST_CHECK
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a fallible call returns. Zero is success; callers may branch on these. */
typedef enum {
    RV_OK = 0,
    RV_ENOMEM,    /**< out of memory */
    RV_EINVAL,    /**< the caller broke a precondition, or asked for what cannot be */
    RV_EUSAGE,    /**< the command line is wrong; tools exit with 2 */
    RV_EDOMAIN,   /**< the data are outside the method's domain (a variance <= 0) */
    RV_ENOCONV,   /**< an iteration reached its limit without converging */
    RV_EPARSE,    /**< malformed input; the message carries file:line */
    RV_EIO,       /**< a file or socket failed */
    RV_ESTORE,    /**< the review file refused */
    RV_EEXIST,    /**< it is there already; nothing was done */
    RV_ENOTFOUND, /**< what was named is not there */
    RV_ETAMPER    /**< verification found something altered, removed or added */
} rv_status;

/** Why it failed, for a person. Lives on the caller's stack; needs no freeing. */
typedef struct {
    rv_status code;
    char      message[512];   /**< one sentence, no newline */
} rv_error;

/** Records a failure and returns `code`, so that `return rv_fail(...)` reads well. `err` may be NULL. */
RV_API rv_status rv_fail(rv_error *err, rv_status code, const char *format, ...) RV_PRINTF(3, 4);

/** Puts what was being attempted in front of the message: "study 12: variance ...". */
RV_API rv_status rv_within(rv_error *err, rv_status code, const char *format, ...) RV_PRINTF(3, 4);

/** "domain", "parse", ...: a stable word for logs and JSON. */
RV_API const char *rv_status_name(rv_status code);

#ifdef __cplusplus
}
#endif

#endif
