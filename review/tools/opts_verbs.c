/* Options of a tool with many verbs: each is for some of them. */
#include <config.h>

#include <string.h>

#include "tools/opts.h"

void rv_tool_verb_rows(const rv_verb_opt *options, size_t n, rv_opt *rows)
{
    for (size_t i = 0; i < n; i++)
        rows[i] = options[i].opt;
    rows[n] = (rv_opt){ .kind = RV_OPT_END };
}

/* Whether `name` is one of the words of `list`. */
static bool listed(const char *list, const char *name)
{
    const size_t n = strlen(name);

    for (; *list; list += strspn(list, " ")) {
        const size_t word = strcspn(list, " ");
        if (word == n && strncmp(list, name, n) == 0)
            return true;
        list += word;
    }
    return false;
}

rv_status rv_tool_verb_takes(const rv_verb_opt *options, size_t n, const char *verb, rv_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const char *only = options[i].only;
        if (only && rv_tool_option_given(i) && !listed(only, verb))
            return rv_fail(err, RV_EUSAGE, "--%s belongs to %s%s, not to %s", rv_tool_option_name(i), strchr(only, ' ') ? "one of: " : "",
                           only, verb);
    }
    return RV_OK;
}
