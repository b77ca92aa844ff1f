package json

import "weir/connectors/format/coerce"

// put gives a column the value of its token. It reports false if the column's type cannot take it.
func (d *decoder) put(c *column, t *token) bool {
	if c.whole && t.kind != array {
		c.Null()
		return true
	}
	switch t.kind {
	case number:
		return c.Number(coerce.Number{
			Text: d.scan.buf[t.start:t.end], Mantissa: t.mantissa, Exponent: int(t.exponent), Exact: t.exact,
		})
	case text:
		return c.Text(d.scan.plain(t))
	case yes, no:
		return c.Bool(t.kind == yes)
	case object, array:
		return c.Source(d.scan.buf[t.start:t.end])
	default:
		c.Null()
		return true
	}
}
