package script

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"weir/operators"
	"weir/sql"
	"weir/sql/types"
)

// timeOptions are the options that `set` knows. Each holds for every input, or for one: S.disorder.
var timeOptions = map[string]func(in *operators.Input, value string) error{
	"rowtime":  setRowtime,
	"disorder": func(in *operators.Input, v string) error { return setMillis(&in.Time.Disorder, v) },
	"idle":     func(in *operators.Input, v string) error { return setMillis(&in.Time.Idle, v) },
	"future":   func(in *operators.Input, v string) error { return setMillis(&in.Time.Future, v) },
	"grace":    func(in *operators.Input, v string) error { return setMillis(&in.Time.Grace, v) },
}

// set applies the script's options. What depends on the real clock is off until the script sets it.
func (s *subject) set(commands []Command) error {
	for _, in := range s.plan.Inputs {
		in.Time.Idle, in.Time.Future, in.Time.Grace = 0, 0, 0
	}
	for _, c := range commands {
		if c.Verb != "set" {
			continue
		}
		stream, option := "", c.Name
		if dot := strings.LastIndex(c.Name, "."); dot >= 0 {
			stream, option = streamName(c.Name[:dot]), c.Name[dot+1:]
		}
		if err := s.setOne(stream, option, c.Value); err != nil {
			return &SyntaxError{c.Line, err.Error()}
		}
	}
	return nil
}

func (s *subject) setOne(stream, option, value string) error {
	apply, known := timeOptions[option]
	if !known {
		names := make([]string, 0, len(timeOptions))
		for name := range timeOptions {
			names = append(names, name)
		}
		slices.Sort(names)
		if near := sql.Nearest(option, names); near != "" {
			return fmt.Errorf("unknown option %q; did you mean %q?", option, near)
		}
		return fmt.Errorf("unknown option %q; the options are %s", option, strings.Join(names, ", "))
	}
	if stream != "" {
		at, err := s.input(stream)
		if err != nil {
			return err
		}
		return apply(s.plan.Inputs[at], value)
	}
	if option == "idle" {
		var ms int64
		if err := setMillis(&ms, value); err != nil {
			return err
		}
		s.idle = operators.Time(ms)
	}
	for _, in := range s.plan.Inputs {
		if err := apply(in, value); err != nil {
			return err
		}
	}
	return nil
}

func setMillis(to *int64, value string) error {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return fmt.Errorf("%q is no duration; write 5s, 200ms or 1h", value)
	}
	*to = d.Milliseconds()
	return nil
}

func setRowtime(in *operators.Input, value string) error {
	switch value {
	case "arrival":
		in.Time.Kind = operators.ArrivalTime
	case "processing":
		in.Time.Kind = operators.ProcessingTime
	default:
		col := in.Cols.Index(value)
		if col < 0 {
			return fmt.Errorf("%s has no column %q", in.Name, value)
		}
		in.Time.Kind, in.Time.Column, in.Time.Unit = operators.ColumnTime, col, 0
		if in.Cols.Columns[col].Type != types.TimestampType {
			in.Time.Unit = 1 // ms
		}
		in.Used = nil // a late row is kept whole
	}
	return nil
}
