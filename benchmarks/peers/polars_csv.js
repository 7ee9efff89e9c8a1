// The same reduction of csv by polars, streaming. usage: POLARS_MAX_THREADS=N node polars_csv.js FOLDER
const pl = require("nodejs-polars");

const aggregates = ["latency", "overhead", "prob"].flatMap((name) => [
  pl.col(name).count().alias(`${name}_count`),
  pl.col(name).mean().alias(`${name}_mean`),
  pl.col(name).std().alias(`${name}_std`),
  pl.col(name).min().alias(`${name}_min`),
  pl.col(name).max().alias(`${name}_max`),
]);
const groups = pl.scanCSV(`${process.argv[2]}/*.csv`).groupBy("key", false).agg(...aggregates)
  .collectSync({ engine: "streaming" });
if (groups.height !== 20) process.exit(1);
