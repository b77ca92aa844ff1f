package app

import (
	"strings"

	"weir/operators"
)

// resolveTable declares a reference table. Whether it can be used is for the planner to say.
func (a *App) resolveTable(f *file, r *Reference) {
	before := len(f.errors)
	bucket, key := r.S3ReferenceDataSource.BucketARN, r.S3ReferenceDataSource.FileKey
	if dir, ok := strings.CutPrefix(bucket.V, "file:"); !isARN(bucket.V) && (!ok || dir == "") {
		f.fail(InvalidValue, bucket.Span, "", "BucketARN is an ARN, or file:DIR, not %q", bucket.V)
	}
	if len(key.V) < 1 || len(key.V) > 1024 {
		f.fail(InvalidValue, key.Span, "", "FileKey has 1 to 1024 characters")
	}
	if r.TableName.V == "" {
		f.fail(InvalidValue, r.TableName.Span, "", "the table has no name")
	}
	columns, _ := f.columns(r.ReferenceSchema)
	if len(f.errors) == before {
		a.Tables = append(a.Tables, &operators.Table{Name: r.TableName.V, Cols: columns})
	}
}
