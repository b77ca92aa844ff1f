package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"weir": main})
}

// TestCommandLine runs the scripts: each is a session of a user with the program, its files below the commands.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/cli",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_RUNTIME_DIR", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exitCode},
	})
}

// exitCode is the command "exit CODE weir ARGUMENT…": the program must end with this code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE weir ARGUMENT…")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		status, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("running %s: %v", args[1], err)
		}
		code = status.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// session runs the program in this process, with pipes where a user has a terminal.
type session struct {
	in     *io.PipeWriter
	out    *bufio.Scanner
	stop   context.CancelFunc
	stderr bytes.Buffer
	code   chan int
}

func start(t *testing.T, args ...string) *session {
	t.Helper()
	stdin, in := io.Pipe()
	out, stdout := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	s := &session{in: in, out: bufio.NewScanner(out), stop: stop, code: make(chan int, 1)}
	go func() {
		s.code <- command(&console{ctx: ctx, stdin: stdin, stdout: stdout, stderr: &s.stderr}, args)
		stdout.Close()
	}()
	return s
}

func (s *session) line(t *testing.T) string {
	t.Helper()
	if !s.out.Scan() {
		t.Fatalf("the program has ended: %v\n%s", <-s.code, &s.stderr)
	}
	return s.out.Text()
}

const ordersFile = `
ApplicationName: orders
ApplicationCode: |
  CREATE OR REPLACE STREAM "BIG_ORDERS" ("id" INTEGER);
  CREATE OR REPLACE PUMP "BIG_PUMP" AS INSERT INTO "BIG_ORDERS"
    SELECT STREAM "id" FROM "S_001" WHERE "amount" > 100;
  CREATE OR REPLACE STREAM "COUNTS" (n INTEGER);
  CREATE OR REPLACE PUMP "COUNT_PUMP" AS INSERT INTO "COUNTS"
    SELECT STREAM COUNT(*) FROM "S_001" GROUP BY STEP("S_001".ROWTIME BY INTERVAL '1' DAY);
Inputs:
- NamePrefix: S
  KinesisStreamsInput: {ResourceARN: "stdin:"}
  InputSchema:
    RecordFormat: {RecordFormatType: JSON}
    RecordColumns:
    - {Name: id, SqlType: INTEGER, Mapping: $.id}
    - {Name: amount, SqlType: DOUBLE, Mapping: $.amount}
Outputs:
- Name: BIG_ORDERS
  KinesisStreamsOutput: {ResourceARN: "stdout:"}
  DestinationSchema: {RecordFormatType: JSON}
`

func orders(t *testing.T) string {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	path := filepath.Join(t.TempDir(), "orders.yaml")
	if err := os.WriteFile(path, []byte(ordersFile), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhyAsksARunningApplication(t *testing.T) {
	path := orders(t)
	s := start(t, "run", path)
	if _, err := io.WriteString(s.in, `{"id":1,"amount":200}`+"\n"); err != nil {
		t.Fatal(err)
	}
	if got := s.line(t); got != `{"id":1}` {
		t.Errorf("the first row is %s", got)
	}
	for _, args := range [][]string{{"why", path}, {"why", "orders"}, {"why"}} {
		w := start(t, args...)
		var answer strings.Builder
		for w.out.Scan() {
			answer.WriteString(w.out.Text() + "\n")
		}
		if code := <-w.code; code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, &w.stderr)
		}
		for _, want := range []string{"orders (process", "RUNNING", "1 row in, 1 row out", "COUNTS\n    no row has come yet", "will emit at"} {
			if !strings.Contains(answer.String(), want) {
				t.Errorf("%v: %q is missing in\n%s", args, want, &answer)
			}
		}
	}
	s.in.Close()
	if code := <-s.code; code != exitDone {
		t.Errorf("exit code %d: %s", code, &s.stderr)
	}
	w := start(t, "why", path)
	if code := <-w.code; code != exitNo || !strings.Contains(w.stderr.String(), "no such application is running") {
		t.Errorf("after the end: exit code %d: %s", code, &w.stderr)
	}
}

func TestInterruptStopsGracefully(t *testing.T) {
	s := start(t, "run", orders(t))
	if _, err := io.WriteString(s.in, `{"id":1,"amount":200}`+"\n"); err != nil {
		t.Fatal(err)
	}
	s.line(t)
	s.stop()
	if code := <-s.code; code != exitDone {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"orders: stopped in", "1 row in, 1 row out", "open windows were dropped: without a store"} {
		if !strings.Contains(s.stderr.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &s.stderr)
		}
	}
}

// TestSQLShowsATableBeforeTheEnd checks that rows of a pipe that stays open are shown.
func TestSQLShowsATableBeforeTheEnd(t *testing.T) {
	s := start(t, "sql", "-o", "table", "SELECT n FROM stdin")
	if _, err := io.WriteString(s.in, `{"n":1}`+"\n"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"┌───┐", "│ n │", "├───┤", "│ 1 │"} {
		if got := s.line(t); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
	if _, err := io.WriteString(s.in, `{"n":2}`+"\n"); err != nil {
		t.Fatal(err)
	}
	if got := s.line(t); got != "│ 2 │" {
		t.Fatalf("got %s", got)
	}
	s.in.Close()
	if got := s.line(t); got != "└───┘" {
		t.Fatalf("got %s", got)
	}
	if code := <-s.code; code != exitDone || !strings.Contains(s.stderr.String(), "2 rows in · 2 rows out") {
		t.Fatalf("exit code %d\n%s", code, &s.stderr)
	}
}

const enrichFile = `
ApplicationName: enrich
ApplicationCode: |
  CREATE OR REPLACE STREAM "NAMED" ("id" INTEGER, "name" VARCHAR(16));
  CREATE OR REPLACE PUMP "NAME_PUMP" AS INSERT INTO "NAMED"
    SELECT STREAM s."id", n."name" FROM "S_001" AS s LEFT JOIN "NAMES" AS n ON s."id" = n."id";
Inputs:
- NamePrefix: S
  KinesisStreamsInput: {ResourceARN: "stdin:"}
  InputSchema:
    RecordFormat: {RecordFormatType: CSV}
    RecordColumns:
    - {Name: id, SqlType: INTEGER}
ReferenceDataSources:
- TableName: NAMES
  S3ReferenceDataSource: {BucketARN: "file:.", FileKey: names.csv}
  ReferenceSchema:
    RecordFormat: {RecordFormatType: CSV}
    RecordColumns:
    - {Name: id, SqlType: INTEGER}
    - {Name: name, SqlType: VARCHAR(16)}
Outputs:
- Name: NAMED
  KinesisStreamsOutput: {ResourceARN: "stdout:"}
  DestinationSchema: {RecordFormatType: CSV}
`

// TestReload gives a running application new versions of a table: good ones by both ways of asking, one that has not changed,
// and broken ones, for which the version before stays.
func TestReload(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	path, table := filepath.Join(dir, "enrich.yaml"), filepath.Join(dir, "names.csv")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(path, enrichFile)
	write(table, "1,one\n")
	s := start(t, "run", path)
	row := func(want string) {
		t.Helper()
		if _, err := io.WriteString(s.in, "1\n"); err != nil {
			t.Fatal(err)
		}
		if got := s.line(t); got != want {
			t.Errorf("the row is %s, want %s", got, want)
		}
	}
	reload := func(want string) {
		t.Helper()
		r := start(t, "reload", "enrich")
		var answer strings.Builder
		for r.out.Scan() {
			answer.WriteString(r.out.Text() + "\n")
		}
		if code := <-r.code; code != exitDone || !strings.Contains(answer.String(), want) {
			t.Errorf("exit code %d, %s\n%s, want %s", code, &r.stderr, &answer, want)
		}
	}
	row("1,one")
	reload("table NAMES has not changed")
	write(table, "1,uno\nx,y\n")
	reload("table NAMES has a new version, rows: 1 good, 1 refused")
	row("1,uno")
	write(table, "no table at all\n")
	reload(`table NAMES keeps its version: loading table "NAMES" from names.csv: no row in it is good`)
	if err := os.Remove(table); err != nil {
		t.Fatal(err)
	}
	reload("table NAMES keeps its version: table NAMES: there is no file names.csv")
	row("1,uno")
	s.in.Close()
	if code := <-s.code; code != exitDone || !strings.Contains(s.stderr.String(), "3 rows in, 3 rows out") {
		t.Errorf("exit code %d: %s", code, &s.stderr)
	}
}

// TestHangupReloads checks the other way to ask: a signal.
func TestHangupReloads(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	path, table := filepath.Join(dir, "enrich.yaml"), filepath.Join(dir, "names.csv")
	for name, text := range map[string]string{path: enrichFile, table: "1,one\n"} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t, "run", "-quiet", path)
	row := func() string {
		t.Helper()
		if _, err := io.WriteString(s.in, "1\n"); err != nil {
			t.Fatal(err)
		}
		return s.line(t)
	}
	if got := row(); got != "1,one" {
		t.Fatalf("the row is %s", got)
	}
	if err := os.WriteFile(table, []byte("1,uno\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for tries := 0; row() != "1,uno"; tries++ {
		if tries == 100_000 {
			t.Fatal("the table has not been loaded")
		}
	}
	s.in.Close()
	if code := <-s.code; code != exitDone {
		t.Errorf("exit code %d", code)
	}
}
