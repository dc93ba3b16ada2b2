# What R's survey package answers on the odd samples of a folder (odd.py). Writes answers.json there.
# Debian: apt-get install r-cran-survey r-cran-jsonlite; then: Rscript odd.R FOLDER
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "adjust", warn = -1)
folder <- commandArgs(TRUE)[1]
bare <- function(x) as.vector(unname(x))
known <- function(e) tryCatch(e, error = function(err) NULL)  # what R cannot answer is left out
estimate <- function(e) known({x <- e; list(estimate = bare(coef(x)), se = bare(SE(x)))})

answered <- function(s) {
  t <- subset(s, asked); g <- subset(s, asked & a == "a0")
  tested <- known({x <- svychisq(~y0 + a, t, statistic = "F"); list(statistic = bare(x$statistic), p = bare(x$p.value))})
  change <- known({x <- svyttest(y0 ~ c, t); list(difference = bare(x$estimate), t = bare(x$statistic), df = bare(x$parameter))})
  methods <- c("logit", "beta", "mean", "likelihood")
  list(share = estimate(svymean(~y0, t)), mean = estimate(svymean(~x0, t)), total = estimate(svytotal(~y0, t)),
       ratio = estimate(svyratio(~x0, ~z, t)), share_a0 = estimate(svymean(~y0, g)), mean_a0 = estimate(svymean(~x0, g)),
       df = degf(t), intervals = setNames(lapply(methods, function(k) known(bare(attr(svyciprop(~y0, t, method = k), "ci")))), methods),
       crosstab = tested, change = change)
}
answers <- list()
for (n in seq_along(list.files(folder, "^people")) - 1) {
  d <- read.csv(file.path(folder, paste0("people", n, ".csv"))); m <- read.csv(file.path(folder, paste0("margins", n, ".csv")))
  d$asked <- !is.na(d$y); d$y0 <- ifelse(d$asked, d$y, 0); d$x0 <- d$x; d$expand <- d$N / nrow(d); d$one <- 1
  variables <- unique(m$variable)
  for (v in variables) d[[v]] <- factor(d[[v]])
  margins <- lapply(variables, function(v) setNames(data.frame(factor(m$level[m$variable == v]), m$count[m$variable == v]), c(v, "Freq")))
  totals <- c(`(Intercept)` = d$N[1], unlist(lapply(variables, function(v) setNames(m$count[m$variable == v][-1], paste0(v, m$level[m$variable == v][-1])))))
  all_margins <- as.formula(paste("~", paste(variables, collapse = " + ")))
  srs_fpc <- svydesign(ids = ~1, weights = ~expand, fpc = ~N, data = d)
  fitted <- function(...) known(calibrate(srs_fpc, all_margins, totals, epsilon = 1e-13, maxit = 500, ...))
  designs <- list(
    srs = svydesign(ids = ~1, weights = ~one, data = d), srs_fpc = srs_fpc,
    strat_fpc = svydesign(ids = ~1, strata = ~s, weights = ~w, fpc = ~Nh, data = d),
    cluster = svydesign(ids = ~psu, weights = ~w, data = d),
    nested = svydesign(ids = ~psu, strata = ~s, weights = ~w, nest = TRUE, data = d),
    nested_fpc = svydesign(ids = ~psu, strata = ~s, weights = ~w, fpc = ~Mh, nest = TRUE, data = d),
    post = known(postStratify(srs_fpc, ~a, margins[[1]])), linear = fitted(calfun = "linear"), raking = fitted(calfun = "raking"),
    logit = fitted(calfun = "logit", bounds = c(0.3, 3)), bounded = fitted(calfun = "linear", bounds = c(0.3, 3)))
  designs <- Filter(function(s) !is.null(s) && all(weights(s) >= 0), designs)
  answers[[paste0("people", n)]] <- lapply(designs, answered)
}
write_json(answers, file.path(folder, "answers.json"), digits = I(15), auto_unbox = TRUE, null = "null", na = "null")
