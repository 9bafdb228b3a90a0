# refs: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/study.c
pkginclude_HEADERS += include/review/refs.h
libreview_core_la_SOURCES += %D%/inside.h %D%/arena.c %D%/reading.c %D%/raw.c %D%/lines.c %D%/read.c
libreview_core_la_SOURCES += %D%/compressed.c %D%/compressed.h
libreview_core_la_SOURCES += %D%/markup.c %D%/fields.c %D%/record.c %D%/names.c %D%/dates.c %D%/types.c
libreview_core_la_SOURCES += %D%/formats.c %D%/writer.c
libreview_core_la_SOURCES += %D%/ris.c %D%/ris.h %D%/ris_fields.c %D%/ris_tags.c
libreview_core_la_SOURCES += %D%/pubmed_xml.c %D%/xml_paths.c %D%/xml_paths.h
libreview_core_la_SOURCES += %D%/endnote_xml.c %D%/endnote_xml.h %D%/endnote_types.c
libreview_core_la_SOURCES += %D%/ris.c %D%/ris.h %D%/ris_fields.c %D%/ris_tags.c %D%/ris_ours.c
libreview_core_la_SOURCES += %D%/pubmed_xml.c
libreview_core_la_SOURCES += %D%/csv_file.c %D%/csv_columns.c %D%/csv_columns.h
libreview_core_la_SOURCES += %D%/ris_write.c %D%/csv_write.c %D%/csl_json_write.c
libreview_core_la_SOURCES += %D%/import.c %D%/records.c %D%/find.c %D%/keys.c %D%/keys.h %D%/export.c %D%/stored.c %D%/edit.c
libreview_core_la_SOURCES += %D%/decisions.c %D%/decisions.h
