package runtime

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// The operators of these tests work on rows (K, V, E). They are as plain as can be.

var testColumns = types.NewSchema(
	types.Column{Name: "K", Type: types.VarcharType(8)},
	types.Column{Name: "V", Type: types.BigIntType},
	types.Column{Name: "E", Type: types.TimestampType},
)

// promoted are the columns behind a promotion of E.
var promotedColumns = types.NewSchema(testColumns.Columns[:2]...)

type testRow struct {
	T    operators.Time
	K    string
	V, E int64
}

func makeBatch(rows []testRow, schema *types.Schema) operators.Batch {
	build := vec.NewBuilder(schema, nil)
	times := make([]operators.Time, len(rows))
	for i, r := range rows {
		times[i] = r.T
		build.Texts(0).Append([]byte(r.K))
		build.Ints(1).Append(r.V)
		if len(schema.Columns) > 2 {
			build.Ints(2).Append(r.E)
		}
		build.EndRow()
	}
	if len(rows) == 0 {
		return operators.Batch{}
	}
	b := build.Batches()[0]
	b.Time = times
	return b
}

func rowsOf(b operators.Batch) []testRow {
	rows := make([]testRow, b.Rows())
	for i := range rows {
		rows[i] = testRow{T: b.Time[i], K: b.Cols[0].(*array.String).Value(i), V: b.Cols[1].(*array.Int64).Value(i)}
		if len(b.Cols) > 2 {
			rows[i].E = b.Cols[2].(*array.Int64).Value(i)
		}
	}
	return rows
}

// testSpec opens one of the test operators.
type testSpec struct {
	name string
	from []operators.Spec
	open func() operators.Operator
}

func (s *testSpec) Inputs() []operators.Spec                        { return s.from }
func (s *testSpec) Schema() *types.Schema                           { return testColumns }
func (s *testSpec) Keys() [][]int                                   { return nil }
func (s *testSpec) Explain(n *treeprint.Node)                       { n.Title = s.name }
func (s *testSpec) Open(*operators.Env) (operators.Operator, error) { return s.open(), nil }

func emitRows(rows []testRow, out operators.Output) {
	for chunk := range slices.Chunk(rows, 5) { // small batches, so that they are cut in many places
		out.Emit(makeBatch(chunk, testColumns))
	}
}

// stateless is embedded by operators that pass time.
type passTime struct{}

func (passTime) Advance(t operators.Time, _ operators.Output) (operators.Time, error) { return t, nil }

// filter drops a third of the rows, and cannot compute those whose V is a multiple of 17.
type testFilter struct{ passTime }

func (testFilter) Process(_ int, b operators.Batch, out operators.Output) error {
	if len(b.Cols) == 2 {
		b = makeBatch(rowsOf(b), testColumns) // behind a promotion
	}
	var kept []int32
	var failed []operators.Failure
	for i, r := range rowsOf(b) {
		switch {
		case r.V%17 == 0:
			failed = append(failed, operators.Failure{Row: int32(i), Item: 2, Code: types.DivideByZero, Detail: "by zero"})
		case r.V%3 != 1:
			kept = append(kept, int32(i))
		}
	}
	if len(failed) > 0 {
		out.Reject(testColumns, b, failed)
	}
	out.Emit(vec.Gather(b, kept))
	return nil
}

// rolling folds the last three values, so it feels every change of order.
type testRolling struct {
	passTime
	last []int64
}

func (o *testRolling) Process(_ int, b operators.Batch, out operators.Output) error {
	rows := rowsOf(b)
	for i := range rows {
		o.last = append(o.last, rows[i].V)[max(0, len(o.last)-2):]
		rows[i].V = 0
		for _, v := range o.last {
			rows[i].V = rows[i].V*3 + v
		}
	}
	emitRows(rows, out)
	return nil
}

func (o *testRolling) Snapshot(w operators.StateWriter) error {
	w.Table("last", saveInts(o.last...))
	return nil
}

func (o *testRolling) Restore(r operators.StateReader) error {
	cols, err := r.Table("last")
	if cols != nil {
		o.last = slices.Clone(cols[0].(*array.Int64).Int64Values())
	}
	return err
}

// tumble counts and adds by key in windows of 10 ms.
type testTumble struct {
	panes []testPane
	seen  int64
}

type testPane struct {
	end, first, n, s int64
	k                string
}

func (o *testTumble) Process(_ int, b operators.Batch, _ operators.Output) error {
	for _, r := range rowsOf(b) {
		o.seen++
		end := int64(r.T)/10*10 + 10
		i := slices.IndexFunc(o.panes, func(p testPane) bool { return p.end == end && p.k == r.K })
		if i < 0 {
			i = len(o.panes)
			o.panes = append(o.panes, testPane{end: end, first: o.seen, k: r.K})
		}
		o.panes[i].n++
		o.panes[i].s += r.V
	}
	return nil
}

func (o *testTumble) Advance(t operators.Time, out operators.Output) (operators.Time, error) {
	var due []testPane
	for _, p := range o.panes {
		if p.end <= int64(t) {
			due = append(due, p)
		}
	}
	o.panes = slices.DeleteFunc(o.panes, func(p testPane) bool { return p.end <= int64(t) })
	slices.SortFunc(due, func(a, b testPane) int {
		if a.end != b.end {
			return int(a.end - b.end)
		}
		return int(a.first - b.first)
	})
	rows := make([]testRow, len(due))
	for i, p := range due {
		rows[i] = testRow{operators.Time(p.end), p.k, p.s, p.n}
	}
	emitRows(rows, out)
	return t, nil
}

func (o *testTumble) Waiting() (operators.Held, operators.Time) {
	until := operators.EndOfTime
	for _, p := range o.panes {
		until = min(until, operators.Time(p.end))
	}
	return operators.Held{}, until
}

func (o *testTumble) Snapshot(w operators.StateWriter) error {
	var keys []string
	var nums []int64
	for _, p := range o.panes {
		keys, nums = append(keys, p.k), append(nums, p.end, p.first, p.n, p.s)
	}
	w.Table("keys", saveTexts(keys...))
	w.Table("numbers", saveInts(nums...))
	w.Table("seen", saveInts(o.seen))
	return nil
}

func (o *testTumble) Restore(r operators.StateReader) error {
	keys, err := r.Table("keys")
	nums, err2 := r.Table("numbers")
	seen, err3 := r.Table("seen")
	if err != nil || err2 != nil || err3 != nil {
		return err
	}
	o.seen = ints(seen)[0]
	for i := range keys[0].Len() {
		n := ints(nums)[i*4:]
		o.panes = append(o.panes, testPane{n[0], n[1], n[2], n[3], string(keys[0].(*array.Binary).Value(i))})
	}
	return nil
}

func ints(cols []arrow.Array) []int64 { return cols[0].(*array.Int64).Int64Values() }

// join is LEFT with RANGE 7 PRECEDING on both sides. What its time has not passed are the tails of its two sides.
type testJoin struct {
	rows [2][]testRow
	hit  [2][]bool
	done [2]int
}

func (j *testJoin) Process(p int, b operators.Batch, _ operators.Output) error {
	j.rows[p] = append(j.rows[p], rowsOf(b)...)
	j.hit[p] = append(j.hit[p], make([]bool, b.Rows())...)
	return nil
}

func (j *testJoin) Advance(t operators.Time, out operators.Output) (operators.Time, error) {
	var res []testRow
	expire := func(now operators.Time) {
		for p := range 2 {
			for j.done[p] > 0 && j.rows[p][0].T+7 < now {
				if r := j.rows[p][0]; p == 0 && !j.hit[p][0] {
					res = append(res, testRow{T: r.T + 7, K: r.K, V: r.V, E: -1})
				}
				j.rows[p], j.hit[p], j.done[p] = j.rows[p][1:], j.hit[p][1:], j.done[p]-1
			}
		}
	}
	for {
		x := -1
		for p := range 2 {
			if d := j.done[p]; d < len(j.rows[p]) && j.rows[p][d].T < t && (x < 0 || j.rows[p][d].T < j.rows[0][j.done[0]].T) {
				x = p
			}
		}
		if x < 0 {
			break
		}
		r := j.rows[x][j.done[x]]
		expire(r.T)
		j.done[x]++
		for i, q := range j.rows[1-x][:j.done[1-x]] {
			if q.K == r.K {
				j.hit[1-x][i], j.hit[x][j.done[x]-1] = true, true
				res = append(res, testRow{T: r.T, K: r.K, V: r.V*1000 + q.V, E: int64(x)})
			}
		}
	}
	expire(t)
	emitRows(res, out)
	return t, nil
}

func (j *testJoin) Snapshot(w operators.StateWriter) error {
	for p, name := range []string{"left", "right"} {
		var keys []string
		nums := []int64{int64(j.done[p])}
		for i, r := range j.rows[p] {
			keys, nums = append(keys, r.K), append(nums, int64(r.T), r.V, r.E, saveBool(j.hit[p][i]))
		}
		w.Table(name+"-keys", saveTexts(keys...))
		w.Table(name, saveInts(nums...))
	}
	return nil
}

func (j *testJoin) Restore(r operators.StateReader) error {
	for p, name := range []string{"left", "right"} {
		keys, err := r.Table(name + "-keys")
		if err != nil {
			return err
		}
		cols, err := r.Table(name)
		if err != nil {
			return err
		}
		n := ints(cols)
		j.done[p], n = int(n[0]), n[1:]
		for i := range keys[0].Len() {
			k := string(keys[0].(*array.Binary).Value(i))
			j.rows[p] = append(j.rows[p], testRow{operators.Time(n[i*4]), k, n[i*4+1], n[i*4+2]})
			j.hit[p] = append(j.hit[p], n[i*4+3] != 0)
		}
	}
	return nil
}

func filterOf(from operators.Spec) *testSpec {
	return &testSpec{"filter", []operators.Spec{from}, func() operators.Operator { return testFilter{} }}
}

func rollingOf(from operators.Spec) *testSpec {
	return &testSpec{"rolling", []operators.Spec{from}, func() operators.Operator { return &testRolling{} }}
}

func tumbleOf(from operators.Spec) *testSpec {
	return &testSpec{"tumble", []operators.Spec{from}, func() operators.Operator { return &testTumble{} }}
}

func joinOf(left, right operators.Spec) *testSpec {
	return &testSpec{"join", []operators.Spec{left, right}, func() operators.Operator { return &testJoin{} }}
}
