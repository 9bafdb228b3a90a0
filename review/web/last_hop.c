/* Who asks, as the proxy on the way saw it: the last hop of what it says, as what stands before that anybody may have written. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "web/take.h"

void rv_last_hop(const char *forwarded, char *text, size_t size)
{
    const char *hop = strrchr(forwarded, ','), *colon, *bracket;
    size_t n;

    hop = hop ? hop + 1 : forwarded;
    hop += strspn(hop, " \t");
    n = strcspn(hop, " \t");
    colon = memchr(hop, ':', n);
    if (*hop == '[' && (bracket = memchr(hop, ']', n))) {             /* [2001:db8::1]:4711 */
        hop++;
        n = (size_t)(bracket - hop);
    } else if (colon && !memchr(colon + 1, ':', n - (size_t)(colon + 1 - hop))) {      /* 192.0.2.1:4711 */
        n = (size_t)(colon - hop);
    }
    snprintf(text, size, "%.*s", (int)(n < size ? n : size - 1), hop);
}
