package planner

import (
	"strconv"
	"strings"

	"weir/sql"
)

// didYouMean is the hint for an unknown name: the nearest candidate, or the advice to quote a name that differs by case only.
// It is empty if nothing is near.
func didYouMean(id sql.Ident, candidates []string) string {
	near := sql.Nearest(id.Name, candidates)
	switch {
	case near == "":
		return ""
	case !id.Quoted && strings.EqualFold(near, id.Name):
		return "a name without quotes is folded to upper case; write " + quoted(near)
	case strings.EqualFold(near, id.Name):
		return "a name in quotes keeps its letter case; write " + sql.Quote(near)
	default:
		return "did you mean " + nameLike(id, near) + "?"
	}
}

// nameLike prints a name with quotes if the user's own spelling had them.
func nameLike(id sql.Ident, name string) string {
	switch {
	case id.Quoted:
		return quoted(name)
	case name == id.Name:
		return name
	}
	return sql.Quote(name)
}

// quoted writes a name in double quotes.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// listed joins words for a message, "a, b and c". A long list is cut.
func listed(words []string) string {
	const most = 8
	if len(words) > most {
		return strings.Join(words[:most], ", ") + " …"
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// oneOrMany counts things: "1 column", "3 columns".
func oneOrMany(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
