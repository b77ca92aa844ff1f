package planner

import (
	"strings"

	"weir/sql"
)

// refuseCycles refuses pumps that feed one another in a circle, and blames the last of them in the text. Reading a twin of a
// stream counts as reading the stream: its rows come from those that write it.
func (c *compiler) refuseCycles() {
	pumps := c.cat.pumps
	for last := range pumps {
		if path := circle(pumps[:last+1], pumps[last]); path != nil {
			p := pumps[last]
			hint := "let one of them write another stream"
			if len(path) == 1 {
				hint = "write into another stream"
			}
			c.fail(sql.Cycle, p.name.Span, hint, "the pump %s closes a circle: %s", sql.Quote(p.name.Name), walk(path))
		}
	}
}

// circle finds a way from what a pump writes back to what it reads, through the given pumps: the pumps on it, p first.
func circle(pumps []*pump, p *pump) []*pump {
	seen := map[*pump]bool{}
	var search func(at *pump) []*pump
	search = func(at *pump) []*pump {
		if at.target == nil || seen[at] {
			return nil
		}
		seen[at] = true
		if p.reads(at.target) {
			return []*pump{at}
		}
		for _, next := range pumps {
			if next.reads(at.target) {
				if rest := search(next); rest != nil {
					return append([]*pump{at}, rest...)
				}
			}
		}
		return nil
	}
	return search(p)
}

// walk prints the streams along a circle.
func walk(path []*pump) string {
	names := []string{sql.Quote(path[len(path)-1].target.name)}
	for _, p := range path {
		names = append(names, sql.Quote(p.target.name))
	}
	return strings.Join(names, " → ")
}
