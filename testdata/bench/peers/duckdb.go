package main

import (
	"database/sql"
	"fmt"
	"os"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the engine

	"weir/internal/bench"
)

// queries are the benchmarks' applications as DuckDB says them, with the columns that an application's schema names.
var queries = map[string]string{
	"w1_filter":        filter,
	"w2_thousand_keys": tumble,
	"w2_million_keys":  tumble,
}

const (
	filter = `
		SELECT auction, price, strftime(dateTime, '%Y-%m-%d %H:%M:%S.%g') AS "dateTime"
		FROM $bids WHERE auction % 123 = 0`
	tumble = `
		SELECT auction, count(*) AS bids, sum(price)::BIGINT AS total, (sum(price) // count(*))::BIGINT AS mean
		FROM $bids GROUP BY auction, time_bucket(INTERVAL '10 seconds', dateTime)`
	bids = `read_json('$load', format = 'newline_delimited',
		columns = {auction: 'BIGINT', price: 'BIGINT', dateTime: 'TIMESTAMP'})`
)

// runDuckDB writes a benchmark's answer into the present folder.
func runDuckDB(name, threads string) error {
	query, ok := queries[name]
	if !ok {
		return fmt.Errorf("there is no query for the benchmark %s", name)
	}
	load, err := os.Readlink(bench.LoadFile)
	if err != nil {
		return err
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return fmt.Errorf("opening DuckDB: %w", err)
	}
	defer func() { _ = db.Close() }() // it is in memory
	query = strings.ReplaceAll(strings.ReplaceAll(query, "$bids", bids), "$load", load)
	for _, statement := range []string{
		"SET threads = " + threads,
		"COPY (" + query + ") TO '" + bench.OutputFile + "' (FORMAT json)",
	} {
		if _, err := db.Exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
