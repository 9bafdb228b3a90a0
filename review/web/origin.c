/* Whom the server is asked as, and from which pages: against rebinding and forgery. */
#include <config.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "web/take.h"

bool rv_host_known(const rv_web *web, const char *host)
{
    for (size_t i = 0; host && i < web->n_hosts; i++)
        if (strcasecmp(host, web->hosts[i]) == 0)
            return true;
    return false;
}

const char *rv_origin_fault(const rv_web *web, const char *origin, const char *site)
{
    const char *scheme = web->secure ? "https://" : "http://";

    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return "this came from another site's page";
    if (origin && (strncmp(origin, scheme, strlen(scheme)) != 0 || !rv_host_known(web, origin + strlen(scheme))))
        return "this came from a page of another origin";
    return NULL;
}

const char *rv_cookie_name(const rv_web *web)
{
    return web->secure ? "__Host-review" : "review";
}

const char *rv_visitor_cookie_name(const rv_web *web)
{
    return web->secure ? "__Host-visitor" : "visitor";
}

void rv_call_cookie(rv_call *call, const char *name, const char *id)
{
    rv_buf_printf(&call->headers, "Set-Cookie: %s=%s; Path=/; HttpOnly; SameSite=Lax%s%s\n", name, id ? id : "",
                  call->web->secure ? "; Secure" : "", id ? "" : "; Max-Age=0");
}

int rv_address_text(const struct sockaddr *from, char *text, size_t size)
{
    const socklen_t n = from->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);

    return getnameinfo(from, n, text, (socklen_t)size, NULL, 0, NI_NUMERICHOST);
}

void rv_security_headers(rv_buf *headers, const rv_web *web)
{
    if (!strstr(rv_buf_str(headers), "Content-Security-Policy: "))
        rv_buf_text(headers, "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                             "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'\n");
    rv_buf_text(headers, "X-Content-Type-Options: nosniff\n"
                         "Referrer-Policy: no-referrer\n"
                         "Cross-Origin-Opener-Policy: same-origin\n"
                         "Cross-Origin-Resource-Policy: same-origin\n"
                         "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n");
    if (web->secure)
        rv_buf_text(headers, "Strict-Transport-Security: max-age=31536000\n");
}
