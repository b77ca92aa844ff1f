package app

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "weir/connectors/all"
	"weir/internal/clock"
	"weir/planner"
)

const enriched = `
ApplicationName: enrich
ApplicationCode: |
  CREATE STREAM "OUT" ("id" INTEGER, "name" VARCHAR(16));
  CREATE PUMP "P" AS INSERT INTO "OUT" SELECT STREAM s."id", n."name" FROM "S_001" AS s LEFT JOIN "NAMES" AS n ON s."id" = n."id";
Inputs:
- NamePrefix: S
  KinesisStreamsInput: {ResourceARN: "stdin:"}
  InputSchema: {RecordFormat: {RecordFormatType: CSV}, RecordColumns: [{Name: id, SqlType: INTEGER}]}
ReferenceDataSources:
- TableName: NAMES
  S3ReferenceDataSource: {BucketARN: "file:.", FileKey: names.csv}
  ReferenceSchema: {RecordFormat: {RecordFormatType: CSV}, RecordColumns: [{Name: id, SqlType: INTEGER}, {Name: name, SqlType: VARCHAR(16)}]}
Outputs:
- {Name: OUT, KinesisStreamsOutput: {ResourceARN: "stdout:"}, DestinationSchema: {RecordFormatType: CSV}}
Weir: {tables: {NAMES: {reload: 1m}}}
`

// TestTablesAreReloadedByAnInterval changes a table's file while a job runs, and moves its clock.
func TestTablesAreReloadedByAnInterval(t *testing.T) {
	dir := t.TempDir()
	table := filepath.Join(dir, "names.csv")
	if err := os.WriteFile(table, []byte("1,one\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	a, err := Parse(filepath.Join(dir, "app.yaml"), enriched)
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Compile(planner.Options{})
	if err != nil {
		t.Fatal(err)
	}
	stdin, in := io.Pipe()
	out, stdout := io.Pipe()
	virtual := clock.NewVirtual(time.UnixMilli(1_700_000_000_000))
	running, err := c.Job(JobOptions{Clock: virtual, Stdin: stdin, Stdout: stdout})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- running.Run(context.Background()) }()
	rows := bufio.NewScanner(out)
	row := func() string {
		t.Helper()
		if _, err := io.WriteString(in, "1\n"); err != nil || !rows.Scan() {
			t.Fatal("no row came", err)
		}
		return rows.Text()
	}
	if got := row(); got != "1,one" {
		t.Errorf("the row is %s", got)
	}
	if err := os.WriteFile(table, []byte("1,uno\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for tries := 0; row() != "1,uno"; tries++ {
		if tries == 100_000 {
			t.Fatal("the table has not been loaded")
		}
		virtual.Set(virtual.Now().Add(time.Minute))
	}
	in.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
