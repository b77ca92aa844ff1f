package runtime

import (
	"errors"
	"fmt"
	"strconv"
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
	t.rows = l.ints("rows", 0, 1)[0]
	return errors.Join(l.err, t.seq.load(n))
}

func (r *retime) save(n *state.Node) {
	r.keeper.save(n, waitingTable)
	n.Add("keeper", saveInts(int64(r.keeper.max), int64(r.keeper.promised), int64(r.spoke)))
}

func (r *retime) load(n *state.Node) error {
	l := loader{node: n}
	own := l.times("keeper", 0, 3)
	r.keeper.max, r.keeper.promised, r.spoke = own[0], own[1], own[2]
	r.keeper.load(&l, waitingTable)
	return l.err
}

// waitingTable has the rows that a timekeeper holds until their disorder has passed.
const waitingTable = "waiting"

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
		s.keeper.save(n, fmt.Sprintf("%s-%d", waitingTable, i))
	}
	n.Add("splits", saveTexts(ids...), saveTexts(after...), saveTexts(offsets...), saveInts(some...), saveInts(ended...),
		saveInts(hasTip...), saveInts(tip...), saveInts(brought...), saveInts(most...), saveInts(promised...))
}

func (in *input) load(n *state.Node) error {
	l := loader{node: n}
	own := l.ints("input", 0, 9)
	in.complete, in.listed, in.stamp = own[0] != 0, operators.Time(own[1]), stamp(own[2])
	in.counts = InputCounts{own[3], own[4], own[5], own[6], own[7], own[8]}
	if n.Chunks("splits") != nil {
		in.loadSplits(&l)
	}
	return errors.Join(l.err, in.seq.load(n))
}

func (in *input) loadSplits(l *loader) {
	rows := l.rows("splits")
	ids, after, offsets := l.texts("splits", 0, rows), l.texts("splits", 1, rows), l.texts("splits", 2, rows)
	some, ended, hasTip := l.ints("splits", 3, rows), l.ints("splits", 4, rows), l.ints("splits", 5, rows)
	tip, brought := l.times("splits", 6, rows), l.times("splits", 7, rows)
	most, promised := l.times("splits", 8, rows), l.times("splits", 9, rows)
	for i, id := range ids {
		in.join(id, l.parents(after[i], i), brought[i])
		s := in.splits[i]
		if some[i] != 0 {
			s.offset = connectors.Offset(offsets[i])
		}
		s.ended, s.hasTip, s.tip = ended[i] != 0, hasTip[i] != 0, tip[i]
		s.keeper.max, s.keeper.promised = most[i], promised[i]
		s.keeper.load(l, fmt.Sprintf("%s-%d", waitingTable, i))
	}
}

// parents reads the splits that come before split number i.
func (l *loader) parents(text string, i int) []int {
	var all []int
	for f := range strings.FieldsSeq(text) {
		p, err := strconv.Atoi(f)
		if err != nil || p < 0 || p >= i {
			l.wrong("split %d comes after %q", i, f)
			return nil
		}
		all = append(all, p)
	}
	return all
}
