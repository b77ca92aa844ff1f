package bench

import (
	"bytes"
	"encoding/json"
	"testing"
)

type bid struct {
	Auction, Bidder, Price        int64
	Channel, URL, DateTime, Extra string
}

func read(t *testing.T, b Bids, n int) []bid {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out, n); err != nil {
		t.Fatal(err)
	}
	if mean := out.Len() / n; mean < 240 || mean > 265 {
		t.Errorf("a line has %d bytes in the mean", mean)
	}
	bids := make([]bid, 0, n)
	for line := range bytes.Lines(out.Bytes()) {
		var one bid
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		bids = append(bids, one)
	}
	return bids
}

func count(bids []bid, key func(bid) int64) int {
	keys := map[int64]bool{}
	for _, b := range bids {
		keys[key(b)] = true
	}
	return len(keys)
}

func auction(b bid) int64 { return b.Auction }

func TestHotKeys(t *testing.T) {
	bids := read(t, Bids{Seed: 1}, 200_000)
	if n := count(bids, auction); n < 12_000 || n > 14_000 {
		t.Errorf("%d auctions", n)
	}
	if n := count(bids, func(b bid) int64 { return b.Bidder }); n < 4_000 || n > 4_600 {
		t.Errorf("%d bidders", n)
	}
	if first, last := bids[0].DateTime, bids[len(bids)-1].DateTime; first != "2026-01-01 00:00:00.000" || last != "2026-01-01 00:00:21.739" {
		t.Errorf("bids from %s to %s", first, last)
	}
}

func TestUniformKeys(t *testing.T) {
	bids := read(t, Bids{Seed: 1, Keys: 1000, Rate: 200_000}, 20_000)
	if n := count(bids, auction); n != 1000 {
		t.Errorf("%d keys", n)
	}
	if last := bids[len(bids)-1].DateTime; last != "2026-01-01 00:00:00.099" {
		t.Errorf("the last bid is of %s", last)
	}
}

func TestSeed(t *testing.T) {
	a, b := Bids{Seed: 7}.Lines(), Bids{Seed: 7}.Lines()
	other := Bids{Seed: 8}.Lines()
	if one, two := a.Next(nil), b.Next(nil); !bytes.Equal(one, two) || bytes.Equal(one, other.Next(nil)) {
		t.Error("the seed alone must decide")
	}
}
