package expr

import (
	"fmt"
	"regexp"
	"strings"

	"weir/sql/types"
)

// The ranks of the operators, loosest first. An operand of a lower rank than its place wants is put in parentheses.
const (
	rankOr = iota
	rankAnd
	rankNot
	rankTest
	rankConcat
	rankAdd
	rankMul
	rankSign
	rankPrimary
)

func rank(n Node) int {
	switch n := n.(type) {
	case *Or:
		return rankOr
	case *And:
		return rankAnd
	case *Not:
		return rankNot
	case *Compare, *IsNull, *IsTrue, *In, *Like, *Subquery:
		return rankTest
	case *Arith:
		if n.Op == '+' || n.Op == '-' {
			return rankAdd
		}
		return rankMul
	case *Neg:
		return rankSign
	case *Literal:
		if strings.HasPrefix(n.String(), "-") {
			return rankSign
		}
	}
	return rankPrimary
}

// inner prints n for a place that wants at least this rank.
func inner(n Node, least int) string {
	if rank(n) < least {
		return "(" + n.String() + ")"
	}
	return n.String()
}

func list(nodes []Node) []string {
	text := make([]string, len(nodes))
	for i, n := range nodes {
		text[i] = n.String()
	}
	return text
}

// String prints the column's name, quoted unless it is written as upper-case names are.
func (n *Column) String() string {
	if n.Derived {
		return n.Name
	}
	if plainName.MatchString(n.Name) {
		return n.Name
	}
	return quoted(n.Name)
}

var plainName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// String prints ROWTIME.
func (*Rowtime) String() string { return "ROWTIME" }

// String prints the name of the reading.
func (n *Clock) String() string {
	if n.Kind == StepClock {
		return "CURRENT_ROW_TIMESTAMP"
	}
	return "CURRENT_TIMESTAMP"
}

// String prints the constant as SQL that has its type and value.
func (n *Literal) String() string { return string(types.AppendLiteral(nil, n.V)) }

// String prints L Op R.
func (n *Arith) String() string {
	r := rank(n)
	return fmt.Sprintf("%s %c %s", inner(n.L, r), n.Op, inner(n.R, r+1))
}

// String prints -X.
func (n *Neg) String() string { return "-" + inner(n.X, rankPrimary) }

// String prints (L - R) and the qualifier.
func (n *Difference) String() string {
	return fmt.Sprintf("(%s - %s) %s", inner(n.L, rankAdd), inner(n.R, rankMul), n.T.Qualifier())
}

// String prints L Op R.
func (n *Compare) String() string {
	return fmt.Sprintf("%s %s %s", inner(n.L, rankConcat), n.Op, inner(n.R, rankConcat))
}

// String prints L AND R.
func (n *And) String() string { return inner(n.L, rankAnd) + " AND " + inner(n.R, rankAnd) }

// String prints L OR R.
func (n *Or) String() string { return inner(n.L, rankOr) + " OR " + inner(n.R, rankOr) }

// String prints NOT X.
func (n *Not) String() string { return "NOT " + inner(n.X, rankNot) }

// String prints X IS NULL.
func (n *IsNull) String() string { return inner(n.X, rankConcat) + " IS NULL" }

// String prints X IS TRUE or X IS FALSE.
func (n *IsTrue) String() string {
	if n.Want {
		return inner(n.X, rankConcat) + " IS TRUE"
	}
	return inner(n.X, rankConcat) + " IS FALSE"
}

// String prints the searched form.
func (n *Case) String() string {
	var b strings.Builder
	b.WriteString("CASE")
	for _, w := range n.Whens {
		fmt.Fprintf(&b, " WHEN %s THEN %s", w.Cond, w.Then)
	}
	fmt.Fprintf(&b, " ELSE %s END", n.Else)
	return b.String()
}

// String prints COALESCE(…).
func (n *Coalesce) String() string { return "COALESCE(" + strings.Join(list(n.Args), ", ") + ")" }

// String prints X IN (…).
func (n *In) String() string {
	return inner(n.X, rankConcat) + " IN (" + strings.Join(list(n.List), ", ") + ")"
}

// String prints X LIKE Pattern or X SIMILAR TO Pattern.
func (n *Like) String() string {
	op := " LIKE "
	if n.Similar {
		op = " SIMILAR TO "
	}
	s := inner(n.X, rankConcat) + op + inner(n.Pattern, rankConcat)
	if n.Escape != nil {
		s += " ESCAPE " + inner(n.Escape, rankConcat)
	}
	return s
}

// String prints CAST(X AS T), or ASSIGN(X AS T) for a conversion by the rules of INSERT.
func (n *Cast) String() string {
	if n.Assign {
		return fmt.Sprintf("ASSIGN(%s AS %s)", n.X, n.T)
	}
	return fmt.Sprintf("CAST(%s AS %s)", n.X, n.T)
}

// String prints NOT_NULL(X).
func (n *NotNull) String() string { return "NOT_NULL(" + n.X.String() + ")" }

// String prints the call.
func (n *Call) String() string {
	if n.Text != nil {
		return n.Text(list(n.Args))
	}
	return n.Name + "(" + strings.Join(list(n.Args), ", ") + ")"
}
