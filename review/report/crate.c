/* The report as a Research Object Crate 1.1 (https://w3id.org/ro/crate/1.1): what each file is, who made it, from what, by what. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/manifest.h"

/* What the ending of a file's name says it is. */
static const struct { const char *ending, *format; } formats[] = {
    { ".html", "text/html" },         { ".md", "text/markdown" },   { ".tex", "application/x-tex" }, { ".csv", "text/csv" },
    { ".svg", "image/svg+xml" },      { ".png", "image/png" },      { ".pdf", "application/pdf" },   { ".xml", "application/xml" },
    { ".json", "application/json" },
    { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    { ".odt", "application/vnd.oasis.opendocument.text" },
    { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

static const char *format_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(dot, formats[i].ending) == 0)
            return formats[i].format;
    return "application/octet-stream";
}

static json_t *reference(const char *id)
{
    return json_pack("{s:s}", "@id", id);
}

static void add_file(json_t *graph, json_t *parts, const char *name, const char *digest, size_t bytes, const char *what)
{
    json_t *file = json_pack("{s:s, s:s, s:s, s:s, s:s}", "@id", name, "@type", "File", "name", name, "encodingFormat", format_of(name),
                             "description", what);

    if (digest) {
        json_object_set_new(file, "sha256", json_string(digest));
        json_object_set_new(file, "contentSize", json_sprintf("%zu", bytes));
    }
    json_array_append_new(graph, file);
    json_array_append_new(parts, reference(name));
}

/* The block of the report that is written as this file: its caption says what it holds. */
static const char *caption_of(const rv_page *page, const char *name)
{
    const size_t stem = strcspn(name, ".");

    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];

        if (strlen(b->id) != stem || memcmp(b->id, name, stem) != 0)
            continue;
        if (b->kind == RV_BLOCK_GRID)
            return rv_grid_caption(b->grid);
        if (b->kind == RV_BLOCK_FIGURE && b->n)
            return page->runs[b->first].text;
    }
    return strncmp(name, "report.", 7) == 0 ? "The report" : strcmp(name, "protocol.xml") == 0 ? "The protocol that was carried out"
                                                                                               : "Data of the report";
}

static json_t *authors(const rv_document *d, json_t *graph)
{
    json_t *list = json_array();

    for (size_t i = 0; i < d->protocol->n_authors; i++) {
        json_t *id = json_sprintf("#author-%zu", i + 1);

        json_array_append_new(list, reference(json_string_value(id)));
        json_array_append_new(graph, json_pack("{s:O, s:s, s:s}", "@id", id, "@type", "Person", "name", d->protocol->authors[i]));
        json_decref(id);
    }
    return list;
}

/* The files that were searched and read: not in the crate, but named with their digests. */
static json_t *sources(const json_t *inputs, json_t *graph)
{
    json_t *list = json_array();
    size_t i;
    json_t *input;

    json_array_foreach((json_t *)inputs, i, input) {
        json_t *id = json_sprintf("#input-%zu", i + 1);

        json_array_append_new(list, reference(json_string_value(id)));
        json_array_append_new(graph, json_pack("{s:O, s:s, s:O, s:O}", "@id", id, "@type", "CreativeWork", "name",
                                               json_object_get(input, "name"), "sha256", json_object_get(input, "sha256")));
        json_decref(id);
    }
    return list;
}

rv_status rv_crate_write(rv_document *d, const json_t *inputs, rv_error *err)
{
    const rv_page *page = d->page;
    json_t *graph = json_array(), *parts = json_array(), *crate, *root;
    char *text;
    rv_status st;

    json_array_append_new(graph, json_pack("{s:s, s:s, s:{s:s}, s:{s:s}}", "@id", "ro-crate-metadata.json", "@type", "CreativeWork",
                                           "conformsTo", "@id", "https://w3id.org/ro/crate/1.1", "about", "@id", "./"));
    root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "@id", "./", "@type", "Dataset", "name", d->protocol->title, "description",
                     *d->protocol->question ? d->protocol->question : d->protocol->title, "datePublished", page->made, "license",
                     "not stated by the authors");
    json_array_append_new(graph, root);
    for (size_t i = 0; i < page->n_files; i++)
        add_file(graph, parts, page->files[i].name, page->files[i].digest, page->files[i].bytes, caption_of(page, page->files[i].name));
    add_file(graph, parts, "manifest.json", NULL, 0, "Inputs, versions, analyses and the digest of every file");
    json_object_set_new(root, "author", authors(d, graph));
    json_array_append_new(graph, json_pack("{s:s, s:s, s:s, s:s}", "@id", "#software", "@type", "SoftwareApplication", "name", "review",
                                           "softwareVersion", VERSION));
    json_array_append_new(graph, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:O, s:s}", "@id", "#made", "@type", "CreateAction", "name",
                                           d->options->command, "endTime", page->made, "instrument", reference("#software"), "object",
                                           sources(inputs, graph), "result", parts, "description", d->head));
    json_object_set_new(root, "hasPart", parts);
    json_object_set_new(root, "mentions", reference("#made"));
    crate = json_pack("{s:s, s:o}", "@context", "https://w3id.org/ro/crate/1.1/context", "@graph", graph);
    text = crate ? json_dumps(crate, JSON_INDENT(2)) : NULL;
    st = text ? rv_page_write(d->page, "ro-crate-metadata.json", text, strlen(text), err)
              : rv_fail(err, RV_ENOMEM, "out of memory for the crate's metadata");
    free(text);
    json_decref(crate);
    return st;
}
