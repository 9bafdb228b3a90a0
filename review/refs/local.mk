# refs: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/study.c
