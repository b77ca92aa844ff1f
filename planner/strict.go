package planner

import "weir/sql"

// The limits of KDA, which Options.Strict keeps.
const (
	strictPrecision = 19
	strictLength    = 65534
	strictText      = 100 << 10
	strictOutputs   = 3
	strictTables    = 1
)

// strict refuses an application that is larger than KDA allows.
func (c *compiler) strict(cat Catalog) {
	if !c.opts.Strict {
		return
	}
	refuse := func(n, most int, what string) {
		if n > most {
			c.fail(sql.TooLong, sql.Span{}, "leave -strict out", "KDA allows %s, the application has %d", oneOrMany(most, what), n)
		}
	}
	refuse(len(c.text), strictText, "byte of code")
	refuse(len(c.opts.Destinations), strictOutputs, "output")
	refuse(len(cat.Tables), strictTables, "reference table")
}
