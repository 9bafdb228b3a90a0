pkginclude_HEADERS += include/review/dedup.h
# dedup: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/heap.c %D%/normalise.c %D%/title.c %D%/titles.c %D%/people.c %D%/place.c %D%/rules.c \
	%D%/block.c %D%/groups.c %D%/edges.c %D%/settle.c %D%/weights.c %D%/set.c %D%/links.c %D%/members.c %D%/dedup_run.c %D%/persons.c %D%/entry.h %D%/links.h
