pkginclude_HEADERS += include/review/base.h
libreview_core_la_SOURCES += %D%/status.c
libreview_core_la_SOURCES += %D%/buf.c
libreview_core_la_SOURCES += %D%/utf8.c
libreview_core_la_SOURCES += %D%/real.c
libreview_core_la_SOURCES += %D%/digest.c
libreview_core_la_SOURCES += %D%/time.c
libreview_core_la_SOURCES += %D%/progress.c
