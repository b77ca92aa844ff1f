package relational_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/internal/oracle"
	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

// towns is a reference table. Its columns may be compared with those of ticks.
var towns = &operators.Table{Name: "TOWNS", Cols: types.NewSchema(
	types.Column{Name: "TK", Type: types.VarcharType(8)},
	types.Column{Name: "TV", Type: types.BigIntType},
	types.Column{Name: "TC", Type: types.Type{Kind: types.Char, Length: 4}},
	types.Column{Name: "TD", Type: types.DecimalType(9, 2)},
	types.Column{Name: "TF", Type: types.DoubleType},
)}

// town is a column of the table, in a row that has others before it.
func town(name string, before int) expr.Node {
	i := towns.Cols.Index(name)
	return &expr.Column{Index: before + i, Name: name, T: towns.Cols.Columns[i].Type}
}

// version is a version of the table in tests.
type version struct {
	rows   operators.Batch
	shared map[string]any
}

func (v *version) Rows() operators.Batch { return v.rows }
func (v *version) Version() string       { return "1" }

func (v *version) Shared(key string, build func() any) any {
	if v.shared[key] == nil {
		v.shared[key] = build()
	}
	return v.shared[key]
}

// versionOf makes a version of random rows, some of them alike and some with NULLs.
func versionOf(t *testing.T, random *rand.Rand, rows int) *version {
	t.Helper()
	if rows == 0 {
		none, err := vec.Concat(towns.Cols, nil)
		if err != nil {
			t.Fatal(err)
		}
		return &version{none, map[string]any{}}
	}
	var all []operatortest.Row
	for range rows {
		n := random.IntN(12)
		row := operatortest.R(0, fmt.Sprintf("k%d", n%7), n, fmt.Sprintf("%-4s", fmt.Sprintf("k%d", n%5)), decimal128.FromI64(int64(n*50)), float64(n)/2)
		for i := range row.Values {
			if random.IntN(9) == 0 {
				row.Values[i] = nil
			}
		}
		all = append(all, row)
	}
	return &version{operatortest.Batch(t, towns.Cols, all...), map[string]any{}}
}

// tickRows are random rows of ticks.
func tickRows(t *testing.T, random *rand.Rand, rows int) operators.Batch {
	t.Helper()
	var all []operatortest.Row
	for i := range rows {
		n := random.IntN(14)
		row := operatortest.R(operators.Time(1000+i/25), fmt.Sprintf("k%d", n%8), n, random.IntN(4), float64(n)/2, decimal128.FromI64(int64(n*25)))
		if n == 13 {
			row.Values[0] = "k1  "
		}
		for i := range row.Values {
			if random.IntN(12) == 0 {
				row.Values[i] = nil
			}
		}
		all = append(all, row)
	}
	return operatortest.Batch(t, ticks, all...)
}

// reading is an operator that reads a version of the table.
type reading struct {
	operators.OperatorSpec
	version *version
}

func (s reading) Open(env *operators.Env) (operators.Operator, error) {
	env.Table = func(string) operators.Lookup { return s.version }
	return s.OperatorSpec.Open(env)
}

// selected is the end of a block that selects everything.
func selected(s operators.OperatorSpec) *relational.Project {
	p := &relational.Project{Input: s, Cols: s.Schema()}
	for i, c := range s.Schema().Columns {
		p.Items = append(p.Items, &expr.Column{Index: i, Name: c.Name, T: c.Type})
	}
	return p
}

// agreeOnTable checks an operator under random cuts, and against the oracle: its rows, and how many are refused.
func agreeOnTable(t *testing.T, s chain, b operators.Batch, v *version) {
	t.Helper()
	out := operatortest.Check(t, reading{s, v}, []operators.Batch{b}, 5, 0)
	top := s[len(s)-1]
	in := ticksInput(top)
	to := &operators.Stream{Name: "OUT", Cols: s.Schema(), Writers: []operators.Writer{{Pump: "P", From: top}}}
	errors := &operators.Twin{Kind: operators.ErrorsTwin, Of: "OUT", Cols: operators.ErrorColumns}
	o := oracle.New(&operators.Plan{
		Inputs: []*operators.Input{in}, Streams: []*operators.Stream{to}, Tables: []*operators.Table{towns}, Twins: []*operators.Twin{errors},
		Outputs: []*operators.Destination{{Name: "OUT", From: to}, {Name: "OUT.ERRORS", From: errors}},
	})
	swap := &oracle.Version{Table: towns.Name}
	for row := range v.rows.Rows() {
		swap.Rows = append(swap.Rows, rowOf(towns.Cols, v.rows, row))
	}
	events := []oracle.Event{{Now: 1, Swap: swap}}
	for from, to := 0, 0; from < b.Rows(); from = to {
		e := oracle.Event{Now: b.Time[from], Input: in.Name}
		for ; to < b.Rows() && b.Time[to] == b.Time[from]; to++ {
			e.Rows = append(e.Rows, oracle.Arrival{Values: rowOf(ticks, b, to)})
		}
		events = append(events, e)
	}
	for _, e := range append(events, oracle.Event{Now: b.Time[b.Rows()-1], Input: in.Name, End: true}) {
		if err := o.Step(e); err != nil {
			t.Fatal(err)
		}
	}
	found, err := o.Rows("OUT")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range found {
		one := operators.Batch{Time: []operators.Time{row.Time}}
		for i, v := range row.Values {
			v.Type = s.Schema().Columns[i].Type
			one.Cols = append(one.Cols, vec.Array(vec.Const(v), v.Type, 1))
		}
		lines = append(lines, operatortest.Lines(s.Schema(), one)...)
	}
	if !slices.Equal(out.Rows, lines) {
		for i := range min(len(out.Rows), len(lines)) {
			if out.Rows[i] != lines[i] {
				t.Fatalf("row %d is %s, want %s", i, out.Rows[i], lines[i])
			}
		}
		t.Fatalf("%d rows, want %d", len(out.Rows), len(lines))
	}
	refused, err := o.Rows("OUT.ERRORS")
	if err != nil || len(refused) != len(out.Rejected) {
		t.Errorf("%d rows are refused, the oracle refuses %d: %v", len(out.Rejected), len(refused), err)
	}
}

func rowOf(cols *types.Schema, b operators.Batch, row int) []types.Value {
	values := make([]types.Value, len(b.Cols))
	for i, a := range b.Cols {
		values[i] = vec.Value(vec.Of(a), cols.Columns[i].Type, row)
	}
	return values
}

// padded compares characters without their trailing blanks.
func padded(l, r expr.Node) expr.Node { return &expr.Compare{Op: "=", L: l, R: r, Pad: true} }

func and(terms ...expr.Node) expr.Node { return relational.All(terms) }

var n = len(ticks.Columns)

// TestLookup joins by conditions of every kind, from the stream's side and with what it keeps, with tables that have equal keys,
// different ones, and none at all.
func TestLookup(t *testing.T) {
	for name, cond := range map[string]expr.Node{
		"everything":   nil,
		"int":          compare(col("V"), "=", town("TV", n)),
		"text":         compare(town("TK", n), "=", col("K")),
		"float":        compare(col("F"), "=", town("TF", n)),
		"decimal":      compare(col("D"), "=", town("TD", n)),
		"scales":       compare(&expr.Cast{X: col("D"), T: types.DecimalType(9, 4)}, "=", town("TD", n)),
		"no scale":     compare(&expr.Cast{X: col("V"), T: types.DecimalType(38, 0)}, "=", town("TD", n)),
		"char":         padded(col("K"), town("TC", n)),
		"two":          and(compare(col("V"), "=", town("TV", n)), compare(col("K"), "=", town("TK", n))),
		"computed":     compare(arith(col("V"), '+', number(1)), "=", town("TV", n)),
		"constant":     compare(number(3), "=", town("TV", n)),
		"rest":         and(compare(col("K"), "=", town("TK", n)), compare(col("V"), ">", town("TV", n))),
		"no equality":  compare(col("V"), "<", town("TV", n)),
		"of one side":  and(compare(col("V"), ">", number(4)), compare(town("TV", n), ">", number(4)), compare(col("K"), "=", town("TK", n))),
		"fails left":   compare(arith(number(12), '/', col("V")), "=", town("TV", n)),
		"fails right":  compare(col("V"), "=", arith(number(12), '/', town("TV", n))),
		"fails a pair": and(compare(arith(number(12), '/', town("TV", n)), ">", col("M")), compare(col("K"), "=", town("TK", n))),
	} {
		for _, rows := range []int{0, 1, 30} {
			for _, outer := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %d rows, outer %v", name, rows, outer), func(t *testing.T) {
					random := rand.New(rand.NewPCG(uint64(rows), 5))
					s := &relational.Lookup{
						Input: operatortest.Input(ticks), Table: towns, Cond: cond, Outer: outer,
						Cols: types.NewSchema(slices.Concat(ticks.Columns, towns.Cols.Columns)...),
					}
					agreeOnTable(t, chain{s, selected(s)}, tickRows(t, random, 120), versionOf(t, random, rows))
				})
			}
		}
	}
}

// TestLookupIsLarge joins so many pairs that they make several batches, one of them within a row's matches.
func TestLookupIsLarge(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	s := &relational.Lookup{
		Input: operatortest.Input(ticks), Table: towns, Cond: compare(col("V"), ">", town("TV", n)), Outer: true,
		Cols: types.NewSchema(slices.Concat(ticks.Columns, towns.Cols.Columns)...),
	}
	out := operatortest.Run(t, reading{s, versionOf(t, random, 3000)},
		operatortest.Step{In: []operatortest.Arrival{{Batch: tickRows(t, random, 200)}}, Promise: operators.EndOfTime})
	if len(out.Rows) < 200_000 || len(out.Batches) < 50 || slices.Max(out.Batches) > operators.MaxBatchRows {
		t.Errorf("%d rows in %d batches", len(out.Rows), len(out.Batches))
	}
}

// TestLookupFollowsTheTable checks that rows meet the version of the moment, also where columns are left out.
func TestLookupFollowsTheTable(t *testing.T) {
	present := versionOf(t, rand.New(rand.NewPCG(1, 1)), 0)
	s := &relational.Lookup{
		Input: operatortest.Input(ticks), Table: towns, Cond: compare(col("V"), "=", town("TV", n)), Outer: true,
		Used: []bool{true, false, false, false, true},
		Cols: types.NewSchema(slices.Concat(ticks.Columns, towns.Cols.Columns)...),
	}
	env := operatortest.Env()
	env.Table = func(string) operators.Lookup { return present }
	op, err := s.Open(env)
	if err != nil {
		t.Fatal(err)
	}
	out := operatortest.NewOutput(t, s.Cols)
	row := operatortest.Batch(t, ticks, operatortest.R(7, "k", 4, 1, 1.5, nil))
	pass := func() {
		if err := op.Process(0, row, out); err != nil {
			t.Fatal(err)
		}
	}
	pass()
	one := operatortest.Batch(t, towns.Cols, operatortest.R(0, "x", 4, nil, nil, 0.5), operatortest.R(0, "y", 5, nil, nil, nil))
	present = &version{one, map[string]any{}}
	if err := s.Prepare(towns, present); err != nil || len(present.shared) != 1 {
		t.Fatalf("prepared %v, %v", present.shared, err)
	}
	pass()
	if len(present.shared) != 1 {
		t.Error("the index was made twice")
	}
	want(t, "rows", out.Rows, "7: k, 4, 1, 1.5, NULL, NULL, -, -, -, NULL", "7: k, 4, 1, 1.5, NULL, x, -, -, -, 0.5")
}

// TestLookupExplains checks how a join is printed.
func TestLookupExplains(t *testing.T) {
	for text, cond := range map[string]expr.Node{
		"left join table \"TOWNS\" | by hash: K = TK AND V = TV | where: M < TV": and(
			compare(col("K"), "=", town("TK", n)), compare(col("M"), "<", town("TV", n)), compare(town("TV", n), "=", col("V"))),
		"left join table \"TOWNS\" | every row meets every row of the table | where: V < TV": compare(col("V"), "<", town("TV", n)),
		"left join table \"TOWNS\" | every row meets every row of the table":                 nil,
	} {
		var node treeprint.Node
		(&relational.Lookup{Input: operatortest.Input(ticks), Table: towns, Cond: cond, Outer: true}).Explain(&node)
		if got := strings.Join(append([]string{node.Title}, node.Notes...), " | "); got != text {
			t.Errorf("%s, want %s", got, text)
		}
	}
}

// TestSubqueries asks the table in expressions of every kind.
func TestSubqueries(t *testing.T) {
	arg := func(i int, of types.Type) expr.Node { return &expr.Column{Index: i, Name: fmt.Sprint("arg", i), T: of} }
	integer, text := types.BigIntType, types.VarcharType(8)
	equal := func(l, r expr.Node) *expr.Compare { return &expr.Compare{Op: "=", L: l, R: r} }
	divided := func(before int) expr.Node {
		return compare(arith(number(12), '/', town("TV", before)), ">", number(2))
	}
	is := func(q expr.Query, args ...expr.Node) expr.Node {
		return &expr.Subquery{Query: q, Args: args, T: types.BooleanType}
	}
	for name, node := range map[string]expr.Node{
		"exists":                     is(&relational.Exists{Table: towns}),
		"exists, filtered":           is(&relational.Exists{Table: towns, Cond: compare(town("TV", 0), ">", number(10))}),
		"exists, correlated":         is(&relational.Exists{Table: towns, Cond: compare(arg(0, text), "=", town("TK", 1)), Outer: 1}, col("K")),
		"exists, by order":           is(&relational.Exists{Table: towns, Cond: compare(arg(0, integer), ">", town("TV", 1)), Outer: 1}, col("V")),
		"exists, fails":              is(&relational.Exists{Table: towns, Cond: and(compare(arg(0, text), "=", town("TK", 1)), divided(1)), Outer: 1}, col("K")),
		"exists, key fails":          is(&relational.Exists{Table: towns, Cond: compare(arith(number(12), '/', arg(0, integer)), "=", town("TV", 1)), Outer: 1}, col("V")),
		"in":                         is(&relational.In{Table: towns, X: []*expr.Compare{equal(arg(0, integer), town("TV", 1))}, Outer: 1}, col("V")),
		"in, of a constant":          is(&relational.In{Table: towns, X: []*expr.Compare{equal(number(5), town("TV", 0))}}),
		"in, of an argument":         is(&relational.In{Table: towns, X: []*expr.Compare{equal(arg(0, integer), town("TV", 1))}, Outer: 1}, number(5)),
		"not in":                     &expr.Not{X: is(&relational.In{Table: towns, X: []*expr.Compare{equal(arg(0, text), town("TK", 1))}, Outer: 1}, col("K"))},
		"in, filtered":               is(&relational.In{Table: towns, Cond: compare(town("TF", 1), "<", town("TF", 1)), X: []*expr.Compare{equal(arg(0, integer), town("TV", 1))}, Outer: 1}, col("V")),
		"in, filter unknown":         is(&relational.In{Table: towns, Cond: compare(town("TV", 1), ">", number(3)), X: []*expr.Compare{equal(arg(0, text), town("TK", 1))}, Outer: 1}, col("K")),
		"in, correlated":             is(&relational.In{Table: towns, Cond: compare(arg(1, text), "=", town("TK", 2)), X: []*expr.Compare{equal(arg(0, integer), town("TV", 2))}, Outer: 2}, col("V"), col("K")),
		"in, correlated by order":    is(&relational.In{Table: towns, Cond: compare(arg(1, integer), "<", town("TV", 2)), X: []*expr.Compare{equal(arg(0, text), town("TK", 2))}, Outer: 2}, col("K"), col("V")),
		"in, rows":                   is(&relational.In{Table: towns, X: []*expr.Compare{equal(arg(0, integer), town("TV", 2)), equal(arg(1, text), town("TK", 2))}, Outer: 2}, col("V"), col("K")),
		"in, fails":                  is(&relational.In{Table: towns, Cond: divided(1), X: []*expr.Compare{equal(arg(0, text), town("TK", 1))}, Outer: 1}, col("K")),
		"in, what is compared fails": is(&relational.In{Table: towns, X: []*expr.Compare{equal(arg(0, integer), arith(number(12), '/', town("TV", 1)))}, Outer: 1}, col("V")),
		"scalar":                     &expr.Subquery{Query: &relational.Scalar{Table: towns, Value: town("TK", 0), Cond: compare(town("TV", 0), "=", number(7))}, T: text},
		"scalar, correlated":         &expr.Subquery{Query: &relational.Scalar{Table: towns, Value: town("TF", 1), Cond: compare(arg(0, integer), "=", town("TV", 1)), Outer: 1}, Args: []expr.Node{col("V")}, T: types.DoubleType},
		"scalar, computed":           &expr.Subquery{Query: &relational.Scalar{Table: towns, Value: arith(arg(0, integer), '/', town("TV", 1)), Cond: compare(arg(0, integer), "=", town("TV", 1)), Outer: 1}, Args: []expr.Node{col("V")}, T: integer},
		"needed for some":            &expr.Case{Whens: []expr.When{{Cond: compare(col("M"), "<", number(3)), Then: number(0)}}, Else: &expr.Subquery{Query: &relational.Scalar{Table: towns, Value: town("TV", 1), Cond: compare(arg(0, text), "=", town("TK", 1)), Outer: 1}, Args: []expr.Node{col("K")}, T: integer}, T: integer},
		"or":                         &expr.Or{L: compare(col("M"), "=", number(1)), R: is(&relational.Exists{Table: towns, Cond: and(compare(arg(0, text), "=", town("TK", 1)), divided(1)), Outer: 1}, col("K"))},
	} {
		for _, rows := range []int{0, 1, 5, 30} {
			t.Run(fmt.Sprintf("%s, %d rows", name, rows), func(t *testing.T) {
				random := rand.New(rand.NewPCG(uint64(rows), 9))
				s := &relational.Project{
					Input: operatortest.Input(ticks), Items: []expr.Node{col("V"), node},
					Cols: types.NewSchema(types.Column{Name: "V", Type: integer}, types.Column{Name: "X", Type: node.Type()}),
				}
				agreeOnTable(t, chain{s}, tickRows(t, random, 120), versionOf(t, random, rows))
			})
		}
	}
}

// TestSubqueriesPrint checks the SQL of sub-queries.
func TestSubqueriesPrint(t *testing.T) {
	arg := &expr.Column{Index: 0, Name: "?", T: types.BigIntType}
	same := &expr.Compare{Op: "=", L: arg, R: town("TV", 1)}
	for want, node := range map[string]expr.Node{
		`EXISTS (SELECT * FROM "TOWNS" WHERE V + CAST(1 AS BIGINT) = TV)`:   &expr.Subquery{Query: &relational.Exists{Table: towns, Cond: same, Outer: 1}, Args: []expr.Node{arith(col("V"), '+', number(1))}},
		`K IN (SELECT TK FROM "TOWNS")`:                                     &expr.Subquery{Query: &relational.In{Table: towns, X: []*expr.Compare{{Op: "=", L: arg, R: town("TK", 1)}}, Outer: 1}, Args: []expr.Node{col("K")}},
		`NOT ((V, V) IN (SELECT TV, TV FROM "TOWNS" WHERE V = TV)) IS NULL`: &expr.Not{X: &expr.IsNull{X: &expr.Subquery{Query: &relational.In{Table: towns, Cond: same, X: []*expr.Compare{same, same}, Outer: 1}, Args: []expr.Node{col("V")}}}},
		`(SELECT TF FROM "TOWNS")`:                                          &expr.Subquery{Query: &relational.Scalar{Table: towns, Value: town("TF", 0)}},
	} {
		if got := node.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
