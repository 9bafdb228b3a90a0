/* How wide the columns of a table in LaTeX are. */
#ifndef RV_REPORT_LATEX_WIDTHS_H
#define RV_REPORT_LATEX_WIDTHS_H

#include "report/grid_view.h"

/* The width that `columns` want of `room` mm, where a character takes `character` mm and the gap between columns `gap`: numbers take what
   they need, texts share the rest by what they hold. `width[c]` of each visible column in mm. */
void rv_latex_widths(const rv_grid_view *view, double room, double character, double gap, double width[RV_GRID_COLUMNS]);
/* The mm that it must have for no word to run over into the column beside. */
double rv_latex_least(const rv_grid_view *view, double character, double gap);

#endif
