# The numerical oracle of a folder: what R's survey package answers on its respondents.csv, wave_prev.csv, frame.csv
# and edge.csv. Writes oracle.json, weights_R.csv, oracle_edge.json there.
# Debian: apt-get install r-cran-survey r-cran-jsonlite; then: Rscript oracle.R FOLDER
suppressPackageStartupMessages({library(survey); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
table_of <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE, na.strings = c("", "NSP"))
frame <- table_of("frame.csv")
levels_of <- function(variable) frame$level[frame$variable == variable]
count_of <- function(variable) frame$count[frame$variable == variable]
MARGINS <- unique(frame$variable)

prepared <- function(d) {
  for (v in MARGINS) d[[v]] <- factor(d[[v]], levels_of(v))
  d$nh <- as.vector(table(d$sector)[as.character(d$sector)])
  d$ref01 <- ifelse(is.na(d$ref_event), NA, as.numeric(d$ref_event == "oui"))
  d$ref01x <- ifelse(is.na(d$ref_event) | d$ref_event == "nsp", NA, as.numeric(d$ref_event == "oui"))
  d$first01 <- ifelse(is.na(d$first_time), NA, as.numeric(d$first_time == "oui"))
  d$venue_top2 <- as.numeric(d$venue >= 4)
  d$prog_top2 <- as.numeric(d$programme >= 4)
  for (v in grep("^theme_", names(d), value = TRUE)) d[[v]] <- ifelse(d$themes_asked == 1, d[[v]], NA)
  d$nps_c <- ifelse(is.na(d$nps), NA, (d$nps >= 9) - (d$nps <= 6))
  d$venue_n <- d$venue
  d$one <- 1
  d$expand <- d$N / nrow(d)
  d$inflate <- d$Nh / d$nh
  d
}
d <- prepared(table_of("respondents.csv"))
prev <- prepared(table_of("wave_prev.csv"))
n <- nrow(d); N <- d$N[1]

srs_fpc <- svydesign(ids = ~1, weights = ~expand, fpc = ~N, data = d)
margins <- lapply(MARGINS, function(v) setNames(data.frame(factor(levels_of(v), levels_of(v)), count_of(v)), c(v, "Freq")))
formulas <- lapply(MARGINS, function(v) as.formula(paste0("~", v)))
totals <- c(`(Intercept)` = N, unlist(lapply(MARGINS, function(v) setNames(count_of(v)[-1], paste0(v, levels_of(v)[-1])))))
all_margins <- as.formula(paste("~", paste(MARGINS, collapse = " + ")))
# Bounds that no weights can meet leave that design out of the oracle.
calibrated <- function(...) tryCatch(calibrate(srs_fpc, all_margins, totals, epsilon = 1e-13, maxit = 500, ...), error = function(e) NULL)
rake4 <- rake(srs_fpc, formulas, margins, control = list(maxit = 1000, epsilon = 1e-9, verbose = FALSE))
designs <- list(
  srs = svydesign(ids = ~1, weights = ~one, data = d),
  srs_fpc = srs_fpc,
  strat_fpc = svydesign(ids = ~1, strata = ~sector, fpc = ~Nh, data = d),
  strat_nofpc = svydesign(ids = ~1, strata = ~sector, weights = ~inflate, data = d),
  wtd = svydesign(ids = ~1, weights = ~w, data = d),
  wtd_strat_fpc = svydesign(ids = ~1, strata = ~sector, weights = ~w, fpc = ~Nh, data = d),
  cluster = svydesign(ids = ~org, weights = ~w, data = d),
  cluster_strat = svydesign(ids = ~org, strata = ~sector, weights = ~w, data = d),
  rake4 = rake4,
  post = postStratify(srs_fpc, formulas[[1]], margins[[1]]),
  cal_lin = calibrated(calfun = "linear"),
  cal_rak = calibrated(calfun = "raking"),
  cal_logit = calibrated(calfun = "logit", bounds = c(0.5, 3)),
  cal_linb = calibrated(calfun = "linear", bounds = c(0.6, 2.2)),
  rake4_trim = tryCatch(trimWeights(rake4, upper = 3), error = function(e) NULL)
)
designs <- Filter(function(s) !is.null(s) && all(weights(s) >= 0), designs)

# Missing answers are a domain. R's residuals of calibrated designs cannot hold NA: 0 stands there, outside the domain.
domain <- function(design, v) {
  y <- design$variables[[v]]
  design$variables$y <- ifelse(is.na(y), 0, y)
  design$variables$asked <- !is.na(y)
  subset(design, asked)
}
answered <- function(design, v) sum(!is.na(design$variables[[v]]))
bare <- function(x) as.vector(unname(x))
ends <- function(x) bare(confint(x))
ciprop <- function(s, ...) bare(attr(svyciprop(~y, s, ...), "ci"))
number <- function(x) bare(as.numeric(x))

proportion <- function(design, v) {
  s <- domain(design, v)
  m <- svymean(~y, s, deff = TRUE); t <- svytotal(~y, s)
  methods <- c("logit", "likelihood", "asin", "beta", "mean", "xlogit")
  list(variable = v, n = answered(design, v), sum_w = sum(weights(s)), estimate = bare(coef(m)), se = bare(SE(m)),
       deff = bare(deff(m)), deff_replace = bare(deff(svymean(~y, s, deff = "replace"))), degf = degf(s),
       total = bare(coef(t)), total_se = bare(SE(t)),
       ci = setNames(lapply(methods, function(k) ciprop(s, method = k)), methods),
       ci_logit_dfInf = ciprop(s, method = "logit", df = Inf))
}
factor_mean <- function(design, v, known, matrix = FALSE) {
  given <- design$variables[[v]]
  known <- known[known %in% given]
  design$variables$y <- factor(ifelse(is.na(given), as.character(known[1]), as.character(given)), as.character(known))
  design$variables$asked <- !is.na(given)
  m <- svymean(~y, subset(design, asked), deff = TRUE)
  r <- list(levels = known, estimate = bare(coef(m)), se = bare(SE(m)), deff = bare(deff(m)))
  if (matrix) r$vcov <- unname(as.matrix(vcov(m)))
  r
}
a_mean <- function(design, v) {
  s <- domain(design, v)
  m <- svymean(~y, s, deff = TRUE)
  list(n = answered(design, v), estimate = bare(coef(m)), se = bare(SE(m)), ci_t = bare(confint(m, df = degf(s))),
       degf = degf(s), deff = bare(deff(m)), var = bare(coef(svyvar(~y, s))), total = bare(coef(svytotal(~y, s))))
}
quantiles <- function(design, v)
  bare(coef(svyquantile(~y, domain(design, v), c(0.25, 0.5, 0.75), ci = FALSE)))
by_sector <- function(design, v) {
  s <- domain(design, v)
  m <- svyby(~y, ~sector, s, svymean)
  ci <- svyby(~y, ~sector, s, svyciprop, vartype = "ci", method = "logit")
  list(sector = as.character(m$sector), estimate = bare(coef(m)), se = bare(SE(m)), ci_logit = unname(as.matrix(ci[, c("ci_l", "ci_u")])))
}
chisq_tests <- function(design, formula, kinds)
  setNames(lapply(kinds, function(k) {
    t <- tryCatch(svychisq(formula, design, statistic = k), error = function(e) NULL)  # a singular covariance
    if (is.null(t)) return(NULL)
    parameter <- if (k %in% c("lincom", "saddlepoint")) list() else number(t$parameter)
    list(statistic = number(t$statistic), parameter = parameter, p = number(t$p.value))
  }), kinds)
crosstab <- function(design) {
  t <- svytable(~venue + sector, subset(design, !is.na(venue)))
  some <- c("F", "Chisq", "Wald", "adjWald")
  list(table_venue_sector = unname(unclass(as.matrix(t))), rows = as.numeric(rownames(t)), cols = colnames(t),
       svychisq_venue_sector = chisq_tests(subset(design, !is.na(venue)), ~venue + sector, c(some, "lincom", "saddlepoint")),
       svychisq_ref_mode = chisq_tests(subset(design, !is.na(ref01)), ~ref01 + mode, some))
}
diff_mode <- function(design) {
  s <- domain(design, "ref01")
  t <- svyttest(y ~ mode, s)
  both <- svyby(~y, ~mode, s, svymean, covmat = is.null(design$postStrata))
  r <- list(est = NULL, se = NULL)
  if (is.null(design$postStrata)) {
    change <- svycontrast(both, c(1, -1))
    r <- list(est = bare(coef(change)), se = bare(SE(change)))
  }
  r$ttest <- list(t = number(t$statistic), df = number(t$parameter), p = number(t$p.value), diff = number(t$estimate), ci = number(t$conf.int))
  r
}
weights_summary <- function(design) {
  w <- weights(design); k <- length(w) * sum(w^2) / sum(w)^2
  list(sum = sum(w), kish_deff = k, neff = length(w) / k, min = min(w), max = max(w))
}

midp <- function(x, n) {
  tail <- function(p, low) if (low) 1 - pbinom(x, n, p) + dbinom(x, n, p) / 2 - 0.025 else pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - 0.025
  root <- function(low) uniroot(tail, c(1e-12, 1 - 1e-12), low = low, tol = 1e-15)$root
  c(if (x == 0) 0 else root(TRUE), if (x == n) 1 else root(FALSE))
}
classical <- function(x, n) {
  quiet <- function(...) suppressWarnings(bare(prop.test(...)$conf.int))
  jeffreys <- c(if (x == 0) 0 else qbeta(0.025, x + 0.5, n - x + 0.5), if (x == n) 1 else qbeta(0.975, x + 0.5, n - x + 0.5))
  list(x = x, n = n, p = x / n, wilson = quiet(x, n, correct = FALSE), wilson_cc = quiet(x, n),
       clopper_pearson = bare(binom.test(x, n)$conf.int), jeffreys = jeffreys, midp = midp(x, n))
}
hyper_exact <- function(x, n, N) {
  K <- x:(N - n + x)
  kept <- K[phyper(x - 1, K, N - K, n, lower.tail = FALSE) > 0.025 & phyper(x, K, N - K, n) > 0.025]
  list(x = x, n = n, N = N, ci = range(kept) / N)
}
newcombe <- function(x, n) {
  a <- prop.test(x[1], n[1], correct = FALSE)$conf.int; b <- prop.test(x[2], n[2], correct = FALSE)$conf.int
  p <- x / n; gap <- p[1] - p[2]
  c(gap - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2), gap + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2))
}
counts <- function(y) c(sum(y, na.rm = TRUE), sum(!is.na(y)))
waves <- function(v) {
  both <- rbind(counts(d[[v]]), counts(prev[[v]])); x <- both[, 1]; m <- both[, 2]
  plain <- prop.test(x, m, correct = FALSE); f <- fisher.test(rbind(x, m - x))
  gap <- x[1] / m[1] - x[2] / m[2]
  list(x = x, n = m, diff = gap, z = sign(gap) * sqrt(number(plain$statistic)), p = plain$p.value, wald_ci = bare(plain$conf.int),
       p_cc = prop.test(x, m)$p.value, fisher_p = f$p.value, fisher_or = number(f$estimate), fisher_ci = bare(f$conf.int), newcombe = suppressWarnings(newcombe(x, m)))
}
waves_weighted <- function(v) {
  keep <- c("sector", "Nh", "w", v)
  both <- rbind(cbind(prev[keep], wave = 0), cbind(d[keep], wave = 1))
  both$y <- both[[v]]; both$class <- interaction(both$wave, both$sector, drop = TRUE)
  told <- function(design) {
    s <- subset(design, !is.na(y)); each <- svyby(~y, ~wave, s, svymean); t <- svyttest(y ~ wave, s); r <- svychisq(~y + wave, s)
    gap <- number(t$estimate)
    list(p = bare(coef(each)), se = bare(SE(each)), diff = gap, diff_se = gap / number(t$statistic), t = number(t$statistic), df = number(t$parameter),
         p_t = number(t$p.value), rao_scott_F = number(r$statistic), rs_df = number(r$parameter), rs_p = number(r$p.value))
  }
  list(strat_fpc = told(svydesign(ids = ~1, strata = ~class, weights = ~w, fpc = ~Nh, data = both)),
       wtd = told(svydesign(ids = ~1, strata = ~wave, weights = ~w, data = both)))
}
crosstab_unweighted <- function() {
  t <- table(d$venue, d$sector); test <- suppressWarnings(chisq.test(t, correct = FALSE))
  sectors <- levels_of("sector"); pairs <- combn(sectors, 2)
  each <- sapply(sectors, function(s) counts(d$venue_top2[d$sector == s]))
  p <- apply(pairs, 2, function(two) suppressWarnings(prop.test(each[1, two], each[2, two], correct = FALSE)$p.value))
  adjusted <- function(method) p.adjust(p, method)
  list(table = unname(unclass(t)), chisq = list(stat = number(test$statistic), df = number(test$parameter), p = test$p.value),
       std_resid = unname(unclass(test$stdres)), cramers_v = sqrt(number(test$statistic) / sum(t) / (min(dim(t)) - 1)),
       pairs = t(pairs), pairwise_p = bare(p), holm = adjusted("holm"), bh = adjusted("BH"), bonferroni = adjusted("bonferroni"),
       hommel = adjusted("hommel"), by = adjusted("BY"),
       kruskal_overall_sector = kruskal.test(overall ~ sector, d)$p.value, wilcox_overall_mode = wilcox.test(overall ~ mode, d)$p.value,
       t_overall_mode = t.test(overall ~ mode, d)$p.value,
       mcnemar_themes = mcnemar.test(table(d$theme_donnees, d$theme_culture), correct = FALSE)$p.value)
}
trend <- function() {
  groups <- levels_of("age"); each <- sapply(groups, function(g) counts(d$first01[d$age == g])); score <- seq_along(groups)
  x <- each[1, ]; m <- each[2, ]; t <- prop.trend.test(x, m, score)
  list(x = bare(x), n = bare(m), score = score, ptt = t$p.value, ptt_stat = number(t$statistic))
}

over <- function(variables, f) lapply(designs, function(design) sapply(variables, function(v) f(design, v), simplify = FALSE))
shares <- c("ref01", "ref01x", "first01", "venue_top2", "prog_top2", "theme_inclusion", "theme_donnees", "theme_communs")
grid <- expand.grid(x = 0:3, n = c(3, 17, 41, 333))
listed <- list(c(counts(d$ref01), N), c(counts(d$first01), N), c(0, 13, 47), c(13, 13, 14), c(3, 7, 9), c(11, 19, 19), c(2, 61, 977))
answers <- list(
  meta = list(made_by = "tests/stats/data/oracle.R", R = R.version.string, survey = as.character(packageVersion("survey"))),
  proportions = over(shares, proportion),
  factor_means = lapply(designs, function(s) list(venue = factor_mean(s, "venue", 1:5, TRUE), ref_event = factor_mean(s, "ref_event", c("oui", "non", "nsp")))),
  means = over(c("overall", "nps", "nps_c", "venue_n", "n_sessions", "hours"), a_mean),
  quantiles = over(c("overall", "hours"), quantiles)[c("srs_fpc", "strat_fpc", "wtd", "rake4")],
  by_sector = over(c("ref01", "venue_top2", "first01"), by_sector),
  crosstab = lapply(designs, crosstab),
  diff_mode = lapply(designs, diff_mode),
  weights_summary = lapply(designs, weights_summary),
  classical = list(
    ci = sapply(c("ref01", "first01", "venue_top2"), function(v) do.call(classical, as.list(counts(d[[v]]))), simplify = FALSE),
    ci_grid = Map(classical, grid$x, grid$n), hyper_exact = lapply(listed, function(k) do.call(hyper_exact, as.list(k)))),
  waves = sapply(c("ref01", "first01", "venue_top2", "prog_top2"), waves, simplify = FALSE),
  newcombe_paper = lapply(list(list(c(56, 48), c(70, 80)), list(c(9, 3), c(10, 10)), list(c(0, 2), c(11, 41)), list(c(5, 0), c(56, 29))),
                          function(k) list(x = k[[1]], n = k[[2]], ci = suppressWarnings(newcombe(k[[1]], k[[2]])))),
  waves_weighted = (function() {both <- sapply(c("ref01", "venue_top2"), waves_weighted, simplify = FALSE)
    sapply(c("strat_fpc", "wtd"), function(k) lapply(both, `[[`, k), simplify = FALSE)})(),
  crosstab_unweighted = crosstab_unweighted(),
  trend = trend()
)
write_json(answers, file.path(folder, "oracle.json"), digits = I(15), auto_unbox = TRUE, null = "null", na = "null")
given <- data.frame(id = d$id, lapply(designs, function(s) formatC(weights(s), digits = 17, format = "g", width = 1)), check.names = FALSE)
write.csv(given, file.path(folder, "weights_R.csv"), row.names = FALSE, quote = FALSE)

# What R says of groups it was not made for, errors and NaN included: a record, not a target.
edge <- table_of("edge.csv")
told <- function(f) tryCatch(list(result = f()), error = function(e) list(result = list(error = conditionMessage(e))))
by_lonely <- function(rule, f) {options(survey.lonely.psu = rule); on.exit(options(survey.lonely.psu = "fail")); f()}
edge_design <- function(fpc) if (fpc) svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~Nh, data = edge) else svydesign(ids = ~1, weights = ~w, data = edge)
edge_groups <- function(fpc) sapply(unique(edge$group), function(g) {
  s <- subset(edge_design(fpc), group == g & !is.na(y))
  list(n = sum(edge$group == g), mean = told(function() ends(svymean(~y, s))), degf = told(function() degf(s)),
       xlogit = told(function() ciprop(s, method = "xlogit")))
}, simplify = FALSE)
overall <- function() {
  s <- subset(edge_design(TRUE), !is.na(y)); m <- svymean(~y, s)
  list(est = bare(coef(m)), se = bare(SE(m)), degf = degf(edge_design(TRUE)))
}
cases <- suppressWarnings(list(
  strat_fpc_remove = by_lonely("remove", function() edge_groups(TRUE)), overall_remove = by_lonely("remove", function() told(overall)),
  overall_adjust = by_lonely("adjust", function() told(overall)), wtd_nofpc = edge_groups(FALSE)))
write_json(list(meta = answers$meta, cases = cases), file.path(folder, "oracle_edge.json"), digits = I(15), auto_unbox = TRUE, null = "null", na = "string")
