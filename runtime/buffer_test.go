package runtime

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// numbered is a batch with these times, in any order, whose one column numbers the rows from first.
func numbered(times []operators.Time, first int) operators.Batch {
	numbers := make([]int64, len(times))
	for i := range numbers {
		numbers[i] = int64(first + i)
	}
	return operators.Batch{Time: times, Cols: []arrow.Array{vec.Wrap(&vec.Ints{Values: numbers}, types.BigIntType)}}
}

// TestBuffer gives rows in any order of time and takes them at random bounds: they come in the order of their time, rows of
// equal time in the order in which they were given.
func TestBuffer(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		type row struct {
			time   operators.Time
			number int
		}
		var f buffer
		var given, got []row
		take := func(b operators.Batch) {
			numbers := vec.Of(b.Cols[0]).(*vec.Ints).Values
			for i, at := range b.Time {
				got = append(got, row{at, int(numbers[i])})
			}
		}
		bound, disorder := operators.Time(0), []operators.Time{1, 10, 1000}[random.IntN(3)]
		for range 40 {
			times := make([]operators.Time, random.IntN([]int{2, 20, 200}[random.IntN(3)]))
			for i := range times {
				times[i] = bound + operators.Time(random.Int64N(int64(disorder)))
				if random.IntN(2) == 0 && i > 0 {
					times[i] = max(times[i-1], bound)
				}
			}
			f.add(numbered(slices.Clone(times), len(given)))
			for _, at := range times {
				given = append(given, row{at, len(given)})
			}
			if random.IntN(2) == 0 {
				bound += operators.Time(random.Int64N(int64(disorder)))
				f.release(bound, take)
				if at, until := f.waiting(); at.Rows != len(given)-len(got) || until < bound {
					t.Fatalf("%d rows held from %d, want %d from %d", at.Rows, until, len(given)-len(got), bound)
				}
			}
			if random.IntN(10) == 0 {
				var g buffer
				f.copy(g.add)
				f = g
			}
		}
		f.release(operators.EndOfTime, take)
		slices.SortStableFunc(given, func(a, b row) int { return int(a.time - b.time) })
		if !slices.Equal(got, given) {
			t.Fatalf("got %v, want %v", got, given)
		}
		if f.held != (operators.Held{}) {
			t.Errorf("%v is still held", f.held)
		}
	}
}

func BenchmarkBuffer(b *testing.B) {
	for _, c := range []struct {
		name     string
		held     int // rows, 200 of them a ms
		straggle int // one row of so many is late by up to the disorder, the others by a ms
	}{
		{"in order, 1000000 held", 1_000_000, 0},
		{"one of a hundred late, 1000000 held", 1_000_000, 100},
		{"all late, 1000000 held", 1_000_000, 1},
		{"all late, 20000 held", 20_000, 1},
	} {
		b.Run(c.name, func(b *testing.B) {
			random := rand.New(rand.NewPCG(3, 4))
			const rate = 200
			disorder := operators.Time(c.held / rate)
			batches := make([]operators.Batch, 64)
			for i := range batches {
				times := make([]operators.Time, operators.MaxBatchRows)
				for k := range times {
					times[k] = operators.Time(k / rate)
					switch {
					case c.straggle == 0:
					case random.IntN(c.straggle) == 0:
						times[k] -= operators.Time(random.Int64N(int64(disorder)))
					default:
						times[k] -= operators.Time(random.IntN(2))
					}
				}
				batches[i] = numbered(times, 0)
			}
			var f buffer
			rows := 0
			run := func(n int) {
				for i := range n {
					now := operators.Time(i * operators.MaxBatchRows / rate)
					in := batches[i%len(batches)]
					in.Time = slices.Clone(in.Time)
					for k := range in.Time {
						in.Time[k] += now
					}
					f.add(in)
					f.release(now-disorder, func(b operators.Batch) { rows += b.Rows() })
				}
			}
			run(2 * c.held / operators.MaxBatchRows)
			f = buffer{}
			b.ReportAllocs()
			b.ResetTimer()
			run(b.N)
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
			b.ReportMetric(float64(f.held.Rows), "held")
		})
	}
}
