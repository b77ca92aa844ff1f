package querygen

import (
	"fmt"
	"strconv"
	"strings"
)

// order writes an ORDER BY whose first key follows ROWTIME.
func (g *gen) order(q *block, items []item, named bool) string {
	var keys []string
	switch {
	case q.keys != nil && g.chance(60):
		keys = append(keys, q.keys[0].sql)
	case q.scope.rows != nil:
		keys = append(keys, "ROWTIME")
	default:
		keys = append(keys, g.timeKey(q.scope.plain()).sql)
	}
	return " ORDER BY " + strings.Join(append(keys, g.sortKeys(q, items, named)...), ", ")
}

// sortKeys are the keys behind the first: expressions, items by their places or their names.
func (g *gen) sortKeys(q *block, items []item, named bool) []string {
	var keys []string
	for range pick(g, 0, 1, 1, 2) {
		key := g.sortKey(q)
		switch i := g.IntN(len(items)); {
		case g.chance(30) && !q.promote:
			key = fmt.Sprint(i + 1)
		case named && g.chance(40):
			key = `"` + items[i].name + `"`
		}
		keys = append(keys, key+pick(g, "", "", " ASC", " DESC"))
	}
	return keys
}

// sortKey is an expression to sort by; a bare number would be the place of an item.
func (g *gen) sortKey(q *block) string {
	for {
		key := g.expr(q.scope, g.anyClass(), pick(g, 0, 0, 1)).sql
		if _, err := strconv.ParseFloat(key, 64); err != nil {
			return key
		}
	}
}

// eventTime is what becomes ROWTIME. What is sorted by may not be made from ROWTIME.
func (g *gen) eventTime(q *block) string {
	sc := *q.scope
	if q.ordered {
		sc.rowtime = ""
		if sc.rows != nil {
			rows := *sc.rows
			rows.rowtime = ""
			sc.rows = &rows
		}
		sc.windows = nil
	}
	if g.chance(30) {
		return g.expr(&sc, instant, 1).sql
	}
	return g.leaf(&sc, instant).sql
}

// timeSort writes the ORDER BY … WITHIN of a T-sort.
func (g *gen) timeSort(q *block, time string) string {
	keys := []string{fmt.Sprintf("%s WITHIN INTERVAL '%d' SECOND", time, g.between(0, 12))}
	if g.chance(40) {
		keys = append(keys, g.sortKey(q)+pick(g, "", " DESC"))
	}
	return " ORDER BY " + strings.Join(keys, ", ")
}
