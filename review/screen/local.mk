pkginclude_HEADERS += include/review/screen.h
# screen: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/board.c %D%/outcome.c %D%/reasons.c %D%/vote.c %D%/statuses.c %D%/assign.c %D%/agreement.c %D%/votes_import.c \
    %D%/incoming.c %D%/incoming.h %D%/votes_table.c %D%/votes_foreign.c %D%/known.c %D%/known.h %D%/votes_match.c %D%/votes_words.c \
    %D%/votes_export.c %D%/board.h
