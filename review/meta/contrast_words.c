/* Contrasts in words: "alloc=random - alloc=systematic", "0.5 year", "0, 1, -1". */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "meta/range.h"
#include "review/meta_analysis.h"

static const char *past_blanks(const char *at)
{
    while (isspace((unsigned char)*at))
        at++;
    return at;
}

/* "0, 1, -1": how many numbers there are, the first p of them into l; 0 when the text is not of that form. */
static size_t numbers(const char *text, size_t p, double *l)
{
    char *end;
    size_t n = 0;

    for (const char *at = text;; at = end + 1) {
        const double x = strtod(at, &end);
        if (end == at || !rv_effect_fits(x))
            return 0;
        if (n < p)
            l[n] = x;
        n++;
        end = (char *)past_blanks(end);
        if (*end != ',')
            return *end ? 0 : n;
    }
}

/* The coefficient whose name stands at `at`: the longest that does; p for none. */
static size_t named(const char *at, const char *const *names, size_t p)
{
    size_t best = p, length = 0;

    for (size_t i = 0; i < p; i++) {
        const size_t n = strlen(names[i]);
        if (n > length && strncmp(at, names[i], n) == 0 && (!at[n] || strchr(" +-", at[n]))) {
            best = i;
            length = n;
        }
    }
    return best;
}

rv_status rv_contrast_parse(const char *text, const char *const *names, size_t p, double *l, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    const char *at = past_blanks(text);
    const size_t n = numbers(text, p, l);

    if (n == p)
        return RV_OK;
    if (n > 1)
        return rv_fail(err, RV_EINVAL, "contrast '%.100s' has %zu numbers; the model has %zu coefficient%s", text, n, p, p == 1 ? "" : "s");
    for (size_t i = 0; i < p; i++)
        l[i] = 0;
    while (*at) {
        double times = 1;
        size_t i;
        char *end;

        if (*at == '+' || *at == '-') {
            times = *at == '-' ? -1 : 1;
            at = past_blanks(at + 1);
        }
        if ((i = named(at, names, p)) == p && (isdigit((unsigned char)*at) || *at == '.')) {
            times *= strtod(at, &end);
            at = past_blanks(end);
            at = past_blanks(at + (*at == '*'));
            i = named(at, names, p);
        }
        if (i == p) {
            for (size_t c = 0; c < p && known.length < 250; c++)
                rv_buf_printf(&known, "%s%s", c ? ", " : "", names[c]);
            rv_fail(err, RV_EINVAL, "contrast '%.100s': no coefficient is called '%.60s'; there are %s", text, at, rv_buf_str(&known));
            rv_buf_free(&known);
            return RV_EINVAL;
        }
        l[i] += times;
        if (!rv_effect_fits(l[i]))
            return rv_fail(err, RV_EINVAL, "contrast '%.100s': the factor of %s is %g; it must be %s", text, names[i], l[i],
                           rv_effect_wanted(l[i]));
        at = past_blanks(at + strlen(names[i]));
    }
    for (size_t i = 0; i < p; i++)
        if (l[i] != 0)
            return RV_OK;
    return rv_fail(err, RV_EINVAL, "contrast '%.100s' has no coefficient", text);
}
