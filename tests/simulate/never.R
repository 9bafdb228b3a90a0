# Simulated sets through metafor's default fit of REML (Fisher scoring), beside ours. Input: what `never COUNT SEED --dump` prints.
# Both estimates are put into one likelihood, written out here.
suppressMessages(library(metafor))
d <- read.csv(file("stdin"), stringsAsFactors = FALSE)
loglik <- function(y, v, X, tau2) {
  w <- 1 / (v + tau2)
  Q <- qr.Q(qr(X))                                  # same span, well conditioned; the constant is the same for both
  A <- crossprod(Q, w * Q)
  e <- y - Q %*% solve(A, crossprod(Q, w * y))
  (sum(log(w)) - sum(w * e^2) - determinant(A)$modulus) / 2
}
one <- function(s) {
  X <- cbind(rep(1, nrow(s)), if (any(s$x1 != 0)) s$x1, if (any(s$x2 != 0)) s$x2)
  mods <- if (ncol(X) > 1) X[, -1, drop = FALSE]
  said <- ""
  fit <- tryCatch(withCallingHandlers(if (is.null(mods)) rma(s$yi, s$vi) else rma(s$yi, s$vi, mods = mods), warning = function(w) invokeRestart("muffleWarning")),
                  error = function(e) { said <<- conditionMessage(e); NULL })
  if (is.null(fit))
    return(data.frame(kind = s$kind[1], failed = 1, lower = 0, higher = 0, far = 0, said = said))
  gain <- loglik(s$yi, s$vi, X, s$tau2[1]) - loglik(s$yi, s$vi, X, fit$tau2)
  far <- abs(fit$tau2 - s$tau2[1]) > 0.01 * max(s$tau2[1], min(s$vi))
  data.frame(kind = s$kind[1], failed = 0, lower = gain > 1e-4, higher = gain < -1e-6, far = far, said = "")
}
r <- do.call(rbind, lapply(split(d, d$set), one))
kinds <- unique(d$kind)
t <- t(sapply(kinds, function(k) { x <- r[r$kind == k, ]; c(sets = nrow(x), failed = sum(x$failed), lower = sum(x$lower),
                                                       higher = sum(x$higher), far = sum(x$far)) }))
cat("metafor", as.character(packageVersion("metafor")), "default REML: failed = error; lower = its likelihood more than 1e-4 below ours;\n",
    "higher = more than 1e-6 above ours; far = tau2 differs by over 1 %\n")
print(rbind(t, all = colSums(t)))
print(table(r$said[r$failed == 1]))
