// Package generator makes up data: the stock ticker of the Kinesis Data Analytics guide, for trying things out.
//
// What it makes follows from the seed alone. The clock only says when; Weir stamps the records when they are read.
// Start at generator.go (when), then stocks.go (what).
package generator

import (
	"context"
	"fmt"
	"io"
	"time"

	"weir/connectors"
	"weir/operators"
)

var _ = connectors.Register(connectors.Spec{
	Scheme: "generator",
	Doc: "Makes up data. generator:stocks gives JSON records with TICKER_SYMBOL (VARCHAR(4)), SECTOR (VARCHAR(16)), CHANGE (REAL) " +
		"and PRICE (REAL), the same for the same seed.",
	Target: "stocks",
	Source: connectors.SourceOf(open),
})

type options struct {
	Rate float64 `option:"rate" default:"1000" doc:"Records a second; 0: as fast as they are taken."`
	Seed uint64  `option:"seed" default:"1" doc:"Another seed gives other records."`
	Rows int64   `option:"rows" default:"0" doc:"How many records there are; 0: no end."`
}

type source struct {
	env connectors.Env
	options
}

func open(env connectors.Env, target string, o options) (connectors.Source, error) {
	switch {
	case target != "stocks":
		return nil, &connectors.UnknownName{What: "kind of generator", Name: target, Known: []string{"stocks"}}
	case o.Rate < 0 || o.Rows < 0:
		return nil, fmt.Errorf("generator:%s: rate and rows cannot be negative", target)
	}
	return &source{env, o}, nil
}

// Splits is the one ticker.
func (s *source) Splits(context.Context) ([]connectors.Split, bool, error) {
	return []connectors.Split{{ID: "stocks"}}, true, nil
}

// Open goes on behind an offset.
func (s *source) Open(_ context.Context, _ connectors.Split, from connectors.Offset) (connectors.Reader, error) {
	market := newMarket(s.Seed)
	if from != nil {
		if err := market.restore(from); err != nil {
			return nil, connectors.Permanent{Err: err}
		}
	}
	return &reader{source: s, market: market, start: s.env.Clock.Now()}, nil
}

const (
	pause    = 10 * time.Millisecond  // between reads: many small units cost more than they bring
	patience = 100 * time.Millisecond // a reader that finds nothing says so after this long
)

type reader struct {
	*source
	market *market
	start  time.Time
	sent   int64 // since start
}

// Read returns the records that are due.
func (r *reader) Read(ctx context.Context) (connectors.Messages, connectors.Offset, error) {
	due := r.due()
	if due == 0 {
		wait := min(max(pause, r.untilNext()), patience)
		select {
		case <-r.env.Clock.After(wait):
		case <-ctx.Done():
			return connectors.Messages{}, r.market.offset(), ctx.Err()
		}
		due = r.due()
	}
	m := connectors.Messages{First: r.market.made}
	for range due {
		m.Data = r.market.appendTrade(m.Data)
		m.Ends = append(m.Ends, len(m.Data))
	}
	r.sent += due
	if r.Rows > 0 && r.market.made >= r.Rows {
		return m, r.market.offset(), io.EOF
	}
	return m, r.market.offset(), nil
}

// due is how many records the next unit has.
func (r *reader) due() int64 {
	due := int64(operators.MaxBatchRows)
	if r.Rate > 0 {
		due = min(due, int64(r.Rate*r.env.Clock.Now().Sub(r.start).Seconds())-r.sent)
	}
	if r.Rows > 0 {
		due = min(due, r.Rows-r.market.made)
	}
	return max(due, 0)
}

func (r *reader) untilNext() time.Duration {
	if r.Rate == 0 {
		return 0
	}
	at := r.start.Add(time.Duration(float64(r.sent+1) / r.Rate * float64(time.Second)))
	return at.Sub(r.env.Clock.Now())
}

// Close has nothing to close.
func (*reader) Close() error { return nil }
