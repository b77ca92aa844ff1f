package querygen

import (
	"fmt"
	"strings"
	"time"

	"weir/sql/types"
)

// Script makes up a script: streams, pumps between them, and what happens. It expects rows of every stream and its twins, but
// says none.
func Script(seed uint64) string {
	g := newGen(seed)
	f := &feed{gen: g, now: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
	if g.chance(30) {
		g.tables = tables()
		f.line("app %s\n", tablesFile)
	}
	f.line("exec")
	for range pick(g, 1, 1, 2) {
		s := g.newStream("S", true)
		g.streams = append(g.streams, s)
		f.live = append(f.live, s)
		f.line("%s", g.create(s))
	}
	for range pick(g, 1, 1, 2, 2, 3) {
		t := g.newStream("T", false)
		f.line("%s", g.create(t))
		for range pick(g, 1, 1, 1, 2, 3) {
			f.line("%s", g.pump(t))
		}
		g.streams = append(g.streams, t)
	}
	f.line("")
	f.options()
	f.happen(g.between(4, 9))
	if g.chance(70) {
		for len(f.live) > 0 {
			f.end(0)
		}
	}
	f.line("tick %s\n", f.now.Add(pick(g, time.Second, time.Minute, time.Hour, 48*time.Hour)).Format("2006-01-02T15:04:05.999"))
	for _, s := range g.streams {
		f.expect(s)
	}
	for _, t := range g.tables {
		f.line("expect %s.ERRORS\n", t.name)
	}
	f.line("expect error_stream")
	return f.String()
}

// pump writes a pump into a stream, from the streams made before it.
func (g *gen) pump(t *stream) string {
	into := g.identifier(t.name)
	columns := t.columns
	if g.chance(15) { // some of them, in another order
		columns = append([]column{}, columns...)
		g.Shuffle(len(columns), func(i, k int) { columns[i], columns[k] = columns[k], columns[i] })
		keep := g.between(1, len(columns))
		kept := columns[:keep:keep]
		for _, c := range columns[keep:] {
			if c.notNull {
				kept = append(kept, c)
			}
		}
		columns = kept
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = g.identifier(c.name)
		}
		into += " (" + strings.Join(names, ", ") + ")"
	}
	items := make([]item, len(columns))
	for i, c := range columns {
		items[i].column = c
		items[i].timed = c.t == types.TimestampType && g.chance(25)
	}
	query := g.query(items, false, pick(g, 0, 1, 1, 2))
	state := ""
	if g.chance(3) {
		state = " STOPPED"
	}
	return fmt.Sprintf("CREATE PUMP %s%s AS INSERT INTO %s %s;", g.name("P"), state, into, query)
}

// options sets how the inputs' rows get their time.
func (f *feed) options() {
	for _, s := range f.live {
		if s.at >= 0 {
			f.line("set %s.rowtime at\n", s.name)
			f.line("set %s.disorder %s\n", s.name, pick(f.gen, "0s", "2s", "10s"))
			if f.chance(30) {
				f.line("set %s.future 2s\n", s.name)
			}
			continue
		}
		if f.chance(15) {
			f.line("set %s.rowtime processing\n", s.name)
		}
	}
}
