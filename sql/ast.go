package sql

// Span is a range of bytes of the script's text: [Start, End).
type Span struct{ Start, End int }

// Node is anything with a place in the text.
type Node interface{ Pos() Span }

// Pos returns the span itself, so that embedding a Span makes a Node.
func (s Span) Pos() Span { return s }

// Ident is a name as the catalog knows it: folded to upper case unless it was quoted.
type Ident struct {
	Span
	Name   string
	Quoted bool
}

// Script is a parsed application code. Text is what the spans refer to.
type Script struct {
	Text       string
	Statements []Statement
}

// A Statement is one of *CreateStream, *CreatePump, *CreateFunction and *Insert.
type Statement interface {
	Node
	statement()
}

// CreateStream is CREATE [OR REPLACE] STREAM name (columns) [DESCRIPTION text].
type CreateStream struct {
	Span
	OrReplace   bool
	Name        Ident
	Columns     []ColumnDef
	Description string
}

// ColumnDef is one column of a CREATE STREAM.
type ColumnDef struct {
	Span
	Name        Ident
	Type        DataType
	NotNull     bool
	Description string
}

// DataType is a type as written. Name is upper case and canonical (INT is INTEGER, FLOAT is DOUBLE, DEC is DECIMAL …).
type DataType struct {
	Span
	Name      string
	Args      []int      // length, or precision and scale
	Qualifier *Qualifier // INTERVAL only
}

// Qualifier is the fields of an interval: From alone, or From TO To. Names are upper case. Absent precisions are -1.
type Qualifier struct {
	Span
	From, To       string // To is From where only one field stands
	Lead, Fraction int
}

// CreatePump is CREATE [OR REPLACE] PUMP name [STARTED|STOPPED] AS INSERT ….
type CreatePump struct {
	Span
	OrReplace   bool
	Name        Ident
	Stopped     bool
	Description string
	Insert      *Insert
}

// CreateFunction is CREATE [OR REPLACE] FUNCTION.
type CreateFunction struct {
	Span
	OrReplace  bool
	Name       Ident
	Params     []ColumnDef
	Returns    DataType
	NullOnNull bool // RETURNS NULL ON NULL INPUT
	Body       Expr
}

// Insert is INSERT INTO target [(columns)] query.
type Insert struct {
	Span
	Target  Ident
	Columns []Ident // nil: all, in order
	Query   Query
}

// A Query is one of *Select, *SetOp and *Values.
type Query interface {
	Node
	query()
}

// Select is one query block.
type Select struct {
	Span
	Stream   bool
	Distinct bool
	Items    []SelectItem
	From     []TableRef
	Where    Expr
	GroupBy  []Expr
	GroupPos Span // of GROUP
	Stagger  *Stagger
	Having   Expr
	Windows  []WindowDef
	OrderBy  []SortItem
	OrderPos Span // of ORDER
}

// SelectItem is an expression with its alias, or a star.
type SelectItem struct {
	Span
	Star  bool
	Of    *Ident // of alias.*
	Expr  Expr
	Alias *Ident
}

// Stagger is WINDOWED BY STAGGER (PARTITION BY keys RANGE length).
type Stagger struct {
	Span
	Keys  []Expr
	Range Expr
}

// SortItem is one key of an ORDER BY.
type SortItem struct {
	Span
	Expr   Expr
	Desc   bool
	Within Expr // an interval; only on the first item
}

// WindowDef is name AS (body) of a WINDOW clause.
type WindowDef struct {
	Span
	Name Ident
	Body *Window
}

// Window is the specification behind OVER. A bare OVER name has only Ref.
type Window struct {
	Span
	Ref       *Ident // a named window that this one is, or extends
	Partition []Expr
	OrderBy   []SortItem
	Frame     *Frame
}

// Frame is ROWS or RANGE with its bounds. A single bound stands in From, and To is CURRENT ROW.
type Frame struct {
	Span
	Rows     bool // else RANGE
	From, To Bound
}

// BoundKind tells what a bound is.
type BoundKind uint8

// The bounds.
const (
	CurrentRow BoundKind = iota
	Preceding
	Following
	UnboundedPreceding
	UnboundedFollowing
)

// Bound is one end of a frame.
type Bound struct {
	Span
	Kind BoundKind
	By   Expr // of Preceding and Following
}

// SetOp is UNION, EXCEPT or INTERSECT of two queries.
type SetOp struct {
	Span
	Op          string // upper case
	All         bool
	OpPos       Span
	Left, Right Query
}

// Values is VALUES (row), (row).
type Values struct {
	Span
	Rows []*Row
}

// A TableRef is one of *TableName, *DerivedTable, *TableFunction and *Join.
type TableRef interface {
	Node
	tableRef()
}

// TableName is a stream or a table by name.
type TableName struct {
	Span
	Parts []Ident
	Correlation
}

// Correlation is what may follow a relation: OVER window, alias, column list.
type Correlation struct {
	Over    *Window
	Alias   *Ident
	Columns []Ident
}

// DerivedTable is a sub-query in FROM.
type DerivedTable struct {
	Span
	Query Query
	Correlation
}

// TableFunction is TABLE(f(args)).
type TableFunction struct {
	Span
	Name Ident
	Args []TableArg
	Correlation
}

// TableArg is CURSOR(query) or an expression.
type TableArg struct {
	Span
	Cursor Query
	Expr   Expr
}

// Join is a join of two relations. Kind is INNER, LEFT, RIGHT, FULL or CROSS; a comma is CROSS.
type Join struct {
	Span
	Kind        string
	Natural     bool
	KindPos     Span // of the first word of the join, or the comma
	JoinPos     Span // of the word JOIN, or the comma
	Left, Right TableRef
	On          Expr
	Using       []Ident
}

func (*CreateStream) statement()   {}
func (*CreatePump) statement()     {}
func (*CreateFunction) statement() {}
func (*Insert) statement()         {}
func (*Select) query()             {}
func (*SetOp) query()              {}
func (*Values) query()             {}
func (*TableName) tableRef()       {}
func (*DerivedTable) tableRef()    {}
func (*TableFunction) tableRef()   {}
func (*Join) tableRef()            {}
