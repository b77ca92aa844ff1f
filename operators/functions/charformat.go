package functions

import (
	"bytes"
	"fmt"

	"weir/operators/expr"
	"weir/operators/functions/datepattern"
	"weir/sql/types"
)

var _ = Register(fromChars("CHAR_TO_TIMESTAMP", types.TimestampType, func(ms int64) int64 { return ms },
	"The TIMESTAMP that a text says by a pattern of Java's SimpleDateFormat. Text behind the end of the pattern is ignored; "+
		"what the pattern leaves out is that of 1970-01-01 00:00:00.",
	Example{"CHAR_TO_TIMESTAMP('MMM dd, yyyy', 'March 7, 2010')", "2010-03-07 00:00:00"},
	Example{"CHAR_TO_TIMESTAMP('MMM dd,', 'March 7, 2010')", "1970-03-07 00:00:00"},
	Example{"CHAR_TO_TIMESTAMP('yyyy-MM-dd''T''HH:mm:ss.SSS', '2018-04-01T12:00:01.123')", "2018-04-01 12:00:01.123"},
	Example{"CHAR_TO_TIMESTAMP('yyyy-MM hh', '2009-09-16 03:15:24')", "invalid-cast"}))

var _ = Register(fromChars("CHAR_TO_DATE", types.DateType, func(ms int64) int64 { return types.FloorTime(ms, types.Day) },
	"The DATE that a text says by a pattern of Java's SimpleDateFormat.",
	Example{"CHAR_TO_DATE('MM-dd-yyyy', '12-31-2019')", "2019-12-31"}))

var _ = Register(fromChars("CHAR_TO_TIME", types.TimeType, func(ms int64) int64 { return types.FloorMod(ms, types.DayMillis) },
	"The TIME that a text says by a pattern of Java's SimpleDateFormat.",
	Example{"CHAR_TO_TIME('hh:mm a', '01:30 PM')", "13:30:00"}))

func fromChars(name string, result types.Type, keep func(ms int64) int64, doc string, examples ...Example) Scalar {
	fn := expr.Typed(true, func([]types.Type, types.Type) expr.Function {
		var format dateFormat
		return expr.BinaryErr(func(pattern, text []byte) (int64, error) {
			p, err := format.compile(pattern)
			if err != nil {
				return 0, err
			}
			ms, err := p.Parse(text)
			if err != nil {
				return 0, &expr.RowError{Code: types.InvalidCast, Detail: fmt.Sprintf("'%s' does not fit the pattern '%s'", text, pattern)}
			}
			return keep(ms), nil
		})
	})
	return Scalar{
		Name: name, Family: Datetime, Doc: doc, Examples: examples,
		Overloads: []Overload{{
			Params: []Param{called("a pattern", aText), aText}, Check: func(args []*types.Value) (bool, *CallError) { return false, badFormat(args[0]) },
			Bind: gives(result, fn),
		}},
	}
}

var _ = Register(toChars("TIMESTAMP_TO_CHAR", aTimestamp,
	"A TIMESTAMP by a pattern of Java's SimpleDateFormat; for NULL the text null.",
	Example{"TIMESTAMP_TO_CHAR('dd/MM/yyyy HH:mm', TIMESTAMP '2024-05-06 07:08:09')", "06/05/2024 07:08"},
	Example{"TIMESTAMP_TO_CHAR('yyyy', CAST(NULL AS TIMESTAMP))", "null"}))

var _ = Register(toChars("DATE_TO_CHAR", aDate,
	"A DATE by a pattern of Java's SimpleDateFormat; for NULL the text null.",
	Example{"DATE_TO_CHAR('EEE, d MMM yy', DATE '2018-05-01')", "Tue, 1 May 18"}))

var _ = Register(toChars("TIME_TO_CHAR", aTime,
	"A TIME by a pattern of Java's SimpleDateFormat; for NULL the text null.",
	Example{"TIME_TO_CHAR('h:mm a', TIME '13:05:00')", "1:05 PM"}))

// charsLength is the length of what the functions to characters give.
const charsLength = 128

func toChars(name string, datetime Param, doc string, examples ...Example) Scalar {
	fn := expr.Typed(true, func([]types.Type, types.Type) expr.Function {
		var format dateFormat
		return expr.NaryTextNull(func(dst []byte, a expr.Args) ([]byte, error) {
			if a.Null(0) {
				return dst, expr.ErrNull
			}
			p, err := format.compile(a.Text(0))
			if err != nil {
				return dst, err
			}
			if a.Null(1) {
				return append(dst, "null"...), nil
			}
			start := len(dst)
			dst = p.Append(dst, a.Int(1))
			return dst[:start+len(types.Cut(dst[start:], charsLength))], nil
		})
	})
	return Scalar{
		Name: name, Family: Datetime, Doc: doc, Examples: examples,
		Overloads: []Overload{{
			Params: []Param{called("a pattern", aText), datetime},
			Check: func(args []*types.Value) (bool, *CallError) {
				err := badFormat(args[0])
				return args[0] != nil && err == nil, err
			},
			Bind: gives(types.VarcharType(charsLength), fn),
		}},
	}
}

// A dateFormat is a pattern that is compiled again only when its text changes.
type dateFormat struct {
	text    []byte
	pattern *datepattern.Pattern
	err     error
}

func (f *dateFormat) compile(text []byte) (*datepattern.Pattern, error) {
	if f.pattern == nil && f.err == nil || !bytes.Equal(f.text, text) {
		f.text = append(f.text[:0], text...)
		f.pattern, f.err = datepattern.Compile(string(text))
		if f.err != nil {
			f.err = domain(f.err.Error())
		}
	}
	return f.pattern, f.err
}

// badFormat refuses a constant that is no pattern.
func badFormat(v *types.Value) *CallError {
	if v == nil || v.Null {
		return nil
	}
	if _, err := datepattern.Compile(v.Text); err != nil {
		return &CallError{Arg: 0, Message: err.Error()}
	}
	return nil
}
