# refs: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/study.c
pkginclude_HEADERS += include/review/refs.h
libreview_core_la_SOURCES += %D%/inside.h %D%/arena.c %D%/reading.c %D%/raw.c %D%/lines.c %D%/read.c
libreview_core_la_SOURCES += %D%/compressed.c %D%/compressed.h
libreview_core_la_SOURCES += %D%/markup.c %D%/fields.c %D%/record.c %D%/names.c %D%/dates.c %D%/types.c
libreview_core_la_SOURCES += %D%/formats.c %D%/writer.c
libreview_core_la_SOURCES += %D%/ris.c %D%/ris.h %D%/ris_fields.c %D%/ris_tags.c
libreview_core_la_SOURCES += %D%/pubmed_xml.c
libreview_core_la_SOURCES += %D%/csv_file.c %D%/csv_columns.c %D%/csv_columns.h
libreview_core_la_SOURCES += %D%/ris_write.c %D%/csv_write.c %D%/csl_json_write.c %D%/eppi_json_write.c
libreview_core_la_SOURCES += %D%/import.c %D%/records.c %D%/find.c %D%/keys.c %D%/keys.h %D%/export.c %D%/stored.c
libreview_core_la_SOURCES += %D%/json_file.c %D%/json_file.h %D%/json_write.c %D%/json_write.h
libreview_core_la_SOURCES += %D%/csl_json.c %D%/csl_json.h %D%/crossref_json.c %D%/openalex_json.c %D%/datacite_json.c %D%/eric_json.c
libreview_core_la_SOURCES += %D%/eppi_json.c %D%/eppi_json.h
