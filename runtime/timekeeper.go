package runtime

import (
	"weir/operators"
	"weir/operators/vec"
)

// A timekeeper gives the rows of one writer their ROWTIME, and decides which rows are late: once, row by row, so that the
// answer does not depend on how the rows were cut. There is one for each split and one in each Retime.
type timekeeper struct {
	disorder operators.Time
	future   operators.Time // a time further ahead of the clock is refused; 0: off
	sort     bool           // rows of equal time are sorted too, so they leave only when their time is over
	max      operators.Time // M: the greatest time that the writer has brought
	promised operators.Time // P: the last promise
	clamped  int64          // rows that took a later time than their own because time had gone on without them
	waiting  buffer
	verdict  verdict
}

// verdict says what becomes of the rows of a batch. It is valid until the next batch.
type verdict struct {
	kept   []int32
	late   []int32
	behind []operators.Time // the watermark that each late row missed
	null   []int32
	future []int32
	beyond []int32 // outside of the years 1 to 9999
}

// The first and the last time that a row can have.
const (
	firstTime operators.Time = -62135596800000
	lastTime  operators.Time = 253402300799999
)

func newTimekeeper(promise operators.Time) timekeeper {
	return timekeeper{max: operators.MinTime, promised: promise}
}

// stamped gives rows the broker's time: their own, or the writer's clock if that is later.
func (k *timekeeper) stamped(b operators.Batch) operators.Batch {
	at, floor := make([]operators.Time, len(b.Time)), max(k.max, k.promised)
	for i, t := range b.Time {
		k.max = max(k.max, t)
		if k.max < k.promised {
			k.clamped++
		}
		floor = max(floor, t)
		at[i] = floor
	}
	b.Time = at
	return b
}

// column judges rows by the times of a column. It returns those that are kept, with their new time; if the writer may be out
// of order, they are put into waiting instead and what may leave is emitted by release.
func (k *timekeeper) column(b operators.Batch, times *vec.Ints, now operators.Time) (kept operators.Batch) {
	at := timesOf(times.Values)
	if !times.HasNulls() && k.inOrder(at, now) {
		k.max = max(k.max, at[len(at)-1])
		b.Time = at
		return b
	}
	k.judge(at, times, now)
	kept = vec.Gather(b, k.verdict.kept)
	if len(k.verdict.kept) == len(at) {
		kept.Time = at
		return kept
	}
	kept.Time = make([]operators.Time, len(k.verdict.kept))
	for i, row := range k.verdict.kept {
		kept.Time[i] = at[row]
	}
	return kept
}

// inOrder reports that all rows are kept and ascend.
func (k *timekeeper) inOrder(at []operators.Time, now operators.Time) bool {
	k.verdict.reset()
	last := max(k.clock(), firstTime)
	for _, t := range at {
		if t < last {
			return false
		}
		last = t
	}
	return last <= lastTime && (k.future == 0 || last <= now+k.future)
}

func (k *timekeeper) judge(at []operators.Time, times *vec.Ints, now operators.Time) {
	v := &k.verdict
	v.reset()
	for i, t := range at {
		row := int32(i)
		switch {
		case times.Null(i):
			v.null = append(v.null, row)
		case t < firstTime || t > lastTime:
			v.beyond = append(v.beyond, row)
		case k.future > 0 && t > now+k.future:
			v.future = append(v.future, row)
		case t < k.clock():
			v.late = append(v.late, row)
			v.behind = append(v.behind, k.clock())
		default:
			v.kept = append(v.kept, row)
			k.max = max(k.max, t)
		}
	}
}

func (v *verdict) reset() {
	v.kept, v.late, v.behind = v.kept[:0], v.late[:0], v.behind[:0]
	v.null, v.future, v.beyond = v.null[:0], v.future[:0], v.beyond[:0]
}

// clock is the time below which a row is late.
func (k *timekeeper) clock() operators.Time { return max(k.max-k.disorder, k.promised) }

// ordered reports that rows leave as they come.
func (k *timekeeper) ordered() bool { return k.disorder == 0 && !k.sort }

// release emits the waiting rows that no later row can precede. After the promise has gone beyond M − d, which idle does,
// those below it leave too.
func (k *timekeeper) release(emit func(operators.Batch)) {
	bound := max(k.max-k.disorder, k.promised) + 1
	if k.sort {
		bound--
	}
	k.waiting.release(bound, emit)
}

// promise moves the promise to t, unless it is there or beyond, and returns it.
func (k *timekeeper) promise(t operators.Time) operators.Time {
	k.promised = max(k.promised, t)
	return k.promised
}
