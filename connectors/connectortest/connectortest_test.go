package connectortest

import (
	"strconv"
	"strings"
	"testing"

	"weir/connectors"
)

func TestMemorySource(t *testing.T) {
	open := func(ends bool) func(*testing.T) connectors.Source {
		return func(*testing.T) connectors.Source {
			s := &MemorySource{}
			a, b := s.Add("a"), s.Add("b", "a")
			a.Push("1", "2")
			a.Push("3")
			b.Push("4")
			if ends {
				a.End()
				b.End()
			}
			s.Complete()
			return s
		}
	}
	want := map[string][]string{"a": {"1", "2", "3"}, "b": {"4"}}
	t.Run("bounded", func(t *testing.T) { Source(t, SourceCase{Open: open(true), Want: want}) })
	t.Run("endless", func(t *testing.T) { Source(t, SourceCase{Open: open(false), Want: want, Endless: true}) })
}

func TestMemorySink(t *testing.T) {
	ledgers := map[string]*Ledger{}
	ledger := func(t *testing.T) *Ledger {
		if ledgers[t.Name()] == nil {
			ledgers[t.Name()] = &Ledger{}
		}
		return ledgers[t.Name()]
	}
	Sink(t, SinkCase{
		Guarantee: connectors.ExactlyOnceGuarantee,
		Open:      func(t *testing.T) connectors.Sink { return ledger(t).Open() },
		Visible: func(t *testing.T) []int64 {
			var ids []int64
			for _, row := range ledger(t).Rows() {
				id, err := strconv.ParseInt(strings.Fields(row)[1], 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, id)
			}
			return ids
		},
	})
}
