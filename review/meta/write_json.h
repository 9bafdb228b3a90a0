/* What the JSON of an analysis is put together from. */
#ifndef RV_META_WRITE_JSON_H
#define RV_META_WRITE_JSON_H

#include <jansson.h>

#include "review/meta_analysis.h"

/* Setting into an object that could not be made fails quietly; the object is NULL then, and the end tells. */
static inline void put(json_t *o, const char *key, double x)
{
    json_object_set_new(o, key, rv_json_real(x));
}

static inline void put_count(json_t *o, const char *key, size_t n)
{
    json_object_set_new(o, key, json_integer((json_int_t)n));
}

static inline void put_text(json_t *o, const char *key, const char *text)
{
    json_object_set_new(o, key, json_string(text ? text : ""));
}

/* The numbers of one coefficient into an object. */
void rv_json_put_coefficient(json_t *o, const rv_meta_coef *c);
/* The same as an object of its own, with exp() of what is a logarithm. */
json_t *rv_json_of_coefficient(const rv_meta_coef *c, bool log_scale);
/* The pooled effect; the prediction interval, null for none; tau2, I2, Q; likelihoods. */
json_t *rv_json_of_estimate(const rv_meta_fit *f, bool log_scale);
json_t *rv_json_of_prediction(const rv_meta_fit *f);
json_t *rv_json_of_heterogeneity(const rv_meta_fit *f);
json_t *rv_json_of_statistics(const rv_meta_fitstats *s);
/* All of these of a subgroup, or of the model without an effect: `name` says which, under `key`. */
json_t *rv_json_of_fit(const rv_meta_fit *f, const char *key, const char *name, bool log_scale);

#endif
