pkginclude_HEADERS += include/review/dedup.h
# dedup: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/heap.c %D%/normalise.c %D%/title.c %D%/titles.c %D%/people.c %D%/place.c %D%/signs.c %D%/weights.c %D%/estimate.c %D%/commonness.c %D%/verdict.c %D%/words.c %D%/radix.c \
	%D%/block.c %D%/groups.c %D%/edges.c %D%/settle.c %D%/dedup_set.c %D%/entry.h
# the review side
libreview_core_la_SOURCES += %D%/links.c %D%/standing_links.c %D%/members.c %D%/policy.c %D%/last_run.c %D%/touched.c %D%/changes.c \
	%D%/dedup_run.c %D%/persons.c %D%/undo.c %D%/doubts.c %D%/siblings.c %D%/follow.c %D%/links.h %D%/dedup_run.h %D%/siblings.h
libreview_core_la_SOURCES += %D%/counts.c
