package querygen

import (
	"fmt"
	"math/rand/v2"
)

// gen makes the choices of one script.
type gen struct {
	*rand.Rand
	streams []*stream
	tables  []*stream
	clauses int // so many names of sub-queries were given
}

func newGen(seed uint64) *gen { return &gen{Rand: rand.New(rand.NewPCG(seed, 0))} }

// chance is true in so many of a hundred cases.
func (g *gen) chance(percent int) bool { return g.IntN(100) < percent }

// between is a number of a range, both ends included.
func (g *gen) between(low, high int) int { return low + g.IntN(high-low+1) }

// pick chooses one of several things; name one several times to make it likelier.
func pick[T any](g *gen, list ...T) T { return list[g.IntN(len(list))] }

// name makes a new name with a prefix.
func (g *gen) name(prefix string) string {
	g.clauses++
	return fmt.Sprintf("%s%d", prefix, g.clauses)
}
