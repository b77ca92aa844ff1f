package runtime

import (
	"fmt"
	"strings"

	"weir/connectors"
	"weir/operators"
	"weir/state"
)

func (s *stream) save(n *state.Node)       { s.seq.save(n) }
func (s *stream) load(n *state.Node) error { return s.seq.load(n) }

func (e *errorStream) save(n *state.Node)       { e.seq.save(n) }
func (e *errorStream) load(n *state.Node) error { return e.seq.load(n) }

func (t *twin) save(n *state.Node) {
	t.seq.save(n)
	n.Add("rows", saveInts(t.rows))
}

func (t *twin) load(n *state.Node) error {
	l := loader{node: n}
	rows := l.ints("rows", 0)
	if l.err != nil || len(rows) != 1 {
		return fmt.Errorf("the count of rows is missing: %w", l.err)
	}
	t.rows = rows[0]
	return t.seq.load(n)
}

func (r *retime) save(n *state.Node) {
	r.keeper.save(n, "waiting")
	n.Add("keeper", saveInts(int64(r.keeper.max)), saveInts(int64(r.keeper.promised)), saveInts(int64(r.spoke)))
}

func (r *retime) load(n *state.Node) error {
	l := loader{node: n}
	most, promised, spoke := l.ints("keeper", 0), l.ints("keeper", 1), l.ints("keeper", 2)
	if l.err != nil {
		return l.err
	}
	r.keeper.max, r.keeper.promised = operators.Time(most[0]), operators.Time(promised[0])
	r.spoke = operators.Time(spoke[0])
	return r.keeper.load(n, "waiting")
}

func (in *input) save(n *state.Node) {
	in.seq.save(n)
	c := &in.counts
	n.Add("input", saveInts(saveBool(in.complete), int64(in.listed), int64(in.stamp), c.Units, c.Bytes, c.Rows, c.Late, c.Errors, c.Clamped))
	if len(in.splits) == 0 {
		return
	}
	var ids, after, offsets []string
	var some, ended, hasTip, tip, brought, most, promised []int64
	for i, s := range in.splits {
		ids, after = append(ids, s.id), append(after, strings.Trim(fmt.Sprint(s.after), "[]"))
		offsets, some = append(offsets, string(s.offset)), append(some, saveBool(s.offset != nil))
		ended, hasTip = append(ended, saveBool(s.ended)), append(hasTip, saveBool(s.hasTip))
		tip, brought = append(tip, int64(s.tip)), append(brought, int64(s.brought))
		most, promised = append(most, int64(s.keeper.max)), append(promised, int64(s.keeper.promised))
		s.keeper.save(n, fmt.Sprintf("waiting-%d", i))
	}
	n.Add("splits", saveTexts(ids...), saveTexts(after...), saveTexts(offsets...), saveInts(some...), saveInts(ended...),
		saveInts(hasTip...), saveInts(tip...), saveInts(brought...), saveInts(most...), saveInts(promised...))
}

func (in *input) load(n *state.Node) error {
	l := loader{node: n}
	own := l.ints("input", 0)
	if l.err != nil || len(own) != 9 {
		return fmt.Errorf("the state of the input has %d values: %w", len(own), l.err)
	}
	in.complete, in.listed, in.stamp = own[0] != 0, operators.Time(own[1]), stamp(own[2])
	in.counts = InputCounts{own[3], own[4], own[5], own[6], own[7], own[8]}
	if n.Chunks("splits") != nil {
		if err := in.loadSplits(&l); err != nil {
			return err
		}
	}
	return in.seq.load(n)
}

func (in *input) loadSplits(l *loader) error {
	ids, after, offsets := l.texts("splits", 0), l.texts("splits", 1), l.texts("splits", 2)
	cols := make([][]int64, 7)
	for i := range cols {
		cols[i] = l.ints("splits", 3+i)
	}
	if l.err != nil {
		return l.err
	}
	for i, id := range ids {
		var parents []int
		for _, f := range strings.Fields(after[i]) {
			var p int
			if _, err := fmt.Sscan(f, &p); err != nil || p >= i {
				return fmt.Errorf("split %q comes after %q", id, f)
			}
			parents = append(parents, p)
		}
		in.join(id, parents, 0)
		s := in.splits[i]
		if cols[0][i] != 0 {
			s.offset = connectors.Offset(offsets[i])
		}
		s.ended, s.hasTip, s.tip, s.brought = cols[1][i] != 0, cols[2][i] != 0, operators.Time(cols[3][i]), operators.Time(cols[4][i])
		s.keeper.max, s.keeper.promised = operators.Time(cols[5][i]), operators.Time(cols[6][i])
		if err := s.keeper.load(l.node, fmt.Sprintf("waiting-%d", i)); err != nil {
			return err
		}
	}
	return nil
}
