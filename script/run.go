package script

import (
	"errors"
	"fmt"
	"strings"

	"weir/connectors"
	"weir/operators"
	"weir/reference"
	"weir/sql/types"
)

// Config is one way to run a script. All ways must give the same rows.
type Config struct {
	Dir     string // where relative file names of the script begin
	Batch   int    // records of a unit; 0: all of a push
	Restore int    // every so-manieth step is followed by a crash and a restore of the state just cut; 0: never
	Replay  int    // every so-manieth step crashes, and what came since the cut before is played again; 0: never
	Workers int    // 0: one
	Oracle  bool   // let the oracle answer, instead of the engine
}

// String names the configuration in test output.
func (c Config) String() string {
	if c.Oracle {
		return "oracle"
	}
	var parts []string
	part := func(name string, n int) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s=%d", name, n))
		}
	}
	part("batch", c.Batch)
	part("restore", c.Restore)
	part("replay", c.Replay)
	part("workers", c.Workers)
	if len(parts) == 0 {
		return "plain"
	}
	return strings.Join(parts, ",")
}

// Matrix are the configurations that every script must pass.
func Matrix(dir string) []Config {
	configs := []Config{{Dir: dir}, {Dir: dir, Oracle: true}, {Dir: dir, Workers: 4}}
	for _, batch := range []int{1, 7} {
		configs = append(configs, Config{Dir: dir, Batch: batch})
	}
	for _, k := range []int{1, 2, 3, 5} {
		configs = append(configs, Config{Dir: dir, Batch: 1, Restore: k}, Config{Dir: dir, Batch: k, Replay: k + 1})
	}
	return configs
}

// Failure is an expectation that was not met.
type Failure struct {
	Line    int
	Message string
	Diff    string // rows: "- " missing, "+ " not expected
}

func (f *Failure) Error() string { return fmt.Sprintf("line %d: %s\n%s", f.Line, f.Message, f.Diff) }

// engine is what answers a script: the runtime's graph, or the oracle.
type engine interface {
	// advance moves the clock and lets everything happen that is due.
	advance(now operators.Time) error
	// deliver brings records of one input at the present time. byName: they are objects by column name.
	deliver(input int, m *connectors.Messages, byName bool) error
	end(input int) error
	// swap puts a version of a reference table in the place of the one before it.
	swap(table string, v *reference.Version) error
	checkpoint() error
	crash() error
	// rows returns all rows of a destination so far.
	rows(destination int) ([]row, error)
}

// Run runs a script in one configuration. The error is a *Failure, a *SyntaxError, or what kept the script from running; the
// mistakes of its SQL are sql.Errors.
func Run(commands []Command, cfg Config) error { return run(commands, cfg, (*runner).compare) }

// run executes a script. Expect says what is done where the script expects rows.
func run(commands []Command, cfg Config, expect func(*runner, *Command) error) error {
	s, err := newSubject(commands, cfg)
	if err != nil {
		return err
	}
	make := newGraphEngine
	if cfg.Oracle {
		make = func(s *subject, _ Config) (engine, error) { return newOracleEngine(s) }
	}
	e, err := make(s, cfg)
	if err != nil {
		return err
	}
	r := &runner{subject: s, engine: e, read: map[int]int{}, expect: expect}
	if err := s.tables.first(e.swap); err != nil {
		return err
	}
	for i := range commands {
		if err := r.do(&commands[i]); err != nil {
			return atLine(commands[i].Line, err)
		}
	}
	return nil
}

// atLine says where in the script an error arose, unless it says so itself.
func atLine(line int, err error) error {
	var failure *Failure
	var syntax *SyntaxError
	if errors.As(err, &failure) || errors.As(err, &syntax) {
		return err
	}
	return fmt.Errorf("line %d: %w", line, err)
}

// runner executes commands one after the other.
type runner struct {
	*subject
	engine engine
	read   map[int]int // per destination, how many rows earlier expects have taken
	expect func(*runner, *Command) error
}

func (r *runner) do(c *Command) error {
	switch c.Verb {
	case "push":
		input, err := r.input(c.Stream)
		if err != nil {
			return err
		}
		m, err := messages(c)
		if err != nil {
			return err
		}
		if err := r.engine.advance(c.Time); err != nil {
			return err
		}
		return r.engine.deliver(input, m, c.Mode == "rows")
	case "tick":
		return r.engine.advance(c.Time)
	case "end":
		input, err := r.input(c.Stream)
		if err != nil {
			return err
		}
		return r.engine.end(input)
	case "checkpoint":
		return r.engine.checkpoint()
	case "crash":
		return r.engine.crash()
	case "expect":
		return r.expect(r, c)
	case "reference":
		v, err := r.tables.load(c, c.clock)
		if v == nil {
			return err
		}
		return r.engine.swap(c.Value, v)
	default: // app, exec and set were read before the first row
		return nil
	}
}

// fresh returns the rows of a stream that no expect has looked at yet.
func (r *runner) fresh(stream string) ([]row, *types.Schema, error) {
	at := r.destinations[stream]
	all, err := r.engine.rows(at)
	if err != nil {
		return nil, nil, err
	}
	rows := all[r.read[at]:]
	r.read[at] = len(all)
	return rows, r.plan.Outputs[at].Schema(), nil
}

// compare holds the rows that came against those that the script expects.
func (r *runner) compare(c *Command) error {
	fresh, schema, err := r.fresh(c.Stream)
	if err != nil {
		return err
	}
	if c.Mode == "count" {
		if len(fresh) == c.Count {
			return nil
		}
		f := &Failure{Line: c.Line, Message: fmt.Sprintf("%s has %d rows, not %d", c.Stream, len(fresh), c.Count)}
		for _, row := range fresh {
			f.Diff += "+ " + row.String() + "\n"
		}
		f.Diff += r.held(len(fresh) < c.Count)
		return f
	}
	want, err := parseExpected(c, schema)
	if err != nil {
		return err
	}
	if d := diff(want, fresh, schema, c.Mode == "set"); d != "" {
		return &Failure{Line: c.Line, Message: c.Stream + " has other rows", Diff: d + r.held(len(fresh) < len(want))}
	}
	return nil
}

// held reminds of rows that wait for time to pass them.
func (r *runner) held(fewer bool) string {
	waiter, ok := r.engine.(interface{ waiting() []string })
	if !fewer || !ok {
		return ""
	}
	var b strings.Builder
	for _, sentence := range waiter.waiting() {
		b.WriteString("  " + sentence + "\n")
	}
	return b.String()
}
