package planner

import (
	"errors"

	"weir/operators/functions"
	"weir/sql"
	"weir/sql/types"
)

// dataType binds a type as written.
func (c *compiler) dataType(d sql.DataType) (types.Type, bool) {
	if d.Qualifier != nil {
		return c.intervalType(*d.Qualifier)
	}
	t, err := types.NamedType(d.Name, d.Args...)
	if err != nil {
		code := sql.InvalidType
		if _, known := types.NamedType(d.Name); known != nil {
			code = sql.UnknownType
		}
		c.failText(code, d.Span, err)
		return types.Type{}, false
	}
	switch {
	case c.opts.Strict && t.Kind == types.Decimal && t.Precision > strictPrecision:
		c.fail(sql.InvalidType, d.Span, "KDA allows DECIMAL(19,s) at most", "the precision of %s is too great", t)
		return t, false
	case c.opts.Strict && t.Length > strictLength:
		c.fail(sql.InvalidType, d.Span, "KDA allows lengths below 65535", "the length of %s is too great", t)
		return t, false
	}
	return t, true
}

// intervalType binds the fields of an interval.
func (c *compiler) intervalType(q sql.Qualifier) (types.Type, bool) {
	from, okFrom := types.UnitNamed(q.From)
	to, okTo := types.UnitNamed(q.To)
	if !okFrom || !okTo {
		c.fail(sql.InvalidInterval, q.Span, "its fields are YEAR, MONTH, DAY, HOUR, MINUTE and SECOND", "no interval has these fields")
		return types.Type{}, false
	}
	t, err := types.NewInterval(from, to, q.Lead, q.Fraction)
	if err != nil {
		c.failText(sql.InvalidInterval, q.Span, err)
		return types.Type{}, false
	}
	return t, true
}

// failText reports what the types or the functions say about what the user wrote.
func (c *compiler) failText(code sql.Code, at sql.Span, err error) {
	var text *types.Error
	var call *functions.CallError
	switch {
	case errors.As(err, &text):
		c.fail(code, at, text.Hint, "%s", text.Message)
	case errors.As(err, &call):
		c.fail(code, at, call.Hint, "%s", call.Message)
	default:
		c.fail(code, at, "", "%s", err.Error())
	}
}
