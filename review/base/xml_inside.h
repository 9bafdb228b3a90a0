/* What the files of the XML reader share. The way of the bytes: the document, in its own encoding; the decoder, which gives clean
   UTF-8 and knows where each character stood; the scanner, which cuts that into texts and tags, resolves references and leaves out
   comments, instructions and the DOCTYPE; for each start tag that is not known by heart, libxml2; the handler. So libxml2 sees one
   tag of bounded length at a time and no entity, and a document in which the same tags come again is read at the speed of memchr. */
#ifndef RV_BASE_XML_INSIDE_H
#define RV_BASE_XML_INSIDE_H

#include <iconv.h>
#include <libxml/hash.h>
#include <libxml/parser.h>

#include "review/base.h"

/* What one element and one text may have. A parser meets limits too late: 50,000 attributes on one element keep
   libxml2 busy for half a minute, a deep nesting ends on the stack, names are never forgotten. */
enum {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    RV_XML_TAG        = 512,       /* so small that short inputs cross the seams */
    RV_XML_RAW        = 128,
#else
    RV_XML_TAG        = 64 << 10,  /* bytes of a tag, DOCTYPE or processing instruction */
    RV_XML_RAW        = 64 << 10,  /* bytes of the document read at once */
#endif
    RV_XML_ATTRIBUTES = 256,
    RV_XML_DEPTH      = 256,
    RV_XML_TEXT       = 16 << 20,  /* bytes between two tags */
    RV_XML_NAMES      = 1 << 20    /* bytes of all different names */
};

/* ---- Faults ------------------------------------------------------------------------------------------------------- */

typedef enum {
    RV_XML_CONTROL, RV_XML_NOT_UTF8, RV_XML_ENCODING, RV_XML_FROM_BYTES,       /* the decoder finds those before this */
    RV_XML_AMPERSAND = RV_XML_FROM_BYTES, RV_XML_ANGLE, RV_XML_BRACKETS, RV_XML_NO_CHARACTER, RV_XML_OUTSIDE, RV_XML_DECLARATION,
    RV_XML_DOCUMENT, RV_XML_STRAY_END, RV_XML_TWICE, RV_XML_HTML_ENTITY, RV_XML_UNKNOWN_ENTITY, RV_XML_EXTERNAL, RV_XML_NETWORK,
    RV_XML_FAULTS
} rv_xml_fault;

enum { RV_XML_WORDS = 200 };
/* The kind of a fault; and what is said of it, with `name` put in, by one who refuses it or by one who goes on. */
const char *rv_xml_fault_kind(rv_xml_fault fault);
void rv_xml_fault_words(rv_xml_fault fault, bool forgiving, const char *name, char words[RV_XML_WORDS]);

/* ---- From the document's bytes to UTF-8 ----------------------------------------------------------------------------- */

typedef enum { RV_XML_UTF8, RV_XML_WIDE, RV_XML_TABLE, RV_XML_MULTI } rv_xml_coding;

/* From UTF-8 offset `at` on, up to the next run, characters stood at `own`: byte for byte (unit 0), or each of `unit` bytes. */
typedef struct {
    uint64_t at, own;
    unsigned unit;
} rv_xml_run;

typedef struct {
    rv_input     *in;              /* NULL: from `bytes` */
    const char   *bytes;
    size_t        left;
    bool          forgiving, exhausted, finished;
    rv_xml_coding coding;
    char          name[RV_XML_CHARSET];          /* of the encoding */
    unsigned      unit;
    bool          big;             /* the first byte of a unit counts most */
    bool          undecided;       /* a declared encoding that the first byte beyond ASCII may show to be wrong */
    char         *raw;             /* bytes not yet converted: from .. to */
    size_t        from, to;
    uint64_t      at, own;         /* UTF-8 bytes given, own bytes they were made of */
    rv_xml_run   *runs;
    size_t        run, n_runs, room_runs;
    bool          broken;          /* what comes next begins a run */
    uint64_t      told_at, told_own;             /* the place told last; the next one is not before it */
    iconv_t       conversion;
    bool          stateless;       /* what is ASCII stands for itself wherever a character may begin */
    char        (*table)[4];       /* UTF-8 of each byte, its length in the last */
    uint64_t      first[RV_XML_FROM_BYTES];      /* UTF-8 offsets where faults were met first; UINT64_MAX */
    char          words[RV_XML_WORDS];           /* of RV_XML_ENCODING */
    int           stopped;         /* the fault that a strict decoder ends at; RV_XML_FAULTS: none */
} rv_xml_decoder;

/* The source is set. RV_EINVAL when there is no encoding called `asked` (may be NULL). */
rv_status rv_xml_decoder_start(rv_xml_decoder *d, const char *asked, rv_error *err);
/* Adds whole characters at `to` until there is hardly room for more, or the document ends (`finished`), or it must not go on
   (`stopped`). */
rv_status rv_xml_decoder_fill(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err);
/* Where in the document stood what is at UTF-8 offset `at` now. Asked in order; `window` holds what is between the one asked for
   before and this, and begins at `window_at`. */
uint64_t rv_xml_decoder_place(rv_xml_decoder *d, uint64_t at, const char *window, uint64_t window_at);
/* True while that is `*shift` more, whatever `at`. */
bool rv_xml_decoder_is_plain(const rv_xml_decoder *d, uint64_t *shift);
void rv_xml_decoder_end(rv_xml_decoder *d);
void rv_xml_decoder_fault(rv_xml_decoder *d, rv_xml_fault fault);
/* Begins a run at the present place. */
rv_status rv_xml_decoder_run(rv_xml_decoder *d, rv_error *err);
/* The converters: each adds characters at `to`, in turns of up to RV_XML_TURN bytes, and takes their bytes from `raw`, until one of
   both is used up or a character is cut off. False: it must not go on, or `err` says why it cannot. */
enum { RV_XML_TURN = 16 };
bool rv_xml_from_utf8(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err);
bool rv_xml_from_wide(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err);
bool rv_xml_from_table(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err);
bool rv_xml_from_multi(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err);
/* How many bytes of `s` are UTF-8 that XML allows; the rest begins with something else, or with a character cut off. */
size_t rv_xml_clean(const char *s, size_t n);

/* A character as UTF-8: how many bytes it has. */
size_t rv_xml_put_point(char *to, uint32_t point);

/* Encodings by their names, in capitals: bytes of a unit where it has several, else 0; 'B' or 'L' where the name says which byte
   comes first, else 0; UTF-8 or what is within it. */
unsigned rv_xml_coding_unit(const char *name);
char rv_xml_coding_order(const char *name);
bool rv_xml_coding_is_utf8(const char *name);
/* Makes ready for one; RV_EINVAL when there is none of that name. */
rv_status rv_xml_coding_use(rv_xml_decoder *d, const char *name, rv_error *err);

/* Finds out what the first bytes, in `raw`, are written in, and makes ready for it. */
rv_status rv_xml_encoding_find(rv_xml_decoder *d, const char *asked, rv_error *err);
/* Looks at the first characters beyond ASCII, in `raw`: where all are UTF-8, another declared encoding is a mistake. */
void rv_xml_encoding_doubt(rv_xml_decoder *d);

/* ---- Tags ------------------------------------------------------------------------------------------------------------- */

/* A start tag, as libxml2 understood it. */
typedef struct {
    uint64_t           hash;
    size_t             n;              /* bytes of the tag in the document */
    const char        *bytes, *name;
    size_t             n_name;
    const char *const *attributes;
} rv_xml_tag;

enum { RV_XML_KNOWN = 4096, RV_XML_KNOWN_LENGTH = 256 };
typedef struct {
    xmlParserCtxtPtr libxml;
    rv_xml          *xml;
    bool             wrapped;
    const char      *at;               /* the tag being parsed, in the window, and its length */
    size_t           n;
    rv_xml_tag      *parsed;           /* what became of it, until it is kept */
    rv_xml_tag      *known[RV_XML_KNOWN];
    uint16_t         used[RV_XML_KNOWN];         /* which of them: a small document has few */
    size_t           n_used;
    rv_buf           text;
} rv_xml_parser;

rv_status rv_xml_parser_start(rv_xml_parser *parser, rv_xml *xml, rv_error *err);
/* The start tag of `n` bytes at `at`. `odd`: a value in it has "&" or "<". It lives until the next. NULL when it is refused. */
const rv_xml_tag *rv_xml_parser_tag(rv_xml_parser *parser, const char *at, size_t n, bool odd);
/* Looks whether an XML declaration is well-formed; before any tag. */
void rv_xml_parser_declaration(rv_xml_parser *parser, const char *at, size_t n);
void rv_xml_parser_end(rv_xml_parser *parser);

/* ---- A reading under way ------------------------------------------------------------------------------------------------ */

/* An element that is open: its name in `names`, and where it begins. */
typedef struct {
    size_t name, line;
} rv_xml_element;

struct rv_xml {
    const rv_xml_handler *handler;
    void           *user;
    rv_error       *err;
    rv_status       status;            /* the first failure, ours or of a callback */
    const char     *name;              /* of the document */
    bool            forgiving;
    rv_xml_decoder  decoder;
    rv_xml_parser   parser;
    /* the window being looked at */
    char           *window;
    size_t          length;
    const char     *end;
    uint64_t        offset;            /* of the window, in UTF-8 */
    bool            last;              /* nothing follows */
    const char     *newline, *amp, *cr, *bracket;    /* the next of each, or `end` */
    const char     *due;               /* where a fault of the decoder is to be told */
    size_t          line;              /* in which `newline` stands */
    char            eol;               /* '\r' in a document that knows no other line end */
    bool            ahead;             /* `line` may be that of something not done with */
    /* where it is */
    const char     *at;                /* what is being told, for its line */
    uint64_t        begin, behind;     /* the tag told last: UTF-8 offsets, */
    bool            placed;            /* or those in the document by now */
    int             inside;
    size_t          begun;             /* the line in which the comment or CDATA begins */
    size_t          text;              /* bytes since the last tag */
    bool            root;              /* an element was seen */
    rv_xml_element  open[RV_XML_DEPTH];
    size_t          depth;
    rv_buf          names;
    bool            told[RV_XML_FAULTS];
    xmlHashTablePtr entities;          /* names looked up before */
    rv_xml         *outer;             /* the reading under way around this one */
};

/* Tells what is in the window; `*used` bytes are done with, the others are to come again with more behind them. */
void rv_xml_scan(rv_xml *xml, size_t *used);
/* At the end of the document: refuses one that breaks off, or holds nothing. */
void rv_xml_scan_end(rv_xml *xml);
/* The line of `p` in the window; asked in order. */
size_t rv_xml_line_of(rv_xml *xml, const char *p);

/* Tells a fault, the first time; a strict reader refuses it. False when the reading is to end. */
bool rv_xml_tell(rv_xml *xml, rv_xml_fault fault, const char *p, const char *name);
/* Ends the reading at line `line`. Always false. */
bool rv_xml_refuse(rv_xml *xml, size_t line, const char *kind, const char *format, ...) RV_PRINTF(4, 5);
bool rv_xml_no_memory(rv_xml *xml);
/* As many bytes of a name as a message shows. */
int rv_xml_shown(const char *name, size_t n);

/* What stands at `p` is the beginning of a document. Behind an element that is told. */
bool rv_xml_begins_document(rv_xml *xml, const char *p);
/* Just behind the tag, processing instruction or DOCTYPE that begins at `p`, which is done with; `p` itself when it is none; NULL
   when it is refused, not whole, or longer than it may be. */
const char *rv_xml_tag_end(rv_xml *xml, const char *p);
const char *rv_xml_instruction_end(rv_xml *xml, const char *p);
const char *rv_xml_doctype_end(rv_xml *xml, const char *p);

/* A reference, in as many bytes as it has, and what it stands for. */
typedef struct {
    size_t n;                          /* 0: cut off */
    size_t n_out;
    char   out[8];
    bool   plain;                      /* libxml2 knows it too */
} rv_xml_reference;

/* Reads the reference that begins at `p`. False when it is refused. */
bool rv_xml_reference_read(rv_xml *xml, const char *p, const char *end, bool last, rv_xml_reference *ref);
/* Makes a name stand for nothing, because what it stands for lies outside. */
bool rv_xml_reference_hide(rv_xml *xml, const char *name, size_t n);

#endif
