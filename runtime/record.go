package runtime

import (
	"weir/connectors"
	"weir/operators"
	"weir/reference"
)

// Record is all that a step is told. A step is a function of the graph's state and its record, so a run that wrote its
// records down can be run again, byte for byte.
type Record struct {
	Now      operators.Time // one reading of the clock
	Commands []Command      // applied before any row moves, in this order
	Splits   []SplitInput   // ascending in (Input, Split); a split that is left out has no unit and stays where it was
}

// SplitInput is what one split brings to a step: at most one unit.
type SplitInput struct {
	Input, Split int            // places in Plan.Inputs and in the input's splits
	Unit         *Unit          // nil: none waited
	HasTip       bool           // nothing waits and nothing is being decoded
	Tip          operators.Time // the call time of the last Read that found nothing
	Ended        bool           // nothing will come after Unit
}

// A Command changes a graph between two steps. It is one of JoinSplit, Listed, CompleteInput, SwitchPump and SwapTable.
type Command interface {
	// check reports what the plan does not have. It changes nothing.
	check(g *Graph) error
	// apply changes the graph. check has passed.
	apply(g *Graph)
}

// JoinSplit adds a split to an input. It takes the next free index, which it keeps for ever, and starts at the input's
// present promise.
type JoinSplit struct {
	Input int
	ID    string
	After []string // IDs of splits of this input that come first: until they have ended, this one promises what they promise
}

// Listed says that an input's source named no new split when it was asked at that time.
type Listed struct {
	Input int
	At    operators.Time
}

// CompleteInput says that no split will join the input any more.
type CompleteInput struct{ Input int }

// SwitchPump stops or starts a pump. A stopped pump passes promises and takes no rows; what it has taken it finishes.
type SwitchPump struct {
	Pump    string
	Stopped bool
}

// SwapTable puts a new version of a reference table in the place of the old one, for all who read it at once. The rows of its
// file that were refused go to the table's ERRORS twin, unless the checkpoint that was restored had this version already.
type SwapTable struct {
	Table   string
	Version *reference.Version
}

// Unit is one Read, decoded. It is taken whole.
type Unit struct {
	// Batches are the rows in the order of their messages. Time is the broker's arrival time of each row where Stamped.
	Batches []operators.Batch
	Stamped bool
	Rejects []Refused // what decoding refused, ascending in Row
	End     connectors.Offset
	Bytes   int64 // of the messages

	Raw *Raw // nil unless a row's time may still be refused
}

// Refused is a row that decoding refused.
type Refused struct {
	connectors.Reject
	Position int64          // number of the record within its split
	Arrival  operators.Time // of the record, where HasArrival
	Stamped  bool
}

// Rows returns the number of accepted rows.
func (u *Unit) Rows() int {
	n := 0
	for _, b := range u.Batches {
		n += b.Rows()
	}
	return n
}
