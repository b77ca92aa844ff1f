package planner

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/operators"
	"weir/sql/types"
)

const appsDir = "../testdata/apps"

// TestSamples compiles the sample applications: right ones give a plan. A wrong one has its mistakes in a file beside it.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(appsDir, "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			code, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(file, ".sql")
			plan, _, errs := Compile(string(code), sampleCatalog(t, name+".json"), Options{})
			want, err := os.ReadFile(name + ".rejected")
			if errors.Is(err, fs.ErrNotExist) && len(errs) == 0 {
				openAll(t, plan)
				return
			}
			got := errs.Format(filepath.Base(file), string(code)) + "\n"
			if *update && len(errs) > 0 {
				err = os.WriteFile(name+".rejected", []byte(got), 0o644)
			}
			if err != nil || got != string(want) && !*update {
				t.Errorf("%v, got:\n%s\nwant:\n%s", err, got, want)
			}
		})
	}
}

// sampleCatalog reads as much of an application as the planner needs.
func sampleCatalog(t *testing.T, file string) Catalog {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var app struct {
		Inputs []struct {
			NamePrefix       string
			InputParallelism struct{ Count int }
			InputSchema      struct {
				RecordColumns []struct{ Name, SqlType string }
			}
		}
		ReferenceDataSources []struct {
			TableName       string
			ReferenceSchema struct {
				RecordColumns []struct{ Name, SqlType string }
			}
		}
	}
	if err := json.Unmarshal(raw, &app); err != nil {
		t.Fatal(err)
	}
	var cat Catalog
	for _, in := range app.Inputs {
		schema := &types.Schema{}
		for _, c := range in.InputSchema.RecordColumns {
			schema.Columns = append(schema.Columns, col(c.Name, c.SqlType))
		}
		schema.Columns = append(schema.Columns, col(operators.ArrivalColumn, "TIMESTAMP"))
		for n := range max(in.InputParallelism.Count, 1) {
			cat.Inputs = append(cat.Inputs, &operators.Input{Name: fmt.Sprintf("%s_%03d", in.NamePrefix, n+1), Cols: schema, Implicit: 1})
		}
	}
	for _, r := range app.ReferenceDataSources {
		schema := &types.Schema{}
		for _, c := range r.ReferenceSchema.RecordColumns {
			schema.Columns = append(schema.Columns, col(c.Name, c.SqlType))
		}
		cat.Tables = append(cat.Tables, &operators.Table{Name: r.TableName, Cols: schema})
	}
	return cat
}

// openAll opens every operator of a plan, which compiles its expressions.
func openAll(t *testing.T, p *operators.Plan) {
	t.Helper()
	env := &operators.Env{
		Now: func() operators.Time { return 0 }, Start: func() operators.Time { return 0 },
		Parallel: func(n int, f func(int)) {
			for i := range n {
				f(i)
			}
		},
	}
	var open func(s operators.Spec)
	open = func(s operators.Spec) {
		if op, ok := s.(operators.OperatorSpec); ok {
			if _, err := op.Open(env); err != nil {
				t.Errorf("opening %T: %v\n%s", s, err, Explain(p))
			}
		}
		for _, in := range s.Inputs() {
			if stream, ok := in.(*operators.Stream); !ok || stream.Name == "" {
				open(in)
			}
		}
	}
	for _, s := range p.Streams {
		open(s)
	}
}
