package frame

import (
	"sync"
	"sync/atomic"

	"weir/connectors"
)

// A block is memory that a framer reads into. The units cut from it are parts of it.
type block struct {
	memory []byte
	users  atomic.Int32 // the framer, while it reads into it, and the units that are not freed
}

const (
	leastBlock = 64 << 10
	mostKept   = 4 << 20 // a larger block was made for a large record
)

// A lease is what one unit has of the framer's memory.
type lease struct {
	shelf        *shelf
	block        *block
	starts, ends []int
	free         func() // the method, made into a value once
}

// shelf keeps the memory that a framer's units have given back. Fresh memory would cost more than reading into it does: it is
// cleared, it is collected, and the first touch of each page goes through the operating system.
type shelf struct {
	mu     sync.Mutex
	blocks []*block
	leases []*lease
}

// block returns an empty block of at least n bytes.
func (s *shelf) block(n int) *block {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.blocks) > 0 {
		c := s.blocks[len(s.blocks)-1]
		s.blocks = s.blocks[:len(s.blocks)-1]
		if cap(c.memory) >= n {
			c.users.Store(1)
			return c
		}
	}
	c := &block{memory: make([]byte, max(n+n/8, leastBlock))} // what is left over from one unit to the next varies
	c.users.Store(1)
	return c
}

// drop says that somebody does not use a block any more.
func (s *shelf) drop(c *block) {
	if c == nil || c.users.Add(-1) > 0 || cap(c.memory) > mostKept {
		return
	}
	s.mu.Lock()
	s.blocks = append(s.blocks, c)
	s.mu.Unlock()
}

// lease makes room for the places of a unit's records in a block.
func (s *shelf) lease(c *block, records int) *lease {
	s.mu.Lock()
	var l *lease
	if n := len(s.leases); n > 0 {
		l, s.leases = s.leases[n-1], s.leases[:n-1]
	}
	s.mu.Unlock()
	if l == nil {
		l = &lease{shelf: s, starts: make([]int, 0, records), ends: make([]int, 0, records)}
		l.free = l.giveBack
	}
	l.block = c
	c.users.Add(1)
	return l
}

// messages are the records that the lease has places of.
func (l *lease) messages(data []byte, first int64) connectors.Messages {
	return connectors.Messages{Data: data, Starts: l.starts, Ends: l.ends, First: first, Free: l.free}
}

func (l *lease) giveBack() {
	l.shelf.drop(l.block)
	l.block, l.starts, l.ends = nil, l.starts[:0], l.ends[:0]
	l.shelf.mu.Lock()
	l.shelf.leases = append(l.shelf.leases, l)
	l.shelf.mu.Unlock()
}
