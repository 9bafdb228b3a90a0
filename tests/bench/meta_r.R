# The R side of meta_r.sh: microseconds of processor time of one call inside R, after the package is loaded. Arguments: FILE SET.
suppressMessages(library(metafor))
a <- commandArgs(TRUE)
d <- read.csv(a[1])
one <- switch(a[2],
  levels1000 = function() rma.mv(yi, vi, random = ~ 1 | cluster/row, data = d, sparse = TRUE),
  dense1000 = function() rma.mv(yi, vi, random = ~ 1 | cluster/row, data = d),
  many = function() for (g in 1:200) rma(yi, vi, data = d, subset = cluster == g, test = "knha"),
  function() confint(rma(yi, vi, data = d, test = "knha")))
if (a[2] == "many") d <- d[d$cluster <= 200, ]
n <- switch(a[2], bcg = 51, k1000 = 3, many = 1, levels1000 = 3, dense1000 = 1)
took <- replicate(n, sum(system.time(one())[1:2]))   # processor time, as ours
cat(1e6 * median(took) * if (a[2] == "many") 50 else 1, "\n")
