package oracle

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

var overInput = types.NewSchema(
	types.Column{Name: "K", Type: types.VarcharType(8)},
	types.Column{Name: "I", Type: types.BigIntType},
	types.Column{Name: "D", Type: types.DecimalType(9, 2)},
	types.Column{Name: "F", Type: types.DoubleType},
	types.Column{Name: "B", Type: types.BooleanType},
	types.Column{Name: "T", Type: types.VarcharType(20)},
)

func overColumn(name string) expr.Node {
	i := overInput.Index(name)
	return &expr.Column{Index: i, Name: name, T: overInput.Columns[i].Type}
}

func overLiteral(n int64) expr.Node {
	return &expr.Literal{V: types.Value{Type: types.IntegerType, Int: n}}
}

// overQueries makes Overs at random.
type overQueries struct {
	*rand.Rand
	t *testing.T
}

func (q overQueries) pick(of ...string) string { return of[q.IntN(len(of))] }

func (q overQueries) windows() []relational.Window {
	ratio := &expr.Arith{Op: '/', L: overLiteral(12), R: overColumn("I"), T: types.BigIntType}
	partitions := [][]expr.Node{nil, {overColumn("K")}, {overColumn("K")}, {overColumn("K"), overColumn("B")}, {overColumn("D")}, {ratio}}
	windows := make([]relational.Window, 1+q.IntN(4))
	for i := range windows {
		w := &windows[i]
		w.Partition = partitions[q.IntN(len(partitions))]
		w.Frame.Rows = q.IntN(2) == 0
		w.Frame.Unbounded = q.IntN(4) == 0
		w.Frame.Preceding = []int64{0, 1, 2, 7, 40, 300}[q.IntN(6)]
	}
	return windows
}

// call makes a call that can be resolved.
func (q overQueries) call(windows []relational.Window) relational.OverCall {
	for {
		window := q.IntN(len(windows))
		use := functions.Use{Frame: windows[window].Frame, Nulls: q.pick("", "", "IGNORE"), Distinct: q.IntN(4) == 0, FromLast: q.IntN(4) == 0}
		name := q.pick("COUNT", "SUM", "AVG", "MIN", "MAX", "STDDEV", "VAR_POP", "ANY", "EVERY", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE", "LAG", "EXP_AVG")
		column := q.pick("K", "I", "D", "F", "B", "T")
		args := []expr.Node{overColumn(column)}
		switch {
		case name == "COUNT" && q.IntN(2) == 0:
			args, use.Star = nil, true
		case name == "COUNT":
			args = append(args, overColumn("F"))
		case name == "SUM" && q.IntN(6) == 0:
			args[0] = &expr.Arith{Op: '/', L: overLiteral(60), R: overColumn("I"), T: types.BigIntType}
		case name == "NTH_VALUE":
			args = append(args, overLiteral(1+q.Int64N(4)))
		case name == "LAG" && q.IntN(3) > 0:
			args = append(args, overLiteral(q.Int64N(4)))
			if q.IntN(2) == 0 {
				args = append(args, overColumn(column))
			}
		case name == "EXP_AVG":
			args = append(args, &expr.Literal{V: types.Value{Type: types.IntervalType(types.Second, types.Second), Int: 1 + q.Int64N(100)}})
		}
		o, err := functions.FindWindow(name).Resolve(args, use)
		if err != nil {
			continue
		}
		for i, p := range o.Params {
			if args[i].Type() != p {
				args[i] = &expr.Cast{X: args[i], T: p}
			}
		}
		return relational.OverCall{
			WindowCall: functions.WindowCall{Name: name, Args: args, Use: use, WindowOverload: o},
			Window:     window, Item: uint16(1 + q.IntN(9)),
		}
	}
}

func (q overQueries) over() *relational.Over {
	s := &relational.Over{Input: operatortest.Input(overInput), Windows: q.windows()}
	cols := append([]types.Column{}, overInput.Columns...)
	for range 1 + q.IntN(6) {
		c := q.call(s.Windows)
		s.Calls = append(s.Calls, c)
		cols = append(cols, types.Column{Name: c.String(), Type: c.Result})
	}
	s.Cols = types.NewSchema(cols...)
	return s
}

// rows makes a batch with NULLs, extreme numbers, failures and pauses.
func (q overQueries) rows(n int) operators.Batch {
	maybe := func(v any) any {
		if q.IntN(7) == 0 {
			return nil
		}
		return v
	}
	floats := func() float64 {
		switch q.IntN(12) {
		case 0:
			return math.Ldexp(q.Float64()-0.5, q.IntN(600)-300)
		case 1:
			return 0
		case 2:
			return math.Copysign(0, -1)
		default:
			return (q.Float64() - 0.3) * 1000
		}
	}
	ints := func() int {
		if q.IntN(15) == 0 {
			return math.MaxInt64 - q.IntN(3)
		}
		return q.IntN(12) - 3
	}
	rows := make([]operatortest.Row, n)
	at := operators.Time(-200)
	for i := range rows {
		switch q.IntN(20) {
		case 0:
			at += operators.Time(q.IntN(400))
		case 1, 2, 3, 4, 5, 6, 7:
			at += operators.Time(q.IntN(4))
		}
		rows[i] = operatortest.R(at, maybe(fmt.Sprint("k", q.IntN(6)*q.IntN(6))), maybe(ints()),
			maybe(decimal128.FromI64(int64(q.IntN(1000)-400))), maybe(floats()), maybe(q.IntN(2) == 0),
			maybe(strings.Repeat("x", q.IntN(9))+fmt.Sprint(q.IntN(9))))
	}
	b := operatortest.Batch(q.t, overInput, rows...)
	for i := range n {
		if q.IntN(25) == 0 {
			b.Failed = append(b.Failed, operators.Failure{Row: int32(i), Code: types.DomainError})
		}
	}
	return b
}

// TestOverLikeDefinition compares the operator, however its input is cut and its state taken out, with the definition.
func TestOverLikeDefinition(t *testing.T) {
	const queries, rows = 80, 200
	for seed := range uint64(queries) {
		q := overQueries{rand.New(rand.NewPCG(seed, 41)), t}
		s, b := q.over(), q.rows(rows)
		got := operatortest.Check(t, s, []operators.Batch{b}, 6, 500)
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, explained(s))
		}
		want := overDefined(t, s, b)
		for i := range want {
			if i >= len(got.Rows) || !alike(got.Rows[i], want[i]) {
				t.Fatalf("seed %d: %s\nrow %d is\n\t%s, want\n\t%s", seed, explained(s), i, got.Rows[i], want[i])
			}
		}
	}
}

func explained(s *relational.Over) string {
	text := ""
	for _, c := range s.Calls {
		text += fmt.Sprintf("\n\t%s OVER (%s) !%d", c.String(), s.Windows[c.Window], c.Item)
	}
	return text
}

// overDefined computes the rows from the definition, and prints them as the engine's are.
func overDefined(t *testing.T, s *relational.Over, b operators.Batch) []string {
	t.Helper()
	in := relation{}
	for i, at := range b.Time {
		row := Row{Time: at}
		for c, a := range b.Cols {
			row.Values = append(row.Values, vec.Value(vec.Of(a), overInput.Columns[c].Type, i))
		}
		for _, f := range b.Failed {
			if int(f.Row) == i {
				row.fault = &fault{code: f.Code, item: f.Item}
			}
		}
		in.rows = append(in.rows, row)
	}
	o := New(&operators.Plan{})
	o.events = []Event{{}}
	out, err := o.run().over(s, in)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(out.rows))
	for i, row := range out.rows {
		line := fmt.Appendf(nil, "%d:", row.Time)
		for c, v := range row.Values {
			if c > 0 {
				line = append(line, ',')
			}
			v.Type = s.Cols.Columns[c].Type
			line = types.AppendValue(append(line, ' '), v)
		}
		if row.fault != nil {
			line = fmt.Appendf(line, " !%d %s", row.fault.item, row.fault.code)
		}
		lines[i] = string(line)
	}
	return lines
}

// alike compares lines; numbers that differ by no more than a few roundings are alike.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := strings.Split(a, ", "), strings.Split(b, ", ")
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		var f, g float64
		if x[i] == y[i] {
			continue
		}
		if _, err := fmt.Sscan(x[i], &f); err != nil {
			return false
		}
		if _, err := fmt.Sscan(y[i], &g); err != nil || math.Abs(f-g) > 1e-12*math.Abs(g)+1e-13 {
			return false
		}
	}
	return true
}
