package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"weir/connectors"
	"weir/operators"
	"weir/reference"
	"weir/sql"
)

// Table is a reference table and where its rows are.
type Table struct {
	Spec   *operators.Table
	Format connectors.Format
	Bucket Text // file:DIR, or an ARN
	Key    Text // the file's path below it
	Reload time.Duration
}

// resolveTable declares a reference table.
func (a *App) resolveTable(f *file, r *Reference) {
	before := len(f.errors)
	t := Table{Bucket: r.S3ReferenceDataSource.BucketARN, Key: r.S3ReferenceDataSource.FileKey}
	if dir, ok := strings.CutPrefix(t.Bucket.V, "file:"); !isARN(t.Bucket.V) && (!ok || dir == "") {
		f.fail(InvalidValue, t.Bucket.Span, "", "BucketARN is an ARN, or file:DIR, not %q", t.Bucket.V)
	}
	if n := len(t.Key.V); n < 1 || n > 1024 {
		f.fail(InvalidValue, t.Key.Span, "", "FileKey has 1 to 1024 characters")
	} else if !isARN(t.Bucket.V) && !fs.ValidPath(path.Clean(t.Key.V)) {
		f.fail(InvalidValue, t.Key.Span, "", "FileKey is a path below %s", t.Bucket.V)
	}
	if r.TableName.V == "" {
		f.fail(InvalidValue, r.TableName.Span, "", "the table has no name")
	}
	if slices.ContainsFunc(a.Tables, func(t Table) bool { return t.Spec.Name == r.TableName.V }) ||
		slices.ContainsFunc(a.Streams, func(s Stream) bool { return s.Input.Name == r.TableName.V }) {
		f.fail(sql.DuplicateName, r.TableName.Span, "", "two tables, or a table and an input, are called %s", r.TableName.V)
	}
	columns, mappings := f.columns(r.ReferenceSchema)
	t.Format = f.format(r.ReferenceSchema, columns, mappings)
	for _, one := range a.Request.Weir.Tables {
		if one.Name.V == r.TableName.V {
			t.Reload = one.Options.Reload.V
		}
	}
	if len(f.errors) == before {
		t.Spec = &operators.Table{Name: r.TableName.V, Cols: columns}
		a.Tables = append(a.Tables, t)
	}
}

// Load reads the table's present file. Relative paths start at dir.
func (t *Table) Load(dir string, now operators.Time) (*reference.Version, error) {
	if isARN(t.Bucket.V) {
		return nil, fmt.Errorf("table %s: %s cannot be read yet; write file:DIR in its place", t.Spec.Name, t.Bucket.V)
	}
	in := connectors.Env{Dir: dir}.Path(strings.TrimPrefix(t.Bucket.V, "file:"))
	root, err := os.OpenRoot(in) // a link in it does not lead out of it
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("table %s: there is no folder %s", t.Spec.Name, in)
	}
	if err != nil {
		return nil, fmt.Errorf("table %s: opening its folder: %w", t.Spec.Name, err)
	}
	defer func() { _ = root.Close() }() // it was only read
	f, err := root.Open(path.Clean(t.Key.V))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("table %s: there is no file %s in %s", t.Spec.Name, t.Key.V, in)
	}
	if err != nil {
		return nil, fmt.Errorf("table %s: opening its file in %s: %w", t.Spec.Name, in, err)
	}
	defer f.Close()
	loader := reference.Loader{Table: t.Spec, Format: t.Format}
	return loader.Load(t.Key.V, f, now)
}
