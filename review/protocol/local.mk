pkginclude_HEADERS += include/review/protocol.h
# protocol: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/protocol.c %D%/reader.c %D%/reader.h %D%/tree.c %D%/tree.h %D%/shape.c %D%/head.c %D%/form.c %D%/plan.c %D%/compare.c
