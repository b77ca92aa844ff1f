package oracle

import (
	"cmp"
	"slices"

	"weir/operators"
	"weir/sql/types"
)

// keeper decides which rows are late, and holds those that a disorder may still overtake.
type keeper struct {
	rule operators.TimeRule
	then []operators.SortKey // among rows of equal time; they leave only when their time is over
	most operators.Time      // the greatest time so far, M
	last operators.Time      // the last promise, or the last time given
	held []Row
	rows []Row
}

// The years 1 to 9999 are those that a time column can have.
var (
	firstInstant = operators.Time(types.FromCivil(1, 1, 1))
	endOfYears   = operators.Time(types.FromCivil(10000, 1, 1))
)

// keep judges one row whose time is x.
func (r *run) keep(s operators.Spec, k *keeper, row Row, x operators.Time, known bool, now operators.Time) {
	switch {
	case !known:
		r.report(s, report{row: row, code: types.NullTime})
		return
	case x < firstInstant || x >= endOfYears:
		r.report(s, report{row: row, code: types.Overflow})
		return
	case k.rule.Future > 0 && x > now+operators.Time(k.rule.Future):
		r.report(s, report{row: row, code: types.FutureTime})
		return
	case x < k.promise():
		row.Time = x
		r.report(s, report{row: row, late: true, clock: k.promise(), code: types.LateRow})
		return
	}
	row.Time = x
	k.most = max(k.most, x)
	k.held = append(k.held, row)
	slices.SortStableFunc(k.held, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), compareRows(a, b, k.then))
	})
	for len(k.held) > 0 && (k.held[0].Time < k.promise() || k.held[0].Time == k.promise() && len(k.then) == 0) {
		k.rows, k.held = append(k.rows, k.held[0]), k.held[1:]
	}
}

func (k *keeper) promise() operators.Time {
	if k.most == operators.MinTime {
		return operators.MinTime
	}
	return k.most - operators.Time(k.rule.Disorder)
}

func (k *keeper) relation(now operators.Time, ended bool) relation {
	switch {
	case ended:
		return relation{append(k.rows, k.held...), operators.EndOfTime}
	case k.rule.Kind == operators.ColumnTime:
		return relation{k.rows, k.promise()}
	default:
		return relation{k.rows, now}
	}
}

// columnTime reads a TIMESTAMP, or a number of units since 1970.
func columnTime(v types.Value, unit int64) (operators.Time, bool) {
	if v.Null {
		return 0, false
	}
	if unit == 0 {
		return operators.Time(v.Int), true
	}
	return operators.Time(v.Int * unit), true
}

// twinRow writes a report of a node as a row of its twin.
func twinRow(s *operators.Twin, node operators.Spec, by ownerOfNode, rep report) Row {
	timestamp := func(t operators.Time) types.Value { return types.Value{Type: types.TimestampType, Int: int64(t)} }
	text := func(t string) types.Value { return types.Value{Type: types.VarcharType(0), Null: t == "", Text: t} }
	row := Row{Time: rep.at, Values: make([]types.Value, len(s.Cols.Columns))}
	for i, c := range s.Cols.Columns {
		row.Values[i] = types.NullValue(c.Type)
	}
	set := func(name string, v types.Value) {
		if i := s.Cols.Index(name); i >= 0 {
			v.Type = s.Cols.Columns[i].Type
			row.Values[i] = v
		}
	}
	if s.Kind == operators.LateTwin {
		fit(row.Values, rep.row.Values, node.Schema(), by.schema)
		set("LATE_TIME", timestamp(rep.row.Time))
		set("LATE_CLOCK", timestamp(rep.clock))
	}
	set("DATA_ROWTIME", timestamp(rep.row.Time))
	set("PUMP_NAME", text(by.pump))
	set("CODE", text(string(rep.code)))
	set("COLUMN_NAME", text(rep.column))
	set("ERROR_NAME", text(rep.code.Name()))
	set("ERROR_LEVEL", text("WARNING"))
	set("ERROR_TIME", timestamp(rep.at))
	return row
}

// fit puts a late row's values into the columns of the stream that it was on its way to: by place if each column holds every
// value of its counterpart, else by name where one does. The others stay NULL.
func fit(into, values []types.Value, from, to *types.Schema) {
	byPlace := len(from.Columns) == len(to.Columns)
	for i := 0; byPlace && i < len(to.Columns); i++ {
		byPlace = holds(to.Columns[i].Type, from.Columns[i].Type)
	}
	for i, c := range to.Columns {
		at := i
		if !byPlace {
			at = from.Index(c.Name)
		}
		if at >= 0 && holds(c.Type, from.Columns[at].Type) {
			into[i] = values[at]
			into[i].Type = c.Type
		}
	}
}

// holds reports whether every value of one type is a value of another, written in the same way.
func holds(to, from types.Type) bool {
	switch {
	case to.IsInteger():
		return from.IsInteger() && from.Kind <= to.Kind
	case to.Kind == types.Varchar || to.Kind == types.Varbinary:
		return (from.Kind == to.Kind || from.Kind == to.Kind-1) && (to.Length == 0 || from.Length != 0 && from.Length <= to.Length)
	case to.Kind == types.Double:
		return from.IsApproximate()
	}
	return from == to
}
