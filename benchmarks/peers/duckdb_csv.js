// The same reduction of csv by DuckDB. usage: node duckdb_csv.js FOLDER THREADS
const { DuckDBInstance } = require("@duckdb/node-api");

async function main([folder, threads]) {
  const database = await DuckDBInstance.create(":memory:", { threads });
  const connection = await database.connect();
  const statistics = ["latency", "overhead", "prob"]
    .map((name) => `count(${name}), avg(${name}), stddev_samp(${name}), min(${name}), max(${name})`);
  const columns = `{'time_ms': 'BIGINT', 'src': 'BIGINT', 'dst': 'BIGINT', 'latency': 'DOUBLE', 'overhead': 'DOUBLE',
                    'prob': 'DOUBLE', 'key': 'VARCHAR'}`;
  const reader = await connection.runAndReadAll(`
    select key, ${statistics.join(", ")}
    from read_csv('${folder}/*.csv', auto_detect = false, header = true, delim = ',', columns = ${columns})
    group by key order by key`);
  if (reader.getRowsJson().length !== 20) throw new Error("wrong number of groups");
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
