pkginclude_HEADERS += include/review/screen.h
# screen: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/board.c %D%/outcome.c %D%/reasons.c %D%/vote.c %D%/statuses.c %D%/assign.c %D%/agreement.c %D%/votes_import.c %D%/board.h \
    %D%/attach.c %D%/media.c %D%/media.h %D%/blind.c
