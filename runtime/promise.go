package runtime

import "weir/operators"

// promise tells the sequencer how far time has come in each split, once the step's units are in.
func (in *input) promise(g *Graph) {
	for i, s := range in.splits {
		in.seq.promise(i, s.keeper.promise(in.own(g, s)))
	}
	if in.rule().Kind == operators.ColumnTime {
		in.passIdle(g)
	}
	unknown := len(in.splits)
	in.seq.promise(unknown, max(in.seq.writers[unknown].promise, in.unknown(g)))
}

// own is what a split promises for itself.
func (in *input) own(g *Graph, s *split) operators.Time {
	k := &s.keeper
	switch {
	case s.ended:
		return operators.EndOfTime
	case in.stamp == weirStamp:
		return g.now
	case in.blocked(s):
		return in.parents(s)
	case in.rule().Kind == operators.ColumnTime:
		return k.max - k.disorder
	case s.hasTip:
		return max(k.max, s.tip-operators.Time(in.rule().Grace))
	default:
		return k.max
	}
}

// blocked reports that splits which come first have not ended.
func (in *input) blocked(s *split) bool {
	for _, p := range s.after {
		if !in.splits[p].ended {
			return true
		}
	}
	return false
}

func (in *input) parents(s *split) operators.Time {
	t := operators.EndOfTime
	for _, p := range s.after {
		if !in.splits[p].ended {
			t = min(t, in.splits[p].keeper.promised)
		}
	}
	return t
}

// passIdle lets the splits that are at their tip and have long brought nothing promise what the others have promised.
func (in *input) passIdle(g *Graph) {
	least, some := in.awake(g)
	if !some {
		return
	}
	for i, s := range in.splits {
		if in.idle(g, s) && s.keeper.promised < least {
			s.keeper.promise(least)
			s.keeper.release(in.offerer(i, false))
			in.seq.promise(i, least)
		}
	}
}

func (in *input) idle(g *Graph, s *split) bool {
	idle := operators.Time(in.rule().Idle)
	return idle > 0 && !s.ended && s.hasTip && g.now-s.brought >= idle
}

// awake returns the least promise of the splits that time waits for.
func (in *input) awake(g *Graph) (least operators.Time, some bool) {
	least = operators.EndOfTime
	for _, s := range in.splits {
		if !s.ended && !in.blocked(s) && !in.idle(g, s) {
			least, some = min(least, s.keeper.promised), true
		}
	}
	return least, some
}

// unknown is what the splits that are not known yet promise.
func (in *input) unknown(g *Graph) operators.Time {
	switch {
	case in.complete:
		return operators.EndOfTime
	case in.stamp == weirStamp:
		return g.now
	case in.rule().Kind == operators.ColumnTime:
		least, some := in.awake(g)
		if !some {
			return operators.MinTime // time stands
		}
		return least
	default:
		return in.listed - operators.Time(in.rule().Grace)
	}
}

// waitsForList reports that the clock stands only because the source may still name splits.
func (in *input) waitsForList() bool {
	if in.complete || in.stamp != brokerStamp {
		return false
	}
	unknown := in.seq.writers[len(in.splits)].promise
	for i := range in.splits {
		if in.seq.writers[i].promise <= unknown {
			return false
		}
	}
	return true
}
