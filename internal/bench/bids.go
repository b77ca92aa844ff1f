package bench

import (
	"bufio"
	"io"
	"math"
	"math/bits"
	"math/rand/v2"
	"strconv"

	"weir/sql/types"
)

// Columns of a bid, with the types of their JSON members.
var Columns = types.NewSchema(
	types.Column{Name: "auction", Type: types.BigIntType},
	types.Column{Name: "bidder", Type: types.BigIntType},
	types.Column{Name: "price", Type: types.BigIntType},
	types.Column{Name: "channel", Type: types.VarcharType(32)},
	types.Column{Name: "url", Type: types.VarcharType(128)},
	types.Column{Name: "dateTime", Type: types.TimestampType},
	types.Column{Name: "extra", Type: types.VarcharType(128)},
)

// Start is the dateTime of the first bid: 2026-01-01 00:00:00.
const Start = 1767225600000

// Bids makes bids. A line has about 252 bytes:
//
//	{"auction":1000,"bidder":1001,"price":5921,"channel":"Apple","url":"https://…","dateTime":"2026-01-01 00:00:00.000","extra":"…"}
type Bids struct {
	Seed uint64
	Rate int // bids in a second of dateTime; 0: 9200, the share of bids in 10,000 Nexmark events
	Keys int // auctions are drawn evenly from so many; 0: as Nexmark draws them, half of the bids for a hot auction
}

// Write writes n lines.
func (b Bids) Write(w io.Writer, n int) error {
	out := bufio.NewWriterSize(w, 1<<20)
	for g := b.Lines(); n > 0; n-- {
		if _, err := out.Write(append(g.Next(out.AvailableBuffer()), '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}

// Lines starts the sequence of bids.
func (b Bids) Lines() *Lines {
	if b.Rate == 0 {
		b.Rate = 9200
	}
	return &Lines{Bids: b, rand: rand.New(rand.NewPCG(b.Seed, 0))}
}

// Lines is a sequence of bids.
type Lines struct {
	Bids
	rand *rand.Rand
	row  int
}

// Of 50 Nexmark events one is a person and three are auctions; the other 46 are bids.
const (
	bidsPerEpoch     = 46
	auctionsPerEpoch = 3
	firstAuction     = 1000
	firstPerson      = 1000
	hotEvery         = 100 // every hundredth auction or person is a hot one
)

// Next appends the next bid, without a line feed.
func (l *Lines) Next(dst []byte) []byte {
	dst = strconv.AppendInt(append(dst, `{"auction":`...), l.auction(), 10)
	dst = strconv.AppendInt(append(dst, `,"bidder":`...), l.bidder(), 10)
	dst = strconv.AppendInt(append(dst, `,"price":`...), l.price(), 10)
	dst = l.channel(append(dst, `,"channel":"`...))
	dst = types.AppendTimestamp(append(dst, `","dateTime":"`...), Start+int64(l.row)*1000/int64(l.Rate))
	dst = l.letters(append(dst, `","extra":"`...), 54+l.rand.IntN(28))
	l.row++
	return append(dst, `"}`...)
}

func (l *Lines) auction() int64 {
	if l.Keys > 0 {
		return firstAuction + l.rand.Int64N(int64(l.Keys))
	}
	last := int64(l.row/bidsPerEpoch)*auctionsPerEpoch + auctionsPerEpoch - 1
	if l.rand.IntN(2) == 0 {
		return firstAuction + last/hotEvery*hotEvery
	}
	return firstAuction + l.recent(last, 100)
}

func (l *Lines) bidder() int64 {
	last := int64(l.row / bidsPerEpoch)
	if l.rand.IntN(4) > 0 {
		return firstPerson + last/hotEvery*hotEvery + 1
	}
	return firstPerson + l.recent(last, 1000)
}

// recent draws from the last n numbers up to last and the 10 that follow it.
func (l *Lines) recent(last, n int64) int64 {
	n = min(n, last)
	return last - n + l.rand.Int64N(n+10+1)
}

// price is log-uniform from 100 to 100,000,000.
func (l *Lines) price() int64 { return int64(math.Round(math.Pow(10, 6*l.rand.Float64()) * 100)) }

var hotChannels = [...]struct{ name, path string }{
	{"Google", "adgq_/gtmra/vdp_w"}, {"Facebook", "kx_ot/bbz/yqwvi"}, {"Baidu", "mnh/jo_es/uiqtw"}, {"Apple", "eyz_l/rdxp/wbcjk"},
}

// channel appends a channel, and its URL as the next member.
func (l *Lines) channel(dst []byte) []byte {
	const (
		member = `","url":"https://www.nexmark.com/`
		page   = `/item.htm?query=1`
	)
	if l.rand.IntN(2) == 0 {
		hot := hotChannels[l.rand.IntN(len(hotChannels))]
		return append(append(append(append(dst, hot.name...), member...), hot.path...), page...)
	}
	n := l.rand.Uint32N(10000)
	dst = strconv.AppendUint(append(dst, `channel-`...), uint64(n), 10)
	dst = append(dst, member...)
	dst = append(l.word(dst), '/')
	dst = append(l.word(dst), '/')
	dst = append(l.word(dst), page...)
	if l.rand.IntN(10) > 0 {
		dst = strconv.AppendUint(append(dst, `&channel_id=`...), uint64(bits.Reverse32(n)&math.MaxInt32), 10)
	}
	return dst
}

func (l *Lines) word(dst []byte) []byte { return l.letters(dst, 3+l.rand.IntN(3)) }

func (l *Lines) letters(dst []byte, n int) []byte {
	for range n {
		if c := l.rand.IntN(13 * 26); c < 26 {
			dst = append(dst, '_')
		} else {
			dst = append(dst, byte('a'+c%26))
		}
	}
	return dst
}
