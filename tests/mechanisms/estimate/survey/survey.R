# What R says of the samples of this folder: "Rscript survey.R" here writes the api*.csv, results.csv and rates.csv anew.
# Of R's own data (api) only the columns that the designs need are kept: results of schools that the California Department
# of Education published for 2000. They are facts; no text of the package is here.
# designs.csv says which design each line of results.csv has; "clusters" are nested in "strata".
suppressMessages(library(survey))
data(api)
exact <- function(x) sprintf("%.17g", x)
keep <- function(frame, columns, file) {
  for (column in columns) if (is.numeric(frame[[column]])) frame[[column]] <- exact(frame[[column]])
  write.csv(frame[columns], file, row.names = FALSE, quote = FALSE)
}
keep(apistrat, c("stype", "api00", "sch.wide", "pw", "fpc"), "apistrat.csv")
keep(apiclus1, c("dnum", "stype", "api00", "pw", "fpc"), "apiclus1.csv")
keep(apiclus2, c("dnum", "api00", "pw"), "apiclus2.csv")

versions <- paste0("R ", getRversion(), "; survey ", packageVersion("survey"))
named <- function(column) if (is.na(column)) NULL else reformulate(paste0("`", column, "`"))
one <- function(line) {
  rows <- read.csv(line$file, check.names = FALSE, fileEncoding = "UTF-8")
  rows$told <- if (is.na(line$level)) rows[[line$value]] else as.numeric(rows[[line$value]] == line$level)
  given <- list(ids = if (is.na(line$clusters)) ~1 else named(line$clusters), strata = named(line$strata),
                weights = named(line$weights), fpc = named(line$fpc), data = rows, nest = TRUE)
  # without weights and without sizes every record weighs the same, which R would warn about
  if (is.null(given$weights) && is.null(given$fpc)) given$weights <- ~rep(1, nrow(rows))
  design <- do.call(svydesign, given[!sapply(given, is.null)])
  found <- svymean(~told, design)
  normal <- confint(found)
  student <- confint(found, df = degf(design))
  data.frame(name = line$name, estimate = coef(found), se = SE(found)[1], lower = normal[1], upper = normal[2],
             t_lower = student[1], t_upper = student[2], df = degf(design), n = nrow(rows))
}
designs <- read.csv("designs.csv", na.strings = "", check.names = FALSE, fileEncoding = "UTF-8", colClasses = "character")
results <- do.call(rbind, lapply(seq_len(nrow(designs)), function(place) one(as.list(designs[place, ]))))
results$versions <- versions
keep(results, names(results), "results.csv")

# plain rates: prop.test without correction is Wilson's interval, binom.test that of Clopper and Pearson
rate <- function(passed, tested, level) {
  wilson <- suppressWarnings(prop.test(passed, tested, conf.level = level, correct = FALSE))$conf.int
  clopper <- binom.test(passed, tested, conf.level = level)$conf.int
  data.frame(passed, tested, level, wilson_lower = wilson[1], wilson_upper = wilson[2],
             exact_lower = clopper[1], exact_upper = clopper[2])
}
asked <- rbind(c(0, 1), c(1, 1), c(0, 20), c(1, 20), c(19, 20), c(20, 20), c(95, 100), c(937, 1000), c(299999, 300000))
rates <- do.call(rbind, lapply(c(0.9, 0.95, 0.99), function(level)
  do.call(rbind, apply(asked, 1, function(pair) rate(pair[1], pair[2], level)))))
rates$versions <- versions
keep(rates, names(rates), "rates.csv")
