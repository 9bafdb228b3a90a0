/* Writes a document whose every text would break a careless writer into the folder named, by every writer:
 *
 *     hostile-page FOLDER
 *
 * for the tests that open what came out (accessibility.sh, latex.sh). */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/page.h"

static const char *const texts[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></style></svg><script>alert(2)</script>",
    "a\001b\033[31mc\177d\r\ne\tf",
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "\\input{/etc/passwd} \\write18{ls} $x_1^2$ & % # ~ ^ { } \\end{document}",
    "]]> --> <!-- &lt; &amp; &#0;",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd (2019) \u0645\u0631\u062d\u0628\u0627",
    "\u202egnp.exe\u202c \u2066left\u2069 \u200f",
    "\u6e2c\u8a66\u6a19\u984c \u3042\u3044 \ud55c\uad6d\uc5b4",
    "| a | b |\n# head\n- item\n1. one\n> quote\n```\n[x](javascript:alert(3)) ![y](z) <http://example.org> $\\LaTeX$",
    "1. no list\n2. none either",
    "caf\xc3\xa9 na\xc3\xafve \u2212 \u2264 \u00b2 \u03c4 \u03c7 \u2013 \u2014 \u201cquoted\u201d \u2019 \u00a0 \u202f \U0001f600",
    "\xff\xfe not UTF-8 \xc3",
    "",
};
enum { TEXTS = sizeof texts / sizeof *texts };
static const char *const links[] = {
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "//example.org/x", "../../etc/passwd",
    "/etc/passwd", "https://example.org/a%20b?x=1&y=\"2\"#z", "#nowhere", "#part-3", "java\nscript:alert(1)", "file:///etc/passwd",
    "mailto:a@example.org", "https://example.org/}\\end{document}%",
};
enum { LINKS = sizeof links / sizeof *links };

/* 10,000 characters, with and without blanks. */
static const char *longest(bool blanks)
{
    static char text[10001];

    for (int i = 0; i < 10000; i++)
        text[i] = blanks && i % 9 == 8 ? ' ' : (char)('a' + i % 26);
    return text;
}

static void runs(rv_page *page)
{
    for (int i = 0; i < LINKS; i++) {
        rv_page_begin(page, RV_BLOCK_PARAGRAPH);
        for (unsigned style = 0; style < 5; style++)
            rv_page_run(page, &(rv_run){ .text = texts[(unsigned)i % TEXTS], .link = style ? "" : links[i], .style = style ? 1u << (style - 1) : 0 });
        rv_page_run(page, &(rv_run){ .text = "plain", .link = links[i] });
        rv_page_say(page, ", see ");
        rv_page_refer(page, "grid_3");
        rv_page_end(page);
        rv_page_role(page, i % 2 ? "note\" onclick=\"alert(1)" : "headline");
    }
}

/* Every text in every place of a table, under spans, in sections, with footnotes. */
static rv_status table(rv_page *page, int n, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "a", "First & <foremost>", -1 }, { "b", "$Second$", -1 }, { "x", "Effect [95% CI]", 2 }, { "lo", "Lower", 2 },
        { "hi", "Upper", 2 }, { "k", "k", 0 }, { "c", "", -1 }, { NULL, NULL, 0 },
    };
    char id[20], anchor[40];
    rv_grid *g;
    rv_status st;

    snprintf(id, sizeof id, "grid_%d", n);
    g = rv_grid_new(id, texts[n], columns);
    rv_grid_note(g, texts[n]);
    rv_grid_span(g, texts[(n + 1) % TEXTS], "x", "k");
    rv_grid_range(g, "x", "lo", "hi");
    for (int r = 0; r < TEXTS; r++) {
        if (r % 4 == 0)
            rv_grid_section(g, texts[r]);
        snprintf(anchor, sizeof anchor, "row-%d", r);          /* the same in every table: only the first may keep it */
        rv_grid_row(g, anchor);
        rv_grid_link(g, texts[r], r % 2 ? "part-3" : "nowhere");
        rv_grid_text(g, r == 3 ? longest(true) : texts[(r + n) % TEXTS]);
        rv_grid_footnote(g, texts[r]);
        rv_grid_real(g, r % 3 ? -1.5 * r : 12.25);
        rv_grid_real(g, r % 5 ? -2.5 * r : 0.0 / 1.0);
        rv_grid_real(g, 1e6 / (r + 1));
        rv_grid_int(g, r);
        rv_grid_text(g, r % 2 ? texts[r] : "");
    }
    st = rv_page_grid(page, g, n % 2, err);
    rv_grid_free(g);
    return st;
}

static rv_status figure(rv_page *page, rv_error *err)
{
    const rv_flow_row rows[] = { { RV_FLOW_A1, texts[0], 10 }, { RV_FLOW_A1, texts[7], 5 }, { RV_FLOW_D1, "", 3 }, { RV_FLOW_H, texts[10], 12 } };
    const rv_flow flow = { texts[2], sizeof rows / sizeof *rows, rows };
    const rv_flow_options options = RV_FLOW_OPTIONS_INIT;
    rv_scene *scene = NULL;
    rv_status st = rv_plot_flow(&scene, &flow, &options, err);

    if (st == RV_OK)
        st = rv_page_figure(page, "flow", texts[5], scene, err);
    rv_scene_free(scene);
    return st;
}

static rv_status fill(rv_page *page, rv_error *err)
{
    char id[20];
    rv_status st = RV_OK;

    rv_page_front_set(page, &(rv_page_front){ texts[2], texts[5], texts[7], texts[1], "0123456789abcdef", "en" });
    for (int i = 0; i < TEXTS && st == RV_OK; i++) {
        snprintf(id, sizeof id, "part-%d", i);
        rv_page_heading(page, 2, id, *texts[i] ? texts[i] : "Nothing");
        rv_page_role(page, i == 6 ? "plain-language" : "");
        rv_page_text(page, texts[i]);
        rv_page_list_begin(page);
        rv_page_item(page, texts[i], texts[(i + 1) % TEXTS]);
        rv_page_item(page, "", texts[i]);
        rv_page_list_end(page);
        if (i < 5)
            st = table(page, i, err);
    }
    rv_page_text(page, longest(true));
    rv_page_text(page, longest(false));
    runs(page);
    return st == RV_OK ? figure(page, err) : st;
}

int main(int argc, char **argv)
{
    rv_page page;
    rv_error err = { 0 };
    rv_status st;

    if (argc != 2) {
        fprintf(stderr, "usage: hostile-page FOLDER\n");
        return 2;
    }
    if ((st = rv_page_new(&page, argv[1], &err)) == RV_OK && (st = fill(&page, &err)) == RV_OK)
        st = rv_page_check(&page, &err);
    for (const rv_page_writer *w = rv_page_writers; st == RV_OK && w->name; w++) {
        rv_buf out = RV_BUF_INIT;

        if ((st = w->write(&page, &out, &err)) == RV_OK)
            st = rv_page_write(&page, w->file, rv_buf_str(&out), out.length, &err);
        if (st == RV_OK && w->beside)
            st = w->beside(&page, &err);
        rv_buf_free(&out);
    }
    if (st != RV_OK)
        fprintf(stderr, "hostile-page: %s\n", err.message);
    rv_page_free(&page);
    return st == RV_OK ? 0 : 1;
}
