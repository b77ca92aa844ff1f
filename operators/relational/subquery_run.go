package relational

import (
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// answer is the BOOLEAN column of EXISTS and IN. Rows that failed are NULL.
type answer struct {
	out    vec.Scratch[bool]
	values []bool
	before int // failures that there were
}

func (b *answer) reset(in *expr.Input) {
	b.values = b.out.Reset(in.Batch.Rows())
	clear(b.values)
	b.before = len(in.Failures)
}

func (b *answer) column(in *expr.Input) vec.Column {
	for _, f := range in.Failures[b.before:] {
		b.out.SetNull(int(f.Row))
	}
	return b.out.Column()
}

// Open makes the kernel.
func (q *Exists) Open(args []types.Type) (expr.Kernel, bool, error) {
	a, err := newAsker(q.Table, MatchOf(q.Cond, len(args)), args)
	if err != nil {
		return nil, false, err
	}
	var b answer
	return func(in *expr.Input, args []vec.Column) vec.Column {
		b.reset(in)
		ids := a.begin(in, args)
		a.ask(in, ids, a.needed(in), func(row, _ int32, is bool) bool {
			b.values[row] = is
			return is
		})
		return b.column(in)
	}, a.canFail(), nil
}

// Open makes the kernel. It remembers which row of the table each row has found.
func (q *Scalar) Open(args []types.Type) (expr.Kernel, bool, error) {
	a, err := newAsker(q.Table, MatchOf(q.Cond, len(args)), args)
	if err != nil {
		return nil, false, err
	}
	value, err := expr.Compile(q.Value)
	if err != nil {
		return nil, false, err
	}
	s := &scalar{asker: a, value: value, uses: expr.UsesColumns(q.Value)}
	a.need(s.uses)
	return s.eval, true, nil
}

// scalar runs a Scalar.
type scalar struct {
	*asker
	value expr.Bound
	uses  []int

	found []int32 // per row: the table row, or vec.Nowhere
	place []int32 // per row: where its value stands among those that were computed
	input expr.Input
	view  vec.View
}

func (s *scalar) eval(in *expr.Input, args []vec.Column) vec.Column {
	before := len(in.Failures)
	rows := in.Batch.Rows()
	ids := s.begin(in, args)
	s.found, s.place = s.found[:0], s.place[:0]
	for range rows {
		s.found, s.place = append(s.found, vec.Nowhere), append(s.place, vec.Nowhere)
	}
	s.ask(in, ids, s.needed(in), func(row, right int32, is bool) bool {
		switch {
		case !is:
			return false
		case s.found[row] == vec.Nowhere:
			s.found[row] = right
			return false
		default:
			in.Fail(row, types.SeveralRows, "a sub-query for one value gave more than one row")
			return true
		}
	})
	for _, f := range in.Failures[before:] {
		s.found[f.Row] = vec.Nowhere
	}
	return s.values(in)
}

// values computes the value for every row that has found one.
func (s *scalar) values(in *expr.Input) vec.Column {
	var left, right []int32
	for row, at := range s.found {
		if at != vec.Nowhere {
			s.place[row] = int32(len(left))
			left, right = append(left, int32(row)), append(right, at)
		}
	}
	if len(left) == 0 {
		return s.view.Of(vec.Array(vec.Const(types.NullValue(s.value.Type)), s.value.Type, len(s.found)))
	}
	s.input.Batch = s.joined(s.in.Batch, left, right, s.uses)
	s.input.Now, s.input.Start, s.input.Tables, s.input.Item, s.input.Failures = in.Now, in.Start, in.Tables, in.Item, s.input.Failures[:0]
	computed := s.value.Array(&s.input)
	for _, f := range s.input.Failures {
		f.Row = left[f.Row]
		in.Failures = append(in.Failures, f)
	}
	return s.view.Of(vec.GatherOuter(computed, s.value.Type, s.place))
}
