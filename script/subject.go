package script

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"weir/app"
	"weir/connectors"
	"weir/connectors/format/json"
	"weir/internal/oracle"
	"weir/operators"
	"weir/operators/vec"
	"weir/planner"
	"weir/runtime"
	"weir/sql/types"
)

// subject is the application under test: its plan, with every stream that the script expects as a destination, and the
// decoders of its inputs.
type subject struct {
	plan         *operators.Plan
	destinations map[string]int // place in plan.Outputs of each name that the script expects
	inputs       []inputFormats // as plan.Inputs
	encoders     map[*types.Schema]connectors.Encoder
	idle         operators.Time
	tables       tables
}

// inputFormats decode what is pushed to an input: raw records by its mapping, objects by column name.
type inputFormats struct {
	raw, byName *runtime.UnitDecoder
}

// newSubject reads what a script says about its application and plans it.
func newSubject(commands []Command, cfg Config) (*subject, error) {
	a, err := application(commands, cfg.Dir)
	if err != nil {
		return nil, err
	}
	opts := planner.Options{OpenStreams: true, NoRules: cfg.Oracle}
	for _, c := range commands {
		if c.Verb == "expect" && !slices.ContainsFunc(opts.Destinations, func(d planner.Destination) bool { return d.Name == c.Stream }) {
			opts.Destinations = append(opts.Destinations, planner.Destination{Name: c.Stream, Target: c.Stream})
		}
	}
	compiled, err := a.Compile(opts)
	if err != nil {
		return nil, err
	}
	s := &subject{plan: compiled.Plan, destinations: map[string]int{}, encoders: map[*types.Schema]connectors.Encoder{}}
	if s.tables, err = tablesOf(a, commands, cfg.Dir); err != nil {
		return nil, err
	}
	if cfg.Oracle {
		for _, in := range s.plan.Inputs {
			in.Used = nil // it reads every column
		}
	}
	for i, d := range s.plan.Outputs {
		s.destinations[d.Name] = i
	}
	for _, c := range commands {
		if _, known := s.destinations[c.Stream]; c.Verb == "expect" && !known {
			return nil, &SyntaxError{c.Line, "there is no stream " + c.Stream}
		}
	}
	if err := s.set(commands); err != nil {
		return nil, err
	}
	return s, s.decoders(a)
}

// application is the one that the script names, or an empty one, with the script's SQL behind its code and without sinks.
func application(commands []Command, dir string) (*app.App, error) {
	a := &app.App{Name: "script", Code: app.Code{File: "exec"}}
	var code []string
	for _, c := range commands {
		switch c.Verb {
		case "app":
			path := c.Name
			if !filepath.IsAbs(path) {
				path = filepath.Join(dir, path)
			}
			loaded, err := app.Load(path)
			if err != nil {
				return nil, err
			}
			a = loaded
		case "exec":
			code = append(code, strings.Join(c.Body, "\n"))
		}
	}
	if len(code) > 0 {
		if a.Code.Text != "" {
			code = append([]string{a.Code.Text, ";"}, code...)
		}
		a.Code = app.Code{File: a.Code.File, Text: strings.Join(code, "\n")}
	}
	a.Outputs = nil
	return a, nil
}

func (s *subject) decoders(a *app.App) error {
	for _, in := range s.plan.Inputs {
		byName := json.New(json.Options{Columns: types.NewSchema(in.Cols.Columns[:len(in.Cols.Columns)-in.Implicit]...)})
		var raw connectors.Format = byName
		for _, stream := range a.Streams {
			if stream.Input.Name == in.Name {
				raw = stream.Format
			}
		}
		var f inputFormats
		var err error
		if f.raw, err = runtime.NewUnitDecoder(in, raw); err != nil {
			return err
		}
		if f.byName, err = runtime.NewUnitDecoder(in, byName); err != nil {
			return err
		}
		s.inputs = append(s.inputs, f)
	}
	return nil
}

func (s *subject) decode(input int, m *connectors.Messages, byName bool) (*runtime.Unit, error) {
	f := s.inputs[input]
	if byName {
		return f.byName.Decode(m, nil)
	}
	return f.raw.Decode(m, nil)
}

// input returns the place of an input by name.
func (s *subject) input(name string) (int, error) {
	var names []string
	for i, in := range s.plan.Inputs {
		if in.Name == name {
			return i, nil
		}
		names = append(names, in.Name)
	}
	return 0, fmt.Errorf("%s is no input; the inputs are: %s", name, strings.Join(names, ", "))
}

// lines writes rows as an output would.
func (s *subject) lines(schema *types.Schema, b operators.Batch) ([]string, error) {
	enc := s.encoders[schema]
	if enc == nil {
		var err error
		if enc, err = json.New(json.Options{}).NewEncoder(schema); err != nil {
			return nil, err
		}
		s.encoders[schema] = enc
	}
	var out connectors.Messages
	if err := enc.Encode(b, &out); err != nil {
		return nil, err
	}
	lines := make([]string, out.Len())
	for i := range lines {
		lines[i] = string(out.Message(i))
	}
	return lines, nil
}

// line writes one row of the oracle as an output would.
func (s *subject) line(schema *types.Schema, r oracle.Row) (string, error) {
	b := operators.Batch{Time: []operators.Time{r.Time}}
	for i, c := range schema.Columns {
		b.Cols = append(b.Cols, vec.Array(vec.Const(r.Values[i]), c.Type, 1))
	}
	lines, err := s.lines(schema, b)
	if err != nil {
		return "", err
	}
	return lines[0], nil
}
