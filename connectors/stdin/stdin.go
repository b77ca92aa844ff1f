// Package stdin reads records from the process's standard input, which is one split and cannot be read again.
package stdin

import (
	"context"
	"errors"
	"fmt"

	"weir/connectors"
	"weir/connectors/frame"
)

var _ = connectors.Register(connectors.Spec{
	Scheme: "stdin",
	Doc:    "Reads standard input. What has come is read at once; after a crash it cannot be read again.",
	Source: connectors.SourceOf(open),
})

type options struct {
	frame.Options
}

type source struct {
	env     connectors.Env
	options frame.Options
}

func open(env connectors.Env, _ string, o options) (connectors.Source, error) {
	if env.Stdin == nil {
		return nil, errors.New("stdin: there is no standard input here; only weir run has one")
	}
	if err := o.Validate(env.Records); err != nil {
		return nil, fmt.Errorf("stdin: %w", err)
	}
	return &source{env, o.Options}, nil
}

// Splits is the one pipe.
func (s *source) Splits(context.Context) ([]connectors.Split, bool, error) {
	return []connectors.Split{{ID: "stdin"}}, true, nil
}

// Open starts to read. An offset only says how records are counted: what was read before is gone.
func (s *source) Open(_ context.Context, _ connectors.Split, from connectors.Offset) (connectors.Reader, error) {
	framer, err := frame.New(s.options, s.env.Records, from)
	if err != nil {
		return nil, connectors.Permanent{Err: err}
	}
	return frame.NewPipe(s.env.Stdin, framer, s.env.Clock), nil
}
