package generator

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strconv"

	"weir/connectors"
)

// stocks are the tickers that are traded. Prices are cents, and stay around base.
var stocks = []struct {
	symbol, sector string
	base           int64
}{
	{"AERO", "TECHNOLOGY", 9120}, {"BYT", "TECHNOLOGY", 15480}, {"CHPS", "TECHNOLOGY", 4310}, {"NIMB", "TECHNOLOGY", 7765},
	{"QBT", "TECHNOLOGY", 23050}, {"GRID", "ENERGY", 3890}, {"OILX", "ENERGY", 6125}, {"SOLR", "ENERGY", 1975},
	{"WIND", "ENERGY", 2860}, {"CURE", "HEALTHCARE", 11240}, {"GENE", "HEALTHCARE", 5480}, {"MEDI", "HEALTHCARE", 8615},
	{"VITA", "HEALTHCARE", 3325}, {"BNK", "FINANCIAL", 4720}, {"COIN", "FINANCIAL", 13390}, {"LEND", "FINANCIAL", 2245},
	{"TRST", "FINANCIAL", 6980}, {"CART", "RETAIL", 3560}, {"MALL", "RETAIL", 1480}, {"SHOP", "RETAIL", 9875},
}

// market makes trades, one after the other.
type market struct {
	random rand.PCG
	made   int64
	prices []int64
}

func newMarket(seed uint64) *market {
	m := &market{random: *rand.NewPCG(seed, 0)}
	for _, s := range stocks {
		m.prices = append(m.prices, s.base)
	}
	return m
}

// appendTrade appends the JSON of the next trade: a stock's price moves by up to 2.5 %, rather back to its base than away; one
// in 512 is a jump of up to 10 %.
func (m *market) appendTrade(dst []byte) []byte {
	bits := m.random.Uint64()
	i := int(bits % uint64(len(stocks)))
	price := m.prices[i]
	step := price/40 + 1
	if bits>>20&511 == 0 {
		step *= 4
	}
	change := int64(bits>>32)%(2*step+1) - step + (stocks[i].base-price)/64
	price = max(price+change, 1)
	change = price - m.prices[i]
	m.prices[i] = price
	m.made++

	dst = append(dst, `{"TICKER_SYMBOL":"`...)
	dst = append(dst, stocks[i].symbol...)
	dst = append(dst, `","SECTOR":"`...)
	dst = append(dst, stocks[i].sector...)
	dst = append(dst, `","CHANGE":`...)
	dst = appendCents(dst, change)
	dst = append(dst, `,"PRICE":`...)
	dst = appendCents(dst, price)
	return append(dst, '}')
}

func appendCents(dst []byte, cents int64) []byte {
	if cents < 0 {
		dst, cents = append(dst, '-'), -cents
	}
	dst = strconv.AppendInt(dst, cents/100, 10)
	return append(dst, '.', byte('0'+cents/10%10), byte('0'+cents%10))
}

// offset is all that the trades to come depend on.
func (m *market) offset() connectors.Offset {
	state := binary.AppendVarint(nil, m.made)
	for _, p := range m.prices {
		state = binary.AppendVarint(state, p)
	}
	state, err := m.random.AppendBinary(state)
	if err != nil { // a PCG has no error to report
		return nil
	}
	return state
}

func (m *market) restore(from connectors.Offset) error {
	rest := []byte(from)
	for i := -1; i < len(m.prices); i++ {
		v, n := binary.Varint(rest)
		if n <= 0 {
			return errors.New("the offset is not one of generator:stocks")
		}
		rest = rest[n:]
		if i < 0 {
			m.made = v
		} else {
			m.prices[i] = v
		}
	}
	return m.random.UnmarshalBinary(rest)
}
