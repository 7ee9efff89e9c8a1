// The same reduction in DuckDB. usage: node duckdb_reports.js FOLDER THREADS
const { DuckDBInstance } = require('@duckdb/node-api');

const [, , folder, threads] = process.argv;
const query = `
  with lines as (select parse_filename(filename) as file, unnest(string_split(content, chr(10))) as line
                 from read_text('${folder}/*.txt')),
       metrics as (select regexp_replace(file, '_seed[0-9]+', '') as name, split_part(line, ': ', 1) as key,
                          try_cast(split_part(line, ': ', 2) as double) as value
                   from lines where line[1] <> '#')
  select name, key, count(value), avg(value), stddev_samp(value) from metrics
  where value is not null and not isnan(value) group by name, key order by name, key`;

(async () => {
  const database = await DuckDBInstance.create(':memory:', { threads });
  const connection = await database.connect();
  const result = await connection.runAndReadAll(query);
  for (const row of result.getRowsJson()) console.log(row.join(' '));
})().catch((error) => {
  console.error(error.message);
  process.exit(3);
});
