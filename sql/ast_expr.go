package sql

// An Expr is an expression. Parentheses leave no node; the printer puts back those that are needed.
type Expr interface {
	Node
	expr()
}

// ColumnRef is a column, ROWTIME among them, with up to three parts before it.
type ColumnRef struct {
	Span
	Parts []Ident
}

// Number is a numeric literal as written, without a sign.
type Number struct {
	Span
	Text string
}

// String is a character literal after its escapes.
type String struct {
	Span
	Value string
}

// Bytes is X'3F67'.
type Bytes struct {
	Span
	Value []byte
}

// Datetime is DATE, TIME or TIMESTAMP 'text'. TextPos is the quoted text.
type Datetime struct {
	Span
	Kind    string
	Text    string
	TextPos Span
}

// IntervalLit is INTERVAL [sign] 'text' qualifier.
type IntervalLit struct {
	Span
	Negative  bool
	Text      string
	TextPos   Span
	Qualifier Qualifier
}

// Bool is TRUE, FALSE or UNKNOWN.
type Bool struct {
	Span
	Value   bool
	Unknown bool
}

// NullLit is a bare NULL.
type NullLit struct{ Span }

// Unary is an operator before an operand: + - NOT.
type Unary struct {
	Span
	Op string
	X  Expr
}

// Binary is an operator between two operands:
// + - * / || = <> < <= > >= AND OR, "IS DISTINCT FROM", "IS NOT DISTINCT FROM". != is <>.
type Binary struct {
	Span
	Op    string
	OpPos Span
	L, R  Expr
}

// Between is x [NOT] BETWEEN low AND high.
type Between struct {
	Span
	Not          bool
	X, Low, High Expr
}

// Like is x [NOT] LIKE or SIMILAR TO pattern [ESCAPE c].
type Like struct {
	Span
	Not, Similar       bool
	X, Pattern, Escape Expr
}

// In is x [NOT] IN (list) or (query).
type In struct {
	Span
	Not   bool
	X     Expr
	List  []Expr
	Query Query
}

// Is is x IS [NOT] NULL, TRUE, FALSE or UNKNOWN.
type Is struct {
	Span
	Not  bool
	X    Expr
	What string
}

// Case is both forms of CASE. Operand is nil in the searched form.
type Case struct {
	Span
	Operand Expr
	Whens   []When
	Else    Expr
}

// When is one branch of a CASE.
type When struct{ Cond, Then Expr }

// Cast is CAST(x AS type).
type Cast struct {
	Span
	X    Expr
	Type DataType
}

// Call is a function call, also in the special forms, whose operands stand in Args in the order of the text:
// EXTRACT(u FROM x) and FLOOR(x TO u) have Unit and one argument; STEP(x BY i) two; POSITION(a IN b) two;
// SUBSTRING(s FROM i FOR n) and SUBSTRING(s, i, n) two or three, SUBSTRING(s SIMILAR p ESCAPE e) three with Similar;
// OVERLAY(o PLACING r FROM i FOR n) three or four; TRIM([spec] [c FROM] s) has Trim and one or two (c, s).
// CURRENT_TIMESTAMP and its kin are calls without parentheses.
type Call struct {
	Span
	Name     Ident
	Args     []Expr
	Star     bool   // COUNT(*)
	Distinct bool   // f(DISTINCT x)
	Unit     string // upper case
	UnitPos  Span
	Trim     string // LEADING, TRAILING, BOTH or empty
	Similar  bool
	FromLast bool   // NTH_VALUE … FROM LAST
	Nulls    string // IGNORE, RESPECT or empty
	Over     *Window
	NoParens bool
}

// Difference is (a - b) qualifier: the interval between two datetimes.
type Difference struct {
	Span
	L, R      Expr
	Qualifier Qualifier
}

// Row is (a, b, …).
type Row struct {
	Span
	Items []Expr
}

// Subquery is a scalar sub-query.
type Subquery struct {
	Span
	Query Query
}

// Exists is EXISTS (query).
type Exists struct {
	Span
	Query Query
}

// Period is a temporal predicate between two periods: L Op R with Op such as "STRICTLY PRECEDES". A chain is the AND of its
// neighbours.
type Period struct {
	Span
	Op    string
	OpPos Span
	L, R  *Row // R may have one item after CONTAINS
}

func (*ColumnRef) expr()   {}
func (*Number) expr()      {}
func (*String) expr()      {}
func (*Bytes) expr()       {}
func (*Datetime) expr()    {}
func (*IntervalLit) expr() {}
func (*Bool) expr()        {}
func (*NullLit) expr()     {}
func (*Unary) expr()       {}
func (*Binary) expr()      {}
func (*Between) expr()     {}
func (*Like) expr()        {}
func (*In) expr()          {}
func (*Is) expr()          {}
func (*Case) expr()        {}
func (*Cast) expr()        {}
func (*Call) expr()        {}
func (*Difference) expr()  {}
func (*Row) expr()         {}
func (*Subquery) expr()    {}
func (*Exists) expr()      {}
func (*Period) expr()      {}
