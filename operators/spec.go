package operators

import (
	"weir/internal/treeprint"
	"weir/sql/types"
)

// A Spec is a node of the physical plan: it prints itself (EXPLAIN). A Spec reached twice by pointer is opened once.
type Spec interface {
	Inputs() []Spec
	Schema() *types.Schema
	// Keys gives per port the key columns: a row meets only rows of equal keys. nil: all rows. The planner may shard it.
	Keys() [][]int
	Explain(n *treeprint.Node) // sets n's title and notes; the caller draws the inputs
}

// An OperatorSpec opens itself. The structural Specs below do not; the runtime runs them.
type OperatorSpec interface {
	Spec
	Open(env *Env) (Operator, error)
}

// Plan is a whole application, ready to run. Every list is in the order of the text.
type Plan struct {
	Inputs  []*Input
	Streams []*Stream // made by CREATE STREAM, with their pumps
	Twins   []*Twin   // those that a pump or an output reads
	Tables  []*Table
	Outputs []*Destination
}

// TimeKind says where an input's ROWTIME comes from.
type TimeKind uint8

// The kinds of time.
const (
	ArrivalTime    TimeKind = iota // the broker's arrival time, else the time of reading
	ProcessingTime                 // the time of reading
	ColumnTime                     // a column, with an allowed disorder
)

// TimeRule is an input's time option. Durations are ms.
type TimeRule struct {
	Kind     TimeKind
	Column   int   // ColumnTime: the place of the column in the input's schema
	Unit     int64 // ColumnTime of a number: ms per unit (1: ms, 1000: s); 0: the column is a TIMESTAMP
	Disorder int64 // ColumnTime: how far a row may lie behind the greatest time
	Idle     int64 // a split at its tip that is silent for so long no longer holds the others back; 0: never
	Future   int64 // a time further ahead of the clock is refused; 0: off
	Grace    int64 // a broker's rows may come this late behind the tip
}

// ArrivalColumn is the implicit column of every input that has a record's time of arrival.
const ArrivalColumn = "APPROXIMATE_ARRIVAL_TIME"

// Input is where rows enter: one in-application stream fed by a source. Its twins are named after it.
type Input struct {
	Name string
	Cols *types.Schema // the declared columns, then APPROXIMATE_ARRIVAL_TIME and the source's other implicit columns
	Used []bool        // per column: some query or the time rule reads it; the others are checked but not built
	Time TimeRule

	Implicit int // so many of Cols, the last ones, come from the source and not from the record's text
}

// Retime gives every row a new ROWTIME, out of a TIMESTAMP column that leaves the row thereby: promotion (Disorder 0, rows
// leave at once) and T-sort. The input's timekeeper runs it. Its promise is the greatest time seen, less the disorder.
type Retime struct {
	Input    Spec
	Column   int // of Input's schema
	Disorder int64
	Then     []SortKey // T-sort: further keys among rows of equal time; their columns stay
	Cols     *types.Schema
}

// SortKey is a column to sort by. NULL is lower than every value.
type SortKey struct {
	Column int
	Desc   bool
}

// Stream is a sequencer of its writers and the place where twins are attached. UNION ALL is a Stream without a name whose
// writers are branches.
type Stream struct {
	Name    string
	Cols    *types.Schema
	Writers []Writer // pumps in creation order, or branches in text order
}

// Writer feeds a stream. Everything between the streams it reads and this one belongs to it alone.
type Writer struct {
	Pump    string // empty: a branch of UNION ALL
	From    Spec
	Stopped bool // passes promises and no rows
}

// TwinKind names one of the streams that stand beside every stream.
type TwinKind uint8

// The twins. ErrorStream is KDA's error_stream: every twin of the application in one, readable by outputs only.
const (
	LateTwin TwinKind = iota
	ErrorsTwin
	ErrorStream
)

// Twin is the LATE or ERRORS stream beside the stream or input Of. Its rows come from the nodes that report to it; their
// ROWTIME is the step's time.
type Twin struct {
	Kind TwinKind
	Of   string // empty for ErrorStream
	Cols *types.Schema
}

// Destination is a stream's way out of the application: an output of its configuration.
type Destination struct {
	Name   string // the stream's name, as the application's configuration writes it
	From   Spec   // *Stream, *Input or *Twin
	Target string // the key of the sink in the job's configuration; unique
}

// Table is a reference table: loaded from outside, or the rows of a query over other tables, which is run again whenever one
// of them changes. Operators do not read it through an edge; they ask Env.Table for its present version.
type Table struct {
	Name string // unique in the plan
	Cols *types.Schema
	Of   Spec   // the query: operators over other Tables, which stand before this one in Plan.Tables; nil: loaded from outside
	Pump string // of a query: the pump whose stream gets the error rows of what it cannot compute
}
