package app

import (
	"slices"
	"time"

	"weir/operators"
	"weir/sql"
	"weir/sql/types"
)

// units are what a number in a time column may count, in ms.
var units = map[string]int64{"ms": 1, "s": 1000}

// timeRule is an input's time option: its own, else that for all inputs, else arrival.
func (a *App) timeRule(f *file, prefix string, columns *types.Schema) operators.TimeRule {
	top := a.Request.Weir.TimeOptions
	o := top
	for _, one := range a.Request.Weir.Inputs {
		if one.Name.V == prefix {
			o = one.Options.or(top)
		}
	}
	rule := operators.TimeRule{Grace: orDefault(o.Grace, DefaultGrace).Milliseconds()}
	if !o.Rowtime.Column.Column.Set() {
		if o.Rowtime.Kind.V == "processing" {
			rule.Kind = operators.ProcessingTime
		}
		for _, d := range []struct {
			name string
			v    Duration
		}{{"disorder", o.Disorder}, {"idle", o.Idle}, {"future", o.Future}} {
			if d.v.Set() {
				f.fail(InvalidValue, d.v.Span, "add rowtime: {column: NAME}", "%s says how a time column is read, but input %s takes its time from %s",
					d.name, prefix, [...]string{"arrival", "processing"}[rule.Kind])
			}
		}
		return rule
	}
	rule.Kind = operators.ColumnTime
	rule.Disorder = o.Disorder.V.Milliseconds()
	rule.Idle = orDefault(o.Idle, DefaultIdle).Milliseconds()
	rule.Future = orDefault(o.Future, DefaultFuture).Milliseconds()
	f.timeColumn(&rule, prefix, o.Rowtime.Column.Column, o.Rowtime.Column.Unit, columns)
	return rule
}

func (f *file) timeColumn(rule *operators.TimeRule, prefix string, name, unit Text, columns *types.Schema) {
	rule.Column = columns.Index(name.V)
	if rule.Column < 0 {
		names := make([]string, len(columns.Columns))
		for i, c := range columns.Columns {
			names[i] = c.Name
		}
		f.fail(sql.UnknownColumn, name.Span, suggestion(name.V, names), "input %s has no column %s", prefix, name.V)
		return
	}
	t := columns.Columns[rule.Column].Type
	switch {
	case t.Kind == types.Timestamp && unit.Set():
		f.fail(InvalidValue, unit.Span, "leave the unit out", "column %s is a TIMESTAMP and counts nothing", name.V)
	case t.Kind == types.Timestamp:
	case !t.IsNumeric():
		f.fail(InvalidValue, name.Span, "declare it as TIMESTAMP, or as BIGINT with a unit", "column %s is %s, no time", name.V, t)
	case !unit.Set():
		f.fail(MissingKey, name.Span, "add unit: ms or unit: s", "column %s is a number; its unit is missing", name.V)
	case units[unit.V] == 0:
		f.oneOf(unit, "unit", []string{"ms", "s"}, "")
	default:
		rule.Unit = units[unit.V]
	}
}

// resolveOptions checks what the options say by themselves.
func (a *App) resolveOptions(f *file) {
	o := &a.Request.Weir
	if o.Workers.Set() && (o.Workers.V < 1 || o.Workers.V > 1024) {
		f.fail(InvalidValue, o.Workers.Span, "", "workers is 1 to 1024, not %d", o.Workers.V)
	}
	if o.Hold.Set() && o.Hold.V < 1<<20 {
		f.fail(InvalidValue, o.Hold.Span, "", "hold is 1MiB at least")
	}
	if o.Checkpoint.Set() && !o.Store.Set() {
		f.fail(MissingKey, o.Checkpoint.Span, "add store: dir:PATH", "checkpoints need a store")
	}
	if o.Store.Set() {
		if _, err := storeDir(o.Store.V); err != nil {
			f.fail(InvalidValue, o.Store.Span, "", "%s", err)
		}
	}
	prefixes := make([]string, len(a.Request.Inputs))
	for i, in := range a.Request.Inputs {
		prefixes[i] = in.NamePrefix.V
	}
	for _, one := range o.Inputs {
		if !slices.Contains(prefixes, one.Name.V) {
			f.fail(UnknownKey, one.Name.Span, suggestion(one.Name.V, prefixes), "no input has the NamePrefix %s", one.Name.V)
		}
	}
	tables := make([]string, len(a.Request.ReferenceDataSources))
	for i, r := range a.Request.ReferenceDataSources {
		tables[i] = r.TableName.V
	}
	for _, one := range o.Tables {
		if !slices.Contains(tables, one.Name.V) {
			f.fail(UnknownKey, one.Name.Span, suggestion(one.Name.V, tables), "no reference table has the TableName %s", one.Name.V)
		}
		if reload := one.Options.Reload; reload.Set() && reload.V < time.Second {
			f.fail(InvalidValue, reload.Span, "", "reload is 1s at least")
		}
	}
}
