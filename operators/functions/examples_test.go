package functions_test

import (
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/relational"
	"weir/planner"
	"weir/sql/types"
)

// TestExamples runs the examples of the documentation: through the parser, the binder and the kernels.
func TestExamples(t *testing.T) {
	for _, s := range functions.Scalars() {
		for _, e := range s.Examples {
			got, printed := evaluate(t, e.SQL)
			if got != e.Want {
				t.Errorf("%s: got %s, want %s", e.SQL, got, e.Want)
			}
			if again, _ := evaluate(t, printed); again != got {
				t.Errorf("%s: gives %s, but is printed as %s, which gives %s", e.SQL, got, printed, again)
			}
		}
	}
}

// evaluate gives the text of an expression over no columns, or the code of its failure, and how the expression is printed.
func evaluate(t *testing.T, sql string) (value, printed string) {
	t.Helper()
	code := `CREATE STREAM "IN" (I INTEGER); CREATE STREAM "OUT" (V VARCHAR(200)); CREATE PUMP P AS INSERT INTO "OUT" SELECT STREAM CAST(` +
		sql + ` AS VARCHAR(200)) FROM "IN";`
	plan, _, errs := planner.Compile(code, planner.Catalog{}, planner.Options{OpenStreams: true, NoRules: true})
	if len(errs) > 0 {
		return errs.Error(), "NULL"
	}
	project := plan.Streams[0].Writers[0].From.(*relational.Project)
	printed = project.Items[0].String()
	bound, err := expr.Compile(project.Items[0])
	if err != nil {
		t.Fatal(sql, err)
	}
	v, failed := expr.Eval1(bound, &expr.Input{Batch: operators.Batch{Time: make([]operators.Time, 1)}}, 0)
	if failed != nil {
		return string(failed.Code), printed
	}
	return string(types.AppendValue(nil, v)), printed
}
