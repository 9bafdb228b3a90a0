/* The page around every page: title, ways through the review by right, who is logged in. */
#include <config.h>

#include <string.h>

#include "web/session.h"

/* The ways, in their order. */
static const struct {
    const char  *href, *label;
    rv_web_right right;
} ways[] = {
    { "/", "Overview", RV_WEB_READ },
    { "/screen", "Screen", RV_WEB_SCREEN },
    { "/conflicts", "Conflicts", RV_WEB_ADJUDICATE },
    { "/full-text", "Full texts", RV_WEB_SCREEN },
    { "/extract", "Extract", RV_WEB_EXTRACT },
    { "/appraise", "Appraise", RV_WEB_EXTRACT },
    { "/analyses", "Analyses", RV_WEB_READ },
    { "/records", "Records", RV_WEB_READ },
    { "/duplicates", "Duplicates", RV_WEB_LEAD },
    { "/protocol", "Protocol", RV_WEB_READ },
    { "/manage", "Manage", RV_WEB_LEAD },
};

/* The way that leads to a path: the longest that it begins with. */
static bool leads(const char *href, const char *path)
{
    const size_t n = strlen(href);

    return n == 1 ? strcmp(path, "/") == 0 : strncmp(path, href, n) == 0 && (path[n] == 0 || path[n] == '/');
}

static void put_ways(json_t *data, const rv_call *call)
{
    json_t *nav = json_array();

    for (size_t i = 0; *call->person && i < sizeof ways / sizeof *ways; i++) {
        json_t *way;
        if (call->may < ways[i].right || !(way = json_object()))
            continue;
        rv_json_put_text(way, "href", ways[i].href);
        rv_json_put_text(way, "label", ways[i].label);
        rv_json_put_yes(way, "here", call->route && leads(ways[i].href, call->route->path));
        json_array_append_new(nav, way);
    }
    json_object_set_new(data, "nav", nav);
}

rv_status rv_shell_render(rv_buf *out, rv_call *call, const char *page, const char *error, rv_error *err)
{
    json_t *data = call->out;
    char said[512] = "", key[RV_SESSION_ID] = "", assets[64];
    rv_status st;

    if (call->session && !error)
        rv_people_said(call->web->people, call->session, said);
    if ((st = rv_random_id(key, err)) != RV_OK)
        return st;
    if (!json_object_get(data, "title"))
        rv_json_put_text(data, "title", error && strcmp(page, "error") == 0 ? "This did not work" : call->route ? call->route->about : "");
    rv_json_put_text(data, "review", call->protocol ? call->protocol->title : "A review");
    rv_json_put_text(data, "person", call->person);
    rv_json_put_text(data, "role", call->role);
    rv_json_put_text(data, "csrf", call->csrf);
    rv_json_put_text(data, "key", key);                       /* each form that is sent is carried out once */
    rv_json_put_text(data, "said", said);
    rv_json_put_text(data, "error", error ? error : "");
    snprintf(assets, sizeof assets, "/assets/%s", rv_web_assets_digest());
    rv_json_put_text(data, "assets", assets);
    rv_json_put_text(data, "content_file", page);
    for (rv_web_right right = RV_WEB_READ; right <= RV_WEB_LEAD; right++) {
        char name[32];
        snprintf(name, sizeof name, "may_%s", rv_web_rights[right]);
        rv_json_put_yes(data, name, call->may >= right);
    }
    put_ways(data, call);
    return rv_template_render(out, "shell", data, err);
}
