package runtime

import (
	"fmt"
	"runtime/debug"
)

// Bug is a panic: a broken rule of the engine's own, not a user's mistake. It ends one job; other jobs live.
type Bug struct {
	Node  string // the node that ran; empty: none
	Step  int64
	Seed  uint64
	Value any
	Stack []byte
}

func (b *Bug) Error() string {
	where := ""
	if b.Node != "" {
		where = " in " + b.Node
	}
	return fmt.Sprintf("bug%s at step %d (seed %d): %v", where, b.Step, b.Seed, b.Value)
}

// recovered turns what recover returned into an error.
func recovered(value any, node string, step int64, seed uint64) error {
	return &Bug{Node: node, Step: step, Seed: seed, Value: value, Stack: debug.Stack()}
}
