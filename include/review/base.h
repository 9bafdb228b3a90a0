#ifndef REVIEW_BASE_H
#define REVIEW_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Bytes and text ------------------------------------------------------------------------------------------- */

/** A growing byte buffer, always NUL-terminated after its first byte. `RV_BUF_INIT`, then add; a failed allocation
    sticks in `failed`, so that a series of additions needs one check. Free with rv_buf_free(). */
typedef struct {
    char  *data;
    size_t length, capacity;
    bool   failed;
} rv_buf;
#define RV_BUF_INIT { NULL, 0, 0, false }

RV_API void rv_buf_add(rv_buf *buf, const void *bytes, size_t n);
RV_API void rv_buf_text(rv_buf *buf, const char *text);
RV_API void rv_buf_char(rv_buf *buf, char c);
RV_API void rv_buf_printf(rv_buf *buf, const char *format, ...) RV_PRINTF(2, 3);
RV_API void rv_buf_clear(rv_buf *buf);              /**< empties, keeps the memory */
RV_API void rv_buf_free(rv_buf *buf);
/** RV_OK, or RV_ENOMEM when an addition failed. */
RV_API RV_MUST_CHECK rv_status rv_buf_check(const rv_buf *buf, rv_error *err);
/** The text so far; "" when nothing was added. Lives until the next change. */
RV_API const char *rv_buf_str(const rv_buf *buf);

/** Room for one more of `size` bytes in `array`, the address of a pointer to `n` of them, which grows by doubling; false when there is no
    memory, and then all is as it was. */
RV_API bool rv_grow(void *array, size_t n, size_t *room, size_t size);

/** True when the bytes are well-formed UTF-8; otherwise `*bad` (may be NULL) is the offset of the first bad byte. */
RV_API bool rv_utf8_valid(const char *bytes, size_t n, size_t *bad);
/** Appends `text` in Unicode normal form C (utf8proc). RV_EPARSE when it is not UTF-8. */
RV_API RV_MUST_CHECK rv_status rv_utf8_nfc(rv_buf *out, const char *text, size_t n, rv_error *err);
/** Appends `text` for comparing: compatibility-decomposed, case-folded, marks stripped, letters and digits kept, every
    run of anything else one blank, trimmed. */
RV_API RV_MUST_CHECK rv_status rv_utf8_fold(rv_buf *out, const char *text, size_t n, rv_error *err);
/** Appends `text` with control and bidirectional-override characters made visible, fit for a terminal. */
RV_API void rv_utf8_printable(rv_buf *out, const char *text, size_t n);
/** Columns that `text` takes on a terminal. */
RV_API size_t rv_utf8_width(const char *text);
/** The character at the beginning of `bytes`, and how many bytes it takes (n >= 1). A byte that begins no well-formed sequence is
    one of its own: -1. */
RV_API size_t rv_utf8_point(const char *bytes, size_t n, int32_t *point);
/** Its lower-case form when that is one character, else itself. */
RV_API int32_t rv_utf8_lower(int32_t point);
/** Whether it stands within words: a letter, a digit or other numeral of any script, or the low line. */
RV_API bool rv_utf8_is_word(int32_t point);
/** Writes it as UTF-8; returns the bytes, at most 4. */
RV_API size_t rv_utf8_put(int32_t point, char *bytes);

/** What a byte stream is written in: a byte-order mark, UTF-8 if it is, else uchardet's guess. Static strings.
    `sure` (may be NULL) is false for a guess. */
RV_API const char *rv_charset_guess(const char *bytes, size_t n, bool *sure);
/** Appends `bytes` as UTF-8. `charset` is an iconv name; NULL to guess. A byte-order mark is dropped, a byte that cannot
    be converted becomes U+FFFD and is counted in `*replaced` (may be NULL). */
RV_API RV_MUST_CHECK
rv_status rv_charset_decode(rv_buf *out, const char *bytes, size_t n, const char *charset, size_t *replaced, rv_error *err);
/** Bytes of a code unit: 2 for "UTF-16LE" and "UTF-16BE", 4 for UTF-32, else 1. */
RV_API size_t rv_wide_unit(const char *charset);
/** UTF-16 or UTF-32 to UTF-8, for streams: `out` has room for 3 bytes for every 2. `*used` of the `n` bytes were taken, all of them
    when these are the `last`; what is no character becomes U+FFFD. Returns the bytes written. */
RV_API size_t rv_wide_decode(const char *charset, const char *bytes, size_t n, bool last, char *out, size_t *used);
/** Bytes that `text`, as rv_wide_decode() gave it, was in `charset`. */
RV_API uint64_t rv_wide_bytes(const char *charset, const char *text, size_t n);

/* ---- Numbers as text ------------------------------------------------------------------------------------------ */

enum { RV_REAL_TEXT = 32 };
/** The shortest decimal text that reads back as `x`, at most 17 digits; "NA" when not finite. */
RV_API const char *rv_real_text(double x, char text[RV_REAL_TEXT]);
/** Reads a whole decimal number, blanks around it allowed. RV_EPARSE names the text; never NaN or infinity. */
RV_API RV_MUST_CHECK rv_status rv_real_parse(const char *text, double *x, rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_int_parse(const char *text, int64_t *x, rv_error *err);
/** "", "NA", ".", "-" and blanks: nothing was given. */
RV_API bool rv_text_missing(const char *text);

/* ---- Digests -------------------------------------------------------------------------------------------------- */

enum { RV_DIGEST = 32, RV_DIGEST_HEX = 65 };
typedef struct rv_sha256 { uint64_t opaque[32]; } rv_sha256;
RV_API void rv_sha256_start(rv_sha256 *state);
RV_API void rv_sha256_add(rv_sha256 *state, const void *bytes, size_t n);
RV_API void rv_sha256_end(rv_sha256 *state, uint8_t digest[RV_DIGEST]);
RV_API void rv_sha256_of(const void *bytes, size_t n, uint8_t digest[RV_DIGEST]);
/** Lower-case hexadecimal of n bytes into text[2 n + 1]. */
RV_API void rv_hex(const uint8_t *bytes, size_t n, char *text);
RV_API bool rv_unhex(const char *text, uint8_t *bytes, size_t n);

/* ---- Files ---------------------------------------------------------------------------------------------------- */

/** Reading, from a file or "-" for standard input. Messages name the file. */
typedef struct rv_input rv_input;
RV_API RV_MUST_CHECK rv_status rv_input_open(rv_input **out, const char *path, rv_error *err);
/** Reads up to `n` bytes; `*got` is 0 at the end. */
RV_API RV_MUST_CHECK rv_status rv_input_read(rv_input *in, void *bytes, size_t n, size_t *got, rv_error *err);
/** Reading from whatever `read` gives (as rv_input_read() does); `name` is for messages. */
RV_API RV_MUST_CHECK
rv_status rv_input_open_pull(rv_input **out, const char *name,
                             rv_status (*read)(void *user, void *bytes, size_t n, size_t *got, rv_error *err), void *user,
                             rv_error *err);
RV_API const char *rv_input_name(const rv_input *in);
RV_API void rv_input_close(rv_input *in);
/** The whole of a file into `out`; RV_EIO when it is longer than `limit` bytes. */
RV_API RV_MUST_CHECK rv_status rv_file_read(const char *path, size_t limit, rv_buf *out, rv_error *err);

/** Writing: to standard output (path NULL or "-"), or to a file that appears whole or not at all: a temporary name in the
    same folder, fsync, rename, fsync of the folder. Errors stick; rv_output_close() tells. */
typedef struct rv_output rv_output;
RV_API RV_MUST_CHECK rv_status rv_output_open(rv_output **out, const char *path, rv_error *err);
/** The same to the end of `to`, which stays the caller's. */
RV_API RV_MUST_CHECK rv_status rv_output_memory(rv_output **out, rv_buf *to, rv_error *err);
RV_API void rv_output_add(rv_output *out, const void *bytes, size_t n);
RV_API void rv_output_text(rv_output *out, const char *text);
RV_API void rv_output_printf(rv_output *out, const char *format, ...) RV_PRINTF(2, 3);
/** Puts the file in place and frees; every earlier failure comes out here, naming the file. NULL is allowed. */
RV_API RV_MUST_CHECK rv_status rv_output_close(rv_output *out, rv_error *err);
/** Frees and leaves nothing behind. NULL is allowed. */
RV_API void rv_output_drop(rv_output *out);

/* ---- Delimited text ------------------------------------------------------------------------------------------- */

/** One row; fields live until the next rv_csv_next(). */
typedef struct {
    const char *const *fields;
    const size_t      *lengths;
    size_t             count;
    size_t             line;       /**< from 1, where the row begins */
    uint64_t           offset;     /**< byte offset of the row in the UTF-8 stream */
    uint64_t           length;     /**< bytes to the next row */
} rv_csv_row;

typedef struct rv_csv rv_csv;
/** Opens delimited text. `separator` 0 means: found from the first line among comma, semicolon, tab (a "sep=" line is
    honoured). Any encoding, as rv_charset_decode(). Blanks, tabs and empty lines inside quotes survive. */
RV_API RV_MUST_CHECK rv_status rv_csv_open(rv_csv **out, const char *path, char separator, rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_csv_open_bytes(rv_csv **out, const char *name, const char *bytes, size_t n, char separator,
                                                 rv_error *err);
/** Opens text that is UTF-8 already and comes from `in`, which the reader owns from now on, also on failure. */
RV_API RV_MUST_CHECK rv_status rv_csv_open_input(rv_csv **out, rv_input *in, char separator, rv_error *err);
/** Next row, blank lines passed over; NULL in `*row` at the end. RV_EPARSE "file:line: ..." on an unclosed quote
    and on a NUL byte in a field. */
RV_API RV_MUST_CHECK rv_status rv_csv_next(rv_csv *csv, const rv_csv_row **row, rv_error *err);
/** Reads the header; names are trimmed; RV_EPARSE when one stands twice. */
RV_API RV_MUST_CHECK rv_status rv_csv_header(rv_csv *csv, rv_error *err);
/** The column called `name` (case ignored), or -1. */
RV_API int rv_csv_column(const rv_csv *csv, const char *name);
RV_API size_t rv_csv_columns(const rv_csv *csv);
RV_API const char *rv_csv_column_name(const rv_csv *csv, size_t column);
/** The field of the present row under `name`; "" when the column or field is not there. */
RV_API const char *rv_csv_get(const rv_csv *csv, const char *name);
RV_API const char *rv_csv_name(const rv_csv *csv);
RV_API void rv_csv_close(rv_csv *csv);

/* ---- Archives and workbooks ----------------------------------------------------------------------------------- */

/** Whether the bytes begin as a ZIP archive does. */
RV_API bool rv_is_zip(const char *bytes, size_t n);
/** Tells each file inside a ZIP archive that `wanted` asks for (NULL: each), whole, in the archive's order; `path` is its name inside.
    RV_EPARSE "name: ..." when it is damaged or encrypted, and when all together grow beyond `limit` bytes, or a thousandfold. */
RV_API RV_MUST_CHECK
rv_status rv_zip_each(const char *name, const char *bytes, size_t n, size_t limit, bool (*wanted)(void *user, const char *path),
                      rv_status (*file)(void *user, const char *path, const char *file_bytes, size_t file_n, rv_error *err),
                      void *user, rv_error *err);

/** A package in memory: named parts in their order, as a .docx, .odt or .xlsx holds them. Names are paths inside it, which differ in
    more than their case. rv_zip_new() gives an empty one, NULL when memory is short; ended with rv_zip_free(). */
typedef struct rv_zip rv_zip;
RV_API rv_zip *rv_zip_new(void);
RV_API void rv_zip_free(rv_zip *zip);                       /**< NULL is allowed */
/** Reads all parts in the archive's order, with the limits of rv_zip_each(); NULL in `*out` on failure. RV_EPARSE "name: ...", also for
    a part that stands twice or whose name would leave the folder that it is unpacked into. */
RV_API RV_MUST_CHECK
rv_status rv_zip_read(rv_zip **out, const char *name, const char *bytes, size_t n, size_t limit, rv_error *err);
RV_API size_t rv_zip_count(const rv_zip *zip);
RV_API const char *rv_zip_name(const rv_zip *zip, size_t part);   /**< lives until that part is removed */
/** The part's bytes (a NUL stands behind them); false when there is none. They live until the part is set again or removed. */
RV_API bool rv_zip_get(const rv_zip *zip, const char *name, const char **bytes, size_t *n);
/** Replaces the part where it stands, or adds it at the end; the bytes are copied. RV_EINVAL a name that is no path inside. */
RV_API RV_MUST_CHECK rv_status rv_zip_set(rv_zip *zip, const char *name, const char *bytes, size_t n, rv_error *err);
RV_API void rv_zip_remove(rv_zip *zip, const char *name);
/** Appends the archive: the parts in their order, compressed where that helps (a first part "mimetype" never, as OpenDocument asks),
    all dated 1980-01-01: the same parts give the same bytes. */
RV_API RV_MUST_CHECK rv_status rv_zip_write(const rv_zip *zip, rv_buf *out, rv_error *err);

typedef enum { RV_XLSX_TEXT, RV_XLSX_NUMBER, RV_XLSX_DATE, RV_XLSX_BOOLEAN, RV_XLSX_ERROR } rv_xlsx_kind;

/** What a cell holds. */
typedef struct {
    rv_xlsx_kind kind;
    const char *text;             /**< a number shortest, as 0.5; a date as 2026-11-24, with a time 2026-11-24T09:30; yes or no; #N/A; "=" for
                                       a formula whose result was not saved (an error) */
    double number;                /**< of numbers, dates (the serial number) and booleans */
    bool   percent;               /**< a number shown in percent: text 0.5 is shown as 50 % */
    bool   formula;               /**< `text` is what it came to when the file was saved */
    bool   merged;                /**< it is covered by a merged cell, whose value this is */
} rv_xlsx_cell;

/** A workbook (.xlsx), read whole: shared and inline strings, cached values of formulas, dates counted from 1900 or 1904. */
typedef struct rv_xlsx rv_xlsx;
/** Ended with rv_xlsx_close(); NULL on failure. RV_EPARSE "file: sheet!F7: ..."; old or protected workbooks and OpenDocument are named. */
RV_API RV_MUST_CHECK rv_status rv_xlsx_open(rv_xlsx **out, const char *path, rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_xlsx_open_bytes(rv_xlsx **out, const char *name, const char *bytes, size_t n, rv_error *err);
RV_API void rv_xlsx_close(rv_xlsx *book);
RV_API size_t rv_xlsx_sheets(const rv_xlsx *book);
RV_API const char *rv_xlsx_sheet_name(const rv_xlsx *book, size_t sheet);
RV_API bool rv_xlsx_sheet_hidden(const rv_xlsx *book, size_t sheet);
/** Rows and columns in use: one more than the last that holds something. */
RV_API uint32_t rv_xlsx_rows(const rv_xlsx *book, size_t sheet);
RV_API uint32_t rv_xlsx_columns(const rv_xlsx *book, size_t sheet);
/** The cell of a row and column (from 0); false when it is empty. */
RV_API bool rv_xlsx_cell_at(const rv_xlsx *book, size_t sheet, uint32_t row, uint32_t column, rv_xlsx_cell *cell);
enum { RV_XLSX_CELL_NAME = 24 };
/** "F7" for row 6 and column 5. */
RV_API const char *rv_xlsx_cell_name(uint32_t row, uint32_t column, char text[RV_XLSX_CELL_NAME]);

typedef enum { RV_XLSX_COLUMN_TEXT, RV_XLSX_COLUMN_NUMBER, RV_XLSX_COLUMN_DATE, RV_XLSX_COLUMN_CHOICE } rv_xlsx_column_kind;

/** A column of a sheet to be filled in. */
typedef struct {
    const char *name;             /**< its header */
    const char *note;             /**< what belongs in it: a comment at the header, and what is said when something else is typed */
    rv_xlsx_column_kind kind;
    bool        whole, required;  /**< whole numbers only; marked as asked for */
    bool        only;             /**< the writer's words may not be typed here */
    double      min, max;         /**< of numbers; NaN for open */
    size_t      n_choices;
    const char *const *choices;
} rv_xlsx_column;

/** Writes a workbook: sheets of named columns, each with a header that stays in sight, comments, drop-down lists and checks of what is
    typed (`words`, NULL at the end, may always be typed). Texts of columns and words must live until the end. The same bytes for the
    same content and SOURCE_DATE_EPOCH. Errors stick; rv_xlsx_writer_close() tells. */
typedef struct rv_xlsx_writer rv_xlsx_writer;
RV_API RV_MUST_CHECK rv_status rv_xlsx_writer_open(rv_xlsx_writer **out, const char *const *words, rv_error *err);
/** Begins a sheet; "lists" is taken by the choices. Then call a cell function per column in order, and rv_xlsx_writer_row(). */
RV_API void rv_xlsx_writer_sheet(rv_xlsx_writer *writer, const char *name, const rv_xlsx_column *columns, size_t n, bool hidden);
RV_API void rv_xlsx_writer_text(rv_xlsx_writer *writer, const char *text);      /**< NULL or "": an empty cell */
RV_API void rv_xlsx_writer_number(rv_xlsx_writer *writer, double x);            /**< not finite: an empty cell */
RV_API void rv_xlsx_writer_date(rv_xlsx_writer *writer, const char *text);      /**< "2026-11-24"; anything else as text */
RV_API void rv_xlsx_writer_row(rv_xlsx_writer *writer);
/** Ends: the workbook is added to `to`. Frees also on failure. */
RV_API RV_MUST_CHECK rv_status rv_xlsx_writer_close(rv_xlsx_writer *writer, rv_output *to, rv_error *err);
/** Frees and leaves nothing behind. NULL is allowed. */
RV_API void rv_xlsx_writer_drop(rv_xlsx_writer *writer);

/* ---- Tables as data ------------------------------------------------------------------------------------------- */

typedef enum { RV_FORMAT_TEXT, RV_FORMAT_CSV, RV_FORMAT_TSV, RV_FORMAT_JSON } rv_format;
/** Words for --format, in the order of rv_format, NULL at the end. */
RV_API extern const char *const rv_format_names[];

/** Writes rows of named columns in one of the formats: aligned text for people (numbers with 4 decimals), or data (17
    digits; JSON an array of objects, missing = null; CSV missing = empty). Call a cell function per column in order. Text in CSV
    that a spreadsheet would run as a formula gets an apostrophe in front. */
typedef struct rv_table rv_table;
RV_API RV_MUST_CHECK rv_status rv_table_open(rv_table **out, rv_output *to, rv_format format, const char *const *columns,
                                             size_t n, rv_error *err);
RV_API void rv_table_text(rv_table *table, const char *text);        /**< NULL: missing */
/** What a text was before rv_table_text() wrote it to CSV: without the apostrophe before a formula. */
RV_API const char *rv_table_unguarded(const char *cell);
RV_API void rv_table_int(rv_table *table, int64_t x);
RV_API void rv_table_real(rv_table *table, double x);                /**< not finite: missing */
RV_API void rv_table_missing(rv_table *table);
RV_API void rv_table_row(rv_table *table);                           /**< ends a row; absent cells are missing */
RV_API RV_MUST_CHECK rv_status rv_table_close(rv_table *table, rv_error *err);   /**< the output stays open */

/* ---- JSON ----------------------------------------------------------------------------------------------------- */

struct json_t;
/** Appends sorted compact JSON: the bytes that events hash. Reals have 17 digits at most. */
RV_API RV_MUST_CHECK rv_status rv_json_compact(rv_buf *out, const struct json_t *value, rv_error *err);
/** Writes JSON for people and programs: indented, keys in the order they were set. */
RV_API RV_MUST_CHECK rv_status rv_json_write(rv_output *out, const struct json_t *value, rv_error *err);
/** Reads one JSON text; RV_EPARSE "name:line: ...". Depth and size are limited. Caller decrefs. */
RV_API RV_MUST_CHECK rv_status rv_json_parse(const char *name, const char *bytes, size_t n, struct json_t **out, rv_error *err);
/** A JSON real, or null when x is not finite. */
RV_API struct json_t *rv_json_real(double x);

/** One element of a JSON stream, or what is wrong where one was looked for: then `fault` is "json-malformed", "depth" or
    "json-too-long", `words` say more, and `bytes` are NULL. All bytes are NULL at the end. */
typedef struct {
    const char *bytes;            /**< of the object, as the stream has it (UTF-16 and UTF-32 as UTF-8); live until the next call */
    size_t      n;
    uint64_t    offset, end;      /**< in the stream's own bytes */
    size_t      line;             /**< from 1 */
    int         place;            /**< index of the place it was found at, -1 when at none */
    const char *fault, *words;
} rv_json_item;

/** Finds the objects in a stream of JSON of any size: the elements of the arrays that stand at one of `places` ("message.items"), of
    an array that is the whole text, or objects one after another, also one a line. An object at a place, or the whole text when it
    has none of the places, is one element itself. Values are not checked: rv_json_parse_item() does. */
typedef struct rv_json_items rv_json_items;
/** Reads from `in`, which is its own from now on, also on failure. `charset` as rv_charset_guess() says. `places` (NULL at the
    end) must live on. Nothing is kept that is longer than `limit` bytes. */
RV_API RV_MUST_CHECK
rv_status rv_json_items_open(rv_json_items **out, rv_input *in, const char *charset, const char *const *places, size_t limit,
                             rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_json_items_next(rv_json_items *items, rv_json_item *item, rv_error *err);
RV_API void rv_json_items_close(rv_json_items *items);

/** What was wrong with a JSON text and could be mended. */
enum {
    RV_JSON_SURROGATE = 1,        /**< half a surrogate pair: U+FFFD */
    RV_JSON_UTF8      = 2,        /**< bytes that are not UTF-8: taken as Windows-1252, or U+FFFD */
    RV_JSON_CONTROL   = 4,        /**< control characters within a text: escaped */
    RV_JSON_NUMBER    = 8,        /**< NaN, Infinity: null */
    RV_JSON_COMMA     = 16,       /**< a comma before a closing bracket: left out */
    RV_JSON_COMMENT   = 32,       /**< comments: left out */
    RV_JSON_ESCAPE    = 64,       /**< a backslash before no escape: itself */
    RV_JSON_DUPLICATE = 128,      /**< the same key twice in an object: the last one stays */
    RV_JSON_INTEGER   = 256       /**< an integer beyond 64 bits: a real number */
};
/** Reads one JSON text that may have the faults above; `*faults` are those it had. RV_EPARSE "line N: ..." (N from 1 in the text). */
RV_API RV_MUST_CHECK
rv_status rv_json_parse_item(const char *bytes, size_t n, struct json_t **out, unsigned *faults, rv_error *err);

/* ---- XML ------------------------------------------------------------------------------------------------------ */

/** What a reader is told, and how it reads; name the members that are set. Attributes are name, value, ..., NULL. Text comes in
    pieces. A callback that fails ends the reading. */
typedef struct {
    rv_status (*start)(void *user, const char *name, const char *const *attributes, rv_error *err);
    rv_status (*end)(void *user, const char *name, rv_error *err);
    rv_status (*text)(void *user, const char *text, size_t n, rv_error *err);
    /** Where this is given, the reader repairs what real exports have wrong, goes on, and tells it here, each sort of fault once a
        document: control-characters, bad-utf8, xml-encoding, xml-entity, xml-external, xml-malformed. What it must refuse it
        refuses with such a word in parentheses at the end of the message (also xml-depth, xml-limit); what stood before was told.
        Where it is NULL, every fault is refused. */
    void (*problem)(void *user, const char *kind, size_t line, const char *message);
    /** An encoding (as iconv names it) that is used whatever the document says; NULL: as the document says. */
    const char *encoding;
} rv_xml_handler;

typedef struct rv_xml rv_xml;
/** Reads XML as a stream, in any encoding, hardened: no network, no DTD loading, no entities beyond the five (and, when faults
    are told, HTML's characters); tag length (64 KiB), attributes (256), depth (256) and text length (16 MiB) are limited
    before the parser sees them. Messages are "name:line: ...". Memory is bounded whatever the document. */
RV_API RV_MUST_CHECK
rv_status rv_xml_read(rv_input *in, const rv_xml_handler *handler, void *user, rv_error *err);
RV_API RV_MUST_CHECK
rv_status rv_xml_read_bytes(const char *name, const char *bytes, size_t n, const rv_xml_handler *handler, void *user,
                            rv_error *err);
/** Line now being read, and byte offset (in the document's own bytes, whatever its encoding) just after what was last handled;
    for use inside a callback of the read under way on this thread. */
RV_API size_t rv_xml_line(void);
RV_API uint64_t rv_xml_offset(void);
/** Byte offset of the "<" of the tag being told, in a start or end callback. */
RV_API uint64_t rv_xml_begin(void);
enum { RV_XML_CHARSET = 40 };
/** What a document that begins with these bytes is read as being written in, where it declares or clearly shows that; false where
    it does neither. */
RV_API bool rv_xml_charset(const char *bytes, size_t n, char name[RV_XML_CHARSET]);
/** The value of the attribute called `name`; NULL when it is not there. */
RV_API const char *rv_xml_attribute(const char *const *attributes, const char *name);

/** Escapes &, <, >, and both quotes where text enters XML or HTML; characters XML forbids become U+FFFD. */
RV_API void rv_xml_escape(rv_buf *out, const char *text);

/* ---- Time ----------------------------------------------------------------------------------------------------- */

enum { RV_TIME_TEXT = 21 };
/** Now in UTC, "2026-11-24T17:00:00Z"; SOURCE_DATE_EPOCH where it is set. The one clock. */
RV_API const char *rv_now(char text[RV_TIME_TEXT]);
/** Seconds since 1970 of a time as rv_now() writes it; false when it is none. */
RV_API bool rv_time_parse(const char *text, int64_t *seconds);
/** The same clock, `seconds` from now. */
RV_API const char *rv_now_after(char text[RV_TIME_TEXT], int64_t seconds);
/** "2026-11-24" with a day that exists. */
RV_API bool rv_date_valid(const char *text);
/** Seconds that only go forward, for rates. */
RV_API double rv_clock(void);

/* ---- Progress ------------------------------------------------------------------------------------------------- */

/** How long work tells how far it is. The library only calls; a tool draws. NULL is silence. */
typedef struct {
    void (*tick)(void *user, uint64_t done, uint64_t total);   /**< total 0: not known */
    void *user;
} rv_progress;
RV_API void rv_progress_tick(const rv_progress *progress, uint64_t done, uint64_t total);

#ifdef __cplusplus
}
#endif

#endif
