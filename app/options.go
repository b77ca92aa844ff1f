package app

import (
	"slices"
	"time"

	"weir/connectors"
	"weir/sql"
)

// Options are Weir's own, in the object Weir of the application file.
type Options struct {
	Workers    Number   `key:"workers"`    // goroutines that decode and share heavy operators
	Store      Text     `key:"store"`      // where checkpoints are kept: dir:PATH; none: there are no epochs
	Checkpoint Duration `key:"checkpoint"` // from one checkpoint to the next
	Hold       Size     `key:"hold"`       // bytes that may wait for time before inputs are held back
	Nulls      Nulls    `key:"nulls"`      // how outputs write a NULL of characters
	TimeOptions
	Inputs ByName[TimeOptions]  `key:"inputs"` // by NamePrefix
	Tables ByName[TableOptions] `key:"tables"` // by TableName
}

// TimeOptions say where ROWTIME comes from. They stand at the top for all inputs, or at one.
type TimeOptions struct {
	Rowtime  Rowtime  `key:"rowtime"`  // arrival, processing, or a column
	Disorder Duration `key:"disorder"` // how far a row may lie behind the greatest time of its split; for a column
	Idle     Duration `key:"idle"`     // a silent split no longer holds the others back; for a column
	Future   Duration `key:"future"`   // a time further ahead of the clock is refused; for a column
	Grace    Duration `key:"grace"`    // a broker's rows may come so late behind its tip
}

// Defaults of the options.
const (
	DefaultCheckpoint                 = 10 * time.Second
	DefaultHold       connectors.Size = 256 << 20
	DefaultGrace                      = 200 * time.Millisecond
	DefaultIdle                       = 10 * time.Second
	DefaultFuture                     = time.Hour
)

// or takes from o what is set there, and the rest from the options at the top.
func (o TimeOptions) or(top TimeOptions) TimeOptions {
	if !o.Rowtime.set() {
		o.Rowtime = top.Rowtime
	}
	for _, d := range []struct{ own, top *Duration }{
		{&o.Disorder, &top.Disorder}, {&o.Idle, &top.Idle}, {&o.Future, &top.Future}, {&o.Grace, &top.Grace},
	} {
		if !d.own.Set() {
			*d.own = *d.top
		}
	}
	return o
}

// orDefault is what a duration is if the file does not say.
func orDefault[T any](v Value[T], usual T) T {
	if v.Set() {
		return v.V
	}
	return usual
}

// Rowtime is where ROWTIME comes from: arrival, processing, or a column, and what a number in it counts.
type Rowtime struct {
	Kind   Text // arrival or processing; empty: Column
	Column struct {
		Column Text `key:"column" required:""`
		Unit   Text `key:"unit"` // of a number: ms or s
	}
}

func (r *Rowtime) set() bool { return r.Kind.Set() || r.Column.Column.Set() }

var rowtimes = []string{"arrival", "processing"}

func (r *Rowtime) read(f *file, n *node) {
	if n.kind != text {
		f.decodeInto(n, &r.Column)
		return
	}
	r.Kind.read(f, n)
	f.oneOf(r.Kind, "rowtime", rowtimes, "a column is written as rowtime: {column: NAME}")
}

// Nulls is how a NULL of characters is written: json is null, text is KDA's string "null".
type Nulls struct{ Text }

var nulls = []string{"json", "text"}

func (v *Nulls) read(f *file, n *node) {
	v.Text.read(f, n)
	f.oneOf(v.Text, "nulls", nulls, "")
}

// oneOf refuses a value that is none of those known.
func (f *file) oneOf(v Text, what string, known []string, hint string) {
	if slices.Contains(known, v.V) {
		return
	}
	if near := suggestion(v.V, known); near != "" {
		hint = near
	}
	f.fail(InvalidValue, v.Span, hint, "%s is %s, not %q", what, join(known, "or"), v.V)
}

// TableOptions say how a reference table is kept up to date.
type TableOptions struct {
	Reload Duration `key:"reload"` // from one look at its file to the next; none: only when it is asked for
}

// ByName are options of single things of the application, by their names.
type ByName[T any] []Named[T]

// Named is the options of one thing.
type Named[T any] struct {
	Name    Text
	Options T
}

func (o *ByName[T]) read(f *file, n *node) {
	if n.kind != object {
		f.wrongKind(n, object)
		return
	}
	for _, e := range n.entries {
		one := Named[T]{Name: Text{V: e.key, Span: e.span}}
		if slices.ContainsFunc(*o, func(other Named[T]) bool { return other.Name.V == e.key }) {
			f.fail(sql.DuplicateName, e.span, "", "the key %s is given twice", e.key)
		}
		f.decodeInto(e.value, &one.Options)
		*o = append(*o, one)
	}
}
