package generator

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"weir/connectors"
	"weir/internal/clock"
)

func read(t *testing.T, env connectors.Env, url string, from connectors.Offset, units int) (records []string, offset connectors.Offset, ended bool) {
	t.Helper()
	s, err := connectors.OpenSource(env, url)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Open(t.Context(), connectors.Split{ID: "stocks"}, from)
	if err != nil {
		t.Fatal(err)
	}
	for range units {
		m, end, err := r.Read(t.Context())
		for i := range m.Len() {
			records = append(records, string(m.Message(i)))
		}
		offset = end
		if ended = errors.Is(err, io.EOF); ended {
			break
		}
	}
	return records, offset, ended
}

func TestRecordsFollowFromTheSeed(t *testing.T) {
	env := connectors.Env{Clock: clock.NewVirtual(time.Unix(0, 0))}
	all, _, ended := read(t, env, "generator:stocks?rate=0&rows=10000", nil, 100)
	if len(all) != 10000 || !ended {
		t.Fatalf("%d records, ended %v", len(all), ended)
	}
	first, offset, _ := read(t, env, "generator:stocks?rate=0&rows=10000", nil, 1)
	rest, _, ended := read(t, env, "generator:stocks?rate=0&rows=10000", offset, 100)
	if !slices.Equal(slices.Concat(first, rest), all) || !ended {
		t.Error("a run that was left and taken up again gives other records")
	}
	other, _, _ := read(t, env, "generator:stocks?rate=0&rows=10&seed=2", nil, 1)
	if slices.Equal(other, all[:10]) {
		t.Error("another seed gives the same records")
	}
}

func TestRecordsAreStocks(t *testing.T) {
	env := connectors.Env{Clock: clock.NewVirtual(time.Unix(0, 0))}
	all, _, _ := read(t, env, "generator:stocks?rate=0&rows=20000", nil, 100)
	sectors, last := map[string]string{}, map[string]float64{}
	for _, record := range all {
		var r struct {
			TICKER_SYMBOL, SECTOR string
			CHANGE, PRICE         float64
		}
		if err := json.Unmarshal([]byte(record), &r); err != nil {
			t.Fatalf("%s: %v", record, err)
		}
		if s, ok := sectors[r.TICKER_SYMBOL]; ok && s != r.SECTOR || len(r.TICKER_SYMBOL) > 4 || len(r.SECTOR) > 16 || r.PRICE <= 0 {
			t.Fatalf("%s", record)
		}
		if before, ok := last[r.TICKER_SYMBOL]; ok && int((before+r.CHANGE)*100+0.5) != int(r.PRICE*100+0.5) {
			t.Fatalf("the change does not lead from %v to %v: %s", before, r.PRICE, record)
		}
		sectors[r.TICKER_SYMBOL], last[r.TICKER_SYMBOL] = r.SECTOR, r.PRICE
	}
	if len(sectors) != len(stocks) {
		t.Errorf("%d stocks were traded", len(sectors))
	}
}

func TestTheRateIsKept(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	v := clock.NewVirtual(start)
	s, err := connectors.OpenSource(connectors.Env{Clock: v}, "generator:stocks?rate=100")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Open(t.Context(), connectors.Split{ID: "stocks"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   time.Duration
		want int
	}{{500 * time.Millisecond, 50}, {510 * time.Millisecond, 1}, {2 * time.Second, 149}} {
		v.Set(start.Add(c.at))
		m, _, err := r.Read(t.Context())
		if err != nil || m.Len() != c.want {
			t.Errorf("after %v: %d records, %v", c.at, m.Len(), err)
		}
	}
}

func TestWhatCannotBeGenerated(t *testing.T) {
	for _, url := range []string{"generator:bonds", "generator:stocks?rate=-1", "generator:stocks?rows=-1"} {
		if _, err := connectors.OpenSource(connectors.Env{Clock: clock.System{}}, url); err == nil {
			t.Errorf("%s was opened", url)
		}
	}
	s, err := connectors.OpenSource(connectors.Env{Clock: clock.System{}}, "generator:stocks")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), connectors.Split{ID: "stocks"}, connectors.Offset("x")); err == nil {
		t.Error("a broken offset was taken")
	}
}

func BenchmarkStocks(b *testing.B) {
	m := newMarket(1)
	var buf []byte
	for b.Loop() {
		buf = m.appendTrade(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}
