package relational

import (
	"slices"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Open prepares the order.
func (s *Sort) Open(*operators.Env) (operators.Operator, error) {
	limits, err := newBoundary(s.Schema(), []TimeKey{s.Time}, []int{s.By[0].Column})
	if err != nil {
		return nil, err
	}
	return &sorter{spec: s, limits: limits, order: vec.NewOrder(s.Schema(), s.By), time: operators.MinTime}, nil
}

// sorter keeps rows in chunks, in the order in which they came. What is sorted is places of rows; rows are copied when they
// come, so that a small batch costs little memory, and when they leave.
type sorter struct {
	spec   *Sort
	limits *boundary
	order  *vec.Order

	chunks []operators.Batch
	skip   int           // rows of the first chunk that have left
	coming vec.Collector // behind the chunks
	runs   []run         // all but the last one are finished
	held   operators.Held
	time   operators.Time // the last promise

	places []vec.Place
}

// run is rows between two boundaries.
type run struct {
	rows   int            // held rows of this run and of all before it
	bytes  int64          // of the run
	last   operators.Time // ROWTIME of its newest row
	ends   operators.Time // the run is complete at this promise; EndOfTime where only data can tell
	result operators.Time // ROWTIME of its rows when they leave; EndOfTime while only data can tell
}

// Process keeps rows. Rows that fail are reported.
func (s *sorter) Process(_ int, b operators.Batch, out operators.Output) error {
	if b = sound(s.spec.Schema(), b, out); b.Rows() == 0 {
		return nil
	}
	s.limits.read(b)
	for row := 0; row < b.Rows(); {
		if len(s.runs) == 0 || s.limits.crossed(b.Time[row], row) {
			s.begin(b.Time[row], row)
		}
		end := s.limits.within(b, row)
		s.extend(b, row, end)
		row = end
	}
	s.coming.Add(b, 0, b.Rows(), s.keep)
	return nil
}

// sound returns the rows of a batch that have no failure, and reports the others.
func sound(cols *types.Schema, b operators.Batch, out operators.Output) operators.Batch {
	if len(b.Failed) == 0 {
		return b
	}
	failed := b.Failed
	b.Failed = nil
	out.Reject(cols, b, failed)
	return vec.Gather(b, without(failed, b.Rows()))
}

// begin begins a run with a row.
func (s *sorter) begin(at operators.Time, row int) {
	if n := len(s.runs); n > 0 {
		s.runs[n-1].result = min(s.runs[n-1].result, at)
	}
	r := run{rows: s.held.Rows}
	r.ends, r.result = s.limits.cross(at, row)
	if s.spec.Windowed {
		r.ends = r.result
	}
	s.runs = append(s.runs, r)
}

// extend adds rows to the last run.
func (s *sorter) extend(b operators.Batch, from, to int) {
	r := &s.runs[len(s.runs)-1]
	bytes := int64(vec.RowBytes(b, from, to))
	r.rows += to - from
	r.bytes += bytes
	r.last = b.Time[to-1]
	s.held.Rows += to - from
	s.held.Bytes += bytes
}

func (s *sorter) keep(b operators.Batch) { s.chunks = append(s.chunks, b) }

// Advance emits the runs that are complete.
func (s *sorter) Advance(t operators.Time, out operators.Output) (operators.Time, error) {
	done := 0
	for done < len(s.runs) && s.complete(done, t) {
		done++
	}
	if done > 0 {
		s.coming.Flush(s.keep)
		s.emit(s.runs[:done], out)
		s.forget(done)
	}
	s.time = t
	return t, nil
}

func (s *sorter) complete(i int, t operators.Time) bool {
	r := &s.runs[i]
	switch {
	case i < len(s.runs)-1:
	case t < r.ends:
		return false
	case r.result == operators.EndOfTime: // the end of input
		r.result = max(r.last, s.time)
	}
	return true
}

// emit sorts each run and hands out its rows.
func (s *sorter) emit(runs []run, out operators.Output) {
	n := runs[len(runs)-1].rows
	s.place(n)
	s.order.Over(s.chunks)
	from := 0
	for _, r := range runs {
		s.order.Sort(s.places[from:r.rows])
		from = r.rows
	}
	for from := 0; from < n; from += operators.MaxBatchRows {
		to := min(from+operators.MaxBatchRows, n)
		b := vec.Pick(s.chunks, s.places[from:to])
		for i := range b.Time {
			for runs[0].rows <= from+i {
				runs = runs[1:]
			}
			b.Time[i] = runs[0].result
		}
		vec.Split(b, out.Emit)
	}
}

// place lists the first n held rows.
func (s *sorter) place(n int) {
	s.places = slices.Grow(s.places[:0], n)
	row := s.skip
	for i, c := range s.chunks {
		for ; row < c.Rows() && len(s.places) < n; row++ {
			s.places = append(s.places, vec.Place{Batch: int32(i), Row: int32(row)})
		}
		row = 0
	}
}

// forget drops the first runs and the chunks of which all rows have left.
func (s *sorter) forget(done int) {
	n := s.runs[done-1].rows
	for _, r := range s.runs[:done] {
		s.held.Bytes -= r.bytes
	}
	s.held.Rows -= n
	s.runs = s.runs[:copy(s.runs, s.runs[done:])]
	for i := range s.runs {
		s.runs[i].rows -= n
	}
	gone := 0
	for s.skip += n; gone < len(s.chunks) && s.skip >= s.chunks[gone].Rows(); gone++ {
		s.skip -= s.chunks[gone].Rows()
	}
	kept := copy(s.chunks, s.chunks[gone:])
	clear(s.chunks[kept:])
	s.chunks = s.chunks[:kept]
}

// Waiting tells when the open run is complete. Its rows are held.
func (s *sorter) Waiting() (operators.Held, operators.Time) {
	if len(s.runs) == 0 {
		return operators.Held{}, operators.EndOfTime
	}
	return s.held, s.runs[0].ends
}
