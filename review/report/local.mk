libreview_core_la_SOURCES += %D%/grid.c %D%/grid.h %D%/grid_cells.h %D%/grid_write.c %D%/memory.c %D%/memory.h
