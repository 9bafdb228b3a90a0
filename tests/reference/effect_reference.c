/*
 * effect-reference DIR [GROUP...]: the cases about effects (groups escalc, v5-escalc, conv, conv-five, transf, vcalc, aggregate),
 * carried out and printed as meta-reference does it. A function is a row here and a file step_*.c.
 */
#include <config.h>

#include "tests/reference/driver.h"

static const step_row steps[] = {
    { "escalc", step_escalc, false },
    { "summary", step_summary, false },
    { "conv.wald", step_wald, false },
    { "conv.2x2", step_2x2, false },
    { "transf.*", step_transf, false },
    { "conv.fivenum", step_fivenum, false },
    { "vcalc", step_vcalc, true },
    { "aggregate", step_aggregate, false },
    { NULL, NULL, false }
};

int main(int argc, char **argv)
{
    return cases_main("effect-reference", steps, argc, argv);
}
