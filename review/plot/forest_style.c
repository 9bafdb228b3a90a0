/* The styles, and the numbers and lines of statistics that they write. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/forest_style.h"
#include "plot/palette.h"
#include "plot/text.h"
#include "review/plot.h"

#define NB "\u00A0"
#define TAU2 "\u03C4\u00B2"
#define I2 "I\u00B2"
#define CHI2 "Chi\u00B2"

/*
 * What the houses ask for: RevMan 5 and RevMan Web as their programs print; BMJ and Lancet as their papers do (Lancet with raised
 * decimal points); JAMA by the AMA Manual of Style (P without a nought before the point; three digits below .01); IQWiG by its
 * dossier assessments (General Methods 6: tau, not tau2).
 */
const rv_forest_style rv_forest_styles[] = {
    { .name = "ours", .open = "[", .between = ", ", .between_negative = ", ", .close = "]", .point = ".", .interval = "CI",
      .i2_digits = 1, .tau2_digits = 3, .weight_digits = 1, .p = { "p", NB "=" NB, 3, 3, true },
      .left = "label + arms", .right = "effect weight", .together = true, .study = "Study", .weight = "Weight (%)", .effect = "%m [%i]",
      .heterogeneity = "Heterogeneity: {" I2 NB "=" NB "%i; }{" TAU2 NB "=" NB "%t; }{Q" NB "=" NB "%q (df" NB "=" NB "%d); }{%p}",
      .overall = "Test of the overall effect: {%s" NB "=" NB "%z}{; %p}",
      .differences = "Test for subgroup differences: {%s" NB "=" NB "%z (df" NB "=" NB "%d); }{%p}", .chi2 = "\u03C7\u00B2",
      .square = RV_SKY, .diamond = RV_INK, .subtotal = RV_SKY, .size = 8.5 },
    { .name = "revman5", .open = "[", .between = ", ", .between_negative = ", ", .close = "]", .point = ".", .interval = "CI",
      .i2_digits = 0, .tau2_digits = 3, .weight_digits = 1, .p = { "P", " = ", 2, 5, true },
      .left = "label + arms weight effect", .right = "", .plot_head = true, .study = "Study or subgroup", .weight = "Weight (%)",
      .effect = "%M\n%i", .subgroup = "Subtotal (%i)", .pooled = "Total (%i)",
      .heterogeneity = "Heterogeneity: {Tau\u00B2 = %t; }{" CHI2 " = %q, df = %d }{(%p); }{" I2 " = %i}",
      .overall = "Test for overall effect: {%s = %z }{(%p)}",
      .differences = "Test for subgroup differences: {%s = %z, df = %d }{(%p)}", .chi2 = CHI2,
      .square = RV_BLUE, .diamond = RV_INK, .subtotal = RV_INK, .size = 8 },
    { .name = "bmj", .open = "(", .between = " to ", .between_negative = " to ", .close = ")", .point = ".", .interval = "CI",
      .i2_digits = 0, .tau2_digits = 2, .weight_digits = 1, .p = { "P", "=", 2, 3, true },
      .left = "label + arms", .right = "weight effect", .together = true, .plot_head = true, .study = "Study", .weight = "Weight (%)",
      .effect = "%M\n(%i)",
      .heterogeneity = "Test for heterogeneity: {" TAU2 "=%t, }{\u03C7\u00B2=%q, df=%d, }{%p, }{" I2 "=%i}",
      .overall = "Test for overall effect: {%s=%z, }{%p}",
      .differences = "Test for subgroup differences: {%s=%z, df=%d, }{%p}", .chi2 = "\u03C7\u00B2",
      .square = RV_BLUE, .diamond = RV_BLUE, .subtotal = RV_MIST, .size = 8 },
    { .name = "jama", .open = "(", .between = "\u2013", .between_negative = " to ", .close = ")", .point = ".", .interval = "CI",
      .i2_digits = 0, .tau2_digits = 2, .weight_digits = 1, .p = { "P", NB "=" NB, 2, 3, false },
      .left = "label + arms effect", .right = "weight", .together = true, .favours_above = true, .study = "Source",
      .weight = "Weight, %", .effect = "%m (%i)", .favours = "Favors",
      .heterogeneity = "Heterogeneity: {" "\u03C7\u00B2 = %q, df = %d }{(%p), }{" I2 " = %i}",
      .overall = "Test for overall effect: {%s = %z }{(%p)}",
      .differences = "Test for subgroup differences: {%s = %z, df = %d }{(%p)}", .chi2 = "\u03C7\u00B2",
      .square = RV_BLUE, .diamond = RV_BLUE, .subtotal = RV_SKY, .size = 8 },
    { .name = "lancet", .open = "(", .between = "\u2013", .between_negative = " to ", .close = ")", .point = "\u00B7", .interval = "CI",
      .i2_digits = 1, .tau2_digits = 3, .weight_digits = 1, .p = { "p", "=", 2, 4, true },
      .left = "label + arms", .right = "effect weight", .together = true, .study = "Study", .weight = "Weight (%)",
      .effect = "%M (%i)",
      .heterogeneity = "Heterogeneity: {" I2 "=%i, }{" TAU2 "=%t, }{\u03C7\u00B2=%q (df=%d), }{%p}",
      .overall = "Test for overall effect: {%s=%z, }{%p}",
      .differences = "Test for subgroup differences: {%s=%z (df=%d), }{%p}", .chi2 = "\u03C7\u00B2",
      .square = RV_INK, .diamond = RV_SHADE_3, .subtotal = RV_PAPER, .size = 8 },
    { .name = "cochrane", .open = "[", .between = " , ", .between_negative = " , ", .close = "]", .point = ".", .interval = "CI",
      .i2_digits = 0, .tau2_digits = 2, .weight_digits = 1, .p = { "P", " = ", 2, 5, true },
      .left = "label + arms weight effect", .right = "", .plot_head = true, .study = "Study or subgroup", .weight = "Weight (%)",
      .effect = "%M\n%i", .subgroup = "Subtotal (%i)", .pooled = "Total (%i)",
      .heterogeneity = "Heterogeneity: {Tau\u00B2 = %t; }{" CHI2 " = %q, df = %d }{(%p); }{" I2 " = %i}",
      .overall = "Test for overall effect: {%s = %z }{(%p)}",
      .differences = "Test for subgroup differences: {%s = %z, df = %d }{(%p)}", .chi2 = CHI2,
      .square = RV_SKY, .diamond = RV_INK, .subtotal = RV_INK, .size = 8 },
    { .name = "iqwig", .open = "[", .between = ", ", .between_negative = ", ", .close = "]", .point = ".", .interval = "CI",
      .i2_digits = 1, .tau2_digits = 3, .weight_digits = 1, .p = { "p", "=", 3, 3, true },
      .left = "label + arms", .right = "weight effect", .together = true, .plot_head = true, .study = "Study", .weight = "Weight (%)",
      .effect = "%m [%i]",
      .heterogeneity = "Heterogeneity: {Q=%q, df=%d, }{%p, }{" I2 "=%i, }{Tau=%T}",
      .overall = "Overall effect: {%s=%z, }{%p}",
      .differences = "Interaction of subgroups: {%s=%z, df=%d, }{%p}", .chi2 = "Q",
      .square = RV_GUIDE, .diamond = RV_SHADE_3, .subtotal = RV_SHADE_1, .size = 8 },
    { .name = NULL }
};

const char *const rv_forest_style_names[] = { "ours", "revman5", "bmj", "jama", "lancet", "cochrane", "iqwig", NULL };

int rv_forest_style_count(void)
{
    return (int)(sizeof rv_forest_styles / sizeof *rv_forest_styles) - 1;
}

void rv_forest_style_number(const rv_forest_style *style, double x, int decimals, rv_buf *out)
{
    rv_buf digits = RV_BUF_INIT;
    const char *point;

    rv_type_number(&digits, x, decimals);
    out->failed |= digits.failed;
    if ((point = strchr(rv_buf_str(&digits), '.'))) {
        rv_buf_add(out, digits.data, (size_t)(point - digits.data));
        rv_buf_text(out, style->point);
        rv_buf_text(out, point + 1);
    } else {
        rv_buf_text(out, rv_buf_str(&digits));
    }
    rv_buf_free(&digits);
}

/* A share of one, without the nought that a style does not want. */
static void share(const rv_forest_p_style *how, const rv_forest_style *style, double p, int digits, rv_buf *out)
{
    rv_buf text = RV_BUF_INIT;

    rv_forest_style_number(style, p, digits, &text);
    out->failed |= text.failed;
    rv_buf_text(out, rv_buf_str(&text) + (!how->zero && rv_buf_str(&text)[0] == '0'));
    rv_buf_free(&text);
}

void rv_forest_style_p(const rv_forest_style *style, double p, rv_buf *out)
{
    const rv_forest_p_style *how = &style->p;
    const bool close = strchr(how->sign, ' ') == NULL && strstr(how->sign, NB) == NULL;
    const char *blank = close ? "" : strchr(how->sign, ' ') ? " " : NB;
    const double least = pow(10, -how->most);
    int digits = how->digits;

    rv_buf_text(out, how->name);
    while (digits < how->most && p < pow(10, -digits))
        digits++;
    if (p < least) {
        rv_buf_printf(out, "%s<%s", blank, blank);
        share(how, style, least, how->most, out);
    } else if (!how->zero && p > 1 - 0.5 * pow(10, -how->digits)) {
        rv_buf_printf(out, "%s>%s", blank, blank);            /* without a nought 1.00 could not be written */
        share(how, style, 1 - pow(10, -how->digits), how->digits, out);
    } else {
        rv_buf_text(out, how->sign);
        share(how, style, p, digits, out);
    }
}

/* Appends what a letter stands for; false when it is not known. */
static bool letter(const rv_forest_style *style, char which, const rv_forest_numbers *x, rv_buf *out)
{
    const int tau2 = style->tau2_digits + (x->tau2 != 0 && x->tau2 < 0.01);
    const double value = which == 't'   ? x->tau2
                         : which == 'T' ? sqrt(x->tau2)
                         : which == 'i' ? 100 * x->i2
                         : which == 'q' ? x->q
                         : which == 'd' ? x->q_df
                         : which == 'p' ? x->p
                                        : x->stat;

    if (!isfinite(value))
        return false;
    if (which == 'p') {
        rv_forest_style_p(style, value, out);
    } else if (which == 'd') {
        rv_buf_printf(out, isnan(x->df2) ? "%.4g" : "%.4g, %.4g", value, x->df2);
    } else if (which == 's') {
        if (x->joint)
            rv_buf_text(out, isnan(x->df2) ? style->chi2 : "F");
        else if (isnan(x->stat_df))
            rv_buf_text(out, "z");
        else
            rv_buf_printf(out, "t(%.4g)", x->stat_df);
    } else {
        rv_forest_style_number(style, value, which == 't' || which == 'T' ? tau2 : which == 'i' ? style->i2_digits : 2, out);
        if (which == 'i')
            rv_buf_text(out, "\u202F%");
    }
    return true;
}

/* One part of a template, up to its closing brace; nothing when a number in it is not known. */
static const char *part(const rv_forest_style *style, const char *form, const rv_forest_numbers *x, rv_buf *out)
{
    rv_buf text = RV_BUF_INIT;
    bool known = true;

    for (; *form && *form != '}'; form++)
        if (*form == '%' && form[1])
            known &= letter(style, *++form, x, &text);
        else
            rv_buf_char(&text, *form);
    if (known)
        rv_buf_text(out, rv_buf_str(&text));
    out->failed |= text.failed;
    rv_buf_free(&text);
    return form + (*form == '}');
}

void rv_forest_style_fill(const rv_forest_style *style, const char *form, const rv_forest_numbers *numbers, rv_buf *out)
{
    const size_t start = strcspn(form, "{"), before = out->length;
    size_t filled;

    rv_buf_add(out, form, start);
    filled = out->length;
    for (form += start; *form == '{';)
        form = part(style, form + 1, numbers, out);
    if (out->failed)
        return;
    if (out->length == filled)
        out->length = before;
    while (out->length > before && strchr(" ;,", out->data[out->length - 1]))
        out->length--;
    if (out->data)
        out->data[out->length] = 0;
}
