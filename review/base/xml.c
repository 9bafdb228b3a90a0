#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "xml_inside.h"

enum { WINDOW = 3 * RV_XML_TAG };  /* what is carried over is never longer than a tag */

/* The reading under way on this thread. */
static _Thread_local rv_xml *current;

/* ---- What a callback may ask ------------------------------------------------------------------------------------------------ */

size_t rv_xml_line(void)
{
    return current ? rv_xml_line_of(current, current->at) : 0;
}

/* Places in the document are found only when they are asked for, or about to be out of sight. Bytes left out behind a tag do not
   belong to it, so its end is found by its last character. */
static void place(rv_xml *xml)
{
    const unsigned unit = xml->decoder.unit;

    if (xml->placed)
        return;
    xml->begin = rv_xml_decoder_place(&xml->decoder, xml->begin, xml->window, xml->offset);
    xml->behind = rv_xml_decoder_place(&xml->decoder, xml->behind - 1, xml->window, xml->offset) + (unit > 0 ? unit : 1);
    xml->placed = true;
}

uint64_t rv_xml_offset(void)
{
    if (!current)
        return 0;
    place(current);
    return current->behind;
}

uint64_t rv_xml_begin(void)
{
    if (!current)
        return 0;
    place(current);
    return current->begin;
}

const char *rv_xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

/* ---- Reading ------------------------------------------------------------------------------------------------------------------ */

/* What the decoder stopped at stands at the end of the window. */
static void refuse_stop(rv_xml *xml)
{
    char words[RV_XML_WORDS];

    rv_xml_fault_words((rv_xml_fault)xml->decoder.stopped, false, xml->decoder.words, words);
    rv_xml_refuse(xml, rv_xml_line_of(xml, xml->end), "", "%s", words);
}

/* Fills the window, and tells what it holds. True when more may follow. */
static bool next_window(rv_xml *xml)
{
    size_t n, used;

    xml->status = rv_xml_decoder_fill(&xml->decoder, xml->window + xml->length, WINDOW - xml->length, &n, xml->err);
    if (xml->status != RV_OK)
        return false;
    xml->length += n;
    xml->last = xml->decoder.finished;
    rv_xml_scan(xml, &used);
    if (xml->status == RV_OK && xml->decoder.stopped != RV_XML_FAULTS)
        refuse_stop(xml);
    if (xml->status != RV_OK)
        return false;
    place(xml);
    rv_xml_decoder_place(&xml->decoder, xml->offset + used, xml->window, xml->offset);
    xml->length -= used;
    memmove(xml->window, xml->window + used, xml->length);
    xml->offset += used;
    return !xml->last;
}

static rv_status begin(rv_xml *xml, rv_error *err)
{
    rv_status st;

    xml->forgiving = xml->decoder.forgiving = xml->handler->problem != NULL;
    xml->line = 1;
    xml->placed = true;
    xml->at = xml->window = malloc(WINDOW);
    if (!xml->window)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_xml_parser_start(&xml->parser, xml, err);
    return st == RV_OK ? rv_xml_decoder_start(&xml->decoder, xml->handler->encoding, err) : st;
}

static rv_status read_all(const rv_xml_handler *handler, void *user, const char *name, rv_input *in, const char *bytes, size_t n,
                          rv_error *err)
{
    rv_xml   *xml = calloc(1, sizeof *xml);
    rv_status st;

    if (!xml)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    xml->handler = handler;
    xml->user = user;
    xml->name = name;
    xml->err = err;
    xml->decoder = (rv_xml_decoder){ .in = in, .bytes = bytes, .left = n, .conversion = (iconv_t)-1 };
    xml->outer = current;
    current = xml;
    if ((xml->status = begin(xml, err)) == RV_OK) {
        while (next_window(xml))
            ;
        if (xml->status == RV_OK)
            rv_xml_scan_end(xml);
    }
    current = xml->outer;
    st = xml->status;
    rv_xml_parser_end(&xml->parser);
    rv_xml_decoder_end(&xml->decoder);
    if (xml->entities)
        xmlHashFree(xml->entities, NULL);
    rv_buf_free(&xml->names);
    free(xml->window);
    free(xml);
    return st;
}

rv_status rv_xml_read(rv_input *in, const rv_xml_handler *handler, void *user, rv_error *err)
{
    return read_all(handler, user, rv_input_name(in), in, NULL, 0, err);
}

rv_status rv_xml_read_bytes(const char *name, const char *bytes, size_t n, const rv_xml_handler *handler, void *user,
                            rv_error *err)
{
    return read_all(handler, user, name, NULL, bytes, n, err);
}
